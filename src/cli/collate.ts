import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import {
  type CollateReport,
  collate,
  type FetchProgress,
  type GivenFile,
  looksLikeAddress,
  withFetched,
} from "../collate/index.ts";
import { homeFolder } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { untilInterrupted } from "./interrupt.ts";
import { keepOption } from "./numbers.ts";
import { shareLine } from "./share-line.ts";
import { table } from "./table.ts";

interface Options {
  home?: string;
  json?: boolean;
  source?: string;
  published?: string;
  mapping?: string;
  submission?: string;
  again?: boolean;
  keep: number;
}

/**
 * `soclab collate [files...] [--source] [--published]`: published figures into a checked database. Exits with 1 when a row
 * was set aside for a fault or a file refused.
 */
export function addTo(program: Command): void {
  program
    .command("collate")
    .argument("[files...]", "files, folders of files, or https addresses of files, in their published formats")
    .description("Land, read, check and load published figures, and publish them as a snapshot.")
    .option("--source <id>", "which source reads the files (default: by their names)")
    .option("--published <date>", "when the publisher issued the files: 2024-03-07, 2024-03 or 2024")
    .option("--mapping <file>", "of a partner's file: what its rows mean (docs/how-to/contribute-data.md)")
    .option("--submission <file>", "of a partner's file: who hands it over, on what basis, and until when")
    .option("--again", "take in bytes that were withdrawn before")
    .option(
      "--keep <snapshots>",
      "snapshots before the current one that are kept; older ones are removed",
      keepOption,
      3,
    )
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ soclab collate ~/downloads/this-quarter\n  $ soclab collate https://data.police.uk/data/archive/2026-01.zip",
    )
    .action(async (paths: string[], options: Options) => {
      const { home, json, source, published } = options;
      const told = {
        ...(source === undefined ? {} : { source }),
        ...(published === undefined ? {} : { published }),
        ...(options.again === true ? { again: true } : {}),
        ...partnerOf(paths, options),
      };
      const here = filesAt(paths.filter((path) => !looksLikeAddress(path))).map((path) => ({ path, ...told }));
      const folder = homeFolder(home);
      const line = shareLine();
      const report = await untilInterrupted((signal) =>
        withFetched(
          folder,
          paths.filter(looksLikeAddress),
          { ...(source === undefined ? {} : { source }), signal, onProgress: showFetched },
          (fetched) => {
            const files = [...here, ...fetched.map((file) => ({ ...file, ...told }))];
            return collate(folder, line.show, {
              ...{ signal, files, keep: options.keep },
              today: new Date().toISOString().slice(0, 10),
            });
          },
        ),
      ).finally(line.end);
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
      if (
        isAmiss(
          report,
          paths.map((path) => basename(path)),
        )
      )
        process.exitCode = 1;
    });
}

/** Whether there is something to mend. A stranger in a folder is told, but only one that was named is a fault. */
const isAmiss = ({ refused, findings }: CollateReport, named: readonly string[]): boolean =>
  refused.some(({ source, name }) => source !== "" || named.includes(name)) ||
  findings.some(({ severity }) => severity === "fault");

/** What comes with a partner's file. Throws a Problem when one of the two is not there. */
function partnerOf([file = ""]: readonly string[], { mapping, submission }: Options): Pick<GivenFile, "partner"> {
  if (mapping === undefined && submission === undefined) return {};
  if (mapping === undefined) throw new Problem({ code: "submission-missing", file, what: "mapping" });
  if (submission === undefined) throw new Problem({ code: "submission-missing", file, what: "submission" });
  return { partner: { mapping, submission } };
}

/** Files as given, folders as the files in them (hidden ones left out), sorted. Throws a Problem when one is not there. */
function filesAt(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new Problem({ code: "missing-file", file: path, next: "Check the path." });
    if (!statSync(path).isDirectory()) return [path];
    const inside = readdirSync(path, { withFileTypes: true, recursive: true });
    return inside
      .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  });
}

/** One line that overwrites itself, while the bytes of a file come. */
function showFetched({ name, bytes, total }: FetchProgress): void {
  if (!process.stderr.isTTY) return;
  const share = total === undefined ? "" : ` of ${megabytes(total)}`;
  process.stderr.write(`\r\x1b[Kfetching ${name}: ${megabytes(bytes)}${share} MB`);
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

/** The report of a collation for the terminal. Pure; ends with a line feed. */
export function reportText(report: CollateReport): string {
  const { home, fingerprint, isNew, files, findings, refused, notices } = report;
  const rows = files.map((f) => [
    `${f.source}/${f.name}`,
    f.state,
    ...[f.rowsIn, f.rowsLoaded, f.rowsSetAside].map(String),
  ]);
  const sum = (of: "rowsIn" | "rowsLoaded" | "rowsSetAside") => String(files.reduce((n, f) => n + f[of], 0));
  return [
    table(COLUMNS, [...rows, ["all", "", sum("rowsIn"), sum("rowsLoaded"), sum("rowsSetAside")]]),
    ...notices.map((notice) => `Note: ${notice}\n`),
    ...refused.filter(({ source }) => source !== "").map(({ sentence }) => `Refused: ${sentence}\n`),
    ...strangersText(refused.filter(({ source }) => source === "")),
    ...findings.map(({ severity, sentence }) => `${severity === "fault" ? "Finding" : "Note"}: ${sentence}\n`),
    findings.length + refused.length === 0 ? "Nothing was set aside and nothing refused.\n" : "",
    fingerprint === ""
      ? `Nothing could be loaded into ${home}.\n`
      : `Snapshot ${fingerprint} ${isNew ? "is new" : "stands: nothing new"} in ${home}\n`,
  ].join("");
}

/** Files that no source could be found for; those with the same reason in one line, under the names of all. */
function strangersText(strangers: CollateReport["refused"]): string[] {
  const byReason = new Map<string, Map<string, number>>();
  for (const { name, sentence } of strangers) {
    const reason = sentence.replace(name, "");
    const names = byReason.get(reason) ?? new Map<string, number>();
    byReason.set(reason, names.set(name, (names.get(name) ?? 0) + 1));
  }
  return [...byReason].map(([reason, names]) => {
    const listed = [...names].map(([name, count]) => (count === 1 ? name : `${name} (${count} times)`));
    return `Left out: ${listed.join(", ")}${reason}\n`;
  });
}

const COLUMNS = [
  { title: "file" },
  { title: "state" },
  { title: "rows in", isNumber: true },
  { title: "loaded", isNumber: true },
  { title: "set aside", isNumber: true },
];

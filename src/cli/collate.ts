import type { Command } from "commander";
import { type CollateReport, collate, type Progress } from "../collate/index.ts";
import { homeFolder } from "../store/index.ts";
import { untilInterrupted } from "./interrupt.ts";
import { table } from "./table.ts";

interface Options {
  home?: string;
  json?: boolean;
}

/** `soclab collate [--home] [--json]`: figures into a checked database. Exits with 1 when a row was set aside or a file refused. */
export function addTo(program: Command): void {
  program
    .command("collate")
    .description("Land, read, check and load the published figures, and publish them as a snapshot.")
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print the report as JSON")
    .addHelpText("after", "\nExample:\n  $ soclab collate")
    .action(async ({ home, json }: Options) => {
      const report = await untilInterrupted((signal) => collate(homeFolder(home), showProgress, { signal }));
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
      if (report.refused.length > 0 || report.findings.length > 0) process.exitCode = 1;
    });
}

/** One line of progress that overwrites itself; nothing where stderr is no terminal. */
function showProgress({ step, file }: Progress): void {
  if (process.stderr.isTTY) process.stderr.write(step === "switched" ? "\r\x1b[K" : `\r\x1b[K${step} ${file ?? ""}`);
}

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
    ...refused.map(({ sentence }) => `Refused: ${sentence}\n`),
    ...findings.map(({ sentence }) => `Finding: ${sentence}\n`),
    findings.length + refused.length === 0 ? "Nothing was set aside and nothing refused.\n" : "",
    fingerprint === ""
      ? `Nothing could be loaded into ${home}.\n`
      : `Snapshot ${fingerprint} ${isNew ? "is new" : "stands: nothing new"} in ${home}\n`,
  ].join("");
}

const COLUMNS = [
  { title: "file" },
  { title: "state" },
  { title: "rows in", isNumber: true },
  { title: "loaded", isNumber: true },
  { title: "set aside", isNumber: true },
];

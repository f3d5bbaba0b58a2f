import type { Command } from "commander";
import { fetchPoliceApi, type PoliceApiReport } from "../collate/index.ts";
import { Problem } from "../terms/index.ts";
import { untilInterrupted } from "./interrupt.ts";
import { table } from "./table.ts";

interface Options {
  force?: string;
  poly?: string;
  months: string;
  out: string;
  json?: boolean;
}

const INTERFACES = ["police-uk-api"];

/** `soclab fetch police-uk-api`: asks an interface that answers questions, and writes its answers as files to collate. */
export function addTo(program: Command): void {
  program
    .command("fetch")
    .argument("<source>", `interface to ask: ${INTERFACES.join(", ")}`)
    .description("Ask a public interface by area and month, and write files that `soclab collate` reads.")
    .option("--force <id>", "a police force by the interface's id, such as leicestershire")
    .option("--poly <file>", "an area instead: a GeoJSON file of polygons")
    .requiredOption("--months <range>", "one month or a range: 2024-01, 2024-01..2024-03")
    .requiredOption("--out <folder>", "folder for the files; a run that was stopped goes on from what lies in it")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  $ soclab fetch police-uk-api --force leicestershire --months 2024-01..2024-03 --out leicestershire\n  $ soclab collate leicestershire",
    )
    .action(async (source: string, { force, poly, months, out, json }: Options) => {
      checkSource(source);
      const where = whereOf(force, poly);
      const report = await untilInterrupted((signal) =>
        fetchPoliceApi({ where, months, out }, { signal, onProgress: showArea }),
      );
      if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report, out));
    });
}

function checkSource(name: string): void {
  const next = "Files with an address of their own are fetched by `soclab collate <address>`.";
  if (!INTERFACES.includes(name))
    throw new Problem({ code: "unknown-name", what: "interface", name, known: INTERFACES, next });
}

function whereOf(force: string | undefined, poly: string | undefined): { force: string } | { poly: string } {
  if (force !== undefined && poly === undefined) return { force };
  if (poly !== undefined && force === undefined) return { poly };
  throw new Problem({ code: "usage", command: "soclab fetch", fault: "give either --force or --poly" });
}

function showArea({ month, done, total }: { month: string; done: number; total: number }): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${month}: area ${done} of ${total}`);
}

/** Pure; ends with a line feed. */
function reportText({ files, asked, reused, split, unknownFields }: PoliceApiReport, out: string): string {
  const rows = files.map(({ path, month, what, records }) => [month, what, String(records), path || "none: no file"]);
  return [
    table([{ title: "month" }, { title: "what" }, { title: "records", isNumber: true }, { title: "file" }], rows),
    `${asked} questions asked, ${reused} answered by an earlier run, ${split} areas cut in four.\n`,
    unknownFields.length > 0 ? `Note: left out as nobody knows them: ${unknownFields.join(", ")}.\n` : "",
    `Next: soclab collate ${out}\n`,
  ].join("");
}

import { extname } from "node:path";
import type { Conformance } from "../collate/index.ts";
import { dataTable, html, plainPage } from "../report/index.ts";
import { writeDurably } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { csvText } from "./csv.ts";

const COLUMNS = ["severity", "code", "row", "column", "value", "sentence"] as const;

/** The report of a check for the terminal. Pure; ends with a line feed. */
export function checkText({ file, conforms, rows, faults }: Conformance): string {
  const told = faults.map(
    ({ severity, code, sentence }) => `${severity === "fault" ? "Fault" : "Note"} (${code}): ${sentence}\n`,
  );
  const count = faults.filter(({ severity }) => severity === "fault").length;
  const verdict = conforms
    ? `${file} conforms: ${rows.toLocaleString("en-GB")} rows looked at.\n`
    : `${file} does not conform: ${count} ${count === 1 ? "fault" : "faults"} in ${rows.toLocaleString("en-GB")} rows.\n`;
  return [...told, verdict].join("");
}

/** Writes the report of a check for whoever made the file, in the form that the name's end says. Throws a Problem for another end. */
export function writeCheckReport(path: string, found: Conformance): void {
  const write = WRITERS[extname(path).toLowerCase()];
  if (write === undefined) throw new Problem({ code: "unknown-format", file: path, known: Object.keys(WRITERS) });
  writeDurably(path, write(found));
}

const WRITERS: Readonly<Record<string, (found: Conformance) => string>> = {
  ".csv": ({ faults }) =>
    csvText(
      COLUMNS,
      faults.map((f) => COLUMNS.map((name) => f[name] ?? null)),
    ),
  ".json": (found) => `${JSON.stringify(found, null, 2)}\n`,
  ".html": pageOf,
};

function pageOf(found: Conformance): string {
  const { file, conforms, rows, faults } = found;
  const verdict = conforms ? "The file conforms" : "The file does not conform";
  const lines = faults.map((f) => [String(f.row ?? "whole file"), f.column ?? "", f.code, f.value ?? "", f.sentence]);
  return plainPage({
    title: `Check of ${file}`,
    about: `${verdict}: ${rows.toLocaleString("en-GB")} rows looked at, ${faults.length} findings.`,
    skipTo: "Skip to the findings",
    main:
      faults.length === 0
        ? html`<p>Nothing to mend.</p>`
        : dataTable(
            "Findings",
            [{ title: "Row" }, { title: "Column" }, { title: "Code" }, { title: "Value" }, { title: "What to do" }],
            lines,
          ),
  });
}

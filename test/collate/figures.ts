/** Small figure files for tests, in the project's own form, written into a temporary folder. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { batchOf, hashOf } from "../../src/collate/check.ts";
import { readSource, type Source } from "../../src/collate/index.ts";
import { readCsv } from "../../src/collate/text/csv.ts";
import type { Batch } from "../../src/store/index.ts";

const COLUMNS = [
  "measure",
  "threat",
  "place",
  "breakdown",
  "from",
  "until",
  "value",
  "unit",
  "low",
  "high",
  "title",
  "publisher",
  "published",
  "locator",
  "licence",
  "note",
] as const;

type Fields = Partial<Record<(typeof COLUMNS)[number], string>>;

const PLAIN: Fields = {
  measure: "police-recorded-offences",
  threat: "drug-supply",
  place: "E23000001",
  breakdown: "Drugs",
  from: "2024-04-01",
  until: "2025-03-31",
  value: "100",
  unit: "offences",
  title: "A table made for a test",
  publisher: "SOC Lab tests",
  published: "2026",
  locator: "test",
  licence: "CC0",
};

export const HEADER = COLUMNS.join(",");

/** One line of a figure file: a good one, except for the fields given. */
export const line = (fields: Fields = {}): string =>
  COLUMNS.map((column) => fields[column] ?? PLAIN[column] ?? "")
    .map((f) => (/[",\n]/.test(f) ? `"${f.replaceAll('"', '""')}"` : f))
    .join(",");

export const content = (lines: string[]): string => `${[HEADER, ...lines].join("\n")}\n`;

/** A file of `rows` good rows that no other `seed` gives. */
export const goodFile = (seed: number, rows = 5): string =>
  content(
    Array.from({ length: rows }, (_, i) =>
      line({ breakdown: `Drugs; batch ${seed}; row ${i}`, value: String(seed * 100 + i) }),
    ),
  );

/** A temporary folder that `remove` takes away again. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "soclab-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Writes files by name into a folder; returns their paths in the order given. */
export const writeFiles = (folder: string, files: Record<string, string | Uint8Array>): string[] =>
  Object.entries(files).map(([name, bytes]) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  });

/** The embedded source with its own rules and other files. */
export const sourceOf = async (files: string[]): Promise<Source> => ({ ...(await readSource("embedded")), files });

/** What a text file becomes by the first table of a source, without a home folder. Throws the Problem that refuses it. */
export function batchFrom(source: Source, name: string, bytes: Uint8Array): Batch {
  const [table] = source.declaration.tables;
  if (table?.dialect === undefined) throw new Error("the first table of the source is no text table");
  const text = readCsv(`${source.declaration.id}/${name}`, bytes, table.dialect, { columns: table.columns });
  const of = { sha256: hashOf(bytes), bytes: bytes.length, landedAt: "", published: "" };
  return batchOf({ source, table, name, part: "", partNo: 0, text, ...of });
}

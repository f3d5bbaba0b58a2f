import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { utils, write } from "@e965/xlsx";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sourceOf, temporaryFolder } from "../../test/collate/figures.ts";
import { homePaths } from "../store/index.ts";
import { count, type Row, text } from "../terms/index.ts";
import { type CollateReport, collate } from "./collate.ts";
import type { TableDeclaration } from "./declaration.ts";
import { Ledger } from "./ledger.ts";
import type { Reading, Source } from "./source.ts";

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, "home");
});
afterEach(() => folder.remove());

const DIALECT = { encoding: "utf-8", delimiter: ",", quote: '"' } as const;
const COLUMNS = { columns: ["Firm", "Offences"], layout: "seen" } as const;
const TABLES: TableDeclaration[] = [
  { ...COLUMNS, id: "plain", files: "^plain\\.csv$", format: "csv", dialect: DIALECT, columns: ["Firm", "Offences"] },
  {
    ...COLUMNS,
    id: "allowed",
    files: "^allowed\\.csv$",
    format: "csv",
    dialect: DIALECT,
    columns: ["Firm", "Offences"],
    not_persons: ["Firm"],
  },
  { ...COLUMNS, id: "sheet", files: "^sheet\\.xlsx$", format: "workbook", columns: ["Firm", "Offences"] },
  { ...COLUMNS, id: "records", files: "^records\\.json$", format: "json", columns: ["Firm", "Offences"] },
  {
    ...{
      ...COLUMNS,
      id: "large",
      files: "^large\\.csv$",
      format: "csv",
      dialect: DIALECT,
      columns: ["Firm", "Offences"],
    },
    bulk: {
      table: "large_rows",
      columns: { Firm: { name: "firm", as: "text" }, Offences: { name: "offences", as: "count" } },
      ignored: [],
      counts: [],
    },
  },
];

const readRow = (row: Row): Reading => {
  const reading = {
    ...{ measure: "police-recorded-offences", threat: "drug-supply", place: "E23000001", unit: "offences" },
    period: { start: "2024-04-01", end: "2025-03-31" },
    breakdown: `firm=${row.take("Firm", text)}`,
    value: { value: row.take("Offences", count) },
  };
  row.done();
  return reading;
};

async function published(): Promise<Source> {
  const { declaration, ...source } = await sourceOf([]);
  const { owned, ...rest } = declaration;
  return { ...source, readRow, declaration: { ...rest, id: "published", tables: TABLES } };
}

const MARKED = "anna.shaw@mail.example";
const rows = (n: number, last: string) => [...Array.from({ length: n }, (_, i) => [`Firm ${i}`, i]), [last, 1]];
const csv = (n: number, last: string) =>
  `Firm,Offences\n${rows(n, last)
    .map((row) => row.join(","))
    .join("\n")}\n`;
const workbook = (n: number, last: string): Buffer => {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([["Firm", "Offences"], ...rows(n, last)]), "Data");
  return write(book, { type: "buffer", bookType: "xlsx" }) as Buffer;
};
const json = (n: number, last: string) => JSON.stringify(rows(n, last).map(([Firm, Offences]) => ({ Firm, Offences })));

async function bring(name: string, bytes: string | Buffer): Promise<CollateReport> {
  writeFileSync(join(folder.path, name), bytes);
  return collate(home, undefined, { sources: [await published()], files: [{ path: join(folder.path, name) }] });
}
const kept = () => (existsSync(homePaths(home).landed) ? readdirSync(homePaths(home).landed) : []);
const kinds = () => new Ledger(home).entries.map(({ kind }) => kind);

test.each([
  ["plain.csv", csv(3, MARKED), ["refused"]],
  ["records.json", json(3, MARKED), ["refused"]],
  ["large.csv", csv(3, MARKED), ["refused"]],
  ["sheet.xlsx", workbook(3, MARKED), ["landed", "refused"]],
  // Past the head of the file: the scan that loads it sees every row.
  ["large.csv", csv(3000, MARKED), ["landed", "refused"]],
])("a published %s with a person in it is refused and leaves no copy (%#)", async (name, bytes, entries) => {
  const report = await bring(name, bytes);
  expect(report.refused[0]?.sentence).toContain('"Firm" looks like an e-mail address');
  expect([kept(), kinds()]).toEqual([[], entries]);
  expect(`${readFileSync(homePaths(home).ledger, "utf8")}${JSON.stringify(report)}`).not.toContain("anna");
  const again = await bring(name, bytes);
  expect([again.refused.length, kept(), kinds()]).toEqual([1, [], entries]);
});

test("a column that a source declares as no person's is let in", async () => {
  const report = await bring("allowed.csv", csv(3, MARKED));
  expect(report.refused).toEqual([]);
  expect(report.files).toMatchObject([{ rowsIn: 4, rowsLoaded: 4 }]);
});

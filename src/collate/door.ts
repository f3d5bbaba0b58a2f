import { readFileSync, statSync } from "node:fs";
import { guarded } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import type { TableDeclaration } from "./declaration.ts";
import { recordsIn } from "./partner/records.ts";
import { fileTitle, type Source, tableNamed } from "./source.ts";
import { columnsOf } from "./tables-in.ts";
import { readJsonLinesTable, readJsonTable } from "./text/json-table.ts";
import { PersonWatch } from "./text/person.ts";

/** JSON is read whole, so only smaller files are looked at before they are kept; larger ones when they are loaded. */
const LARGEST_JSON = 64 * 1024 * 1024;

/** Of a large table the head is looked at here; every row of it, in the columns that hold free text, by the scan that loads it. */
const HEAD_ROWS = 1000;

/**
 * Looks at a partner's file before a byte of it is kept: every row of every sheet. Throws a Problem when it cannot be read, or
 * holds what looks like a person's record.
 */
export async function checkPartnerFile(source: Source, path: string, name: string): Promise<void> {
  const [table] = source.declaration.tables;
  if (table === undefined) return;
  const file = fileTitle(source.declaration.id, name);
  await watchRecords(file, path, table.format === "workbook" ? { ...table, sheets: ".", header: 1 } : table);
}

/**
 * The same for a file of a published source, where that is cheap: text, whose rows come one by one. Whatever else is wrong with it
 * is found when it is loaded. Archives, workbooks and Parquet are looked at then; what is refused for a person leaves no copy.
 */
export async function checkPublishedFile(source: Source, path: string, name: string): Promise<void> {
  const table = tableNamed(source, name);
  if (table === undefined) return;
  const file = fileTitle(source.declaration.id, name);
  try {
    if (table.format === "csv")
      await watchRecords(file, path, table, table.bulk === undefined ? Number.POSITIVE_INFINITY : HEAD_ROWS);
    else if (table.format.startsWith("json")) watchJson(file, path, table);
  } catch (error) {
    if (!(error instanceof Problem) || error.data.code === "personal-data-suspected") throw error;
  }
}

async function watchRecords(
  file: string,
  path: string,
  table: TableDeclaration,
  mostRows = Number.POSITIVE_INFINITY,
): Promise<void> {
  let rows = 0;
  const watches = new Map<string, PersonWatch>();
  for await (const { part, line, cells } of recordsIn({ path, shown: file }, table)) {
    const watch = watches.get(part);
    if (watch === undefined) {
      const names = cells.map((cell) => cell.trim());
      refuse(file, watchHeader(names));
      watches.set(part, new PersonWatch(names, table.not_persons));
    } else if (!watch.see(line, cells)) refuse(file, watch);
    if (rows++ >= mostRows) break;
  }
  for (const watch of watches.values()) refuse(file, watch);
}

/** A file without a header has data in its place, so the header is looked at as a row too. */
function watchHeader(names: readonly string[]): PersonWatch {
  const watch = new PersonWatch(names.map(() => ""));
  watch.see(1, names);
  return watch;
}

function refuse(file: string, watch: PersonWatch): void {
  const sign = watch.found();
  if (sign !== undefined) throw new Problem({ code: "personal-data-suspected", file, ...sign });
}

/** The reader of JSON tables looks for persons itself. */
function watchJson(file: string, path: string, table: TableDeclaration): void {
  if (statSync(path).size > LARGEST_JSON) return;
  const bytes = guarded(path, () => readFileSync(path));
  if (table.format === "json") readJsonTable(file, bytes, columnsOf(table), table.records);
  else readJsonLinesTable(file, bytes, columnsOf(table));
}

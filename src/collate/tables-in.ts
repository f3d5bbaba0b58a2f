import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { guarded } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import type { TableDeclaration } from "./declaration.ts";
import { readForeign } from "./foreign/read-foreign.ts";
import { unpack } from "./foreign/unpack.ts";
import { UNPACKED } from "./land.ts";
import { fileTitle, isArchive, type Source, tableNamed, tablesNamed } from "./source.ts";
import { readCells } from "./text/cells.ts";
import { type ColumnSpec, readCsv, type TableText } from "./text/csv.ts";
import { heading } from "./text/heading.ts";
import { readJsonLinesTable, readJsonTable } from "./text/json-table.ts";
import type { CellLine } from "./text/table.ts";

/** A table as it was found in a file, its records strictly read. */
export interface FoundTable {
  table: TableDeclaration;
  /** Sheet of a workbook or path of an entry in an archive; "" where the file is the table. */
  part: string;
  /** Number of the part in its file, from 1; 0 where the file is the table. */
  partNo: number;
  /** Bytes of the kept file that it took, of an entry of an archive. */
  packed?: number;
  /** Its records; or, of a table that is loaded by SQL, the text file that holds them. */
  text: TableText | { path: string };
}

/** A kept file, and what it is called. */
interface KeptFile {
  source: Source;
  name: string;
  path: string;
  /** The home folder, in which entries of archives lie one at a time while they are read. */
  home: string;
}

/** The tables of a kept file, one at a time. Throws a Problem that refuses the file, also after some have been given. */
export async function* tablesIn(file: KeptFile): AsyncGenerator<FoundTable> {
  const { source, name, path } = file;
  if (isArchive(source, name)) return yield* entriesIn(file);
  const table = tableNamed(source, name);
  if (table === undefined) throw new Problem({ code: "no-source", file: name, wanted: source.declaration.id });
  if (table.format === "csv" || table.format.startsWith("json"))
    yield { table, part: "", partNo: 0, text: readText(source, table, name, "", path) };
  else if (table.format === "workbook") yield* sheetsIn(file, tablesNamed(source, name));
  else yield { table, part: "", partNo: 0, text: await readParquet(file, table) };
}

/** The text tables of an archive, in the order of the archive. An entry that no table declares is left alone. */
async function* entriesIn({ source, name, path, home }: KeptFile): AsyncGenerator<FoundTable> {
  const { archives, tables, id } = source.declaration;
  const limits = {
    entriesMax: archives?.entries_max ?? 1,
    bytesMax: archives?.bytes_max ?? 1,
    ...(archives?.seconds_max === undefined ? {} : { secondsMax: archives.seconds_max }),
  };
  const order = { wanted: ".", folder: join(home, UNPACKED), shown: fileTitle(id, name), limits };
  let partNo = 0;
  for await (const entry of unpack(path, order)) {
    const table = tables.find((t) => new RegExp(t.files, "i").test(basename(entry.path)));
    if (table === undefined) continue;
    const text = readText(source, table, name, entry.path, entry.file);
    yield { table, part: entry.path, partNo: ++partNo, packed: entry.packed, text };
  }
  if (partNo === 0) throw new Problem({ code: "no-source", file: name, wanted: id });
}

/** The declared sheets of a workbook, each whole before it is given and by the first table that declares it. */
async function* sheetsIn({ source, name, path }: KeptFile, tables: TableDeclaration[]): AsyncGenerator<FoundTable> {
  const shown = fileTitle(source.declaration.id, name);
  const sheets = tables.map((table) => `(?:${table.sheets ?? ""})`).join("|");
  const found = new Map<string, { table: TableDeclaration; rows: CellLine[] }>();
  for await (const { part, line, cells } of readForeign(path, { kind: "workbook", shown, sheets })) {
    const sheet = found.get(part) ?? { table: tableOfSheet(tables, part), rows: [] };
    sheet.rows.push({ line, cells });
    found.set(part, sheet);
  }
  let partNo = 0;
  for (const [part, { table, rows }] of found)
    if (rows.length > 0)
      yield {
        table,
        part,
        partNo: ++partNo,
        text: sheetText(fileTitle(source.declaration.id, name, part), table, rows),
      };
  if (partNo === 0) throw new Problem({ code: "no-sheet", file: shown, sheets });
}

function tableOfSheet(tables: TableDeclaration[], sheet: string): TableDeclaration {
  const table = tables.find(({ sheets }) => sheets === undefined || new RegExp(sheets).test(sheet));
  if (table === undefined) throw new Error(`no table declares the sheet ${sheet}, and yet it was asked for`);
  return table;
}

function sheetText(file: string, table: TableDeclaration, rows: CellLine[]): TableText {
  const below = rows.slice(headerAt(table, rows));
  const levels = levelsOf(table, below);
  const names = heading(below.slice(0, levels).map(({ cells }) => cells));
  const { header, rows: lines } = withoutSpacers(names, below.slice(levels));
  return readCells(file, header, lines, columnsOf(table), table.numbers);
}

/** Without the columns that have no name and hold nothing: publishers leave them between groups of columns. */
function withoutSpacers(names: string[], rows: CellLine[]): { header: string[]; rows: CellLine[] } {
  const isKept = names.map((name, i) => name.trim() !== "" || rows.some(({ cells }) => (cells[i] ?? "").trim() !== ""));
  const kept = (cells: string[]): string[] => cells.filter((_, i) => isKept[i] ?? true);
  return { header: kept(names), rows: rows.map(({ line, cells }) => ({ line, cells: kept(cells) })) };
}

/** Where the header begins. When no row holds the names, the first stands for it, and what it lacks is the fault. */
function headerAt({ header = 1, columns }: TableDeclaration, rows: CellLine[]): number {
  const at = rows.findIndex(({ line, cells }) =>
    header === "named" ? columns.every((name) => cells.some((cell) => cell.trim() === name)) : line >= header,
  );
  return at === -1 ? (header === "named" ? 0 : rows.length) : at;
}

/** Rows of the header that hold something: blank ones are not given. */
function levelsOf({ header_rows = 1 }: TableDeclaration, [first, ...rest]: CellLine[]): number {
  if (first === undefined) return 0;
  return 1 + rest.filter(({ line }) => line < first.line + header_rows).length;
}

async function readParquet({ source, name, path }: KeptFile, table: TableDeclaration): Promise<TableText> {
  const file = fileTitle(source.declaration.id, name);
  const [names, ...rows] = await gathered(readForeign(path, { kind: "parquet", shown: file }));
  return readCells(file, names?.cells ?? [], rows, columnsOf(table), table.numbers);
}

async function gathered<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function readText(
  source: Source,
  table: TableDeclaration,
  name: string,
  part: string,
  path: string,
): FoundTable["text"] {
  if (table.bulk !== undefined) return { path };
  const { id } = source.declaration;
  const bytes = guarded(path, () => readFileSync(path));
  const [file, columns, { format, dialect, records, numbers }] = [fileTitle(id, name, part), columnsOf(table), table];
  if (format === "json") return readJsonTable(file, bytes, columns, records, numbers);
  if (format === "json-lines") return readJsonLinesTable(file, bytes, columns, numbers);
  if (dialect === undefined) throw new Error(`sources/${id}/source.yaml: the table ${table.id} declares no dialect`);
  return readCsv(file, bytes, dialect, columns, numbers);
}

/** The columns of a table as its reader needs them. */
export const columnsOf = ({ columns, optional, open, not_persons: notPersons }: TableDeclaration): ColumnSpec => ({
  columns,
  ...(notPersons === undefined ? {} : { notPersons }),
  ...(optional === undefined ? {} : { optional }),
  ...(open === undefined ? {} : { open }),
});

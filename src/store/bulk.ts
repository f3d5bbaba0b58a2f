/**
 * Large tables go in by SQL: DuckDB reads the file itself, in the columns that are needed. It is only ever shown a file
 * in which every record has been found plain and of the right number of cells by a scan of ours, because by itself it
 * reads on without a word where a row has a comma too many, a blank stands before a quote, or the header has moved.
 */
import { Problem } from "../terms/index.ts";
import type { Database } from "./database.ts";

/** A column of a table of rows. */
export interface BulkColumn {
  name: string;
  /** DuckDB's type. */
  type: string;
  /** Whether it may be NULL: the publisher left the field empty. */
  isOptional: boolean;
  /** Where its text comes from: the number of the cell in the file (from 0), one text for the whole file, or nowhere. */
  from: { cell: number } | { value: string } | undefined;
  /** SQL over a field's text: its value, or NULL when the text must be read by the strict reader. */
  sql: (field: string) => string;
}

/** A table of rows: one for each row of the files that were loaded, with its way back to the line. */
export interface BulkTable {
  name: string;
  columns: BulkColumn[];
}

/** A file that DuckDB may read: comma-separated text of `cells` cells a record, every record plain, with a header. */
export interface PlainFile {
  /** How messages call it. */
  file: string;
  path: string;
  delimiter: string;
  quote: string;
  cells: number;
}

/** From row number `row` (from 0) on, rows stand this many lines later than one row a line after the header gives. */
export interface LineShift {
  row: number;
  shift: number;
}

/** Which table of which landed file the rows belong to. */
export interface BulkKey {
  sha256: string;
  part: string;
}

/** A row that the strict reader has read: its values as text, null for an empty field, in the order of the columns. */
export interface ReadRow {
  line: number;
  values: (string | null)[];
}

/** The rows that DuckDB read. */
export interface Staged {
  rows: number;
  /** DuckDB's number of the first; inside a transaction it is past what a double can hold. */
  first: string;
}

const STAGED = "temp.staged";

/** Creates the table when it is not there yet. */
export async function createBulk(database: Database, { name, columns }: BulkTable): Promise<void> {
  const typed = columns.map((c) => `${called(c.name)} ${c.type}${c.isOptional ? "" : " not null"}`);
  await database.run(
    `create table if not exists ${called(name)} (sha256 varchar not null, part varchar not null, line integer not null, ${typed.join(", ")})`,
  );
}

/**
 * Reads the plain file into a staging table, converted. Rows are in the order of the file, whatever the number of
 * threads: the row numbered `first` + k is record k after the header, from 0.
 */
export async function stage(database: Database, file: PlainFile, { columns }: BulkTable): Promise<Staged> {
  const values = columns.map((c) => `${loadedValue(c)} as ${called(c.name)}`);
  const kept = columns.map((c) => called(c.name)).join(", ");
  const read = `select *, ${values.join(", ")} from ${readCsv(file)}`;
  try {
    await database.run(
      `create or replace temp table staged as select ${kept}, ${failed(columns)} as "failed?" from (${read})`,
    );
  } catch (error) {
    if (!(error instanceof Problem) || error.data.code !== "database-fault" || !/csv/i.test(error.data.why))
      throw error;
    throw new Problem({ code: "unreadable-file", file: file.file, why: error.data.why });
  }
  const [row] = await database.rows(
    `select count(*) as n, coalesce(min(rowid), 0) as first, coalesce(max(rowid) - min(rowid) + 1, 0) as span from ${STAGED}`,
  );
  if (row?.n !== row?.span) throw new Error("the rows of the staging table are not numbered one by one");
  return { rows: Number(row?.n), first: String(row?.first) };
}

/** Numbers (from 0, ascending) of the staged rows that the strict reader has to look at. */
export async function stagedAside(database: Database, { first }: Staged): Promise<Int32Array> {
  const rows = await database.rows(
    `select (rowid - ${first})::integer as k from ${STAGED} where "failed?" order by rowid`,
  );
  return Int32Array.from(rows, (row) => Number(row.k));
}

/** Moves the staged rows that need no second look into their table, each with its line. */
export async function loadStaged(
  database: Database,
  { name, columns }: BulkTable,
  { sha256, part }: BulkKey,
  { first }: Staged,
  shifts: readonly LineShift[],
): Promise<void> {
  if (shifts.length > 0) await keepShifts(database, shifts);
  const line = shifts.length === 0 ? `s.rowid - ${first} + 2` : `s.rowid - ${first} + 2 + coalesce(h.shift, 0)`;
  const from =
    shifts.length === 0 ? `${STAGED} s` : `${STAGED} s asof left join temp.shifts h on s.rowid - ${first} >= h.k`;
  const names = columns.map((c) => `s.${called(c.name)}`).join(", ");
  await database.run(
    `insert into ${called(name)} select $1, $2, ${line}, ${names} from ${from} where not s."failed?"`,
    [sha256, part],
  );
  await database.run(`drop table ${STAGED}`);
  await database.run("drop table if exists temp.shifts");
}

async function keepShifts(database: Database, shifts: readonly LineShift[]): Promise<void> {
  await database.run("create or replace temp table shifts (k integer, shift integer)");
  await append(database, "shifts", shifts, (to, { row, shift }) => {
    to.appendInteger(row);
    to.appendInteger(shift);
  });
}

/** Appends rows that the strict reader has read. */
export async function appendRead(
  database: Database,
  { name, columns }: BulkTable,
  { sha256, part }: BulkKey,
  rows: readonly ReadRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const fields = columns.map((_, i) => `v${i}`);
  await database.run(
    `create or replace temp table read_rows (line integer, ${fields.map((f) => `${f} varchar`).join(", ")})`,
  );
  await append(database, "read_rows", rows, (to, { line, values }) => {
    to.appendInteger(line);
    for (const value of values) value === null ? to.appendNull() : to.appendVarchar(value);
  });
  const typed = columns.map((c, i) => `cast(${fields[i]} as ${c.type})`);
  await database.run(`insert into ${called(name)} select $1, $2, line, ${typed.join(", ")} from temp.read_rows`, [
    sha256,
    part,
  ]);
  await database.run("drop table temp.read_rows");
}

/** How many rows of a file's table are loaded. */
export async function bulkRows(database: Database, name: string, { sha256, part }: BulkKey): Promise<number> {
  const sql = `select count(*)::integer as n from ${called(name)} where sha256 = $1 and part = $2`;
  const [row] = await database.rows(sql, [sha256, part]);
  return Number(row?.n);
}

/** Rows of one file in which two columns differ: how many, and the line and both values of the first. */
export async function disagreeingRows(
  database: Database,
  table: string,
  { sha256, part }: BulkKey,
  column: string,
  otherColumn: string,
): Promise<{ rows: number; line: number; expected: string; found: string }> {
  const [a, b] = [`${called(column)}::varchar`, `${called(otherColumn)}::varchar`];
  const [row] = await database.rows(
    `select count(*)::integer as n, coalesce(min(line), 0)::integer as line, coalesce(arg_min(${a}, line), '') as a, coalesce(arg_min(${b}, line), '') as b from ${called(table)} where sha256 = $1 and part = $2 and ${a} is distinct from ${b}`,
    [sha256, part],
  );
  return { rows: Number(row?.n), line: Number(row?.line), expected: String(row?.a), found: String(row?.b) };
}

/**
 * Groups of loaded rows of one file by the columns named: values as text, the number of rows, the first line. Only rows in
 * which `whereEmpty` is empty, if a column is named.
 */
export async function countBulk(
  database: Database,
  table: string,
  { sha256, part }: BulkKey,
  by: readonly string[],
  whereEmpty?: string,
): Promise<{ values: (string | null)[]; rows: number; line: number }[]> {
  const names = by.map((name, i) => `${called(name)}::varchar as v${i}`);
  const only = whereEmpty === undefined ? "" : ` and ${called(whereEmpty)} is null`;
  const rows = await database.rows(
    `select ${names.join(", ")}, count(*)::integer as n, min(line)::integer as line from ${called(table)} where sha256 = $1 and part = $2${only} group by ${by.map((_, i) => `v${i}`).join(", ")} order by line`,
    [sha256, part],
  );
  return rows.map((row) => ({
    values: by.map((_, i) => (row[`v${i}`] === null ? null : String(row[`v${i}`]))),
    rows: Number(row.n),
    line: Number(row.line),
  }));
}

/** Nothing is left to DuckDB's own judgement: it detects nothing, forgives nothing and fills nothing in. */
function readCsv({ path, delimiter, quote, cells }: PlainFile): string {
  const columns = Array.from({ length: cells }, (_, i) => `'c${i}': 'VARCHAR'`).join(", ");
  return `read_csv(${text(path)}, auto_detect = false, header = true, delim = ${text(delimiter)}, quote = ${text(quote)}, escape = ${text(quote)}, comment = '', strict_mode = true, null_padding = false, ignore_errors = false, nullstr = '', max_line_size = ${LONGEST_LINE}, columns = {${columns}})`;
}

/** Bytes: twice the longest record that a scan calls plain. */
const LONGEST_LINE = 1 << 16;

function loadedValue({ from, type, sql }: BulkColumn): string {
  if (from === undefined) return `cast(null as ${type})`;
  return "value" in from ? `cast(${text(from.value)} as ${type})` : sql(`c${from.cell}`);
}

/** True for a row of which a field could not be converted; an empty field that may be empty is no failure. */
function failed(columns: readonly BulkColumn[]): string {
  const each = columns.flatMap(({ name, from, isOptional }) => {
    if (from === undefined || "value" in from) return [];
    return [`(${isOptional ? `c${from.cell} is not null and ` : ""}${called(name)} is null)`];
  });
  return each.length === 0 ? "false" : each.join(" or ");
}

type Appender = Awaited<ReturnType<Database["connection"]["createAppender"]>>;

async function append<T>(
  database: Database,
  table: string,
  rows: readonly T[],
  put: (to: Appender, row: T) => void,
): Promise<void> {
  if (rows.length === 0) return;
  const appender = await database.connection.createAppender(table, "main", "temp");
  for (const row of rows) {
    put(appender, row);
    appender.endRow();
  }
  appender.closeSync();
}

const called = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const text = (t: string): string => `'${t.replaceAll("'", "''")}'`;

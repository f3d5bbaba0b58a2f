/**
 * Large tables go in by SQL: DuckDB reads the file itself, in the columns that are needed. It is only ever shown a file
 * in which every record has been found plain and of the right number of cells by a scan of ours, because by itself it
 * reads on without a word where a row has a comma too many, a blank stands before a quote, or the header has moved.
 */
import { Problem } from "../terms/index.ts";
import { type Database, databaseProblem } from "./database.ts";

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

/** Where staged rows of a file come from: from number `k` (from 0, over all files) on, row `k` stands on line `k` + `shift` of this part. */
export interface RowOrigin {
  /** Of the plain file that was staged. */
  path: string;
  k: number;
  shift: number;
  part: string;
  /** Text that the whole part has in each column which its name says; null for the columns that are read from its cells. */
  values: readonly (string | null)[];
}

/** Which table of which landed file the rows belong to. */
export interface BulkKey {
  sha256: string;
  part: string;
}

/** Several tables of one landed file. */
export interface BulkParts {
  sha256: string;
  parts: readonly string[];
}

/** A row that the strict reader has read: its values as text, null for an empty field, in the order of the columns. */
export interface ReadRow {
  line: number;
  values: (string | null)[];
}

/** The rows that DuckDB read out of one or more files. */
export interface Staged {
  /** DuckDB's number of the first; inside a transaction it is past what a double can hold. */
  first: string;
  /** Of each file: the number (from 0, over all files) of its first row, and how many it gave. */
  files: { k: number; rows: number }[];
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
 * Reads plain files that have the same columns into one staging table, converted. Rows of a file stand together and in its order,
 * whatever the number of threads: row `k` + i of the staging table is record i after its header, from 0.
 */
export async function stage(database: Database, files: readonly PlainFile[], { columns }: BulkTable): Promise<Staged> {
  const read = columns.filter(isRead);
  const values = read.map((c) => `${loadedValue(c)} as ${called(c.name)}`);
  const kept = read.map((c) => called(c.name));
  const from = `select ${["*", ...values].join(", ")} from ${readCsv(files)}`;
  const sql = `create or replace temp table staged as select ${[...kept, `filename as "file?"`, `${failed(columns)} as "failed?"`].join(", ")} from (${from})`;
  try {
    await database.connection.run(sql);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (!/csv/i.test(why)) throw databaseProblem(database.path, error);
    const { file } = files.find(({ path }) => why.includes(path)) ?? files[0]!;
    throw new Problem({ code: "unreadable-file", file, why: (why.split("\n")[0] ?? "").trim() });
  }
  return stagedOf(database, files);
}

/** What was staged, as it lies there: the rows of each file must be one run of numbers, and there must be no others. */
async function stagedOf(database: Database, files: readonly PlainFile[]): Promise<Staged> {
  const found = await database.rows(
    `select "file?" as path, count(*) as n, (min(rowid) - (select min(rowid) from ${STAGED}))::bigint as k, (max(rowid) - min(rowid) + 1)::bigint as span, (select min(rowid) from ${STAGED})::varchar as first from ${STAGED} group by "file?"`,
  );
  if (found.some(({ n, span }) => n !== span)) throw new Error("the rows of a staged file do not stand together");
  const byPath = new Map(found.map((row) => [row.path, { k: Number(row.k), rows: Number(row.n) }]));
  const ofFiles = files.map(({ path }) => byPath.get(path) ?? { k: 0, rows: 0 });
  const rows = found.reduce((sum, { n }) => sum + Number(n), 0);
  if (ofFiles.reduce((sum, of) => sum + of.rows, 0) !== rows) throw new Error("rows were staged of an unknown file");
  return { first: String(found[0]?.first ?? 0), files: ofFiles };
}

/** Numbers (from 0, over all files, ascending) of the staged rows that the strict reader has to look at. */
export async function stagedAside(database: Database, { first }: Staged): Promise<Int32Array> {
  const rows = await database.rows(
    `select (rowid - ${first})::integer as k from ${STAGED} where "failed?" order by rowid`,
  );
  return Int32Array.from(rows, (row) => Number(row.k));
}

/** Moves the staged rows that need no second look into their table, each with its part and line. `origins` ascend by `k`. */
export async function loadStaged(
  database: Database,
  { name, columns }: BulkTable,
  sha256: string,
  { first }: Staged,
  origins: readonly RowOrigin[],
): Promise<void> {
  const [only, ...more] = origins;
  if (only === undefined) return;
  if (more.length > 0) await keepOrigins(database, origins, columns.length);
  const k = `s.rowid - ${first}`;
  const from = more.length === 0 ? `${STAGED} s` : `${STAGED} s ${joinOf(origins, k)}`;
  const fromName = (i: number): string => (more.length === 0 ? literal(only.values[i] ?? null) : `h.v${i}`);
  const values = columns.map((c, i) => (isRead(c) ? `s.${called(c.name)}` : `cast(${fromName(i)} as ${c.type})`));
  const [part, shift] = more.length === 0 ? [text(only.part), String(only.shift)] : ["h.part", "h.shift"];
  await database.run(
    `insert into ${called(name)} select ${[text(sha256), part, `${k} + ${shift}`, ...values].join(", ")} from ${from} where not s."failed?"`,
  );
  if (more.length > 0) await database.run("drop table temp.origins");
}

/** The last origin at or before a row; where each file has but one, plain equality, which is much quicker. */
const joinOf = (origins: readonly RowOrigin[], k: string): string =>
  new Set(origins.map(({ path }) => path)).size === origins.length
    ? 'join temp.origins h on s."file?" = h.path'
    : `asof join temp.origins h on s."file?" = h.path and ${k} >= h.k`;

async function keepOrigins(database: Database, origins: readonly RowOrigin[], columns: number): Promise<void> {
  const values = Array.from({ length: columns }, (_, i) => `v${i} varchar`);
  await database.run(
    `create or replace temp table origins (path varchar, k integer, shift integer, part varchar, ${values.join(", ")})`,
  );
  await append(database, "origins", origins, (to, { path, k, shift, part, values: texts }) => {
    to.appendVarchar(path);
    to.appendInteger(k);
    to.appendInteger(shift);
    to.appendVarchar(part);
    for (const value of texts) value === null ? to.appendNull() : to.appendVarchar(value);
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

/** How many rows of each of a file's tables are loaded; a part without a row is not there. */
export async function bulkRows(database: Database, name: string, of: BulkParts): Promise<Map<string, number>> {
  const sql = `select part, count(*)::integer as n from ${called(name)} where ${isOf(of)} group by part`;
  return new Map((await database.rows(sql)).map((row) => [String(row.part), Number(row.n)]));
}

/** Rows of each part in which two columns differ: how many, and the line and both values of the first. */
export async function disagreeingRows(
  database: Database,
  table: string,
  of: BulkParts,
  column: string,
  otherColumn: string,
): Promise<{ part: string; rows: number; line: number; expected: string; found: string }[]> {
  const [a, b] = [`${called(column)}::varchar`, `${called(otherColumn)}::varchar`];
  const rows = await database.rows(
    `select part, count(*)::integer as n, min(line)::integer as line, coalesce(arg_min(${a}, line), '') as a, coalesce(arg_min(${b}, line), '') as b from ${called(table)} where ${isOf(of)} and ${a} is distinct from ${b} group by part order by part`,
  );
  return rows.map((row) => ({
    part: String(row.part),
    rows: Number(row.n),
    line: Number(row.line),
    expected: String(row.a),
    found: String(row.b),
  }));
}

/** Rows that agree in the columns by which they are counted. */
export interface BulkGroup {
  part: string;
  /** Of the columns, as text. */
  values: (string | null)[];
  rows: number;
  /** Of the first. */
  line: number;
}

/**
 * Groups of loaded rows of each part by the columns named, in the order of parts and lines. Only rows in which `whereEmpty` is
 * empty, if a column is named.
 */
export async function countBulk(
  database: Database,
  table: string,
  of: BulkParts,
  by: readonly string[],
  whereEmpty?: string,
): Promise<BulkGroup[]> {
  const names = by.map((name) => called(name));
  const shown = by.map((_, i) => `g${i}::varchar as v${i}`);
  const only = whereEmpty === undefined ? "" : ` and ${called(whereEmpty)} is null`;
  const rows = await database.rows(
    `select part, ${shown.join(", ")}, n, line from (select part, ${names.map((name, i) => `${name} as g${i}`).join(", ")}, count(*)::integer as n, min(line)::integer as line from ${called(table)} where ${isOf(of)}${only} group by part, ${names.join(", ")}) order by part, line`,
  );
  return rows.map((row) => ({
    part: String(row.part),
    values: by.map((_, i) => (row[`v${i}`] === null ? null : String(row[`v${i}`]))),
    rows: Number(row.n),
    line: Number(row.line),
  }));
}

/** The parts stand there as constants, so that DuckDB passes over the blocks of the table that hold none of them. */
const isOf = ({ sha256, parts }: BulkParts): string =>
  `sha256 = ${text(sha256)} and part in (${parts.map(text).join(", ")})`;

/** Nothing is left to DuckDB's own judgement: it detects nothing, forgives nothing and fills nothing in. */
function readCsv(files: readonly PlainFile[]): string {
  const { delimiter, quote, cells } = files[0]!;
  const paths = files.map(({ path }) => text(path)).join(", ");
  const columns = Array.from({ length: cells }, (_, i) => `'c${i}': 'VARCHAR'`).join(", ");
  return `read_csv([${paths}], filename = true, auto_detect = false, header = true, delim = ${text(delimiter)}, quote = ${text(quote)}, escape = ${text(quote)}, comment = '', strict_mode = true, null_padding = false, ignore_errors = false, nullstr = '', max_line_size = ${LONGEST_LINE}, columns = {${columns}})`;
}

/** Bytes: twice the longest record that a scan calls plain. */
const LONGEST_LINE = 1 << 16;

/** Whether a column's values stand in cells, or are empty throughout; the others stand in the file's name. */
const isRead = ({ from }: BulkColumn): boolean => from === undefined || "cell" in from;

const loadedValue = ({ from, type, sql }: BulkColumn): string =>
  from !== undefined && "cell" in from ? sql(`c${from.cell}`) : `cast(null as ${type})`;

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
const literal = (t: string | null): string => (t === null ? "null" : text(t));
const text = (t: string): string => `'${t.replaceAll("'", "''")}'`;

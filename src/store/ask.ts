import { StatementType } from "@duckdb/node-api";
import { nearestNames, Problem } from "../terms/index.ts";
import { type Database, MEMORY_LIMIT_MB, type PlainRow, type PlainValue, plainValue } from "./database.ts";
import { MEANING } from "./meaning.ts";

/** How long a query may take, and how many rows of its answer are read. */
export interface AskLimits {
  seconds: number;
  rows: number;
}

/** What a query gives: rows in the order of its columns. */
export interface Answer {
  /** Names made different where two were alike (`a`, `a:1`), and DuckDB's types. */
  columns: { name: string; type: string }[];
  rows: PlainValue[][];
  /** Whether there were more rows than were asked for. */
  isCut: boolean;
}

/**
 * The answer to one question, under limits. Throws a Problem: "query-refused" for what is no question or reaches outside the
 * snapshot, "query-limit" when it takes too long or too much memory, "bad-query" with near names for all that is misspelt.
 */
export async function ask(database: Database, query: string, { seconds, rows }: AskLimits): Promise<Answer> {
  const { connection } = database;
  const timer = setTimeout(() => connection.interrupt(), seconds * 1000);
  try {
    const prepared = await prepare(database, query);
    const reader = await prepared.streamAndReadUntil(rows + 1);
    const names = reader.deduplicatedColumnNames();
    const types = reader.columnTypes();
    const found = reader.getRowsJS().map((row) => row.map(plainValue));
    return {
      columns: names.map((name, i) => ({ name, type: String(types[i]) })),
      rows: found.slice(0, rows),
      isCut: found.length > rows,
    };
  } catch (error) {
    throw error instanceof Problem ? error : await queryProblem(database, error, seconds);
  } finally {
    clearTimeout(timer);
  }
}

/** An answer's rows by the names of their columns. */
export const asObjects = ({ columns, rows }: Answer): PlainRow[] =>
  rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])));

/** Only what reads is run: DuckDB counts describe, summarize, show and table pragmas as SELECT. */
const READS: ReadonlySet<StatementType> = new Set([StatementType.SELECT, StatementType.EXPLAIN]);

async function prepare({ connection }: Database, query: string) {
  const statements = await connection.extractStatements(query);
  if (statements.count !== 1) throw new Problem({ code: "query-refused", what: "several" });
  const prepared = await statements.prepare(0);
  if (!READS.has(prepared.statementType)) throw new Problem({ code: "query-refused", what: "writes" });
  return prepared;
}

async function queryProblem(database: Database, error: unknown, seconds: number): Promise<Problem> {
  const text = error instanceof Error ? error.message : String(error);
  // What the interface says of a text without a statement.
  if (text === "Error in native callback") return new Problem({ code: "query-refused", what: "empty" });
  if (/^INTERRUPT Error/.test(text)) return new Problem({ code: "query-limit", limit: "seconds", most: seconds });
  if (/^Out of Memory Error|max_temp_directory_size/.test(text))
    return new Problem({ code: "query-limit", limit: "memory", most: MEMORY_LIMIT_MB });
  if (/file system operations are disabled|^Permission Error/.test(text))
    return new Problem({ code: "query-refused", what: "files" });
  if (/read-only mode|Cannot execute statement of type/.test(text))
    return new Problem({ code: "query-refused", what: "writes" });
  return new Problem({ code: "bad-query", why: firstLine(text), near: await near(database, text) });
}

/** DuckDB's sentence without its kind, its drawing of the place, and the full stop that the wording puts. */
const firstLine = (text: string): string =>
  (text.split("\n")[0] ?? "")
    .replace(/^Failed to extract statements: /, "")
    .replace(/^(Catalog|Binder|Parser) Error: /, "")
    .replace(/[.!]+$/, "");

/** Names of tables or columns close to the one that DuckDB did not find. */
async function near(database: Database, text: string): Promise<string[]> {
  const table = /Table (?:Function )?with name "?([^"\s]+)"? does not exist/.exec(text)?.[1];
  if (table !== undefined) return nearestNames(table, await namesOf(database, "tables"));
  const column = /column (?:named )?"([^"]+)"/i.exec(text)?.[1];
  return column === undefined ? [] : nearestNames(column, await namesOf(database, "columns"));
}

async function namesOf(database: Database, what: "tables" | "columns"): Promise<string[]> {
  const column = what === "tables" ? "table_name" : "column_name";
  const rows = await database.rows(`select distinct ${column} as name from duckdb_columns() where not internal`);
  const macros = what === "tables" ? MEANING.filter((m) => m.kind === "macro").map((m) => m.name) : [];
  return [...rows.map((row) => String(row.name)), ...macros].sort();
}

import { createHash } from "node:crypto";
import type { Database } from "./database.ts";

/** The tables of a snapshot. A change here makes every old snapshot be rebuilt at the next collation. */
export const SCHEMA = `
create table observation (
  id varchar not null, measure varchar not null, threat varchar not null, place varchar not null, breakdown varchar not null,
  period_start date not null, period_end date not null, value double, missing varchar, unit varchar not null,
  low double, high double, source varchar not null, source_title varchar not null, publisher varchar not null,
  published varchar not null, locator varchar not null, licence varchar not null, note varchar not null,
  sha256 varchar not null, part varchar not null, line integer not null);
create table release (
  sha256 varchar not null, part varchar not null, source varchar not null, table_id varchar not null, name varchar not null,
  publisher varchar not null, licence varchar not null, published varchar not null, bytes bigint not null,
  rows_in integer not null, rows_loaded integer not null, rows_set_aside integer not null,
  definition varchar not null, landed_at timestamp not null);
create table finding (
  sha256 varchar not null, part varchar not null, source varchar not null, name varchar not null, severity varchar not null,
  line integer, column_name varchar, code varchar not null, sentence varchar not null);
`;

/** Columns that say when this copy was made, not what it holds: the same bytes collated on another day are the same data. */
const NOT_IDENTITY = ["landed_at"];

/** Tables of the database that hold collated rows, sorted by name. */
export async function tablesOf(database: Database): Promise<string[]> {
  const rows = await database.rows("select table_name from duckdb_tables() where not internal order by table_name");
  return rows.map((row) => String(row.table_name));
}

/**
 * SHA-256 (64 hex) over every table's name, number of rows and sum of the rows' hashes: the identity of a snapshot. The
 * order of rows and their places on the disk do not matter; sums of MD5 halves are exact in 128 bits and the same on any
 * number of threads.
 */
export async function fingerprintOf(database: Database): Promise<string> {
  const hash = createHash("sha256");
  for (const table of await tablesOf(database)) hash.update(await tableDigest(database, table));
  return hash.digest("hex");
}

async function tableDigest(database: Database, table: string): Promise<string> {
  const columns = await database.rows("select column_name from duckdb_columns() where table_name = $1", [table]);
  const left = NOT_IDENTITY.filter((name) => columns.some((c) => c.column_name === name));
  const logical = `select *${left.length > 0 ? ` exclude (${left.join(", ")})` : ""} from "${table}"`;
  const sum = (half: "lower" | "upper") => `coalesce(sum(md5_number_${half}(j)::hugeint), 0)::varchar as ${half}_sum`;
  const [row] = await database.rows(
    `select count(*)::varchar as n, ${sum("lower")}, ${sum("upper")} from (select to_json(t)::varchar as j from (${logical}) t)`,
  );
  return `${table} ${row?.n} ${row?.lower_sum} ${row?.upper_sum}\n`;
}

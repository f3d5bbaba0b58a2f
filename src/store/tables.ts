import { createHash } from "node:crypto";
import type { Database } from "./database.ts";
import { MEANING_ROWS } from "./meaning.ts";
import { VIEWS } from "./views.ts";

const TABLES = `
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
  columns varchar not null, definition varchar not null, landed_at timestamp not null, known_from date not null,
  handling varchar not null, retention_until date);
create table finding (
  sha256 varchar not null, part varchar not null, source varchar not null, name varchar not null, severity varchar not null,
  line integer, column_name varchar, code varchar not null, sentence varchar not null);
create table place (
  code varchar not null, name varchar not null, kind varchar not null, region varchar, nation varchar, population integer,
  deprived_share double, area_km2 double, lon double, lat double, has_resident_rates boolean);
create table meaning (
  name varchar not null, kind varchar not null, column_name varchar not null, meaning varchar not null);
create table threat (
  id varchar not null, title varchar not null, kind varchar not null, unit varchar not null, is_remote boolean);
create table source (
  id varchar not null, title varchar not null, publisher varchar not null, licence varchar not null, cadence varchar not null,
  lag_days integer, standing varchar not null, method varchar not null, address varchar not null);
create table quality_rule (
  dimension varchar not null, rule varchar not null, at_most double, mark varchar not null, reason varchar not null);
create table completeness (
  source varchar not null, measure varchar not null, place varchar not null, period varchar not null, period_start date not null,
  period_end date not null, state varchar not null, level double, usual double, marker varchar, break varchar);
create table reconciliation (
  rule varchar not null, title varchar not null, place varchar not null, part varchar not null, period_start date not null,
  period_end date not null, left_source varchar not null, right_source varchar not null, left_value double not null,
  right_value double not null, rows_added integer not null, ratio double, state varchar not null, low_ratio double not null,
  high_ratio double not null, reason varchar not null);
`;

/**
 * Tables and views of a snapshot and what they mean, as SQL. A change here makes every old snapshot be rebuilt at the next
 * collation.
 */
export const SCHEMA = `${TABLES}${VIEWS}${MEANING_ROWS}`;

const SCHEMA_HASH = createHash("sha256").update(SCHEMA).digest("hex");

/**
 * Makes the empty tables, the views, and a mark by which `hasSchema` knows them again; in one transaction, since DuckDB
 * syncs its log after each of the hundred statements otherwise.
 */
export async function createSchema(database: Database): Promise<void> {
  const mark = `create macro soclab_schema() as '${SCHEMA_HASH}';`;
  await database.run(`begin transaction;\n${SCHEMA}\n${mark}\ncommit;`);
}

/** Whether a database was made with the tables and views of today. */
export async function hasSchema(database: Database): Promise<boolean> {
  const sql = "select macro_definition from duckdb_functions() where function_name = 'soclab_schema'";
  const [row] = await database.rows(sql);
  return row?.macro_definition === `'${SCHEMA_HASH}'`;
}

/** Columns that say when this copy was made, not what it holds: the same bytes collated on another day are the same data. */
const NOT_IDENTITY = "'landed_at', 'known_from'";

/** Tables of the database, sorted by name. */
async function tablesOf(database: Database): Promise<string[]> {
  const rows = await database.rows(
    "select table_name from duckdb_tables() where not internal and not temporary order by table_name",
  );
  return rows.map((row) => String(row.table_name));
}

/** Tables that hold rows of landed files, sorted by name. */
export async function tablesOfFiles(database: Database): Promise<string[]> {
  const rows = await database.rows(
    "select table_name from duckdb_columns() where not internal and column_name = 'sha256' and table_name in (select table_name from duckdb_tables() where not temporary) order by table_name",
  );
  return rows.map((row) => String(row.table_name));
}

/**
 * SHA-256 (64 hex) over every table's name, number of rows and sum of the rows' hashes: the identity of a snapshot. The
 * order of rows and their places on the disk do not matter; sums of MD5 halves are exact in 128 bits and the same on any
 * number of threads.
 */
export async function fingerprintOf(database: Database): Promise<string> {
  const digests = (await tablesOf(database)).map(tableDigest);
  // In one statement: to ask DuckDB for the columns of every view, or table by table, takes longer than a small collation.
  const rows = await database.rows(`${digests.join(" union all ")} order by name`);
  const hash = createHash("sha256");
  for (const { name, n, lower, upper } of rows) hash.update(`${name} ${n} ${lower} ${upper}\n`);
  return hash.digest("hex");
}

/** 2^64 - 1. */
const LOW_HALF = 2n ** 64n - 1n;

function tableDigest(table: string): string {
  const logical = `select columns(c -> c not in (${NOT_IDENTITY})) from "${table}"`;
  const sum = (half: string) => `coalesce(sum((${half})::hugeint), 0)::varchar`;
  // The halves as md5_number_lower and md5_number_upper name them, out of one hash instead of two.
  return `select '${table}' as name, count(*)::varchar as n, ${sum("h >> 64")} as lower, ${sum(`h & ${LOW_HALF}::uhugeint`)} as upper
    from (select md5_number(to_json(t)::varchar)::uhugeint as h from (${logical}) t)`;
}

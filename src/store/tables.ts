import { createHash } from "node:crypto";
import type { Database } from "./database.ts";

/** The tables of a snapshot. A change here makes every old snapshot be rebuilt at the next collation. */
export const SCHEMA = `
create table observation (
  id varchar not null, measure varchar not null, threat varchar not null, place varchar not null, breakdown varchar not null,
  period_start date not null, period_end date not null, value double, missing varchar, unit varchar not null,
  low double, high double, source varchar not null, source_title varchar not null, publisher varchar not null,
  published varchar not null, locator varchar not null, licence varchar not null, note varchar not null,
  sha256 varchar not null, line integer not null);
create table release (
  sha256 varchar not null, source varchar not null, name varchar not null, publisher varchar not null, licence varchar not null,
  bytes bigint not null, rows_in integer not null, rows_loaded integer not null, rows_set_aside integer not null,
  definition varchar not null, landed_at timestamp not null);
create table finding (
  sha256 varchar not null, source varchar not null, name varchar not null, line integer, column_name varchar, code varchar not null,
  sentence varchar not null);
`;

/**
 * What the fingerprint covers and in which order. `landed_at` stays out: the same bytes collated on another day are the
 * same data. So do the addresses of rows on the disk: only logical rows count.
 */
const LOGICAL_ROWS = {
  observation: "select to_json(t)::varchar from observation t order by t.sha256, t.line",
  release:
    "select to_json(t)::varchar from (select * exclude (landed_at) from release) t order by t.source, t.name, t.sha256",
  finding:
    "select to_json(t)::varchar from finding t order by t.source, t.name, t.line nulls first, t.code, t.sentence",
};

/** SHA-256 (64 hex) over the ordered logical rows of every table: the identity of a snapshot. */
export async function fingerprintOf(database: Database): Promise<string> {
  const hash = createHash("sha256");
  for (const [table, sql] of Object.entries(LOGICAL_ROWS)) {
    hash.update(`${table}\n`);
    await database.eachText(sql, (row) => void hash.update(row).update("\n"));
  }
  return hash.digest("hex");
}

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Observation, type OriginId, Problem } from "../terms/index.ts";
import { type Answer, type AskLimits, ask, asObjects } from "./ask.ts";
import { readCurrent } from "./current.ts";
import { Database, type PlainRow } from "./database.ts";
import { type DescribedTable, describedTables } from "./described.ts";
import { homePaths } from "./home.ts";
import { type Finding, findingsIn, observationOf, type Release, releasesIn } from "./release.ts";
import { fingerprintOf, hasSchema } from "./tables.ts";

export interface ObservationFilter {
  measure?: string;
  place?: string;
  threat?: string;
  /** Id of a source. */
  source?: string;
}

/** Where an observation comes from, down to the bytes. */
export interface OriginRow {
  observation: Observation;
  /** The file as the source calls it. */
  file: string;
  /** Sheet of a workbook or path of an entry in an archive; "" where the file is the table. */
  part: string;
  /** Line of that file, row of that sheet; the header of a plain file is line 1. */
  line: number;
  sha256: string;
  /** The kept copy of the file. */
  path: string;
  landedAt: string;
  /** The line itself, read from the kept copy; undefined for a part, for a row that a partner handed over, and when the copy is gone or no longer has its bytes. */
  text: string | undefined;
}

/** What was collated, as it stood at one moment. Reading only; close it when done. */
export interface Snapshot {
  /** SHA-256 over the logical rows of every table, in any order (64 hex). */
  fingerprint: string;
  path: string;
  /** In the order measure, place, period, publication date, id. An absent filter means all. */
  observations(filter?: ObservationFilter): Promise<Observation[]>;
  /** Walks an "obs:" id to its line; undefined when the id is of another kind or not in this snapshot. */
  origin(id: OriginId): Promise<OriginRow | undefined>;
  releases(): Promise<Release[]>;
  findings(): Promise<Finding[]>;
  /** The fingerprint computed anew from the rows; equal to `fingerprint` when nothing is wrong. */
  recount(): Promise<string>;
  /** Every row of a query over the tables and views, within a minute. Throws a Problem as `ask` does. */
  sql(query: string): Promise<PlainRow[]>;
  /**
   * The answer to one question, under limits. Throws a Problem: "query-refused" for what does not only read, "query-limit",
   * or "bad-query" with the nearest name.
   */
  ask(query: string, limits: AskLimits): Promise<Answer>;
  /** Tables, views and macros, with the meaning of each and of its columns. */
  tables(): Promise<DescribedTable[]>;
  close(): void;
}

/**
 * Opens the current snapshot of a home folder for reading. No query can write, read another file or change a setting.
 * Throws a Problem: "not-collated", "snapshot-damaged" when the file is not what it was when it was published, or
 * "snapshot-older" when another version of the program made it.
 */
export async function openSnapshot(home: string): Promise<Snapshot> {
  const { fingerprint, path } = readCurrent(home);
  const database = await Database.read(path).catch((error: unknown) => {
    throw new Problem({ code: "snapshot-damaged", path, why: (error as Error).message });
  });
  if (!(await hasSchema(database))) {
    database.close();
    throw new Problem({ code: "snapshot-older", path });
  }
  return {
    fingerprint,
    path,
    observations: (filter = {}) => observations(database, filter),
    origin: (id) => origin(database, home, id),
    releases: () => releasesIn(database),
    findings: () => findingsIn(database),
    recount: () => fingerprintOf(database),
    sql: async (query) => asObjects(await ask(database, query, { seconds: 60, rows: 10_000_000 })),
    ask: (query, limits) => ask(database, query, limits),
    tables: () => describedTables(database),
    close: () => database.close(),
  };
}

async function observations(database: Database, filter: ObservationFilter): Promise<Observation[]> {
  const wanted = (["measure", "place", "threat", "source"] as const).filter((name) => filter[name] !== undefined);
  const where = wanted.map((name, i) => `${name} = $${i + 1}`).join(" and ") || "true";
  const order = "measure, place, period_start, period_end, published, id";
  const rows = await database.rows(
    `select * from observation where ${where} order by ${order}`,
    wanted.map((name) => filter[name] ?? ""),
  );
  return rows.map(observationOf);
}

async function origin(database: Database, home: string, id: OriginId): Promise<OriginRow | undefined> {
  const [row] = await database.rows(
    "select o.*, r.name, r.landed_at from observation o join release r using (sha256, part) where o.id = $1",
    [id],
  );
  if (row === undefined) return undefined;
  const [sha256, line, file] = [String(row.sha256), Number(row.line), `${String(row.source)}/${String(row.name)}`];
  const path = join(homePaths(home).landed, sha256);
  return {
    observation: observationOf(row),
    file,
    part: String(row.part),
    line,
    sha256,
    path,
    landedAt: String(row.landed_at),
    text: row.part === "" && !isOfPartner(row) ? lineOf(path, sha256, line) : undefined,
  };
}

/** A partner's rows are unpublished: their small counts are banded, and the rows behind them are not shown. */
const isOfPartner = (row: PlainRow): boolean => String(row.source).startsWith("partner-");

function lineOf(path: string, sha256: string, line: number): string | undefined {
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) return undefined;
  return bytes.toString("utf8").split(/\r?\n/)[line - 1];
}

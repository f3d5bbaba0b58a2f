import { copyFileSync, existsSync, rmSync } from "node:fs";
import type { DuckDBAppender } from "@duckdb/node-api";
import { DuckDBDateValue, DuckDBTimestampValue } from "@duckdb/node-api";
import { isMissing, knownFrom, Problem } from "../terms/index.ts";
import { describeCurrent, hashFile } from "./current.ts";
import { Database, databaseProblem, type PlainRow } from "./database.ts";
import { type Derivation, derive } from "./derive.ts";
import { guarded, makeFolder, moveDurably, syncFile, writeDurably } from "./door.ts";
import { homePaths, snapshotPath } from "./home.ts";
import { fillReference } from "./reference.ts";
import { type Finding, findingsIn, type LoadedObservation, type Release, releasesIn } from "./release.ts";
import { createSchema, fingerprintOf, hasSchema, tablesOfFiles } from "./tables.ts";

/** Everything one table of a file brings: it goes in as a whole, with its mark, or not at all. */
export interface Batch {
  release: Release;
  observations: LoadedObservation[];
  findings: Finding[];
}

/** The database while it is written. Nobody else sees it; `publish` turns it into the snapshot that readers open. */
export class Working {
  private readonly home: string;
  private readonly database: Database;
  private isOpen = true;

  private constructor(home: string, database: Database) {
    this.home = home;
    this.database = database;
  }

  /** Starts without a figure. Throws a Problem on a fault of the disk. */
  static async create(home: string): Promise<Working> {
    removeWorking(home);
    const working = new Working(home, await Database.write(homePaths(home).working, home));
    await working.guard(async () => {
      await createSchema(working.database);
      await fillReference(working.database);
    });
    return working;
  }

  /** Starts from a copy of a published snapshot; without a figure where its tables are of another day. Throws a Problem on a fault of the disk. */
  static async extend(home: string, fingerprint: string): Promise<Working> {
    const path = homePaths(home).working;
    removeWorking(home);
    guarded(path, () => copyFileSync(snapshotPath(home, fingerprint), path));
    const working = new Working(home, await Database.write(path, home));
    const isOfToday = await working.guard(async () => {
      const isSame = await hasSchema(working.database);
      if (isSame) await fillReference(working.database);
      return isSame;
    });
    if (isOfToday) return working;
    working.discard();
    return Working.create(home);
  }

  releases = (): Promise<Release[]> => this.guard(() => releasesIn(this.database));
  findings = (): Promise<Finding[]> => this.guard(() => findingsIn(this.database));

  /**
   * Puts a batch in place of `replaces` (the file it supersedes): rows and the loaded mark in one transaction keyed by
   * the file's hash. Throws a Problem, with nothing changed, when the rows do not add up or the disk fails.
   */
  async load(batch: Batch): Promise<void> {
    const { release, observations, findings } = batch;
    await this.guard(async () => {
      await this.database.run("begin transaction");
      await this.append("observation", observations, appendObservation);
      await this.append("finding", findings, appendFinding);
      await this.append("release", [release], appendRelease);
      await this.checkLaw(release);
      await this.database.run("commit");
    });
  }

  /**
   * As `load`, for tables whose rows `act` puts into the database itself, inside the same transaction: some or all tables of a
   * file, each with its own mark. `act` answers for the law of rows. When it throws the Problem that refuses the file, nothing has
   * changed and the work can go on.
   */
  async loadRows(act: (database: Database) => Promise<Batch[]>): Promise<void> {
    const { database } = this;
    await this.guard(() => database.run("begin transaction"));
    const batches = await act(database).catch(async (error: unknown) => {
      await this.guard(() => database.run("rollback"));
      throw error;
    });
    const all = <T>(of: (batch: Batch) => T[]): T[] => batches.flatMap(of);
    await this.guard(async () => {
      await this.append(
        "observation",
        all((batch) => batch.observations),
        appendObservation,
      );
      await this.append(
        "finding",
        all((batch) => batch.findings),
        appendFinding,
      );
      await this.append(
        "release",
        all((batch) => [batch.release]),
        appendRelease,
      );
      await database.run("commit");
    });
  }

  /** Takes all rows of a file and its marks out again, in one transaction. */
  async unload(sha256: string): Promise<void> {
    await this.guard(async () => {
      await this.database.run("begin transaction");
      for (const table of await tablesOfFiles(this.database))
        await this.database.run(`delete from "${table}" where sha256 = $1`, [sha256]);
      await this.database.run("commit");
    });
  }

  /** Fills tables anew that follow from what is loaded. */
  derive = (steps: readonly Derivation[]): Promise<void> => this.guard(() => derive(this.database, steps));

  /** Every row of a question about what is loaded. */
  rows = (query: string): Promise<PlainRow[]> => this.guard(() => this.database.rows(query));

  /** Puts findings of these codes in place of all that are there of them. */
  async renewFindings(codes: readonly string[], findings: readonly Finding[]): Promise<void> {
    await this.guard(async () => {
      await this.database.run("begin transaction");
      for (const code of codes) await this.database.run("delete from finding where code = $1", [code]);
      await this.append("finding", findings, appendFinding);
      await this.database.run("commit");
    });
  }

  /** Checkpoints, fingerprints and closes. The file is then complete and synced, but no reader sees it yet. */
  async finish(): Promise<string> {
    const fingerprint = await this.guard(async () => {
      await this.database.run("checkpoint");
      return fingerprintOf(this.database);
    });
    this.close();
    syncFile(this.database.path);
    return fingerprint;
  }

  /** Moves the finished file into the snapshots. Readers still open the one before until `switchTo`. */
  publish(fingerprint: string): void {
    makeFolder(homePaths(this.home).snapshots);
    moveDurably(this.database.path, snapshotPath(this.home, fingerprint));
  }

  /** Closes and removes the working file; for runs that end early. Safe to call twice. */
  discard(): void {
    this.close();
    removeWorking(this.home);
  }

  private close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.database.close();
  }

  private async append<T>(table: string, rows: readonly T[], put: (to: DuckDBAppender, row: T) => void): Promise<void> {
    if (rows.length === 0) return;
    const appender = await this.database.connection.createAppender(table);
    for (const row of rows) {
      put(appender, row);
      appender.endRow();
    }
    appender.closeSync();
  }

  /** One row of a file may give several figures, so what is counted is the lines that figures came from. */
  private async checkLaw({ sha256, part, name, source, rowsIn, rowsSetAside }: Release): Promise<void> {
    const [row] = await this.database.rows(
      "select count(distinct line)::integer as loaded from observation where sha256 = $1 and part = $2",
      [sha256, part],
    );
    const loaded = Number(row?.loaded);
    if (loaded + rowsSetAside !== rowsIn)
      throw new Problem({ code: "rows-lost", file: `${source}/${name}`, rowsIn, loaded, setAside: rowsSetAside });
  }

  private async guard<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      this.discard();
      throw databaseProblem(homePaths(this.home).working, error);
    }
  }
}

/** Makes the published snapshot the one that readers open: one small file, written as a whole. */
export function switchTo(home: string, fingerprint: string): void {
  const path = snapshotPath(home, fingerprint);
  writeDurably(homePaths(home).current, describeCurrent({ fingerprint, ...hashFile(path) }));
}

/** Removes what a run that was killed left of its working database. */
export function removeWorking(home: string): void {
  const { working } = homePaths(home);
  for (const path of [working, `${working}.wal`, `${working}.tmp`])
    if (existsSync(path)) guarded(path, () => rmSync(path, { recursive: true, force: true }));
}

function appendObservation(to: DuckDBAppender, o: LoadedObservation): void {
  for (const text of [o.id, o.measure, o.threat, o.place, o.breakdown]) to.appendVarchar(text);
  to.appendDate(dateValue(o.period.start));
  to.appendDate(dateValue(o.period.end));
  appendNumber(to, isMissing(o.value) ? undefined : o.value.value);
  appendText(to, isMissing(o.value) ? o.value.missing : undefined);
  to.appendVarchar(o.unit);
  appendNumber(to, o.low);
  appendNumber(to, o.high);
  for (const text of [
    o.source,
    o.sourceTitle,
    o.publisher,
    o.published,
    o.locator,
    o.licence,
    o.note,
    o.sha256,
    o.part,
  ])
    to.appendVarchar(text);
  to.appendInteger(o.line);
}

function appendFinding(to: DuckDBAppender, f: Finding): void {
  for (const text of [f.sha256, f.part, f.source, f.name, f.severity]) to.appendVarchar(text);
  if (f.line === undefined) to.appendNull();
  else to.appendInteger(f.line);
  appendText(to, f.column);
  to.appendVarchar(f.code);
  to.appendVarchar(f.sentence);
}

function appendRelease(to: DuckDBAppender, r: Release): void {
  for (const text of [r.sha256, r.part, r.source, r.table, r.name, r.publisher, r.licence, r.published])
    to.appendVarchar(text);
  to.appendBigInt(BigInt(r.bytes));
  for (const count of [r.rowsIn, r.rowsLoaded, r.rowsSetAside]) to.appendInteger(count);
  to.appendVarchar(JSON.stringify(r.columns ?? []));
  to.appendVarchar(r.definition);
  to.appendTimestamp(timestampValue(r.landedAt));
  to.appendDate(dateValue(knownFrom(r.published, r.landedAt)));
  to.appendVarchar(r.handling ?? "public");
  if (r.retentionUntil === undefined) to.appendNull();
  else to.appendDate(dateValue(r.retentionUntil));
}

const appendNumber = (to: DuckDBAppender, value: number | undefined): void =>
  value === undefined ? to.appendNull() : to.appendDouble(value);
const appendText = (to: DuckDBAppender, value: string | undefined): void =>
  value === undefined ? to.appendNull() : to.appendVarchar(value);

const dateValue = (iso: string): DuckDBDateValue => new DuckDBDateValue(Date.parse(`${iso}T00:00:00Z`) / 86_400_000);
const timestampValue = (iso: string): DuckDBTimestampValue => new DuckDBTimestampValue(BigInt(Date.parse(iso)) * 1000n);

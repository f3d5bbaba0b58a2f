import { statSync } from "node:fs";
import {
  type Finding,
  homeFolder,
  makeFolder,
  openSnapshot,
  type Release,
  removeOtherSnapshots,
  removeWorking,
  switchTo,
  Working,
} from "../store/index.ts";
import { ledgerTorn, lockTakenOver, Problem, type ProblemData, snapshotRebuilt } from "../terms/index.ts";
import { clearLeftovers, landedPath, verifyLanded } from "./land.ts";
import { type LandedEntry, Ledger } from "./ledger.ts";
import { loadFile } from "./load.ts";
import { asOnlyWriter } from "./lock.ts";
import { declarationsOf, definitionOf, sourceOf } from "./partner/run-sources.ts";
import { finishWithdrawals, type WithdrawOrder, withdrawAsked, withdrawExpired } from "./partner/withdraw.ts";
import { assess } from "./quality/assess.ts";
import { nameOf, readSources, type Source } from "./source.ts";
import { type GivenFile, retryRefused, takeInGiven, takeInOwned } from "./take-in.ts";

/** One step that is done; after "recorded" the file counts, after "switched" readers see the new snapshot. */
export interface Progress {
  step: "landed" | "recorded" | "unloaded" | "reading" | "loaded" | "finished" | "published" | "switched";
  file?: string;
  /** Entry of an archive or sheet of a workbook. */
  part?: string;
  /** Bytes of kept files that are loaded by now, of all that this run has to load; absent before that is known. */
  share?: Share;
}

export interface Share {
  done: number;
  total: number;
}

export interface CollateOptions {
  /** Ends the run between two steps with a Problem "interrupted"; nothing half-written stays. */
  signal?: AbortSignal;
  /** What can be collated; the folders of sources/ unless told otherwise. */
  sources?: Source[];
  /** Files that a user brings, besides those that ship with the project. */
  files?: readonly GivenFile[];
  /** The day it is, ISO: what partners agreed to be kept until a day before is withdrawn. Nothing is when absent. */
  today?: string;
  /** Snapshots before the current one that are kept; 3 unless told otherwise. Older ones are removed at the end of the run. */
  keep?: number;
  /** A file to be taken out again, with all that was made of it. */
  withdraw?: WithdrawOrder;
}

/** What became of one file. */
export interface FileReport {
  source: string;
  name: string;
  sha256: string;
  state: "new" | "unchanged" | "refused" | "withdrawn";
  /** Tables it held: 1, or its sheets or entries. */
  tables: number;
  /** Rows of the data, headers not counted. In = loaded + set aside. 0 for a file that is refused or withdrawn. */
  rowsIn: number;
  rowsLoaded: number;
  rowsSetAside: number;
}

export interface CollateReport {
  home: string;
  /** Of the snapshot that readers now open; "" when no file could ever be loaded. */
  fingerprint: string;
  /** False when nothing had changed and the snapshot is the one from before. */
  isNew: boolean;
  files: FileReport[];
  findings: Finding[];
  /** Files that could not be read at all, each with its sentence. What was loaded of them before still stands. */
  refused: { source: string; name: string; sentence: string }[];
  /** What was put right on the way, for the reader to know: a stale lock, a torn ledger line, a rebuilt snapshot. */
  notices: string[];
}

/** What a run carries from step to step. */
export interface Run {
  home: string;
  sources: ReadonlyMap<string, Source>;
  ledger: Ledger;
  report: CollateReport;
  /** The day it is, ISO; undefined when nobody says. */
  today?: string;
  /** Sources that partners' mappings make, by the papers that they came with. */
  partners: Map<string, Source>;
  /** Hashes of kept copies that this run has seen whole. */
  verified: Set<string>;
  /** Bytes of kept files. */
  share: Share;
  tell: (step: Progress["step"], file?: string, part?: string) => void;
}

/** What readers see before the run. */
interface Standing {
  fingerprint: string;
  releases: Release[];
  findings: Finding[];
}

/**
 * Lands, reads, checks and loads what the sources hold and what the user brings, and publishes a snapshot of it in the home
 * folder. Twice gives nothing new; a run that was killed is finished by the next one; a lost database is rebuilt from kept
 * files. Bad rows are set aside as findings, an unreadable file is refused while the others load. Throws a Problem when the
 * folder, the disk or the ledger does not allow it, or another process is writing.
 */
export async function collate(
  home = homeFolder(),
  onProgress: (p: Progress) => void = () => {},
  options: CollateOptions = {},
): Promise<CollateReport> {
  const sources = options.sources ?? (await readSources());
  const notices: string[] = [];
  makeFolder(home);
  const onStale = (pid: number) => void notices.push(lockTakenOver(pid));
  return asOnlyWriter(home, onStale, async () => {
    const run: Run = {
      home,
      sources: new Map(sources.map((source) => [source.declaration.id, source])),
      ledger: openLedger(home, notices),
      report: { home, fingerprint: "", isNew: false, files: [], findings: [], refused: [], notices },
      partners: new Map(),
      ...(options.today === undefined ? {} : { today: options.today }),
      verified: new Set(),
      share: { done: 0, total: 0 },
      tell: (step, file, part) => {
        onProgress({
          step,
          ...(file === undefined ? {} : { file }),
          ...(part === undefined ? {} : { part }),
          ...(run.share.total === 0 ? {} : { share: { ...run.share } }),
        });
        if (options.signal?.aborted === true && step !== "switched") throw new Problem({ code: "interrupted", home });
      },
    };
    await follow(run, options.files ?? [], options.withdraw);
    letGo(run, options.keep ?? KEPT_BEFORE);
    return run.report;
  });
}

/** Enough to look back at what readers saw a few collations ago; kept files can make any state anew. */
const KEPT_BEFORE = 3;

/** Removes the oldest snapshots, by the ledger's order and not by the clock; only once the current one is in its place. */
function letGo({ home, ledger, report }: Run, keep: number): void {
  if (report.fingerprint === "") return;
  const made = ledger.entries.flatMap((e) => (e.kind === "snapshot" ? [e.fingerprint] : []));
  const newestFirst = [...new Set([report.fingerprint, ...made.reverse()])];
  removeOtherSnapshots(home, newestFirst.slice(0, 1 + keep));
}

function openLedger(home: string, notices: string[]): Ledger {
  clearLeftovers(home);
  removeWorking(home);
  const ledger = new Ledger(home);
  if (ledger.tornBytes > 0) notices.push(ledgerTorn(ledger.path, ledger.entries.length));
  return ledger;
}

async function follow(run: Run, files: readonly GivenFile[], order?: WithdrawOrder): Promise<void> {
  const { report, ledger } = run;
  const standing = await whatStands(run);
  report.fingerprint = standing?.fingerprint ?? "";
  for (const source of run.sources.values()) takeInOwned(run, source);
  for (const file of files) await takeInGiven(run, file);
  retryRefused(run);
  withdrawGone(run);
  if (order !== undefined) withdrawAsked(run, order);
  if (run.today !== undefined) withdrawExpired(run, run.today);
  const wanted = ledger.active();
  if (standing !== undefined && isUpToDate(run, standing, wanted)) {
    if (ledger.lastSnapshot() !== standing.fingerprint) recordSnapshot(run, standing.fingerprint, standing.releases);
    describe(report, standing, () => true);
  } else if (wanted.length > 0 || standing !== undefined) await publish(run, standing);
  await finishWithdrawals(run);
}

/** What the current snapshot holds; undefined when there is none or it is damaged, which is said and mended. */
async function whatStands({ home, report, ledger }: Run): Promise<Standing | undefined> {
  try {
    const snapshot = await openSnapshot(home);
    const standing = {
      fingerprint: snapshot.fingerprint,
      releases: await snapshot.releases(),
      findings: await snapshot.findings(),
    };
    snapshot.close();
    return standing;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const isGone = error.data.code === "not-collated" && ledger.lastSnapshot() !== undefined;
    if (error.data.code === "snapshot-damaged" || isGone) report.notices.push(snapshotRebuilt());
    return undefined;
  }
}

/** A file that ships with the project and is no longer there no longer counts. Its kept bytes and its history stay. */
function withdrawGone({ ledger, sources, report, tell }: Run): void {
  for (const { source, name, sha256, isBeside } of ledger.named()) {
    const of = sources.get(source);
    if (isBeside || of?.declaration.owned === undefined || of.files.some((path) => nameOf(path) === name)) continue;
    ledger.append({ kind: "withdrawn", source, name });
    report.files.push({
      source,
      name,
      sha256,
      state: "withdrawn",
      tables: 0,
      rowsIn: 0,
      rowsLoaded: 0,
      rowsSetAside: 0,
    });
    tell("recorded", name);
  }
}

/**
 * Builds the snapshot of the files that count: from the standing one, or from nothing, and publishes it. From nothing too when a
 * file is withdrawn, because rows that are deleted from a database stay in its file until they are written over.
 */
async function publish(run: Run, standing: Standing | undefined): Promise<void> {
  const { home, report, tell } = run;
  const working =
    standing === undefined || run.ledger.toErase().length > 0
      ? await Working.create(home)
      : await Working.extend(home, standing.fingerprint);
  try {
    const before = standing?.releases ?? [];
    const after = await bringUpToDate(run, working);
    if (standing === undefined && after.releases.length === 0) return;
    await assess(working, declarationsOf(run));
    after.findings = await working.findings();
    const fingerprint = await working.finish();
    tell("finished");
    working.publish(fingerprint);
    tell("published");
    recordSnapshot(run, fingerprint, after.releases);
    switchTo(home, fingerprint);
    describe(report, after, (r) => before.some((b) => isSame(b, r) && isCurrent(run, b)));
    report.isNew = fingerprint !== report.fingerprint;
    report.fingerprint = fingerprint;
    tell("switched");
  } finally {
    working.discard();
  }
}

/** Takes out what no longer counts, loads what is missing. A file that is refused gives way to the version before it. */
async function bringUpToDate(run: Run, working: Working): Promise<Omit<Standing, "fingerprint">> {
  run.share.total = bytesToLoad(run, await working.releases());
  for (;;) {
    const wanted = run.ledger.active();
    const held = await working.releases();
    const stale = held.find((h) => !isCurrent(run, h) || !wanted.some((w) => isSame(w, h)));
    const missing = wanted.find((w) => !held.some((h) => isSame(w, h)));
    if (stale !== undefined) {
      await working.unload(stale.sha256);
      run.tell("unloaded", stale.name);
    } else if (missing !== undefined) await load(run, working, missing);
    else return { releases: held, findings: await working.findings() };
  }
}

/** Of the kept copies of files that count and are not loaded as today's readers read them; one that is gone counts nothing. */
const bytesToLoad = (run: Run, held: readonly Release[]): number =>
  run.ledger
    .active()
    .filter((w) => !held.some((h) => isSame(w, h) && isCurrent(run, h)))
    .reduce(
      (sum, { sha256 }) => sum + (statSync(landedPath(run.home, sha256), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );

/** Faults of the disk, the database and the user: no reason to refuse a file. */
const NOT_OF_THE_FILE: ReadonlySet<ProblemData["code"]> = new Set([
  "disk-full",
  "not-writable",
  "file-fault",
  "database-fault",
  "interrupted",
  "landed-damaged",
  "rows-lost",
  "unknown-name",
]);

async function load(run: Run, working: Working, entry: LandedEntry): Promise<void> {
  const source = sourceOf(run, entry);
  const path = verifiedPath(run, entry);
  const { share } = run;
  const [before, size] = [share.done, statSync(path).size];
  let loaded = 0;
  const upTo = (bytes: number): void => {
    share.done = before + Math.min(bytes, size);
  };
  try {
    await loadFile({
      source,
      entry,
      path,
      working,
      home: run.home,
      reading: (bytes) => {
        upTo(loaded + bytes);
        run.tell("reading", entry.name);
      },
      tell: (part, bytes = 0) => {
        loaded += bytes;
        upTo(loaded);
        run.tell("loaded", entry.name, part);
      },
    });
  } catch (error) {
    if (!(error instanceof Problem) || NOT_OF_THE_FILE.has(error.data.code)) throw error;
    await working.unload(entry.sha256);
    refuse(run, source, entry, error);
  }
  upTo(size);
}

function verifiedPath({ home, verified }: Run, entry: LandedEntry): string {
  return verified.has(entry.sha256) ? landedPath(home, entry.sha256) : verifyLanded(home, entry);
}

/** Writes down that bytes cannot be read, and why; the file before them stands. */
function refuse(
  { ledger, report }: Run,
  { definition }: Source,
  { source, name, sha256 }: LandedEntry,
  why: Problem,
): void {
  const sentence = why.message;
  ledger.append({ kind: "refused", source, name, sha256, definition, why: why.data.code, sentence });
  report.refused.push({ source, name, sentence });
  report.files.push({ source, name, sha256, state: "refused", tables: 0, rowsIn: 0, rowsLoaded: 0, rowsSetAside: 0 });
}

function recordSnapshot({ ledger }: Run, fingerprint: string, releases: Release[]): void {
  const observations = releases.reduce((n, r) => n + r.rowsLoaded, 0);
  const files = new Set(releases.map((r) => r.sha256)).size;
  if (ledger.lastSnapshot() !== fingerprint) ledger.append({ kind: "snapshot", fingerprint, files, observations });
}

/** One line a file, its tables together. */
function describe(
  report: CollateReport,
  holding: Omit<Standing, "fingerprint">,
  isKept: (r: Release) => boolean,
): void {
  const byFile = new Map<string, FileReport>();
  for (const r of holding.releases) {
    const { source, name, sha256 } = r;
    const file = byFile.get(sha256) ?? {
      ...({ source, name, sha256, state: isKept(r) ? "unchanged" : "new" } as const),
      ...{ tables: 0, rowsIn: 0, rowsLoaded: 0, rowsSetAside: 0 },
    };
    file.tables++;
    file.rowsIn += r.rowsIn;
    file.rowsLoaded += r.rowsLoaded;
    file.rowsSetAside += r.rowsSetAside;
    byFile.set(sha256, file);
  }
  report.files.push(...byFile.values());
  report.findings = holding.findings;
}

type FileId = Pick<LandedEntry, "source" | "name" | "sha256">;

const isSame = (a: FileId, b: FileId): boolean => a.source === b.source && a.name === b.name && a.sha256 === b.sha256;

/** Whether a release was read as today's reader reads it. */
const isCurrent = (run: Run, r: Release): boolean => r.definition === definitionOf(run, r);

const isUpToDate = (run: Run, { releases }: Standing, wanted: LandedEntry[]): boolean =>
  releases.every((r) => isCurrent(run, r) && wanted.some((w) => isSame(w, r))) &&
  wanted.every((w) => releases.some((r) => isSame(w, r)));

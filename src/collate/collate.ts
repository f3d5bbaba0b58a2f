import { readFileSync } from "node:fs";
import {
  type Batch,
  type Finding,
  guarded,
  homeFolder,
  makeFolder,
  openSnapshot,
  type Release,
  removeWorking,
  switchTo,
  Working,
} from "../store/index.ts";
import { ledgerTorn, lockTakenOver, Problem, snapshotRebuilt } from "../terms/index.ts";
import { batchOf, hashOf } from "./check.ts";
import { clearLeftovers, land, readLanded } from "./land.ts";
import { type LandedEntry, Ledger } from "./ledger.ts";
import { asOnlyWriter } from "./lock.ts";
import { nameOf, readSources, type Source } from "./source.ts";

/** One step that is done; after "recorded" the file counts, after "switched" readers see the new snapshot. */
export interface Progress {
  step: "landed" | "read" | "recorded" | "unloaded" | "loaded" | "finished" | "published" | "switched";
  file?: string;
}

export interface CollateOptions {
  /** Ends the run between two steps with a Problem "interrupted"; nothing half-written stays. */
  signal?: AbortSignal;
  /** What to collate; the folders of sources/ unless told otherwise. */
  sources?: Source[];
}

/** What became of one file. */
export interface FileReport {
  source: string;
  name: string;
  sha256: string;
  state: "new" | "unchanged" | "refused" | "withdrawn";
  /** Rows of the data, header not counted. In = loaded + set aside. 0 for a file that is refused or withdrawn. */
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
interface Run {
  home: string;
  sources: Map<string, Source>;
  ledger: Ledger;
  report: CollateReport;
  batches: Map<string, Batch>;
  tell: (step: Progress["step"], file?: string) => void;
}

/** What readers see before the run. */
interface Standing {
  fingerprint: string;
  releases: Release[];
  findings: Finding[];
}

/**
 * Lands, reads, checks and loads what the sources hold, and publishes a snapshot of it in the home folder.
 * Twice gives nothing new; a run that was killed is finished by the next one; a lost database is rebuilt from kept files.
 * Bad rows are set aside as findings, an unreadable file is refused while the others load. Throws a Problem when the
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
    const ledger = openLedger(home, notices);
    const report: CollateReport = {
      home,
      fingerprint: "",
      isNew: false,
      files: [],
      findings: [],
      refused: [],
      notices,
    };
    const tell = (step: Progress["step"], file?: string) => {
      onProgress(file === undefined ? { step } : { step, file });
      if (options.signal?.aborted === true && step !== "switched") throw new Problem({ code: "interrupted", home });
    };
    const byId = new Map(sources.map((source) => [source.declaration.id, source]));
    return follow({ home, sources: byId, ledger, report, batches: new Map(), tell });
  });
}

function openLedger(home: string, notices: string[]): Ledger {
  clearLeftovers(home);
  removeWorking(home);
  const ledger = new Ledger(home);
  if (ledger.tornBytes > 0) notices.push(ledgerTorn(ledger.path, ledger.entries.length));
  return ledger;
}

async function follow(run: Run): Promise<CollateReport> {
  const { report, ledger } = run;
  const standing = await whatStands(run);
  report.fingerprint = standing?.fingerprint ?? "";
  for (const source of run.sources.values()) takeIn(run, source, standing);
  withdraw(run);
  const wanted = whatIsWanted(run, standing);
  const isUpToDate =
    standing !== undefined &&
    standing.releases.length === wanted.length &&
    wanted.every((w) => holds(run, standing, w));
  if (isUpToDate) {
    if (ledger.lastSnapshot() !== standing.fingerprint) recordSnapshot(run, standing.fingerprint, standing.releases);
    describe(report, standing, () => true);
  } else if (wanted.length > 0) await publish(run, wanted, standing);
  return report;
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

/** Lands and reads the files of a source; the ledger records those that can be read. */
function takeIn(run: Run, source: Source, standing: Standing | undefined): void {
  const { home, ledger, tell } = run;
  for (const path of source.files) {
    const bytes = guarded(path, () => readFileSync(path));
    const file = { source: source.declaration.id, name: nameOf(path), sha256: hashOf(bytes) };
    land(home, file.sha256, bytes);
    tell("landed", file.name);
    const isRecorded = ledger
      .named()
      .some((e) => e.source === file.source && e.name === file.name && e.sha256 === file.sha256);
    if (isRecorded && standing !== undefined && holds(run, standing, file)) continue;
    if (!prepare(run, source, file, bytes)) continue;
    tell("read", file.name);
    if (!isRecorded) ledger.append({ kind: "landed", ...file, bytes: bytes.length });
    tell("recorded", file.name);
  }
}

/** Reads a file into a batch; false when it is refused, which the report and the ledger then say. */
function prepare(run: Run, source: Source, file: FileId, bytes: Uint8Array): boolean {
  const { ledger, report } = run;
  try {
    run.batches.set(keyOf(file), batchOf({ source, name: file.name, bytes, sha256: file.sha256, landedAt: "" }));
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    report.refused.push({ source: file.source, name: file.name, sentence: error.message });
    report.files.push({ ...file, state: "refused", rowsIn: 0, rowsLoaded: 0, rowsSetAside: 0 });
    if (!ledger.isRefused(file.source, file.name, file.sha256, source.definition))
      ledger.append({ kind: "refused", ...file, definition: source.definition, why: error.data.code });
    return false;
  }
}

/** A file that its source no longer has no longer counts. Its kept bytes and its history stay. */
function withdraw({ ledger, sources, report, tell }: Run): void {
  for (const { source, name, sha256 } of ledger.named()) {
    const files = sources.get(source)?.files;
    if (files === undefined || files.some((path) => nameOf(path) === name)) continue;
    ledger.append({ kind: "withdrawn", source, name });
    report.files.push({ source, name, sha256, state: "withdrawn", rowsIn: 0, rowsLoaded: 0, rowsSetAside: 0 });
    tell("recorded", name);
  }
}

/** The files that count, each of them readable: a kept version that today's reader refuses gives way to the one before. */
function whatIsWanted(run: Run, standing: Standing | undefined): LandedEntry[] {
  for (;;) {
    const wanted = run.ledger.active();
    const unread = wanted.filter(
      (w) => !run.batches.has(keyOf(w)) && (standing === undefined || !holds(run, standing, w)),
    );
    if (unread.every((w) => prepare(run, sourceOf(run, w.source), bare(w), readLanded(run.home, w)))) return wanted;
  }
}

/** Builds the snapshot of the wanted files: from the standing one where its readers are today's, else from nothing. */
async function publish(run: Run, wanted: LandedEntry[], standing: Standing | undefined): Promise<void> {
  const { home, report, tell } = run;
  const canExtend = standing?.releases.every((r) => r.definition === run.sources.get(r.source)?.definition) === true;
  const working = canExtend ? await Working.extend(home, standing.fingerprint) : await Working.create(home);
  try {
    const before = await working.releases();
    const isKept = (r: FileId) =>
      before.some((b) => keyOf(b) === keyOf(r)) && wanted.some((w) => keyOf(w) === keyOf(r));
    for (const release of before.filter((r) => !isKept(r))) {
      await working.unload(release);
      tell("unloaded", release.name);
    }
    for (const entry of wanted.filter((w) => !isKept(w))) {
      await working.load(batchFor(run, entry));
      tell("loaded", entry.name);
    }
    const after = { releases: await working.releases(), findings: await working.findings() };
    const fingerprint = await working.finish();
    tell("finished");
    working.publish(fingerprint);
    tell("published");
    recordSnapshot(run, fingerprint, after.releases);
    switchTo(home, fingerprint);
    describe(report, after, isKept);
    report.isNew = fingerprint !== report.fingerprint;
    report.fingerprint = fingerprint;
    tell("switched");
  } finally {
    working.discard();
  }
}

/** The batch that was read in this run, or read now from the kept bytes. */
function batchFor(run: Run, entry: LandedEntry): Batch {
  const ready =
    run.batches.get(keyOf(entry)) ??
    batchOf({ ...entry, source: sourceOf(run, entry.source), bytes: readLanded(run.home, entry) });
  return { ...ready, release: { ...ready.release, landedAt: entry.landedAt } };
}

function recordSnapshot({ ledger }: Run, fingerprint: string, releases: Release[]): void {
  const observations = releases.reduce((n, r) => n + r.rowsLoaded, 0);
  if (ledger.lastSnapshot() !== fingerprint)
    ledger.append({ kind: "snapshot", fingerprint, files: releases.length, observations });
}

function describe(
  report: CollateReport,
  holding: Pick<Standing, "releases" | "findings">,
  isKept: (r: FileId) => boolean,
): void {
  for (const { source, name, sha256, rowsIn, rowsLoaded, rowsSetAside } of holding.releases)
    report.files.push({
      source,
      name,
      sha256,
      state: isKept({ source, name, sha256 }) ? "unchanged" : "new",
      rowsIn,
      rowsLoaded,
      rowsSetAside,
    });
  report.findings = holding.findings;
}

function sourceOf({ sources }: Run, id: string): Source {
  const source = sources.get(id);
  if (source !== undefined) return source;
  const next = "The ledger has files of it: restore its folder in sources/.";
  throw new Problem({ code: "unknown-name", what: "source", name: id, known: [...sources.keys()], next });
}

type FileId = Pick<LandedEntry, "source" | "name" | "sha256">;

const bare = ({ source, name, sha256 }: FileId): FileId => ({ source, name, sha256 });
const keyOf = (f: FileId): string => JSON.stringify([f.source, f.name, f.sha256]);

/** Whether the standing snapshot has this very file as today's reader reads it. */
const holds = (run: Run, standing: Standing, file: FileId): boolean =>
  standing.releases.some((r) => keyOf(r) === keyOf(file) && r.definition === run.sources.get(r.source)?.definition);

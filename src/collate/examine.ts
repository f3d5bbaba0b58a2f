import { existsSync } from "node:fs";
import { type Finding, hashFile, homeFolder, openSnapshot, type Release } from "../store/index.ts";
import { Problem, snapshotDiffers } from "../terms/index.ts";
import { landedPath } from "./land.ts";
import { Ledger } from "./ledger.ts";
import { fileTitle, nameOf, readSources, type Source } from "./source.ts";

/** The state of one source in the current snapshot. */
export interface SourceHealth {
  source: string;
  title: string;
  files: number;
  rowsIn: number;
  rowsLoaded: number;
  rowsSetAside: number;
  findings: number;
}

/** A file whose place in the snapshot is not what lies there now. */
export interface StaleFile {
  file: string;
  why: "changed" | "new" | "gone" | "reader-changed";
}

/** What the doctor sees; `faults` holds a sentence for each thing that must be mended, empty when all is well. */
export interface Health {
  node: string;
  home: string;
  ledger: { entries: number; isWhole: boolean; tornBytes: number };
  snapshot:
    | { fingerprint: string; path: string; observations: number; matchesRows: boolean; matchesLedger: boolean }
    | undefined;
  sources: SourceHealth[];
  findings: Finding[];
  stale: StaleFile[];
  faults: string[];
}

/** Looks at a home folder without changing anything: ledger, kept files, snapshot, findings, and what is stale. Never throws a Problem. */
export async function examine(home = homeFolder(), given?: Source[]): Promise<Health> {
  const faults: string[] = [];
  const health: Health = {
    node: process.version,
    home,
    ledger: { entries: 0, isWhole: false, tornBytes: 0 },
    snapshot: undefined,
    sources: [],
    findings: [],
    stale: [],
    faults,
  };
  const ledger = await orFault(faults, async () => new Ledger(home));
  if (ledger !== undefined) {
    health.ledger = { entries: ledger.entries.length, isWhole: ledger.tornBytes === 0, tornBytes: ledger.tornBytes };
    if (ledger.tornBytes > 0)
      faults.push(new Problem({ code: "ledger-torn", path: ledger.path, entries: ledger.entries.length }).message);
    faults.push(...damagedLanded(home, ledger));
  }
  const sources = (await orFault(faults, async () => given ?? (await readSources()))) ?? [];
  await orFault(faults, () => examineSnapshot(home, health, ledger, sources));
  return health;
}

async function examineSnapshot(
  home: string,
  health: Health,
  ledger: Ledger | undefined,
  sources: Source[],
): Promise<void> {
  const snapshot = await openSnapshot(home);
  try {
    const { fingerprint, path } = snapshot;
    const releases = await snapshot.releases();
    const matchesRows = (await snapshot.recount()) === fingerprint;
    const matchesLedger = ledger?.lastSnapshot() === fingerprint;
    if (!matchesRows || !matchesLedger) health.faults.push(snapshotDiffers(path, matchesRows ? "ledger" : "rows"));
    const observations = releases.reduce((n, r) => n + r.rowsLoaded, 0);
    health.snapshot = { fingerprint, path, observations, matchesRows, matchesLedger };
    health.findings = await snapshot.findings();
    health.faults.push(...health.findings.filter((f) => f.severity === "fault").map((f) => f.sentence));
    health.sources = sources.map((source) => healthOf(source, releases, health.findings));
    health.stale = sources.flatMap((source) => staleFiles(source, releases));
  } finally {
    snapshot.close();
  }
}

function healthOf({ declaration: { id, title } }: Source, releases: Release[], findings: Finding[]): SourceHealth {
  const own = releases.filter((r) => r.source === id);
  const sum = (of: (r: Release) => number) => own.reduce((n, r) => n + of(r), 0);
  return {
    source: id,
    title,
    files: new Set(own.map((r) => r.sha256)).size,
    rowsIn: sum((r) => r.rowsIn),
    rowsLoaded: sum((r) => r.rowsLoaded),
    rowsSetAside: sum((r) => r.rowsSetAside),
    findings: findings.filter((f) => f.source === id).length,
  };
}

function staleFiles({ declaration, definition, files }: Source, releases: Release[]): StaleFile[] {
  const { id } = declaration;
  const own = releases.filter((r) => r.source === id);
  if (declaration.owned === undefined) return readAnew(own, definition);
  const hashes = new Map(files.map((path) => [nameOf(path), hashFile(path).sha256]));
  const here = [...hashes].flatMap(([name, sha256]): StaleFile[] => {
    const release = own.find((r) => r.sha256 === sha256) ?? own.find((r) => r.name === name);
    const file = fileTitle(id, name);
    if (release === undefined) return [{ file, why: "new" }];
    if (release.sha256 !== sha256) return [{ file, why: "changed" }];
    return release.definition === definition ? [] : [{ file, why: "reader-changed" }];
  });
  const gone = own
    .filter((r) => !hashes.has(r.name))
    .map((r): StaleFile => ({ file: fileTitle(id, r.name), why: "gone" }));
  return [...here, ...gone];
}

/** Files that users brought and that today's reader reads otherwise than the one that loaded them. */
function readAnew(own: Release[], definition: string): StaleFile[] {
  const old = own.filter((r) => r.definition !== definition).map((r) => fileTitle(r.source, r.name));
  return [...new Set(old)].map((file) => ({ file, why: "reader-changed" }));
}

const damagedLanded = (home: string, ledger: Ledger): string[] =>
  ledger.active().flatMap((e) => {
    const path = landedPath(home, e.sha256);
    if (existsSync(path) && hashFile(path).sha256 === e.sha256) return [];
    return [new Problem({ code: "landed-damaged", path, file: fileTitle(e.source, e.name) }).message];
  });

async function orFault<T>(faults: string[], act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    faults.push(error.message);
    return undefined;
  }
}

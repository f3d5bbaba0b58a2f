import { existsSync, readdirSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Finding, hashFile, homeFolder, openSnapshot, type Release, type Snapshot } from "../store/index.ts";
import { Problem, snapshotDiffers, staleWords } from "../terms/index.ts";
import { Ledger } from "./ledger.ts";
import { keptPartners } from "./partner/kept-partners.ts";
import { retentionMatters } from "./partner/retention.ts";
import type { Submission } from "./partner/submission.ts";
import { differenceMatters, RECONCILED, reconciledOf } from "./quality/differences.ts";
import { NEVER, neverMatters, ODD_CELLS, oddMatters, PERIODS_OF, stretchMatters } from "./quality/gaps.ts";
import type { Health, Matter, SourceHealth, StaleFile } from "./quality/health.ts";
import { daysLate, dueAfter, lateMatter } from "./quality/late.ts";
import { broken, ledgerMatters } from "./quality/ledger-matters.ts";
import { findingMatters, matterOf, mostUrgentFirst } from "./quality/matter.ts";
import { fileTitle, nameOf, readSources, type Source } from "./source.ts";

/** Looks at a home folder. `health` is filled as it goes, so that what breaks one part leaves the others. */
interface Looking {
  home: string;
  today: string;
  health: Health;
  sources: readonly Source[];
  ledger: Ledger | undefined;
}

/**
 * Looks at a home folder without changing anything: ledger, kept files, snapshot, what is late, missing, changed, refused or
 * withdrawn on the day `today` (ISO), most urgent first. Never throws: what cannot be looked at is itself a fault.
 */
export async function examine(
  home = homeFolder(),
  given?: readonly Source[],
  today = new Date().toISOString().slice(0, 10),
): Promise<Health> {
  const health: Health = {
    ...{ today, node: process.version, home },
    ledger: { entries: 0, isWhole: false, tornBytes: 0 },
    ...{ sources: [], reconciled: [], stale: [], matters: [], faults: [] },
  };
  const ledger = await orFault(health, () => new Ledger(home));
  if (ledger !== undefined) {
    health.ledger = { entries: ledger.entries.length, isWhole: ledger.tornBytes === 0, tornBytes: ledger.tornBytes };
    await orFault(health, () => add(health, [...ledgerMatters(home, ledger), ...retentionMatters(ledger, today)]));
  }
  const sources = (await orFault(health, async () => given ?? (await readSources()))) ?? [];
  await orFault(health, () => examineSnapshot({ home, today, health, sources, ledger }));
  await orFault(health, () => examineDisk(home, health));
  health.matters = mostUrgentFirst(health.matters);
  return health;
}

async function examineSnapshot(looking: Looking): Promise<void> {
  const { home, health, sources, ledger } = looking;
  const snapshot = await openSnapshot(home);
  try {
    const { fingerprint, path } = snapshot;
    const releases = await snapshot.releases();
    const findings = await snapshot.findings();
    const matchesRows = (await snapshot.recount()) === fingerprint;
    const matchesLedger = ledger?.lastSnapshot() === fingerprint;
    if (!matchesRows || !matchesLedger) {
      const sentence = snapshotDiffers(path, matchesRows ? "ledger" : "rows");
      add(health, [matterOf(sentence, { kind: "broken", severity: "fault", code: "snapshot-differs", source: "" })]);
    }
    const observations = releases.reduce((n, r) => n + r.rowsLoaded, 0);
    health.snapshot = { fingerprint, path, observations, matchesRows, matchesLedger };
    health.stale = sources.flatMap((source) => staleFiles(source, releases));
    add(health, health.stale.map(staleMatter));
    add(
      health,
      findingMatters(findings),
      findings.filter((f) => f.severity === "fault").map((f) => f.sentence),
    );
    await examineFigures(looking, snapshot, releases, findings);
  } finally {
    snapshot.close();
  }
}

/** What is late, missing and differs, as far as the snapshot has the tables of today. */
async function examineFigures(
  { home, health, sources, ledger, today }: Looking,
  snapshot: Snapshot,
  releases: readonly Release[],
  findings: readonly Finding[],
): Promise<void> {
  const newest = await numbersBy(snapshot, "select source, max(period_end)::varchar from observation group by source");
  const counted = await numbersBy(
    snapshot,
    "select source, [count(*), count(*) filter (state = 'missing'), count(*) filter (state = 'implausible')] from completeness group by source",
  );
  const partners = ledger === undefined ? [] : keptPartners(home, ledger);
  const submissions = new Map(partners.map((p) => [p.source.declaration.id, p.submission]));
  for (const { declaration } of [...sources, ...partners.map((p) => p.source)]) {
    const submission = submissions.get(declaration.id);
    const until = String(newest.get(declaration.id) ?? "");
    const late = until === "" ? 0 : daysLate(dueAfter(until, declaration), today);
    const cells = JSON.parse(String(counted.get(declaration.id) ?? "[0,0,0]")) as [number, number, number];
    health.sources.push({
      ...healthOf(declaration, releases, findings),
      newest: until,
      lateDays: late,
      ...cellsOf(cells),
      ...(submission === undefined ? {} : { partner: agreedIn(submission) }),
    });
    if (late > 0) add(health, [lateMatter(declaration, until, late)]);
  }
  add(health, stretchMatters(await snapshot.sql(PERIODS_OF)));
  add(health, neverMatters(await snapshot.sql(NEVER)));
  add(health, oddMatters(await snapshot.sql(ODD_CELLS)));
  const rules = await snapshot.sql(RECONCILED);
  health.reconciled = reconciledOf(rules);
  add(health, differenceMatters(rules));
}

const agreedIn = (s: Submission): NonNullable<SourceHealth["partner"]> => ({
  ...{ organisation: s.organisation, agreement: s.agreement, handling: s.handling, keepUntil: s.retention_until },
});

const cellsOf = ([expected, missing, implausible]: [number, number, number]) => ({ expected, missing, implausible });

async function numbersBy(snapshot: Snapshot, query: string): Promise<Map<string, unknown>> {
  const { rows } = await snapshot.ask(query, { seconds: 60, rows: 10_000 });
  return new Map(rows.map(([key, value]) => [String(key), value]));
}

type Counted = Omit<SourceHealth, "partner" | "newest" | "lateDays" | "expected" | "missing" | "implausible">;

function healthOf(
  { id, title }: Source["declaration"],
  releases: readonly Release[],
  findings: readonly Finding[],
): Counted {
  const own = releases.filter((r) => r.source === id);
  const sum = (of: (r: Release) => number) => own.reduce((n, r) => n + of(r), 0);
  return {
    ...{ source: id, title, files: new Set(own.map((r) => r.sha256)).size },
    ...{ rowsIn: sum((r) => r.rowsIn), rowsLoaded: sum((r) => r.rowsLoaded), rowsSetAside: sum((r) => r.rowsSetAside) },
    findings: findings.filter((f) => f.source === id).length,
  };
}

function staleFiles({ declaration, definition, files }: Source, releases: readonly Release[]): StaleFile[] {
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
function readAnew(own: readonly Release[], definition: string): StaleFile[] {
  const old = own.filter((r) => r.definition !== definition).map((r) => fileTitle(r.source, r.name));
  return [...new Set(old)].map((file) => ({ file, why: "reader-changed" }));
}

const staleMatter = ({ file, why }: StaleFile): Matter => ({
  ...{ kind: "stale", severity: "fault", code: why, source: file.split("/")[0] ?? "", count: 1 },
  ...{ what: staleWords[why], where: file, why: "The snapshot is of an earlier state.", next: "Run `soclab collate`." },
});

/** A collation writes a whole new snapshot beside the old one before it lets go of any. */
const SNAPSHOTS_AT_ONCE = 3;

function examineDisk(home: string, health: Health): void {
  if (!existsSync(home)) return;
  const { bavail, bsize } = statfsSync(home);
  const free = bavail * bsize;
  health.disk = { used: bytesIn(home), free };
  const needed = SNAPSHOTS_AT_ONCE * (health.snapshot === undefined ? 0 : statSync(health.snapshot.path).size);
  if (free >= needed) return;
  add(health, [
    {
      ...{ kind: "broken", severity: "fault", code: "disk-nearly-full", source: "", count: 1, where: home },
      what: `the disk has ${megabytes(free)} MB free, and a collation needs up to ${megabytes(needed)} MB`,
      why: "It writes a whole new snapshot beside the old one, so that a crash loses nothing.",
      next: "Free some space, or name another folder with --home.",
    },
  ]);
}

const megabytes = (bytes: number): string => Math.ceil(bytes / 1e6).toLocaleString("en-GB");

const bytesIn = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((n, entry) => n + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0), 0);

/** Adds matters, and to the faults a sentence for each that must be mended. */
function add(health: Health, matters: readonly Matter[], faults?: readonly string[]): void {
  health.matters.push(...matters);
  const own = matters.filter((m) => m.severity === "fault" && m.kind !== "stale");
  health.faults.push(...(faults ?? own.map(sentenceOf)));
}

/** A matter as one text, as it stood in its sentence. */
const sentenceOf = ({ where, what, why, next }: Matter): string =>
  [where === "" || what.startsWith(where) ? what : `${where}: ${what}`, why, next]
    .filter((part) => part !== "")
    .join(" ");

async function orFault<T>(health: Health, act: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    const { home } = health;
    const why = error instanceof Error ? error.message : String(error);
    add(health, [broken(error instanceof Problem ? error : new Problem({ code: "file-fault", path: home, why }))]);
    return undefined;
  }
}

import { hashFile } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import type { CollateReport, Run } from "./collate.ts";
import { checkPartnerFile, checkPublishedFile } from "./door.ts";
import { land } from "./land.ts";
import type { LandedEntry, NewEntry } from "./ledger.ts";
import { type Brought, bring, type PaperFiles } from "./partner/bring.ts";
import { nameOf, refuseNames, type Source, sourceFor } from "./source.ts";

/** A file that a user brings. */
export interface GivenFile {
  path: string;
  /** What it is called, when not as on the disk. */
  name?: string;
  /** Id of the source that reads it; found by the file's name when absent. */
  source?: string;
  /** Date of publication: ISO date, month or year. */
  published?: string;
  /** Address it was fetched from. */
  address?: string;
  /** Of a partner's file: what says what its rows mean, and under which agreement it comes. */
  partner?: PaperFiles;
  /** Takes bytes in that were withdrawn before. */
  again?: boolean;
}

/** Lands the files that ship with the project; each takes the place of an older file of its name. */
export function takeInOwned(run: Run, source: Source): void {
  for (const path of source.files) takeIn(run, source, path, { name: nameOf(path) });
}

/**
 * Lands a file that a user brings; it stands beside older files. One that no source declares, that was withdrawn, or that looks
 * like people's records is not kept; the report says so.
 */
export async function takeInGiven(run: Run, file: GivenFile): Promise<void> {
  const { path, name = nameOf(path), published, address } = file;
  const found = orReport(run, name, () => sourceOfGiven(run, name, file));
  if (found === undefined) return;
  const { source, papers, keepPapers } = found;
  const bytes = hashFile(path);
  if (isWithdrawn(run, name, bytes.sha256, file) || !(await mayEnter(run, source, file, bytes.sha256))) return;
  keepPapers();
  const issued = published ?? papers?.submission.submitted;
  const told: Told = {
    name,
    beside: true,
    ...(issued === undefined ? {} : { published: issued }),
    ...(address === undefined ? {} : { address }),
    ...(papers === undefined ? {} : { partner: papers }),
  };
  takeIn(run, source, path, told, bytes);
}

type Found = Pick<Brought, "source" | "keepPapers"> & { papers?: Brought["papers"] };

function sourceOfGiven(run: Run, name: string, { partner, source }: GivenFile): Found {
  const sources = [...run.sources.values()];
  if (partner === undefined) return { source: sourceFor(name, sources, source), keepPapers: () => {} };
  refuseNames(name, sources);
  return bring(run, name, partner);
}

function isWithdrawn({ ledger, report }: Run, name: string, hash: string, { again = false }: GivenFile): boolean {
  const before = ledger.withdrawal(hash);
  if (before === undefined || again) return false;
  const { message } = new Problem({ code: "withdrawn-before", file: name, at: before.at, why: before.why ?? "" });
  report.refused.push({ source: before.source, name, sentence: message });
  return true;
}

/** Looks for people's records before anything is kept. Bytes that count already were looked at; what was refused leaves no copy. */
async function mayEnter(
  run: Run,
  source: Source,
  { path, name = nameOf(path), partner }: GivenFile,
  sha256: string,
): Promise<boolean> {
  const { ledger, report } = run;
  const file = { source: source.declaration.id, name, sha256 };
  const refusal = ledger.refusal(file.source, name, sha256);
  if (refusal?.definition === source.definition) sayRefused(report, file, refusal.sentence);
  else if (ledger.named().some((e) => e.source === file.source && e.sha256 === sha256)) return true;
  else
    try {
      await (partner === undefined ? checkPublishedFile : checkPartnerFile)(source, path, name);
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { code } = error.data;
      ledger.append({ kind: "refused", ...file, definition: source.definition, why: code, sentence: error.message });
      sayRefused(report, file, error.message);
    }
  return false;
}

/** Files that users brought and that an older reader refused are tried again by today's. */
export function retryRefused({ ledger, sources }: Run): void {
  for (const { refusal, landing } of ledger.refused()) {
    const definition = sources.get(refusal.source)?.definition;
    const hasCopy = refusal.why !== "personal-data-suspected";
    if (definition === undefined || definition === refusal.definition || !hasCopy) continue;
    const { n, at, previous, ...again } = landing;
    ledger.append(again);
  }
}

/** Faults of the user or the disk end the run; what is wrong with one file is told in the report. */
const NOT_OF_THE_FILE: ReadonlySet<string> = new Set([
  "unknown-name",
  "file-fault",
  "not-writable",
  "disk-full",
  "landed-damaged",
]);

function orReport<T>({ report }: Run, name: string, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Problem) || NOT_OF_THE_FILE.has(error.data.code)) throw error;
    report.refused.push({ source: "", name, sentence: error.message });
    return undefined;
  }
}

type Told = Pick<Extract<NewEntry, { kind: "landed" }>, "name" | "beside" | "published" | "address" | "partner">;

/** Keeps the bytes, then records them: a file counts once its line in the ledger is synced. Refused bytes are not tried twice. */
function takeIn(run: Run, source: Source, path: string, told: Told, known?: ReturnType<typeof hashFile>): void {
  const { home, ledger, report, tell } = run;
  const id = { source: source.declaration.id, name: told.name };
  const { sha256, bytes } = land(home, path, known);
  run.verified.add(sha256);
  tell("landed", told.name);
  const refusal = ledger.refusal(id.source, id.name, sha256);
  if (refusal?.definition === source.definition) sayRefused(report, { ...id, sha256 }, refusal.sentence);
  else if (!ledger.named().some((e) => isAsTold(e, { ...id, sha256 }, told)))
    ledger.append({ kind: "landed", ...id, sha256, bytes, ...told });
  tell("recorded", told.name);
}

/** Whether a file counts already as it is brought now; a partner may bring the same bytes with other papers. */
const isAsTold = (
  e: LandedEntry,
  { source, sha256 }: { source: string; sha256: string },
  { name, partner }: Told,
): boolean =>
  e.source === source &&
  e.name === name &&
  e.sha256 === sha256 &&
  JSON.stringify(e.partner) === JSON.stringify(partner);

function sayRefused(
  report: CollateReport,
  file: { source: string; name: string; sha256: string },
  sentence: string,
): void {
  report.refused.push({ source: file.source, name: file.name, sentence });
  report.files.push({ ...file, state: "refused", tables: 0, rowsIn: 0, rowsLoaded: 0, rowsSetAside: 0 });
}

import { Problem } from "../terms/index.ts";
import type { CollateReport, Run } from "./collate.ts";
import { land } from "./land.ts";
import type { NewEntry } from "./ledger.ts";
import { nameOf, type Source, sourceFor } from "./source.ts";

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
}

/** Lands the files that ship with the project; each takes the place of an older file of its name. */
export function takeInOwned(run: Run, source: Source): void {
  for (const path of source.files) takeIn(run, source, path, { name: nameOf(path) });
}

/** Lands a file that a user brings; it stands beside older files. One that no source declares is named in the report. */
export function takeInGiven(run: Run, file: GivenFile): void {
  const { path, name = nameOf(path), published, address } = file;
  const source = sourceOrReport(run, name, file.source);
  if (source === undefined) return;
  takeIn(run, source, path, {
    name,
    beside: true,
    ...(published === undefined ? {} : { published }),
    ...(address === undefined ? {} : { address }),
  });
}

/** Files that users brought and that an older reader refused are tried again by today's. */
export function retryRefused({ ledger, sources }: Run): void {
  for (const { refusal, landing } of ledger.refused()) {
    const definition = sources.get(refusal.source)?.definition;
    if (definition === undefined || definition === refusal.definition) continue;
    const { n, at, previous, ...again } = landing;
    ledger.append(again);
  }
}

function sourceOrReport({ sources, report }: Run, name: string, wanted: string | undefined): Source | undefined {
  try {
    return sourceFor(name, [...sources.values()], wanted);
  } catch (error) {
    if (!(error instanceof Problem) || error.data.code === "unknown-name") throw error;
    report.refused.push({ source: "", name, sentence: error.message });
    return undefined;
  }
}

type Told = Pick<Extract<NewEntry, { kind: "landed" }>, "name" | "beside" | "published" | "address">;

/** Keeps the bytes, then records them: a file counts once its line in the ledger is synced. Refused bytes are not tried twice. */
function takeIn(run: Run, source: Source, path: string, told: Told): void {
  const { home, ledger, report, tell } = run;
  const id = { source: source.declaration.id, name: told.name };
  const { sha256, bytes } = land(home, path);
  run.verified.add(sha256);
  tell("landed", told.name);
  const refusal = ledger.refusal(id.source, id.name, sha256);
  if (refusal?.definition === source.definition) sayRefused(report, { ...id, sha256 }, refusal.sentence);
  else if (!ledger.named().some((e) => e.source === id.source && e.name === id.name && e.sha256 === sha256))
    ledger.append({ kind: "landed", ...id, sha256, bytes, ...told });
  tell("recorded", told.name);
}

function sayRefused(
  report: CollateReport,
  file: { source: string; name: string; sha256: string },
  sentence: string,
): void {
  report.refused.push({ source: file.source, name: file.name, sentence });
  report.files.push({ ...file, state: "refused", tables: 0, rowsIn: 0, rowsLoaded: 0, rowsSetAside: 0 });
}

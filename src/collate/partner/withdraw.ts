import { existsSync } from "node:fs";
import { removeKept, removeSnapshotsOf } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import type { FileReport, Run } from "../collate.ts";
import { landedPath } from "../land.ts";
import type { LandedEntry, Ledger } from "../ledger.ts";

/** What is to be withdrawn, by its file's name or the beginning of its hash, and why. */
export interface WithdrawOrder {
  wanted: string;
  why: string;
}

/** The reason in the ledger when an agreed day has passed. */
const RETENTION_REACHED = "retention date reached";

/** Hashes are named by at least so many characters. */
const SHORTEST_HASH = 8;

/**
 * Writes down that a file is withdrawn. From then on it does not count, and `finishWithdrawals` removes what is left of it, in this
 * run or in the next. Withdrawn twice it is only said again. Throws a Problem when no file, or more than one, is meant.
 */
export function withdrawAsked(run: Run, { wanted, why }: WithdrawOrder): void {
  const { ledger, report } = run;
  const known = brought(ledger).filter((e) => isMeant(e, wanted));
  const hashes = [...new Set(known.map(({ sha256 }) => sha256))];
  if (hashes.length > 1) throw new Problem({ code: "several-landed", wanted, known: hashes });
  const [hash] = hashes;
  if (hash !== undefined) {
    withdraw(run, hash, why);
    return;
  }
  const before = ledger.entries.findLast((e) => e.kind === "withdrawn" && e.erase === true && isMeant(e, wanted));
  if (before === undefined) throw new Problem({ code: "not-landed", wanted });
  report.notices.push(`${wanted} was withdrawn on ${before.at.slice(0, 10)}; nothing of it counts.`);
}

/** Withdraws what may not be kept on `today` (ISO day) any more. */
export function withdrawExpired(run: Run, today: string): void {
  for (const { sha256, partner } of brought(run.ledger))
    if (partner !== undefined && partner.submission.retention_until < today) withdraw(run, sha256, RETENTION_REACHED);
}

/** One line for these bytes, whatever names they count under. */
function withdraw({ ledger, report, tell }: Run, hash: string, why: string): void {
  const file = brought(ledger).findLast((e) => e.sha256 === hash);
  if (file === undefined) return;
  const { source, name } = file;
  ledger.append({ kind: "withdrawn", source, name, sha256: hash, why, erase: true });
  report.files.push(withdrawnReport(source, name, hash));
  tell("recorded", name);
}

/** Files that users brought, readable or not, that were not withdrawn since; those that ship with the project cannot be. */
export function brought(ledger: Ledger): Pick<LandedEntry, "source" | "name" | "sha256" | "partner">[] {
  return ledger.entries.flatMap((e) =>
    e.kind === "landed" && e.beside === true && ledger.withdrawal(e.sha256) === undefined ? [e] : [],
  );
}

const isMeant = ({ name, sha256 }: { name: string; sha256?: string }, wanted: string): boolean =>
  name === wanted || (wanted.length >= SHORTEST_HASH && sha256?.startsWith(wanted.toLowerCase()) === true);

const withdrawnReport = (source: string, name: string, sha256: string): FileReport => ({
  ...{ source, name, sha256, state: "withdrawn" },
  ...{ tables: 0, rowsIn: 0, rowsLoaded: 0, rowsSetAside: 0 },
});

/**
 * Removes what is left of withdrawn files: kept bytes that nothing else counts on, with their papers, and old snapshots that held
 * rows of them. The current snapshot must not. A run that was killed is finished by the next.
 */
export async function finishWithdrawals({ home, ledger }: Run): Promise<void> {
  for (const hash of ledger.toErase()) {
    for (const file of [hash, ...papersOf(ledger, hash)]) if (!ledger.counts(file)) removeKept(landedPath(home, file));
    await removeSnapshotsOf(home, hash);
    const last = ledger.withdrawal(hash);
    if (last !== undefined) ledger.append({ kind: "erased", source: last.source, name: last.name, sha256: hash });
  }
  for (const hash of refusedPersons(ledger))
    if (existsSync(landedPath(home, hash)) && !ledger.counts(hash)) removeKept(landedPath(home, hash));
}

/** Hashes of the mapping and schema that came with withdrawn bytes. */
const papersOf = (ledger: Ledger, hash: string): string[] =>
  ledger.entries.flatMap((e) =>
    e.kind === "landed" && e.sha256 === hash && e.partner !== undefined ? [e.partner.mapping, e.partner.schema] : [],
  );

/** A file that was refused because it looked like people's records leaves no copy. */
const refusedPersons = (ledger: Ledger): string[] => [
  ...new Set(
    ledger.entries.flatMap((e) => (e.kind === "refused" && e.why === "personal-data-suspected" ? [e.sha256] : [])),
  ),
];

import { type Finding, openSnapshot } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import { Ledger } from "../ledger.ts";
import type { Submission } from "./submission.ts";

/** A file that a partner handed over, with its agreement and what became of it. */
export interface SubmittedFile {
  /** First 12 characters of the hash of its bytes. */
  id: string;
  sha256: string;
  source: string;
  name: string;
  landedAt: string;
  state: "counts" | "refused" | "withdrawn" | "replaced";
  /** Why it was refused or withdrawn. */
  why: string;
  submission: Submission;
}

/** Every file that partners handed over, in the order of the ledger; of one that came twice the last coming. */
export function submissionsIn(home: string): SubmittedFile[] {
  const ledger = new Ledger(home);
  const counting = ledger.named();
  const files = new Map<string, SubmittedFile>();
  for (const e of ledger.entries) {
    if (e.kind !== "landed" || e.partner === undefined) continue;
    const { source, name, sha256, at, partner } = e;
    const key = JSON.stringify([source, name, sha256]);
    const { state, why } = stateOf(
      ledger,
      counting.some((c) => c.source === source && c.name === name && c.sha256 === sha256),
      e,
    );
    files.delete(key);
    files.set(key, {
      id: sha256.slice(0, 12),
      sha256,
      source,
      name,
      landedAt: at,
      state,
      why,
      submission: partner.submission,
    });
  }
  return [...files.values()];
}

function stateOf(
  ledger: Ledger,
  isCounting: boolean,
  e: { source: string; name: string; sha256: string },
): Pick<SubmittedFile, "state" | "why"> {
  if (isCounting) return { state: "counts", why: "" };
  const withdrawal = ledger.withdrawal(e.sha256);
  if (withdrawal !== undefined)
    return { state: "withdrawn", why: `${withdrawal.why ?? ""} (${withdrawal.at.slice(0, 10)})` };
  const refusal = ledger.refusal(e.source, e.name, e.sha256);
  return refusal === undefined ? { state: "replaced", why: "" } : { state: "refused", why: refusal.sentence };
}

/** One submission by its id, its file's name, or the beginning of its hash. Throws a Problem when there is none. */
export function submissionNamed(files: readonly SubmittedFile[], wanted: string): SubmittedFile {
  const found = files.findLast((f) => f.name === wanted || (wanted.length >= 8 && f.sha256.startsWith(wanted)));
  if (found !== undefined) return found;
  const next = "`soclab submissions` lists them.";
  throw new Problem({
    code: "unknown-name",
    what: "submission",
    name: wanted,
    known: files.map(({ name }) => name),
    next,
  });
}

/** What was found in a submitted file when it was collated; none when it does not count. */
export async function findingsOf(home: string, { sha256 }: SubmittedFile): Promise<Finding[]> {
  const snapshot = await openSnapshot(home);
  try {
    return (await snapshot.findings()).filter((finding) => finding.sha256 === sha256);
  } finally {
    snapshot.close();
  }
}

import type { LandedEntry } from "../ledger.ts";
import { Ledger } from "../ledger.ts";
import type { Source } from "../source.ts";
import { keptPartnerSource } from "./partner-source.ts";
import type { Submission } from "./submission.ts";

/** A partner's return as a source, with the submission of its newest file that counts. */
export interface KeptPartner {
  source: Source;
  submission: Submission;
}

/** The partners whose files count in a home folder, one for each return, by id. Throws a Problem when papers are gone or damaged. */
export function keptPartners(home: string, ledger = new Ledger(home)): KeptPartner[] {
  const newest = new Map<string, Required<Pick<LandedEntry, "partner">>>();
  for (const { source, partner } of ledger.named()) if (partner !== undefined) newest.set(source, { partner });
  return [...newest]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { partner }]) => ({ source: keptPartnerSource(home, partner), submission: partner.submission }));
}

/** The same for one file that counts, by the papers that came with it; undefined when no such file counts. */
export function keptPartnerOf(
  home: string,
  file: { source: string; name: string; sha256: string },
): Source | undefined {
  const entry = new Ledger(home)
    .named()
    .find((e) => e.source === file.source && e.name === file.name && e.sha256 === file.sha256);
  return entry?.partner === undefined ? undefined : keptPartnerSource(home, entry.partner);
}

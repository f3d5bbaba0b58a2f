import type { Lever } from "../terms/index.ts";
import { type Effect, type EvidenceBase, effectOf, noEvidence } from "./effect.ts";
import { readStudies } from "./studies.ts";
import { readTransfer } from "./transfer.ts";

/** The studies and the transfer rows by id, as effects are computed from them. */
export const readEvidenceBase = (): EvidenceBase => ({
  studies: new Map(readStudies().map((study) => [study.id, study])),
  transfer: readTransfer(),
});

/**
 * What the effect of a move ought to be (log rate ratio and sd at full dose): computed from its studies, or the labelled
 * prior, or, for a definition, what the file says. `node scripts/lever-effects.mjs` writes these into data/levers/.
 */
export function computedEffect(lever: Lever, move: Lever["moves"][number], base: EvidenceBase): Effect {
  if (move.effect.basis === "evidence") return effectOf(move.effect.from, base, lever.dose.full - lever.dose.today);
  if (move.effect.basis === "no-evidence") return noEvidence(base);
  return { lnrr: move.effect.lnrr, sd: move.effect.sd };
}

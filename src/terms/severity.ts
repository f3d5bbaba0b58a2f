import type { ProblemData } from "./wording.ts";

/** Problems that ask nobody to mend anything: they tell what the publisher did, or what was left out on purpose. */
const NOTES: ReadonlySet<ProblemData["code"]> = new Set([
  "not-a-figure",
  "line-ends-mixed",
  "blank-lines",
  "last-line-open",
  "lost-characters",
  "boundary-repaired",
  "drift",
  "drift-new",
  "drift-gone",
]);

/** A fault asks to be mended; a note only tells. */
export const severityOf = (code: ProblemData["code"]): "fault" | "note" => (NOTES.has(code) ? "note" : "fault");

import { type HiddenProblem, hiddenSentence } from "../../terms/index.ts";

/** No estimate, and why: a value like any other, so that a loop over tables goes on. */
export interface Refusal {
  refused: HiddenProblem["code"];
  /** The sentence for people. */
  why: string;
  /** What it is made of; `new Problem(problem)` says the same at the command line. */
  problem: HiddenProblem;
}

export const refuse = (problem: HiddenProblem): Refusal => ({
  refused: problem.code,
  why: hiddenSentence(problem),
  problem,
});

export const isRefused = (x: object): x is Refusal => "refused" in x;

/** The first of some named counts that is no whole number from `least`. */
export function countFault(counts: Readonly<Record<string, number>>, least = 0): Refusal | undefined {
  for (const [what, found] of Object.entries(counts))
    if (!(Number.isSafeInteger(found) && found >= least)) return refuse({ code: "hidden-count", what, found, least });
  return undefined;
}

/** The first of some named numbers that is not above 0 and finite. */
export function positiveFault(numbers: Readonly<Record<string, number>>): Refusal | undefined {
  for (const [what, found] of Object.entries(numbers))
    if (!(found > 0 && found < Infinity)) return refuse({ code: "hidden-positive", what, found });
  return undefined;
}

/** The first of some named shares that is not above 0 and at most 1. */
export function shareFault(shares: Readonly<Record<string, number>>): Refusal | undefined {
  for (const [what, found] of Object.entries(shares))
    if (!(found > 0 && found <= 1)) return refuse({ code: "hidden-share", what, found });
  return undefined;
}

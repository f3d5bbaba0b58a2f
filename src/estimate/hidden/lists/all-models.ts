import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { normalCdf, Problem } from "../../../terms/index.ts";
import { existenceOf, type Interval, lnFactorials, modelOf, standardErrorOf, startOf } from "./model.ts";
import { fitPoisson } from "./poisson.ts";
import type { Work } from "./progress.ts";
import { rootBetween } from "./root.ts";
import { allPairs, type ListTable } from "./table.ts";

/** One of every model; those without an estimate (existence code not 0) are not among them. */
export interface Candidate {
  pairs: number[];
  aic: number;
  bic: number;
  /** ln of the dark figure and its standard error. */
  logDark: number;
  logDarkError: number;
}

/** 2^15 models of two-list effects; a seventh list would make it 2^21. */
const ALL_MODELS_LISTS_MOST = 6;
const TELL_EVERY = 64;

/**
 * Every model over subsets of the two-list effects (2^10 for five lists, 2^15 for six) that has an estimate. Throws a Problem for more
 * than six lists.
 */
export function* allModels(table: ListTable): Work<Candidate[]> {
  const found = table.lists.length;
  const what = "Averaging over all models";
  if (found > ALL_MODELS_LISTS_MOST)
    throw new Problem({ code: "lists-too-many", what, found, most: ALL_MODELS_LISTS_MOST });
  const [pairs, constant] = [allPairs(table), lnFactorials(table)];
  const total = 2 ** pairs.length;
  const candidates: Candidate[] = [];
  // Depth first: a model is fitted from the coefficients of the one with its last pair left out.
  const stack: { chosen: number[]; next: number; near?: Float64Array | undefined }[] = [{ chosen: [], next: 0 }];
  for (let done = 0; stack.length > 0; done++) {
    if (done % TELL_EVERY === 0) yield { what: "models", done, total };
    const { chosen, next, near } = stack.pop()!;
    const found = candidateOf(table, chosen, constant, near);
    if (found !== undefined) candidates.push(found.candidate);
    for (let i = next; i < pairs.length; i++)
      stack.push({ chosen: [...chosen, pairs[i]], next: i + 1, near: found?.coefficients });
  }
  return candidates;
}

function candidateOf(
  table: ListTable,
  pairs: number[],
  constant: number,
  near: Float64Array | undefined,
): { candidate: Candidate; coefficients: Float64Array } | undefined {
  const model = modelOf(table, pairs);
  if (existenceOf(table, model) !== 0) return undefined;
  const { coefficients, information, kernel } = fitPoisson(model.problem, startOf(model, near));
  const parameters = model.problem.terms.length + model.emptyPairs.length;
  const deviance = -2 * (kernel - constant);
  const candidate = {
    pairs,
    aic: deviance + 2 * parameters,
    bic: deviance + ln(table.observed) * parameters,
    logDark: coefficients[0],
    logDarkError: standardErrorOf(information, 0),
  };
  return { candidate, coefficients };
}

/** The lowest by a criterion, best first. */
export const bestBy = (candidates: readonly Candidate[], criterion: "aic" | "bic", most: number): Candidate[] =>
  [...candidates].sort((a, b) => a[criterion] - b[criterion]).slice(0, most);

/** Weights exp(-dBIC / 2), which sum to 1 (Kass and Raftery 1995, "Bayes factors"). */
export function bicWeights(candidates: readonly Candidate[]): Float64Array {
  const best = Math.min(...candidates.map((c) => c.bic));
  const weights = Float64Array.from(candidates, (c) => exp((best - c.bic) / 2));
  const sum = weights.reduce((a, w) => a + w, 0);
  return weights.map((w) => w / sum);
}

/**
 * Median and central interval of the total when each model counts by its weight: a mixture of the models' log-normal dark figures.
 * `candidates` must not be empty.
 */
export function averagedTotal(
  table: ListTable,
  candidates: readonly Candidate[],
  weights: Float64Array,
  level: number,
): Interval & { median: number } {
  const below = (x: number) =>
    candidates.reduce((sum, c, i) => sum + weights[i] * normalCdf((x - c.logDark) / c.logDarkError), 0);
  const ends = candidates.flatMap((c) => [c.logDark - 9 * c.logDarkError, c.logDark + 9 * c.logDarkError]);
  const [low, high] = [ends.reduce((a, b) => Math.min(a, b)), ends.reduce((a, b) => Math.max(a, b))];
  const quantile = (p: number) => table.observed + exp(rootBetween((x) => below(x) - p, low, high, 1e-10));
  return { median: quantile(0.5), low: quantile((1 - level) / 2), high: quantile((1 + level) / 2) };
}

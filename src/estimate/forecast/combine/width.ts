import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { interval, LEVELS, MEDIAN } from "../scoring/levels.ts";

/** A past combination that has come due: quantiles at LEVELS and the truth, both on the log scale. */
export interface PastSpread {
  quantiles: readonly number[];
  truth: number;
}

/** The interval whose promise is kept. */
const PROMISE = 0.9;
const MOST = 3;

/** The width as it is counts as this many past origins: a far quantile of errors that overlap is learned slowly. */
const WORTH_OF_AS_IT_IS = 16;

/**
 * Factor by which intervals are widened so that 90% of past truths would have lain inside the 90% interval: the conformal
 * quantile of |truth - median| over the half-width on its side (Vovk, Gammerman and Shafer 2005; Romano, Patterson and
 * Candès 2019), drawn to 1 on the log scale by how few origins (`learnedFrom`) it was learned from. Between 1 and 3: calm
 * years are no ground to promise more.
 */
export function widthOf(past: readonly PastSpread[], learnedFrom: number): number {
  if (past.length === 0) return 1;
  const ratios = Float64Array.from(past, ratioOf).sort();
  const rank = Math.min(ratios.length, Math.ceil((ratios.length + 1) * PROMISE));
  const wanted = Math.min(MOST, Math.max(1, ratios[rank - 1]));
  return exp((learnedFrom / (learnedFrom + WORTH_OF_AS_IT_IS)) * ln(wanted));
}

/** How far the truth lay from the median, in half-widths of the 90% interval on its side. */
function ratioOf({ quantiles, truth }: PastSpread): number {
  const [low, high] = interval(quantiles, PROMISE);
  const middle = quantiles[MEDIAN];
  const half = truth >= middle ? high - middle : middle - low;
  const gap = Math.abs(truth - middle);
  return gap === 0 ? 0 : gap / Math.max(half, 1e-12);
}

/** Quantiles moved away from their median by a factor. */
export const stretched = (quantiles: readonly number[], width: number): number[] =>
  LEVELS.map((_, k) => quantiles[MEDIAN] + width * (quantiles[k] - quantiles[MEDIAN]));

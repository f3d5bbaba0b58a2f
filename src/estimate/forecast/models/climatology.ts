import exp from "@stdlib/math-base-special-exp";
import { negativeBinomialLogPmf, negativeBinomialQuantile } from "../../../terms/index.ts";
import { minimiseBetween } from "./golden.ts";

/** A mean is at least this: a negative binomial of mean 0 could never be surprised. */
export const LEAST_MEAN = 0.5;
/** With fewer past pairs than this the size of the horizon before is used. */
const FEWEST_PAIRS = 6;
const YEAR = 4;

/** Negative binomial forecasts of a count: one mean, and a size (inverse overdispersion) for each horizon. */
export interface CountForecast {
  mean: number;
  size: number[];
}

/**
 * Negative binomial climatology: the mean of the last four quarters, with the overdispersion that past counts had around
 * the mean of the four quarters that ended h quarters before. Needs 10 counts.
 */
export function climatology(counts: readonly number[], count: number): CountForecast {
  const meanAt = (t: number) => yearMean(counts, t);
  const sizes: number[] = [];
  for (let h = 1; h <= count; h++) {
    const pairs: [number, number][] = [];
    for (let t = YEAR - 1; t + h < counts.length; t++) pairs.push([counts[t + h], meanAt(t)]);
    sizes.push(pairs.length >= FEWEST_PAIRS || h === 1 ? sizeOf(pairs) : sizes[h - 2]);
  }
  return { mean: meanAt(counts.length - 1), size: sizes };
}

const yearMean = (counts: readonly number[], last: number): number =>
  Math.max(LEAST_MEAN, counts.slice(last - YEAR + 1, last + 1).reduce((a, b) => a + b, 0) / YEAR);

/** Least size: below it a count's spread is so wide that it says nothing. */
const LN_LEAST_SIZE = -2.995732273553991; // ln 0.05
const LN_GREATEST_SIZE = 12;

/** Size of a negative binomial by maximum likelihood over [count, mean] pairs, between 0.05 and e^12 (Poisson). */
export function sizeOf(pairs: readonly (readonly [number, number])[]): number {
  const loss = (lnSize: number) =>
    -pairs.reduce((sum, [y, mean]) => sum + negativeBinomialLogPmf(y, mean, exp(lnSize)), 0);
  return exp(minimiseBetween(loss, LN_LEAST_SIZE, LN_GREATEST_SIZE, 1e-8));
}

/** Quantiles of a negative binomial at the levels. */
export const countQuantiles = (mean: number, size: number, levels: readonly number[]): number[] =>
  levels.map((p) => negativeBinomialQuantile(p, mean, size));

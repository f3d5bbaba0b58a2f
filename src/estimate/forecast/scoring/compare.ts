import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { tCdf } from "../../../terms/index.ts";

/** Skill of each forecaster against all others: below 1 is better than the typical one. */
export interface RelativeSkill {
  /** Geometric mean over all forecasters (itself included) of the ratio of mean scores. */
  theta: number[];
  /** theta over the baseline's theta. */
  scaled: number[];
}

/**
 * Pairwise relative skill: each pair is compared only where both have a score (NaN marks a missing cell), so forecasters
 * that skipped hard cases gain nothing. `scores[i][c]` is forecaster i on case c. Cramer et al. 2022, PNAS 119(15).
 * A pair without a common case counts as 1.
 */
export function relativeSkill(scores: readonly (readonly number[])[], baseline: number): RelativeSkill {
  const theta = scores.map((mine) => {
    const logs = scores.map((theirs) => ln(ratioOfMeans(mine, theirs)));
    return exp(logs.reduce((a, b) => a + b, 0) / scores.length);
  });
  return { theta, scaled: theta.map((t) => t / theta[baseline]) };
}

function ratioOfMeans(mine: readonly number[], theirs: readonly number[]): number {
  let [a, b] = [0, 0];
  for (let c = 0; c < mine.length; c++) {
    if (Number.isNaN(mine[c]) || Number.isNaN(theirs[c])) continue;
    a += mine[c];
    b += theirs[c];
  }
  return b > 0 ? a / b : 1;
}

/** Diebold-Mariano test of equal accuracy. */
export interface DieboldMariano {
  dm: number;
  /** With the small-sample correction of Harvey, Leybourne and Newbold 1997. */
  hln: number;
  /** Two-sided, Student's t with n-1 degrees of freedom. */
  p: number;
}

/**
 * Test that the mean of `differences` (score of one forecaster minus the other's, in time order) is 0; negative favours the
 * first. The variance sums autocovariances to lag horizon-1. NaN where the differences do not vary.
 */
export function dieboldMariano(differences: readonly number[], horizon: number): DieboldMariano {
  const n = differences.length;
  const mean = differences.reduce((a, b) => a + b, 0) / n;
  const gap = differences.map((d) => d - mean);
  let variance = 0;
  for (let lag = 0; lag < horizon; lag++) {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += gap[t] * gap[t - lag];
    variance += ((lag === 0 ? 1 : 2) * sum) / n;
  }
  const dm = mean / Math.sqrt(variance / n);
  const hln = dm * Math.sqrt((n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n);
  return { dm, hln, p: 2 * tCdf(-Math.abs(hln), n - 1) };
}

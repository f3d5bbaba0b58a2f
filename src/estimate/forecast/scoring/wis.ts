import { lnOnePlus } from "../../../terms/index.ts";
import { near } from "./levels.ts";

/** A weighted interval score and what it is made of; the three parts sum to it. Smaller is better, unit of the observation. */
export interface WisParts {
  wis: number;
  /** Width of the intervals: the price of being unsure. */
  dispersion: number;
  /** The truth lay above what was forecast. */
  underprediction: number;
  /** The truth lay below what was forecast. */
  overprediction: number;
}

/** Loss of one quantile at level `tau`: tau (y-q) above it, (1-tau)(q-y) below. Gneiting 2011, section 3. */
export const pinball = (quantile: number, tau: number, observed: number): number =>
  observed >= quantile ? tau * (observed - quantile) : (1 - tau) * (quantile - observed);

/** Interval score of a central (1-alpha) interval in its parts: width, and 2/alpha times what lies outside. Gneiting and Raftery 2007, eq. 43. */
export function intervalScore(lower: number, upper: number, alpha: number, observed: number): WisParts {
  const dispersion = upper - lower;
  const underprediction = (2 / alpha) * Math.max(0, observed - upper);
  const overprediction = (2 / alpha) * Math.max(0, lower - observed);
  return { wis: dispersion + underprediction + overprediction, dispersion, underprediction, overprediction };
}

/**
 * Weighted interval score: (|y-m|/2 + sum_k alpha_k/2 IS_k) / (K + 1/2), equal to the mean of twice the pinball loss over
 * all levels. Bracher et al. 2021, eq. 1 and 2. `levels` ascending and symmetric about 0.5, `quantiles` beside them.
 * Throws a RangeError when a level has no mirror image.
 */
export function weightedIntervalScore(
  quantiles: ArrayLike<number>,
  levels: readonly number[],
  observed: number,
): WisParts {
  const sum = medianPart(quantiles, levels, observed);
  const pairs = Math.floor(levels.length / 2);
  for (let k = 0; k < pairs; k++) {
    const mirror = levels.length - 1 - k;
    if (!near(levels[k] + levels[mirror], 1)) throw new RangeError(`Level ${levels[k]} has no mirror image`);
    const alpha = 2 * levels[k];
    const score = intervalScore(quantiles[k], quantiles[mirror], alpha, observed);
    sum.dispersion += (alpha / 2) * score.dispersion;
    sum.underprediction += (alpha / 2) * score.underprediction;
    sum.overprediction += (alpha / 2) * score.overprediction;
  }
  return scaled(sum, levels.length / 2);
}

/** Half the distance from the median to the truth; zero where no median is among the levels. */
function medianPart(quantiles: ArrayLike<number>, levels: readonly number[], observed: number) {
  const hasMedian = levels.length % 2 === 1;
  const gap = hasMedian ? observed - quantiles[(levels.length - 1) / 2] : 0;
  return { dispersion: 0, underprediction: Math.max(0, gap) / 2, overprediction: Math.max(0, -gap) / 2 };
}

function scaled(sum: Omit<WisParts, "wis">, by: number): WisParts {
  const dispersion = sum.dispersion / by;
  const underprediction = sum.underprediction / by;
  const overprediction = sum.overprediction / by;
  return { wis: dispersion + underprediction + overprediction, dispersion, underprediction, overprediction };
}

/** The same score of ln(1+x) of forecast and truth, so that large places do not dominate. Bosse et al. 2023 (PLOS Comp Biol 19(8)). */
export const logScaleWis = (quantiles: ArrayLike<number>, levels: readonly number[], observed: number): WisParts =>
  weightedIntervalScore(Array.from(quantiles, lnOnePlus), levels, lnOnePlus(observed));

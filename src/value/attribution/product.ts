import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { normalQuantile } from "../../terms/index.ts";

/** Half-width of a 90% normal interval in standard deviations. */
export const Z90 = 1.6448536269514722;

/** A middle with the ends of its 90% interval. */
export interface Points {
  low: number;
  middle: number;
  high: number;
}

const logit = (p: number): number => ln(p / (1 - p));
const expit = (x: number): number => 1 / (1 + exp(-x));

/**
 * Quantile function of a share given by three points: normal on the logit scale, with a standard deviation of its own on each
 * side of the middle, so that the 5th, 50th and 95th percentiles are the points. `z` is a standard normal deviate.
 */
export const shareAt = ({ low, middle, high }: Points, z: number): number => {
  const centre = logit(middle);
  return expit(centre + (z < 0 ? (z * (centre - logit(low))) / Z90 : (z * (logit(high) - centre)) / Z90));
};

/** The same for a positive amount on the log scale. */
export const amountAt = ({ low, middle, high }: Points, z: number): number => {
  const centre = ln(middle);
  return exp(centre + (z < 0 ? (z * (centre - ln(low))) / Z90 : (z * (ln(high) - centre)) / Z90));
};

/** Points of the grid on each axis. */
const STEPS = 101;

/**
 * 5th, 50th and 95th percentile of a log-normal amount times a logit-normal share, independent of each other: the product on a
 * grid of 101 by 101 equally likely points, no random draw. Exact where one of the two is known.
 */
export function product(amount: Points, share: Points): Points {
  if (amount.middle === 0) return { low: 0, middle: 0, high: 0 };
  if (amount.low === amount.high)
    return { low: amount.middle * share.low, middle: amount.middle * share.middle, high: amount.middle * share.high };
  const deviates = Array.from({ length: STEPS }, (_, i) => normalQuantile((i + 0.5) / STEPS));
  const shares = deviates.map((z) => shareAt(share, z));
  const amounts = deviates.map((z) => amountAt(amount, z));
  const values = Float64Array.from(amounts.flatMap((a) => shares.map((s) => a * s))).sort();
  const at = (p: number) => values[Math.round(p * (values.length - 1))];
  return { low: at(0.05), middle: at(0.5), high: at(0.95) };
}

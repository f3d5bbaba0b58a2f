import { normalCdf, normalQuantile } from "../../../terms/index.ts";

/** Bias-corrected and accelerated bootstrap quantiles (Efron 1987, "Better bootstrap confidence intervals"). */
export interface Bca {
  /** Median bias of the replicates: normal quantile of the share below the estimate. */
  bias: number;
  acceleration: number;
  /** The probabilities at which the replicates are read instead of those that were asked for. */
  adjusted: Float64Array;
  quantiles: Float64Array;
  /** For each quantile, whether it is the smallest or the largest replicate: more resamples could move it further. */
  isAtEdge: boolean[];
}

/**
 * Quantiles at `probabilities` from sorted replicates, the estimate itself, and the estimates with one person fewer of each history
 * (`jackknife`, counted `people` times).
 */
export function bcaQuantiles(
  sorted: Float64Array,
  estimate: number,
  jackknife: ArrayLike<number>,
  people: ArrayLike<number>,
  probabilities: readonly number[],
): Bca {
  const n = sorted.length;
  const below = sorted.reduce((count, x) => (x < estimate ? count + 1 : count), 0);
  // A share of 0 or 1 would be an infinite bias: half a replicate is kept on either side.
  const bias = normalQuantile(Math.min(n - 0.5, Math.max(0.5, below)) / n);
  const acceleration = accelerationOf(jackknife, people);
  const adjusted = Float64Array.from(probabilities, (p) => {
    const z = bias + normalQuantile(p);
    return normalCdf(bias + z / (1 - acceleration * z));
  });
  return {
    bias,
    acceleration,
    adjusted,
    quantiles: adjusted.map((p) => quantileOf(sorted, p)),
    isAtEdge: [...adjusted].map((p) => isEdge(n, p)),
  };
}

/** Sum of cubes over 6 (sum of squares)^1.5 of the jackknife's departures from their mean, each counted by its people; 0 where none is finite. */
function accelerationOf(jackknife: ArrayLike<number>, people: ArrayLike<number>): number {
  let [all, sum, squares, cubes] = [0, 0, 0, 0];
  for (let i = 0; i < jackknife.length; i++) {
    all += people[i];
    sum += people[i] * jackknife[i];
  }
  for (let i = 0; i < jackknife.length; i++) {
    const departure = sum / all - jackknife[i];
    squares += people[i] * departure ** 2;
    cubes += people[i] * departure ** 3;
  }
  const acceleration = cubes / (6 * squares * Math.sqrt(squares));
  return Number.isFinite(acceleration) ? acceleration : 0;
}

/** Place of a quantile among n sorted values, from 1 (Hyndman and Fan 1996, type 8). */
const placeOf = (n: number, p: number): number => (n + 1 / 3) * p + 1 / 3;

const isEdge = (n: number, p: number): boolean => placeOf(n, p) < 1 || placeOf(n, p) >= n;

/** Quantile of sorted values, median-unbiased (type 8): the default of none, the recommendation of Hyndman and Fan. */
export function quantileOf(sorted: Float64Array, p: number): number {
  const place = Math.min(sorted.length, Math.max(1, placeOf(sorted.length, p)));
  const [j, share] = [Math.floor(place), place - Math.floor(place)];
  return share === 0 ? sorted[j - 1] : (1 - share) * sorted[j - 1] + share * sorted[j];
}

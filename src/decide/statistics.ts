/** A middle and a range that holds `level` of the runs. */
export interface Spread {
  median: number;
  low: number;
  high: number;
  level: 0.9;
}

/**
 * Quantile of type 7 (Hyndman and Fan 1996; the default of R and NumPy): linear between the order statistics around
 * (n - 1) p. `sorted` ascending and not empty; `p` from 0 to 1.
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** Median and the central 90% of runs. A range over one run is that run. */
export function spread(values: Float64Array): Spread {
  const sorted = values.slice().sort();
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.05), high: quantile(sorted, 0.95), level: 0.9 };
}

/**
 * How far the median of more runs might lie from this one: the distribution-free 95% interval of a median from order
 * statistics, ranks j and n + 1 - j with the largest j for which P(Binomial(n, 1/2) < j) <= 2.5% (David and Nagaraja,
 * Order Statistics, 7.1). Null under six runs, where no such interval exists. No resampling, so it is the same each time.
 */
export function medianError(values: Float64Array): { low: number; high: number; level: 0.95 } | null {
  const n = values.length;
  const rank = medianRank(n);
  if (rank === 0) return null;
  const sorted = values.slice().sort();
  return { low: sorted[rank - 1], high: sorted[n - rank], level: 0.95 };
}

/** The largest j with P(Binomial(n, 1/2) < j) <= 0.025; 0 when there is none. */
export function medianRank(n: number): number {
  let logTerm = -n * Math.LN2;
  let cumulative = 0;
  for (let k = 0; k < n; k++) {
    cumulative += Math.exp(logTerm);
    if (cumulative > 0.025) return k;
    logTerm += Math.log((n - k) / (k + 1));
  }
  return 0;
}

/** Share of runs in which the difference b - a is for the better; a tie counts half. Null where no direction is better. */
export function shareBetter(differences: Float64Array, better: "lower" | "higher" | "neither"): number | null {
  if (better === "neither" || differences.length === 0) return null;
  const sign = better === "higher" ? 1 : -1;
  let wins = 0;
  for (const d of differences) wins += d === 0 ? 0.5 : Math.sign(d) === sign ? 1 : 0;
  return wins / differences.length;
}

/** Variance over runs (divisor n - 1); 0 for one run. */
export function variance(values: Float64Array): number {
  const n = values.length;
  if (n < 2) return 0;
  let mean = 0;
  for (const v of values) mean += v / n;
  let squares = 0;
  for (const v of values) squares += (v - mean) ** 2;
  return squares / (n - 1);
}

/**
 * Share of the variance of an answer that goes when a part of it is left out, both run with the same luck:
 * 1 - Var(without) / Var(whole), held within 0 and 1. Null when the whole does not vary.
 */
export function varianceShare(whole: Float64Array, without: Float64Array): number | null {
  const total = variance(whole);
  return total === 0 ? null : Math.min(1, Math.max(0, 1 - variance(without) / total));
}

import type { SmoothingShape, SmoothingStart } from "./smoothing.ts";

/**
 * Where the fit of an exponential smoothing model starts: middling weights, the season from centred moving averages, level
 * and trend from a line through the first values less their season. Hyndman et al. 2002, section 4.
 */
export function startOf(series: readonly number[], { hasTrend, isDamped, season }: SmoothingShape): SmoothingStart {
  const alpha = 1e-4 + (0.2 * 0.9998) / season;
  const seasons = season > 1 ? seasonsOf(series, season) : [];
  const rest = series.map((y, t) => (season > 1 ? y - seasons[t % season] : y));
  const early = rest.slice(0, Math.max(10, 2 * season));
  const line = lineThrough(early);
  const mean = early.reduce((a, b) => a + b, 0) / early.length;
  return {
    ...{ alpha, seasons },
    beta: hasTrend ? 1e-4 + 0.1 * (alpha - 1e-4) : 0,
    gamma: season > 1 ? 1e-4 + 0.05 * (1 - alpha - 1e-4) : 0,
    phi: isDamped ? 0.8 + 0.99 * 0.18 : 1,
    level: hasTrend ? line.level : mean,
    trend: hasTrend ? line.slope : 0,
  };
}

/** Mean gap of each quarter from a centred moving average of a year; sums to 0. Needs two years. */
function seasonsOf(series: readonly number[], period: number): number[] {
  const half = period / 2;
  const sums = new Array<number>(period).fill(0);
  const counts = new Array<number>(period).fill(0);
  for (let t = half; t < series.length - half; t++) {
    let around = (series[t - half] + series[t + half]) / 2;
    for (let k = 1 - half; k < half; k++) around += series[t + k];
    sums[t % period] += series[t] - around / period;
    counts[t % period]++;
  }
  const means = sums.map((s, j) => (counts[j] > 0 ? s / counts[j] : 0));
  const middle = means.reduce((a, b) => a + b, 0) / period;
  return means.map((m) => m - middle);
}

/** Least-squares line over places 1, 2, ...: its value at 0 and its slope. */
function lineThrough(values: readonly number[]): { level: number; slope: number } {
  const n = values.length;
  const middle = (n + 1) / 2;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const [xy, xx] = values.reduce(
    ([a, b], y, i) => [a + (i + 1 - middle) * (y - mean), b + (i + 1 - middle) ** 2],
    [0, 0],
  );
  const slope = xx > 0 ? xy / xx : 0;
  return { level: mean - slope * middle, slope };
}

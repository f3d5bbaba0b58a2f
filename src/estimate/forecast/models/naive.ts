import { difference } from "./stationarity.ts";

/** Normal forecasts on the scale of the series: means and standard deviations for horizons 1, 2, ... */
export interface NormalForecast {
  mean: number[];
  sd: number[];
}

const meanSquare = (values: readonly number[]): number => values.reduce((sum, x) => sum + x * x, 0) / values.length;

const steps = (count: number, at: (h: number) => [number, number]): NormalForecast => {
  const rows = Array.from({ length: count }, (_, h) => at(h + 1));
  return { mean: rows.map(([m]) => m), sd: rows.map(([, v]) => Math.sqrt(v)) };
};

/** The last value, for ever; variance of the mean squared change, times h. Needs 2 values. */
export function lastValue(series: readonly number[], count: number): NormalForecast {
  const variance = meanSquare(difference(series, 1));
  return steps(count, (h) => [series[series.length - 1], variance * h]);
}

/** The same quarter of the last year seen; variance of the mean squared yearly change, times the years ahead. Needs a year and a value. */
export function seasonalNaive(series: readonly number[], count: number, season: number): NormalForecast {
  const variance = meanSquare(difference(series, season));
  return steps(count, (h) => {
    const years = Math.floor((h - 1) / season) + 1;
    return [series[series.length - 1 + h - years * season], variance * years];
  });
}

/** The last value and the mean past change, with the doubt of that mean: variance s2 (h + h^2/n). Needs 3 values. */
export function drift(series: readonly number[], count: number): NormalForecast {
  const changes = difference(series, 1);
  const n = changes.length;
  const slope = changes.reduce((a, b) => a + b, 0) / n;
  const variance = changes.reduce((sum, x) => sum + (x - slope) ** 2, 0) / (n - 1);
  return steps(count, (h) => [series[series.length - 1] + h * slope, variance * (h + (h * h) / n)]);
}

/** The mean of all values, with its own doubt: variance s2 (1 + 1/n). Needs 2 values. */
export function overallMean(series: readonly number[], count: number): NormalForecast {
  const n = series.length;
  const mean = series.reduce((a, b) => a + b, 0) / n;
  const variance = series.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  return steps(count, () => [mean, variance * (1 + 1 / n)]);
}

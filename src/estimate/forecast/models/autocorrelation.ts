import { chiSquareCdf } from "../../../terms/index.ts";
import { difference } from "./stationarity.ts";

/** Autocorrelations at lags 0 to `most`, each over the sum of squares of the whole series. */
export function autocorrelation(series: readonly number[], most: number): number[] {
  const mean = series.reduce((a, b) => a + b, 0) / series.length;
  const gap = series.map((x) => x - mean);
  const at = (lag: number) => gap.slice(lag).reduce((sum, x, t) => sum + x * gap[t], 0);
  return Array.from({ length: most + 1 }, (_, lag) => at(lag) / at(0));
}

/** Ljung and Box 1978: whether the first `lags` autocorrelations together differ from none; p by chi-square with `lags` degrees. */
export function ljungBox(series: readonly number[], lags: number): { statistic: number; p: number } {
  const n = series.length;
  const r = autocorrelation(series, lags);
  const sum = r.slice(1).reduce((total, x, i) => total + (x * x) / (n - i - 1), 0);
  const statistic = n * (n + 2) * sum;
  return { statistic, p: 1 - chiSquareCdf(statistic, lags) };
}

/** Mean absolute change against the same quarter a year before: the scale of MASE (Hyndman and Koehler 2006). */
export function maseScale(series: readonly number[], season: number): number {
  const changes = difference(series, season);
  return changes.reduce((sum, x) => sum + Math.abs(x), 0) / changes.length;
}

/** x_t - x_{t-lag}: `lag` values shorter. */
export const difference = (series: ArrayLike<number>, lag: number): number[] =>
  Array.from({ length: Math.max(0, series.length - lag) }, (_, i) => series[i + lag] - series[i]);

/** Whether all values are the same. */
export const isConstant = (series: readonly number[]): boolean => series.every((x) => x === series[0]);

/** KPSS statistic of a constant level, Bartlett window of trunc(3 sqrt(n)/13) lags: large when the level wanders. Kwiatkowski et al. 1992. */
export function kpssStatistic(series: readonly number[]): number {
  const n = series.length;
  const mean = series.reduce((a, b) => a + b, 0) / n;
  const gap = series.map((x) => x - mean);
  const lags = Math.trunc((3 * Math.sqrt(n)) / 13);
  const autocovariance = (lag: number) => gap.slice(lag).reduce((sum, x, t) => sum + x * gap[t], 0) / n;
  let variance = autocovariance(0);
  for (let lag = 1; lag <= lags; lag++) variance += 2 * (1 - lag / (lags + 1)) * autocovariance(lag);
  let [running, squares] = [0, 0];
  for (const x of gap) {
    running += x;
    squares += running * running;
  }
  return squares / (n * n * variance);
}

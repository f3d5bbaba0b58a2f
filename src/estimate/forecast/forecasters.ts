import { type Forecaster, logNormalQuantiles, logScale, normalQuantiles, YEAR } from "./forecaster.ts";
import { fitArima } from "./models/arima.ts";
import { autoArima } from "./models/auto-arima.ts";
import { climatology, countQuantiles } from "./models/climatology.ts";
import { autoEts } from "./models/ets.ts";
import { drift, lastValue, type NormalForecast, seasonalNaive } from "./models/naive.ts";

/** A forecaster that works on ln(1+y) with normal errors. */
const onLogScale = (
  id: string,
  title: string,
  fewest: number,
  model: (z: readonly number[], horizons: number) => NormalForecast,
): Forecaster => ({
  ...{ id, title, fewest },
  forecast: (history, horizons, levels) => logNormalQuantiles(model(logScale(history), horizons), levels),
});

/** The same model on the counts themselves. */
const onCounts = (
  id: string,
  title: string,
  fewest: number,
  model: (y: readonly number[], horizons: number) => NormalForecast,
): Forecaster => ({
  ...{ id, title, fewest },
  forecast: (history, horizons, levels) => normalQuantiles(model(history, horizons), levels),
});

export const LAST_VALUE = onLogScale("last-value", "last quarter, log scale", 2, lastValue);

/** The baseline: what any forecast must beat, and what a combination always keeps a part of. */
export const SEASONAL_NAIVE = onLogScale(
  ...(["seasonal-naive", "same quarter of last year, log scale", YEAR + 1] as const),
  (z, horizons) => seasonalNaive(z, horizons, YEAR),
);

export const DRIFT = onLogScale("drift", "last quarter and mean past growth", 4, drift);

export const EXPONENTIAL_SMOOTHING = onLogScale(
  ...(["exponential-smoothing", "exponential smoothing, additive, chosen by AICc, log scale", 8] as const),
  (z, horizons) => autoEts(z, YEAR).forecast(horizons),
);

export const ARIMA_011 = onLogScale(
  ...(["arima-011", "ARIMA(0,1,1) with drift, log scale", 8] as const),
  (z, horizons) => {
    const fit = fitArima(z, { p: 0, d: 1, q: 1, P: 0, D: 0, Q: 0, season: YEAR }, true);
    // Degrees of freedom of the two coefficients, as in least squares.
    return fit.forecast(horizons, (fit.variance * (z.length - 1)) / (z.length - 3));
  },
);

export const AUTOMATIC_ARIMA = onLogScale(
  ...(["automatic-arima", "seasonal ARIMA, orders chosen by AICc, log scale", 8] as const),
  (z, horizons) => {
    const fit = autoArima(z, YEAR);
    return fit.forecast(horizons, fit.forecastVariance);
  },
);

export const CLIMATOLOGY: Forecaster = {
  id: "climatology",
  title: "negative binomial about the mean of the last four quarters",
  fewest: 8,
  forecast: (history, horizons, levels) => {
    const { mean, size } = climatology(history, horizons);
    return size.map((s) => countQuantiles(mean, s, levels));
  },
};

/** The three plainest on the counts themselves: baselines only, their intervals are far too narrow where a series grows. */
export const ON_COUNTS: readonly Forecaster[] = [
  onCounts("last-value-counts", "last quarter, natural scale", 2, lastValue),
  onCounts("seasonal-naive-counts", "same quarter of last year, natural scale", YEAR + 1, (y, horizons) =>
    seasonalNaive(y, horizons, YEAR),
  ),
  onCounts("drift-counts", "last quarter and mean past change, natural scale", 4, drift),
];

/** The six that the median baseline is made of. */
export const SIX: readonly Forecaster[] = [
  LAST_VALUE,
  SEASONAL_NAIVE,
  DRIFT,
  EXPONENTIAL_SMOOTHING,
  AUTOMATIC_ARIMA,
  CLIMATOLOGY,
];

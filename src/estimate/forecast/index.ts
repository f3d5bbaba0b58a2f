export { HORIZONS } from "./backtest/backtest.ts";
export { quarterName, quarterNamed, quarterOfDay } from "./backtest/quarter.ts";
export type { Track } from "./backtest/track.ts";
export { type ForecastSeries, panelOf, readForecastSeries } from "./series.ts";
export {
  type ForecastQuarter,
  fewestQuarters,
  fingerprintOfSeries,
  forecastSeries,
  type SeriesForecast,
} from "./series-forecast.ts";

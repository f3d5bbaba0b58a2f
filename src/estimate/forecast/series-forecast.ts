import { createHash } from "node:crypto";
import type { Figure, OriginId } from "../../terms/index.ts";
import { type Backtest, type BacktestOptions, backtest, HORIZONS, scoresOf } from "./backtest/backtest.ts";
import { daysOf, quarterName } from "./backtest/quarter.ts";
import type { Scored } from "./backtest/scored.ts";
import { type Track, tracksOf } from "./backtest/track.ts";
import { lastOf, type Member } from "./combine/panel.ts";
import { YEAR } from "./forecaster.ts";
import { MEMBERS } from "./members.ts";
import { INTERVALS, interval, MEDIAN } from "./scoring/levels.ts";
import type { ForecastSeries, ObservedPanel } from "./series.ts";

/** A quarter ahead of what is published, for one place. */
export interface ForecastQuarter {
  place: string;
  /** "2024Q1", with its days. */
  quarter: string;
  start: string;
  end: string;
  /** Quarters after the last one published. */
  horizon: number;
  median: number;
  /** The 50, 80, 90 and 95% intervals. */
  fan: Figure[];
}

/** One series forecast from its last published quarter, with how such forecasts did before. Plain data, kept by its fingerprint. */
export interface SeriesForecast {
  contract: "soclab-series-forecast-1";
  /** SHA-256 over the counts and the methods: the same fingerprint, the same forecast. */
  fingerprint: string;
  series: ForecastSeries;
  /** The last quarter that was known, "2023Q4". */
  origin: string;
  firstQuarter: string;
  quarters: ForecastQuarter[];
  /** What the forecast is made of: members with their weights, the baseline first. */
  weights: { id: string; title: string; weight: number }[];
  width: number;
  learnedFrom: number;
  /** Past forecasts of the combination, by horizon and over all, against the baseline. */
  track: Track[];
  /** How many origins the track record is of, with the first and last. */
  origins: { count: number; first: string; last: string } | undefined;
  /** The same of each member over all horizons. */
  members: { id: string; title: string; track: Track[] }[];
  from: OriginId[];
}

/** Changed when a method changes: results kept before are then made anew. */
const METHOD = "forecast-1";

/** Past forecasts are scored from this many quarters of history on, as the back-test protocol asks. Counts by area are younger. */
const SCORED_FROM = { nation: 12, areas: 1 };

/** What a forecast is named by, 64 hex: the counts, their first quarter and the methods. */
export const fingerprintOfSeries = (series: ForecastSeries, { panel, places }: ObservedPanel): string =>
  createHash("sha256")
    .update(JSON.stringify([METHOD, series, panel, places, membersOf(series).map((m) => m.id)]))
    .digest("hex");

const membersOf = ({ scope }: ForecastSeries): readonly Member[] => MEMBERS[scope];

/** The fewest quarters that a series of this scope is forecast from. */
export const fewestQuarters = (series: ForecastSeries): number => Math.max(...membersOf(series).map((m) => m.fewest));

/**
 * Forecasts a series from its last quarter and scores how it would have been forecast before. Deterministic; takes about a
 * tenth to half a second for every quarter of history. Throws the signal's reason when stopped, a RangeError when there are
 * fewer quarters than `fewestQuarters`.
 */
export async function forecastSeries(
  series: ForecastSeries,
  observed: ObservedPanel,
  options: BacktestOptions = {},
): Promise<SeriesForecast> {
  const { panel, places, from } = observed;
  const made = await backtest(panel, membersOf(series), options);
  const { weights, width, learnedFrom } = made.combined[made.combined.length - 1];
  const firstScored = panel.first + SCORED_FROM[series.scope] - 1;
  const scores = scoresOf(made, (origin) => origin >= firstScored);
  const baseline = scores.members[0].rows;
  return {
    contract: "soclab-series-forecast-1",
    fingerprint: fingerprintOfSeries(series, observed),
    ...{ series, width, learnedFrom },
    from: from.flat(),
    origin: quarterName(lastOf(panel)),
    firstQuarter: quarterName(panel.first),
    quarters: places.flatMap((place, area) => quartersOf(made, series.unit, place, area, from[area])),
    weights: made.members.map(({ id, title }, m) => ({ id, title, weight: weights[m] })),
    track: tracksOf(scores.combined, baseline),
    origins: originsOf(scores.combined),
    members: made.members.map(({ id, title }, m) => ({ id, title, track: tracksOf(scores.members[m].rows, baseline) })),
  };
}

function originsOf(rows: readonly Scored[]): SeriesForecast["origins"] {
  const origins = [...new Set(rows.map((r) => r.origin))];
  if (origins.length === 0) return undefined;
  return { count: origins.length, first: quarterName(Math.min(...origins)), last: quarterName(Math.max(...origins)) };
}

function quartersOf({ panel, combined }: Backtest, unit: string, place: string, area: number, from: OriginId[]) {
  // The last year's counts stand for all: the whole series is listed once, beside the forecast.
  const origins = [...from.slice(-YEAR), "rule:forecast-combination"];
  const { quantiles } = combined[combined.length - 1];
  return Array.from({ length: HORIZONS }, (_, i): ForecastQuarter => {
    const quarter = lastOf(panel) + i + 1;
    const row = quantiles[area][i];
    const fan = INTERVALS.map((level): Figure => {
      const [low, high] = interval(row, level);
      return { value: row[MEDIAN], low, high, level, unit, kind: "estimated", from: origins };
    });
    return { place, quarter: quarterName(quarter), ...daysOf(quarter), horizon: i + 1, median: row[MEDIAN], fan };
  });
}

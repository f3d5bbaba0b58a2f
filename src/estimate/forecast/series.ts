import { projectFile, readTable } from "../../store/index.ts";
import {
  isMissing,
  type Observation,
  type OriginId,
  oneOf,
  optionalText,
  type Row,
  THREAT_IDS,
  type ThreatId,
  text,
  UNITED_KINGDOM,
} from "../../terms/index.ts";
import { daysOf, type Quarter, quarterOfDay } from "./backtest/quarter.ts";
import type { Panel } from "./combine/panel.ts";

/** A row of data/forecast-series.csv: which counts are forecast, and where they come from. */
export interface ForecastSeries {
  id: string;
  title: string;
  threat: ThreatId;
  /** One series of the United Kingdom, or one of each police area. */
  scope: "nation" | "areas";
  measure: string;
  /** Breakdowns that are summed. */
  breakdowns: string[];
  unit: string;
  source: string;
  note: string;
}

/** Every series that is forecast, in the order of data/forecast-series.csv. Throws a Problem that names the line. */
export const readForecastSeries = (): ForecastSeries[] =>
  readTable(projectFile("data", "forecast-series.csv"), readSeries);

const readSeries = (row: Row): ForecastSeries => ({
  id: row.take("id", text),
  title: row.take("title", text),
  threat: row.take("threat", oneOf(...THREAT_IDS)),
  scope: row.take("scope", oneOf("nation", "areas")),
  measure: row.take("measure", text),
  breakdowns: row.take("breakdowns", text).split(" + "),
  unit: row.take("unit", text),
  source: row.take("source", text),
  note: row.take("note", optionalText),
});

/** A panel with the places of its areas and the observations that it was made of. */
export interface ObservedPanel {
  panel: Panel;
  /** ONS codes beside `panel.values`. */
  places: string[];
  /** Observations of each area, oldest first. */
  from: OriginId[][];
}

/**
 * The quarters of a series up to `until` (its last ones without a gap), from observations in any order. Of two publications
 * of one quarter the later counts. Areas that lack a quarter of the longest run are left out. Undefined where no whole
 * quarter is collated.
 */
export function panelOf(
  series: ForecastSeries,
  observations: readonly Observation[],
  until: Quarter = Number.POSITIVE_INFINITY,
): ObservedPanel | undefined {
  const runs = placesOf(series, observations).flatMap((place) => {
    const run = runOf(series, observations, place, until);
    return run ? [{ place, ...run }] : [];
  });
  const last = Math.max(...runs.map((r) => r.last));
  const ending = runs.filter((r) => r.last === last);
  const length = Math.max(0, ...ending.map((r) => r.values.length));
  if (length === 0) return undefined;
  const whole = ending.filter((r) => r.values.length === length);
  return {
    panel: { id: series.id, first: last - length + 1, values: whole.map((r) => r.values) },
    places: whole.map((r) => r.place),
    from: whole.map((r) => r.from),
  };
}

function placesOf({ scope, measure }: ForecastSeries, observations: readonly Observation[]): string[] {
  if (scope === "nation") return [UNITED_KINGDOM];
  const found = new Set(observations.filter((o) => o.measure === measure && o.place !== "").map((o) => o.place));
  return [...found].sort();
}

/** The last quarters of one place without a gap. */
function runOf({ measure, breakdowns }: ForecastSeries, all: readonly Observation[], place: string, until: Quarter) {
  const own = all.filter((o) => o.measure === measure && o.place === place);
  const parts = breakdowns.map((breakdown) => byQuarter(own.filter((o) => o.breakdown === breakdown)));
  const quarters = [...parts[0].keys()].filter((q) => q <= until && parts.every((p) => p.has(q)));
  if (quarters.length === 0) return undefined;
  const last = Math.max(...quarters);
  const known = new Set(quarters);
  let first = last;
  while (known.has(first - 1)) first--;
  const span = Array.from({ length: last - first + 1 }, (_, k) => first + k);
  const values = span.map((q) => parts.reduce((sum, p) => sum + p.get(q)!.value, 0));
  return { last, values, from: span.flatMap((q) => parts.map((p) => p.get(q)!.id)) };
}

/** Whole quarters with a value; of two publications the later. */
function byQuarter(observations: readonly Observation[]): Map<Quarter, { value: number; id: OriginId }> {
  const found = new Map<Quarter, { value: number; id: OriginId; published: string }>();
  for (const { period, value, id, published } of observations) {
    const quarter = quarterOfDay(period.start);
    const { start, end } = daysOf(quarter);
    if (period.start !== start || period.end !== end || isMissing(value)) continue;
    const before = found.get(quarter);
    if (!before || before.published <= published) found.set(quarter, { value: value.value, id, published });
  }
  return found;
}

import { type ForecastQuarter, HORIZONS, quarterOfDay, type SeriesForecast, type Track } from "../estimate/index.ts";
import { rangeWords, shareWords, valueWords } from "../terms/index.ts";
import { placeNames } from "./extent-options.ts";
import { table } from "./table.ts";

/** A series that could not be forecast, and why. */
export interface SkippedSeries {
  id: string;
  why: string;
}

/** A quarter with what it is: a nowcast is over or under way on the day, and not yet published. */
export interface AskedQuarter extends ForecastQuarter {
  stands: "nowcast" | "forecast";
  /** How forecasts this far ahead did before; none where none has come due. */
  track: Track | undefined;
}

export type AskedSeries = Omit<SeriesForecast, "quarters"> & { quarters: AskedQuarter[] };

/** Everything that `soclab forecast` says; plain data. */
export interface ForecastAnswer {
  contract: "soclab-forecast-1";
  dataFingerprint: string;
  asOf: string;
  series: AskedSeries[];
  skipped: SkippedSeries[];
}

interface Asked {
  asOf: string;
  horizon: number;
  place?: string | undefined;
}

/** The quarters that were asked for: nowcasts up to the day, then `horizon` quarters beyond, as far as any was ever scored. Pure. */
export function askedQuarters(forecast: SeriesForecast, { asOf, horizon, place }: Asked): AskedSeries {
  const now = quarterOfDay(asOf);
  const quarters = forecast.quarters
    .filter((q) => place === undefined || q.place === place)
    .filter((q) => quarterOfDay(q.start) <= now + horizon && q.horizon <= HORIZONS)
    .map((q): AskedQuarter => {
      const stands = quarterOfDay(q.start) <= now ? "nowcast" : "forecast";
      return { ...q, stands, track: forecast.track.find((t) => t.horizon === q.horizon) };
    });
  return { ...forecast, quarters };
}

/** The answer as text: fan, weights and track record of each series. Pure; ends with a line feed. */
export function forecastText(answer: ForecastAnswer, isWhole: boolean): string {
  const skipped = answer.skipped.map((s) => `Not forecast: ${s.id}: ${s.why}.\n`);
  return [...answer.series.map((s) => seriesText(s, answer.asOf, isWhole)), ...skipped].join("\n");
}

function seriesText(series: AskedSeries, asOf: string, isWhole: boolean): string {
  const { title, unit, source, note } = series.series;
  const used = series.weights.filter((w) => w.weight >= 0.005).map((w) => `  ${shareWords(w.weight)} ${w.title}\n`);
  return [
    `${title}: estimated ${unit} by quarter, as of ${asOf}; published ${series.firstQuarter} to ${series.origin}\n\n`,
    table(FAN_COLUMNS, series.quarters.map(fanLine)),
    `\n${trackSentence(series)}\n`,
    `Made of (weights by past score from ${series.learnedFrom} origins; intervals ${widthWords(series.width)}):\n`,
    ...used,
    ...(isWhole ? ["\n", table(TRACK_COLUMNS, trackLines(series))] : []),
    `Source: ${source}. ${note === "" ? "" : `${note}. `}`,
    "One vintage serves as history and truth: revisions and publication lag are not in the track record.\n",
  ].join("");
}

const FAN_COLUMNS = [
  { title: "place" },
  { title: "quarter" },
  { title: "stands" },
  { title: "median", isNumber: true },
  { title: "50%", isNumber: true },
  { title: "80%", isNumber: true },
  { title: "90%", isNumber: true },
  { title: "95%", isNumber: true },
  { title: "past ones this far ahead: score against seasonal naive; 90% held", isNumber: true },
];

const names = placeNames;

function fanLine(quarter: AskedQuarter): string[] {
  const { unit } = quarter.fan[0];
  return [
    names().get(quarter.place) ?? quarter.place,
    quarter.quarter,
    quarter.stands,
    valueWords(Math.round(quarter.median), unit),
    ...quarter.fan.map(({ low, high }) => `${Math.round(low)} to ${Math.round(high)}`),
    quarter.track ? `${betterWords(quarter.track)}; ${shareWords(quarter.track.coverage[2].empirical)}` : "none",
  ];
}

/** "12% better" or "3% worse" than the seasonal naive forecast, by the score on the log scale. */
const betterWords = ({ relativeLogWis }: Track): string =>
  `${Math.abs(100 * (1 - relativeLogWis)).toFixed(0)}% ${relativeLogWis <= 1 ? "better" : "worse"}`;

const widthWords = (width: number): string =>
  width <= 1.0005 ? "as they came" : `widened by ${width.toFixed(2)} on the log scale for past misses`;

function trackSentence({ track, origins }: AskedSeries): string {
  const all = track.find((t) => t.horizon === "all");
  if (!all || !origins) return "No past forecast has come due: there is no track record.";
  const [low, high] = all.coverage[2].wilson95;
  return (
    `Track record: ${betterWords(all)} than the seasonal naive forecast over ${origins.count} origins ` +
    `(${origins.first} to ${origins.last}, ${all.n} forecasts); the 90% intervals held ` +
    `${rangeWords(all.coverage[2].empirical, low, high, "share")}.`
  );
}

const TRACK_COLUMNS = [
  { title: "forecaster" },
  { title: "quarters ahead", isNumber: true },
  { title: "forecasts", isNumber: true },
  { title: "WIS", isNumber: true },
  { title: "log-WIS", isNumber: true },
  { title: "relative WIS", isNumber: true },
  { title: "relative log-WIS", isNumber: true },
  { title: "50 / 80 / 90 / 95% held", isNumber: true },
];

function trackLines({ track, members }: AskedSeries): string[][] {
  const line = (name: string, t: Track) => [
    ...[name, String(t.horizon), String(t.n), t.wis.toPrecision(4), t.logWis.toFixed(3)],
    ...[t.relativeWis.toFixed(2), t.relativeLogWis.toFixed(2)],
    t.coverage.map((c) => Math.round(100 * c.empirical)).join(" / "),
  ];
  return [...track.map((t) => line("combined", t)), ...members.flatMap((m) => m.track.map((t) => line(m.id, t)))];
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import {
  type ForecastSeries,
  fewestQuarters,
  fingerprintOfObserved,
  fingerprintOfSeries,
  forecastSeries,
  HORIZONS,
  observedFigures,
  panelOf,
  quarterOfDay,
  readForecastSeries,
  type SeriesForecast,
} from "../estimate/index.ts";
import { homeFolder, homePaths, openSnapshot } from "../store/index.ts";
import { type Observation, Problem, UNITED_KINGDOM } from "../terms/index.ts";
import { dayOption } from "./day-option.ts";
import { placeOption } from "./extent-options.ts";
import { askedQuarters, type ForecastAnswer, forecastText, type SkippedSeries } from "./forecast-text.ts";
import { untilInterrupted } from "./interrupt.ts";
import { keepResult } from "./kept-results.ts";
import { progressBar } from "./progress.ts";

interface Options {
  series: string;
  place?: string;
  horizon: number;
  asOf?: string;
  backtest?: boolean;
  home?: string;
  json?: boolean;
}

/** `soclab forecast [--series] [--place] [--horizon] [--as-of] [--backtest] [--home] [--json]`: what comes next, and how well that was said before. */
export function addTo(program: Command): void {
  program
    .command("forecast")
    .description("Forecast a series of counts beyond what is published, with intervals and the track record of both.")
    .option("--series <id>", 'a row of data/forecast-series.csv, or "all"', "nrm-referrals")
    .option("--place <place>", "one police area of a series by force: ONS code, name or alias", placeOption)
    .option("--horizon <quarters>", `quarters beyond the current one: 1 to ${HORIZONS}`, horizonOption, HORIZONS)
    .option(
      "--as-of <day>",
      "the current day: later figures are not looked at, quarters up to it are nowcasts (default: the last figure's)",
      dayOption("forecast", "--as-of"),
    )
    .option("--backtest", "show the whole track record: each forecaster, each number of quarters ahead")
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  $ soclab forecast --series small-boats --as-of 2023-12-31")
    .action(async (options: Options) => {
      const answer = await forecastAnswer(homeFolder(options.home), options);
      process.stdout.write(
        options.json ? `${JSON.stringify(answer, null, 2)}\n` : forecastText(answer, options.backtest === true),
      );
    });
}

/** Forecasts of the asked series from the current snapshot. Throws a Problem when nothing can be forecast. */
async function forecastAnswer(home: string, options: Options): Promise<ForecastAnswer> {
  const snapshot = await openSnapshot(home);
  try {
    const observations = await observedFigures(snapshot);
    const forecasts: SeriesForecast[] = [];
    const skipped: SkippedSeries[] = [];
    for (const series of chosenSeries(options)) {
      const made = await forecastOne(home, series, observations, options);
      if ("why" in made) skipped.push(made);
      else forecasts.push(made);
    }
    if (forecasts.length === 0) throw usage(skipped.map((s) => `${s.id}: ${s.why}`).join("; "));
    const asOf = options.asOf ?? lastDay(forecasts);
    return {
      contract: "soclab-forecast-1",
      dataFingerprint: fingerprintOfObserved(observations),
      asOf,
      series: forecasts.map((f) => askedQuarters(f, { asOf, horizon: options.horizon, place: options.place })),
      skipped,
    };
  } finally {
    snapshot.close();
  }
}

/** The series from its kept result, or made and kept; with a reason where it cannot be made. */
async function forecastOne(
  home: string,
  series: ForecastSeries,
  observations: readonly Observation[],
  { asOf, place }: Options,
): Promise<SeriesForecast | SkippedSeries> {
  const until = asOf === undefined ? undefined : quarterOfDay(asOf);
  const observed = panelOf(series, observations, until);
  const fewest = fewestQuarters(series);
  const count = observed?.panel.values[0].length ?? 0;
  if (!observed || count < fewest)
    return { id: series.id, why: `${count} quarters without a gap are collated, and ${fewest} are needed` };
  if (place !== undefined && !observed.places.includes(place))
    return { id: series.id, why: `it has no counts of ${place === UNITED_KINGDOM ? "the United Kingdom" : place}` };
  const ahead = until === undefined ? 0 : until - (observed.panel.first + count - 1);
  if (ahead >= HORIZONS)
    return {
      id: series.id,
      why: `its last figure is ${ahead} quarters old, and ${HORIZONS} are the most that were ever scored`,
    };
  const fingerprint = fingerprintOfSeries(series, observed);
  const kept = readKept(home, fingerprint);
  if (kept) return kept;
  const bar = progressBar(`Forecasting ${series.id} at every past quarter`);
  try {
    const made = await untilInterrupted((signal) => forecastSeries(series, observed, { signal, onProgress: bar.show }));
    keepResult(home, "forecast", fingerprint, [], made);
    return made;
  } finally {
    bar.end();
  }
}

/** A result kept before under the same fingerprint; a file that is not one is made anew. */
function readKept(home: string, fingerprint: string): SeriesForecast | undefined {
  const path = join(homePaths(home).results, "forecast", `${fingerprint}.json`);
  if (!existsSync(path)) return undefined;
  try {
    const kept = JSON.parse(readFileSync(path, "utf8")) as Partial<SeriesForecast>;
    return kept.contract === "soclab-series-forecast-1" && kept.fingerprint === fingerprint
      ? (kept as SeriesForecast)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The rows of data/forecast-series.csv that were asked for. A place asks for series by force. Throws a Problem that lists the ids. */
function chosenSeries({ series: id, place }: Options): ForecastSeries[] {
  const all = readForecastSeries();
  const byForce = place !== undefined && place !== UNITED_KINGDOM;
  if (id === "all") return all.filter((s) => !byForce || s.scope === "areas");
  const found = all.find((s) => s.id === id && (!byForce || s.scope === "areas"));
  const local = byForce ? all.find((s) => s.id === `${id}-by-force`) : undefined;
  if (found ?? local) return [(found ?? local)!];
  const known = all.filter((s) => !byForce || s.scope === "areas").map((s) => s.id);
  const next = `The series${byForce ? " by force" : ""} are ${known.join(", ")}.`;
  throw new Problem({ code: "unknown-name", what: "series", name: id, known, next });
}

/** The last day of the latest origin: with no day given, nothing is a nowcast. */
const lastDay = (forecasts: readonly SeriesForecast[]): string =>
  forecasts
    .map((f) => new Date(Date.parse(`${f.quarters[0].start}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10))
    .sort()
    .at(-1)!;

/** A number of quarters that was ever scored. Throws a Problem outside them. */
export function horizonOption(text: string): number {
  const horizon = Number(text);
  if (/^\d+$/.test(text) && horizon >= 1 && horizon <= HORIZONS) return horizon;
  const next = "Further ahead no forecast was ever held against the truth.";
  throw new Problem({
    ...{ code: "out-of-range", what: "--horizon", found: text.slice(0, 40), next },
    ...{ low: "1", high: String(HORIZONS) },
  });
}

const usage = (fault: string): Problem => new Problem({ code: "usage", command: "forecast", fault });

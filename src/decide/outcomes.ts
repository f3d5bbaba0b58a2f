import { OUTCOMES, type Outcome, type RunResult } from "../simulate/index.ts";
import { GBP_UNIT, THREATS } from "../terms/index.ts";
import { type CategoryHarm, type HarmLine, harmByThreat, type Prices, position } from "../value/index.ts";
import { type EnsembleView, lastYearMean, resultsOf, type Span, seriesOf, spanOf, sumOver } from "./ensemble-view.ts";

/** An outcome of a comparison: one number a run. Money lines come first, then every series of the twin. */
export interface ComparedOutcome {
  id: string;
  title: string;
  unit: string;
  /** Flows are summed over the horizon, stocks are the mean of its last twelve months, levels of all of it, values are discounted sums. */
  kind: "flow" | "stock" | "level" | "value";
  better: Outcome["better"];
}

/** The line whose harm is the headline: the paper's, because it rests on no contested anchor. The others stand beside it. */
export const HEADLINE = "harm.published";

/** All outcomes in the order of the tables, for the lines at hand. Pure. */
export function comparedOutcomes(lines: readonly HarmLine[]): ComparedOutcome[] {
  return [
    ...lines.map((l) => money(`harm.${l.id}`, `Harm ${l.title}`, "flow", "lower")),
    ...lines.map((l) => money(`npv.${l.id}`, `Net present value ${l.title}`, "value", "higher")),
    money("cost.discounted", "Public money added, discounted", "value", "lower"),
    ...lines.flatMap((l) =>
      threatsOf(l).map((t) =>
        money(`harm.${l.id}.${t.id}`, `Harm of ${t.title.toLowerCase()} ${l.title}`, "flow", "lower"),
      ),
    ),
    { id: "arrivals.total", title: "Irregular arrivals, all methods", unit: "people", kind: "flow", better: "lower" },
    ...OUTCOMES.map(({ id, title, unit, kind, better }): ComparedOutcome => ({ id, title, unit, kind, better })),
  ];
}

const money = (id: string, title: string, kind: "flow" | "value", better: "lower" | "higher"): ComparedOutcome => ({
  id,
  title,
  unit: GBP_UNIT,
  kind,
  better,
});

const threatsOf = (line: HarmLine) => {
  const priced = new Set(line.categories.flatMap((c) => c.threats.map((t) => t.threat)));
  return THREATS.filter((t) => priced.has(t.id));
};

/** Values by outcome id, each with one number a run, in run order. */
export type Sheet = ReadonlyMap<string, Float64Array>;

/**
 * One number for each outcome and run of a scenario, in the units of `comparedOutcomes`. Net present values are stored as
 * positions, -(discounted harm + discounted cost), so that b - a is the net present value of b against a, and
 * a compared with itself is exactly zero. Throws a Problem on an unknown scenario or a horizon outside the months.
 */
export function sheetOf(ensemble: EnsembleView, scenario: string, prices: Prices): Sheet {
  const span = spanOf(ensemble);
  const { results } = resultsOf(ensemble, scenario);
  const sheet = new Map(comparedOutcomes(prices.lines).map((o) => [o.id, new Float64Array(results.length)]));
  results.forEach((result, run) => {
    for (const [id, value] of numbersOf(result, span, prices, factorOf(ensemble, run))) sheet.get(id)![run] = value;
  });
  return sheet;
}

/** A run's draw of a cost over its central value; 1 where the cost was not drawn. */
const factorOf =
  (ensemble: EnsembleView, run: number) =>
  (category: CategoryHarm): number => {
    const draw = ensemble.draws[`cost:${category.cost}`]?.[run];
    return draw === undefined || category.costCentral === 0 ? 1 : draw / category.costCentral;
  };

function* numbersOf(
  result: RunResult,
  span: Span,
  prices: Prices,
  factor: (c: CategoryHarm) => number,
): Generator<readonly [string, number]> {
  for (const line of prices.lines)
    yield* moneyOf(result, span, line, prices.discountRate, isEnd(line) ? () => 1 : factor);
  const spend = seriesOf(result, "spend.added");
  yield ["cost.discounted", position({ harm: new Float64Array(result.months), spend }, span, prices.discountRate).cost];
  let arrivals = 0;
  for (const outcome of OUTCOMES) {
    const series = seriesOf(result, outcome.id);
    const value = READ[outcome.kind](series, span);
    if (outcome.id.startsWith("arrivals.")) arrivals += value;
    yield [outcome.id, value];
  }
  yield ["arrivals.total", arrivals];
}

/** How an outcome of each kind becomes one number: flows summed, stocks read in the last year, levels over the whole period. */
const READ: Record<Outcome["kind"], (series: Float64Array, span: Span) => number> = {
  flow: sumOver,
  stock: lastYearMean,
  level: (series, span) => sumOver(series, span) / (span.last - span.first + 1),
};

/** The ends of the current line are ends already: no draw is put on top. */
const isEnd = (line: HarmLine): boolean => line.id === "current-low" || line.id === "current-high";

function* moneyOf(
  result: RunResult,
  span: Span,
  line: HarmLine,
  rate: number,
  factor: (c: CategoryHarm) => number,
): Generator<readonly [string, number]> {
  const run = { months: result.months, of: (id: string) => seriesOf(result, id) };
  const total = new Float64Array(result.months);
  for (const [threat, series] of harmByThreat(run, line, factor)) {
    for (let t = 0; t < total.length; t++) total[t] += series[t];
    yield [`harm.${line.id}.${threat}`, sumOver(series, span)];
  }
  yield [`harm.${line.id}`, sumOver(total, span)];
  yield [`npv.${line.id}`, position({ harm: total, spend: seriesOf(result, "spend.added") }, span, rate).net];
}

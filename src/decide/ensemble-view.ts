import { outcomeIndex, type RunResult } from "../simulate/index.ts";
import { type Horizon, monthIndex, Problem } from "../terms/index.ts";

/** What a comparison reads of an ensemble: plain data, so that tests can make one by hand. */
export interface EnsembleView {
  seed: number;
  runs: number;
  horizon: Horizon;
  /** Months in every series; month 0 is April 2021. */
  months: number;
  scenarios: readonly { id: string; hash: string; results: readonly RunResult[] }[];
  resultHash: string;
  /** Every drawn parameter by run: `param:`, `effect:` and `cost:` ids. */
  draws: Readonly<Record<string, Float64Array>>;
}

/** First and last month of the horizon as indices into a series, both included. */
export interface Span {
  first: number;
  last: number;
}

/** Throws a Problem when the horizon does not lie within the simulated months. */
export function spanOf(ensemble: Pick<EnsembleView, "horizon" | "months">): Span {
  const { from, until } = ensemble.horizon;
  const [first, last] = [monthIndex(from), monthIndex(until)];
  if (first === undefined || last === undefined || first > last || first < 0 || last >= ensemble.months)
    throw new Problem({
      code: "out-of-range",
      what: "The horizon",
      found: `${from}..${until}`,
      low: "April 2021",
      high: `${ensemble.months} months later`,
      next: 'Write two months in order, for example "2027-04..2037-03".',
    });
  return { first, last };
}

/** The monthly national series of one outcome in one run; a view, not a copy. */
export const seriesOf = (result: RunResult, outcome: string): Float64Array => {
  const row = outcomeIndex(outcome);
  return result.series.subarray(row * result.months, (row + 1) * result.months);
};

/** The results of one scenario. Throws a Problem with the names there are. */
export function resultsOf(ensemble: EnsembleView, scenario: string): EnsembleView["scenarios"][number] {
  const found = ensemble.scenarios.find((s) => s.id === scenario);
  if (!found)
    throw new Problem({
      code: "unknown-name",
      what: "scenario in this ensemble",
      name: scenario,
      known: ensemble.scenarios.map((s) => s.id),
      next: "",
    });
  return found;
}

/** Sum over the span. */
export function sumOver(series: Float64Array, span: Span): number {
  let total = 0;
  for (let t = span.first; t <= span.last; t++) total += series[t];
  return total;
}

/** Mean of the last twelve months of the span (of all of it when it is shorter): how a stock is read. */
export function lastYearMean(series: Float64Array, span: Span): number {
  const first = Math.max(span.first, span.last - 11);
  return sumOver(series, { first, last: span.last }) / (span.last - first + 1);
}

import { OUTCOMES } from "../simulate/index.ts";
import { monthName } from "../terms/index.ts";
import { type EnsembleView, lastYearMean, seriesOf, sumOver } from "./ensemble-view.ts";

/** The national series of every run as columns: one row a run, scenario, outcome and whole financial year. */
export interface YearlyColumns {
  run: Int32Array;
  scenario: string[];
  outcome: string[];
  /** First month of the financial year, "2027-04". */
  month: string[];
  /** Flows are summed over the year, stocks are its mean; in the outcome's unit. */
  value: Float64Array;
}

/** Columns for results.parquet, ordered by scenario, run, outcome, year. Pure. */
export function yearlyColumns(ensemble: Pick<EnsembleView, "scenarios" | "months">): YearlyColumns {
  const years = Math.floor(ensemble.months / 12);
  const rows = ensemble.scenarios.reduce((sum, s) => sum + s.results.length, 0) * OUTCOMES.length * years;
  const out: YearlyColumns = {
    run: new Int32Array(rows),
    scenario: [],
    outcome: [],
    month: [],
    value: new Float64Array(rows),
  };
  let row = 0;
  for (const scenario of ensemble.scenarios)
    for (const result of scenario.results)
      for (const outcome of OUTCOMES) {
        const series = seriesOf(result, outcome.id);
        for (let year = 0; year < years; year++, row++) {
          const span = { first: year * 12, last: year * 12 + 11 };
          out.run[row] = result.run;
          out.value[row] = outcome.kind === "flow" ? sumOver(series, span) : lastYearMean(series, span);
          out.scenario.push(scenario.id);
          out.outcome.push(outcome.id);
          out.month.push(monthName(span.first));
        }
      }
  return out;
}

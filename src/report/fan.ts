import { type EnsembleView, quantile } from "../decide/index.ts";
import { OUTCOMES, outcomeIndex, type RunResult } from "../simulate/index.ts";
import { financialYear } from "../terms/index.ts";
import { FAN_SHARES, type Fan } from "./input.ts";

/** The part of an ensemble's result that the page reads. */
export type Runs = Pick<EnsembleView, "months" | "scenarios">;

/**
 * The fan of one outcome under one scenario: for every whole financial year the seven quantiles of FAN_SHARES over the
 * runs. Flows are sums over the year; stocks and levels are its mean.
 * Throws a plain error on an unknown scenario or outcome: a fault of code, not of input.
 */
export function fanOf(runs: Runs, scenario: string, outcome: string): Fan {
  const row = outcomeIndex(outcome);
  const { title, unit, kind } = OUTCOMES[row]!;
  const results = resultsOf(runs, scenario);
  const years = Array.from({ length: Math.floor(runs.months / 12) }, (_, year) => ({
    year: financialYear(year * 12),
    quantiles: quantilesOf(results.map((r) => yearValue(r, row, year))),
  }));
  return { scenario, outcome, title, unit, kind, years };
}

/** Runs of a scenario, by run number. */
export function resultsOf(runs: Runs, scenario: string): readonly RunResult[] {
  const found = runs.scenarios.find((s) => s.id === scenario);
  if (!found) throw new Error(`no runs of scenario "${scenario}"`);
  return found.results;
}

/** One run's figure of a financial year counted from 2021-22 = 0. */
function yearValue(result: RunResult, row: number, year: number): number {
  const start = row * result.months + year * 12;
  const { kind } = OUTCOMES[row]!;
  const sum = result.series.subarray(start, start + 12).reduce((total, value) => total + value, 0);
  return kind === "flow" ? sum : sum / 12;
}

function quantilesOf(values: number[]): number[] {
  const runs = Float64Array.from(values).sort();
  return FAN_SHARES.map((share) => quantile(runs, share));
}

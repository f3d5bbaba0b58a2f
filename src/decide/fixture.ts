import { OUTCOMES, outcomeIndex, type RunResult } from "../simulate/index.ts";
import { DEFAULT_HORIZON, THREAT_IDS } from "../terms/index.ts";
import type { HarmLine, Prices } from "../value/index.ts";
import type { EnsembleView } from "./ensemble-view.ts";

/** Small ensembles made by hand, for tests: any number for an outcome in a run and month. */
export type Made = (outcome: string, run: number, month: number) => number;

export const FIXTURE_MONTHS = 192;

/** One run with the given national series; nothing moved. */
export function madeRun(run: number, of: Made): RunResult {
  const series = new Float64Array(OUTCOMES.length * FIXTURE_MONTHS);
  for (const { id } of OUTCOMES)
    for (let t = 0; t < FIXTURE_MONTHS; t++) series[outcomeIndex(id) * FIXTURE_MONTHS + t] = of(id, run, t);
  return {
    run,
    months: FIXTURE_MONTHS,
    series,
    map: new Float64Array(16 * 45 * 11),
    moves: new Float64Array(45 * 45),
    switches: new Float64Array(THREAT_IDS.length ** 2),
    fitted: new Float64Array(0),
    hash: String(run),
  };
}

/** An ensemble of named scenarios over the default horizon. */
export const madeEnsemble = (runs: number, scenarios: Record<string, Made>): EnsembleView => ({
  seed: 1,
  runs,
  horizon: DEFAULT_HORIZON,
  months: FIXTURE_MONTHS,
  resultHash: "made by hand",
  draws: {},
  scenarios: Object.entries(scenarios).map(([id, of]) => ({
    id,
    hash: `hash of ${id}`,
    results: Array.from({ length: runs }, (_, run) => madeRun(run, of)),
  })),
});

const line = (id: HarmLine["id"], scale: number): HarmLine => ({
  id,
  title: `on line ${id}`,
  what: "made",
  unallocated: 7 * scale,
  notMonetised: THREAT_IDS.filter((t) => t !== "drug-supply" && t !== "fraud"),
  categories: [
    {
      category: "drugs",
      cost: "d",
      costCentral: 26,
      threats: [{ threat: "drug-supply", share: 1 }],
      value: 26 * scale,
      low: 20 * scale,
      high: 30 * scale,
      from: [],
      how: "made",
    },
    {
      category: "economic-crime",
      cost: "e",
      costCentral: 11,
      threats: [{ threat: "fraud", share: 1 }],
      value: 11 * scale,
      low: 8 * scale,
      high: 14 * scale,
      from: [],
      how: "made",
    },
  ],
});

export const MADE_PRICES: Prices = { lines: [line("published", 1), line("current", 2)], discountRate: 0.035 };

export const MADE_PLACES = Array.from({ length: 45 }, (_, i) => ({
  code: `P${String(i).padStart(2, "0")}`,
  name: `Place ${i}`,
}));

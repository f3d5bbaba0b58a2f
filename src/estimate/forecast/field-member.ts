import { lnOnePlus } from "../../terms/index.ts";
import { fitField } from "../areas/field/fit.ts";
import { forecastField } from "../areas/field/forecast.ts";
import type { FieldInput } from "../areas/field/input.ts";
import type { Forecaster, Quantiles } from "./forecaster.ts";

/** Draws of the field; the quantile at 0.99 of 2,000 rests on twenty of them. */
const DRAWS = 2000;
/** The draws are numbered, so a seed only names them: the same for every series and origin. */
const SEED = 1;

/**
 * The latent field carried on: damped trend, season, negative binomial counts, hyperparameters integrated over
 * (src/estimate/areas/field). One area that is seen in full: no place effect, no reporting, no anchor.
 */
export const FIELD: Forecaster = {
  id: "field",
  title: "latent field: damped trend, season, negative binomial",
  fewest: 8,
  forecast: (history, horizons, levels) => {
    const fit = fitField(inputOf(history), { seed: SEED, draws: DRAWS, isBrief: true });
    const { together } = forecastField(fit, horizons, { indicator: "count" }).counts!;
    return Array.from({ length: horizons }, (_, h) =>
      quantilesOf(together.slice(h * DRAWS, (h + 1) * DRAWS), levels),
    ) satisfies Quantiles;
  },
};

function inputOf(history: readonly number[]): FieldInput {
  const mean = history.reduce((sum, y) => sum + lnOnePlus(y), 0) / history.length;
  return {
    areas: 1,
    neighbours: [],
    quarters: history.length,
    exposure: Float64Array.of(1),
    level: { mean, sd: 10 },
    indicators: [{ id: "count" }],
    counts: history.map((value, quarter) => ({ indicator: "count", areas: [0], quarters: [quarter], value })),
    anchors: [],
  };
}

/** Quantiles of draws, between order statistics in a straight line (Hyndman and Fan 1996, type 8 positions). */
function quantilesOf(draws: Float64Array, levels: readonly number[]): number[] {
  const sorted = draws.sort();
  const n = sorted.length;
  return levels.map((p) => {
    const place = Math.min(n - 1, Math.max(0, (n + 1 / 3) * p + 1 / 3 - 1));
    const below = Math.floor(place);
    const above = Math.min(n - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  });
}

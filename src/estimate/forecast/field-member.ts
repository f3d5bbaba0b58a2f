import { lnOnePlus } from "../../terms/index.ts";
import { fitField } from "../areas/field/fit.ts";
import { forecastField } from "../areas/field/forecast.ts";
import type { FieldInput } from "../areas/field/input.ts";
import type { Member } from "./combine/panel.ts";

/** Draws of the field for one area, whose 0.99 quantile then rests on twenty of them, and for many, whose errors even out. */
const DRAWS = { one: 2000, many: 500 };
/** The draws are numbered, so a seed only names them: the same for every series and origin. */
const SEED = 1;

/**
 * The latent field carried on: damped trend, season, negative binomial counts, hyperparameters integrated over
 * (src/estimate/areas/field), the counts seen in full: no reporting, no anchor. Many areas share trend and season, and each
 * has a level of its own, drawn to the others'; borders are left out, as a histories' table does not name its areas.
 */
export const FIELD: Member = {
  id: "field",
  title: "latent field: damped trend, season, negative binomial",
  fewest: 5,
  forecast: (histories, horizons, levels) => {
    const draws = histories.length === 1 ? DRAWS.one : DRAWS.many;
    const fit = fitField(inputOf(histories), { seed: SEED, draws, isBrief: true });
    const { areas } = forecastField(fit, horizons, { indicator: INDICATOR }).counts!;
    return histories.map((_, i) =>
      Array.from({ length: horizons }, (_, h) => {
        const from = (i * horizons + h) * draws;
        return quantilesOf(areas.slice(from, from + draws), levels);
      }),
    );
  },
};

const INDICATOR = "count";

function inputOf(histories: readonly (readonly number[])[]): FieldInput {
  const [areas, quarters] = [histories.length, histories[0].length];
  const total = histories.reduce((sum, history) => sum + history.reduce((s, y) => s + lnOnePlus(y), 0), 0);
  return {
    ...{ areas, quarters, neighbours: [], anchors: [] },
    exposure: new Float64Array(areas).fill(1),
    level: { mean: total / (areas * quarters), sd: 10 },
    indicators: [{ id: INDICATOR }],
    counts: histories.flatMap((history, area) =>
      history.map((value, quarter) => ({ indicator: INDICATOR, areas: [area], quarters: [quarter], value })),
    ),
  };
}

/** Quantiles of draws, between order statistics in a straight line (Hyndman and Fan 1996, definition 8). */
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

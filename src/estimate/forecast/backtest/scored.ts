import { lastOf, type Panel, type Said } from "../combine/panel.ts";
import { INTERVALS, interval, LEVELS, MEDIAN } from "../scoring/levels.ts";
import { logScaleWis, type WisParts, weightedIntervalScore } from "../scoring/wis.ts";
import type { Quarter } from "./quarter.ts";

/** One forecast against its truth. */
export interface Scored {
  origin: Quarter;
  area: number;
  horizon: number;
  truth: number;
  median: number;
  wis: WisParts;
  logWis: WisParts;
  /** Whether the truth lay inside the central 50, 80, 90 and 95% intervals, ends included. */
  inside: boolean[];
}

/** Scores of what was said, where the truth has been seen; later horizons are left out. */
export const scored = (panel: Panel, said: readonly Said[]): Scored[] =>
  said.flatMap(({ origin, quantiles }) =>
    quantiles.flatMap((rows, area) =>
      rows.flatMap((row, i) => {
        const quarter = origin + i + 1;
        if (quarter > lastOf(panel)) return [];
        const truth = panel.values[area][quarter - panel.first];
        return [{ ...{ origin, area, horizon: i + 1, truth }, ...scoreOf(row, truth) }];
      }),
    ),
  );

/** A forecast at LEVELS against its truth. */
export const scoreOf = (quantiles: readonly number[], truth: number) => ({
  median: quantiles[MEDIAN],
  wis: weightedIntervalScore(quantiles, LEVELS, truth),
  logWis: logScaleWis(quantiles, LEVELS, truth),
  inside: INTERVALS.map((level) => {
    const [low, high] = interval(quantiles, level);
    return truth >= low && truth <= high;
  }),
});

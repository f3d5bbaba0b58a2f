import type { Quarter } from "../backtest/quarter.ts";
import type { Forecaster, Quantiles } from "../forecaster.ts";

/**
 * The same quarterly count in one or more areas, without gaps: `values[i][t]` is area i in the quarter `first + t`. A
 * national series is a panel of one area.
 */
export interface Panel {
  id: string;
  first: Quarter;
  values: readonly (readonly number[])[];
}

/** The last quarter of a panel. */
export const lastOf = ({ first, values }: Panel): Quarter => first + values[0].length - 1;

/**
 * One way to forecast a panel. Plain data in, plain data out: `histories[i]` is area i up to and including the origin,
 * oldest first; gives `quantiles[i][h-1]` at the levels (ascending). Pure: the same histories, the same bits.
 */
export interface Member {
  id: string;
  title: string;
  /** Fewest quarters of history it can work with. */
  fewest: number;
  forecast: (histories: readonly (readonly number[])[], horizons: number, levels: readonly number[]) => Quantiles[];
}

/** A forecaster of one series as a member: each area by itself. */
export const alone = ({ id, title, fewest, forecast }: Forecaster): Member => ({
  ...{ id, title, fewest },
  forecast: (histories, horizons, levels) => histories.map((history) => forecast(history, horizons, levels)),
});

/** What was said at one origin: `quantiles[i][h-1]` at LEVELS for area i. */
export interface Said {
  /** The last quarter that was known. */
  origin: Quarter;
  quantiles: Quantiles[];
}

/** A panel as it was known at an origin. */
export const known = (panel: Panel, origin: Quarter): number[][] =>
  panel.values.map((values) => values.slice(0, origin - panel.first + 1));

/** The quarters from `fewest` quarters of history on to the last, each an origin. */
export function originsOf(panel: Panel, fewest: number): Quarter[] {
  const from = panel.first + fewest - 1;
  return Array.from({ length: Math.max(0, lastOf(panel) - from + 1) }, (_, k) => from + k);
}

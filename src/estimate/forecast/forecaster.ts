import exp from "@stdlib/math-base-special-exp";
import { lnOnePlus, normalQuantile } from "../../terms/index.ts";
import type { NormalForecast } from "./models/naive.ts";

/** Quarters in a year: every series here is quarterly. */
export const YEAR = 4;

/** Quantiles of a forecast: `quantiles[h-1][k]` is h quarters ahead at the k-th level. Never below 0, never falling in k. */
export type Quantiles = number[][];

/**
 * One way to forecast a quarterly count. Plain data in, plain data out: `history` is every value up to and including the
 * origin, oldest first; `horizons` is how many quarters ahead; `levels` ascending. Pure: the same history, the same bits.
 */
export interface Forecaster {
  id: string;
  title: string;
  /** Fewest quarters of history it can work with. */
  fewest: number;
  forecast: (history: readonly number[], horizons: number, levels: readonly number[]) => Quantiles;
}

/** ln(1+y) of each count: growth becomes a slope, a nought stays a nought. */
export const logScale = (counts: readonly number[]): number[] => counts.map((y) => lnOnePlus(y));

/** Back from the log scale; a count is never below 0. */
export const fromLogScale = (z: number): number => Math.max(0, exp(z) - 1);

/** Quantiles of counts from normal forecasts of ln(1+y). */
export const logNormalQuantiles = (f: NormalForecast, levels: readonly number[]): Quantiles =>
  normalRows(f, levels).map((row) => row.map(fromLogScale));

/** Quantiles of counts from normal forecasts of the counts themselves, cut at 0. */
export const normalQuantiles = (f: NormalForecast, levels: readonly number[]): Quantiles =>
  normalRows(f, levels).map((row) => row.map((x) => Math.max(0, x)));

function normalRows({ mean, sd }: NormalForecast, levels: readonly number[]): number[][] {
  const scores = levels.map((p) => normalQuantile(p));
  return mean.map((m, h) => scores.map((z) => m + z * sd[h]));
}

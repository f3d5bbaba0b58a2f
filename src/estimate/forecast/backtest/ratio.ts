import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { PROCESS, Stream } from "../../../terms/index.ts";

/** Score totals of two forecasters at each origin of one series, in time order. */
export interface PairedTotals {
  mine: readonly number[];
  theirs: readonly number[];
}

/** Ratio of mean scores with an interval: below 1 favours the first forecaster. */
export interface ScoreRatio {
  ratio: number;
  low: number;
  high: number;
  /** Share of resamples with a ratio below 1. */
  shareBelowOne: number;
}

const BLOCK = 4;
const DRAWS = 2000;

/**
 * Ratio of score sums, as geometric mean over series, with a 90% interval by resampling circular blocks of 4 origins, the
 * same blocks for both forecasters (Politis and Romano 1992). Series are resampled one by one. `seed` names the draws.
 */
export function scoreRatio(series: readonly PairedTotals[], seed: number): ScoreRatio {
  const stream = new Stream(seed, 0, PROCESS.forecastBlocks);
  const draws = Array.from({ length: DRAWS }, (_, d) =>
    meanRatio(series, (s, n) => resampled(n, (b) => stream.unit(s * 4096 + b, d))),
  ).sort((a, b) => a - b);
  return {
    ratio: meanRatio(series, (_, n) => Array.from({ length: n }, (_, i) => i)),
    low: draws[Math.floor(0.05 * DRAWS)],
    high: draws[Math.ceil(0.95 * DRAWS) - 1],
    shareBelowOne: draws.filter((r) => r < 1).length / DRAWS,
  };
}

/** Places of n origins drawn in runs of 4 that wrap round the end. */
function resampled(n: number, unit: (block: number) => number): number[] {
  const places: number[] = [];
  for (let b = 0; places.length < n; b++) {
    const from = Math.floor(unit(b) * n);
    for (let i = 0; i < BLOCK && places.length < n; i++) places.push((from + i) % n);
  }
  return places;
}

function meanRatio(series: readonly PairedTotals[], places: (s: number, n: number) => number[]): number {
  const logs = series.map(({ mine, theirs }, s) => {
    const chosen = places(s, mine.length);
    const sum = (scores: readonly number[]) => chosen.reduce((total, i) => total + scores[i], 0);
    return ln(sum(mine) / sum(theirs));
  });
  return exp(logs.reduce((a, b) => a + b, 0) / logs.length);
}

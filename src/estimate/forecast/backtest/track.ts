import { type Coverage, coverageOf } from "../scoring/coverage.ts";
import { INTERVALS } from "../scoring/levels.ts";
import type { Scored } from "./scored.ts";

/** How forecasts of one kind did in the past. Scores in the count's unit; smaller is better. */
export interface Track {
  /** Quarters ahead, or "all" of them, each forecast equal. */
  horizon: number | "all";
  n: number;
  wis: number;
  dispersion: number;
  underprediction: number;
  overprediction: number;
  /** The same of ln(1+x). */
  logWis: number;
  medianError: number;
  /** Mean score over the baseline's on the same forecasts: below 1 is better. */
  relativeWis: number;
  relativeLogWis: number;
  /** Of the 50, 80, 90 and 95% intervals. */
  coverage: Coverage[];
}

/** Track records by horizon, then over all. `baseline` scores the same cases in the same order. Empty where nothing is scored. */
export function tracksOf(rows: readonly Scored[], baseline: readonly Scored[]): Track[] {
  const horizons = [...new Set(rows.map((r) => r.horizon))].sort((a, b) => a - b);
  const at = (h: number) => (r: Scored) => r.horizon === h;
  const each = horizons.map((h) => trackOf(h, rows.filter(at(h)), baseline.filter(at(h))));
  return rows.length > 0 ? [...each, trackOf("all", rows, baseline)] : [];
}

function trackOf(horizon: number | "all", rows: readonly Scored[], baseline: readonly Scored[]): Track {
  const mean = (of: (r: Scored) => number, from = rows) => from.reduce((sum, r) => sum + of(r), 0) / from.length;
  const [wis, logWis] = [mean((r) => r.wis.wis), mean((r) => r.logWis.wis)];
  return {
    ...{ horizon, n: rows.length, wis, logWis },
    dispersion: mean((r) => r.wis.dispersion),
    underprediction: mean((r) => r.wis.underprediction),
    overprediction: mean((r) => r.wis.overprediction),
    medianError: mean((r) => Math.abs(r.median - r.truth)),
    relativeWis: wis / mean((r) => r.wis.wis, baseline),
    relativeLogWis: logWis / mean((r) => r.logWis.wis, baseline),
    coverage: INTERVALS.map((level, k) => coverageOf(rows.filter((r) => r.inside[k]).length, rows.length, level)),
  };
}

import { monthIndex, type ThreatId } from "../terms/index.ts";
import type { CategoryHarm, HarmLine } from "./line.ts";

/** The part of a run that value reads: any national monthly series by outcome id, GBP or the outcome's own unit. */
export interface NationalSeries {
  months: number;
  of: (outcome: string) => Float64Array;
}

/** The year in which the lines are priced and to which volumes are compared: April 2023 to March 2024. */
export const BASE_YEAR = { first: monthIndex("2023-04")!, last: monthIndex("2024-03")! } as const;

/** Draws of uncertain base-year costs for one run: factor on a category's harm, 1 at the central value. */
export type CostFactor = (category: CategoryHarm) => number;
const CENTRAL: CostFactor = () => 1;

/**
 * Harm of a run in pounds by month and category on one line:
 *   harm_c(t) = H0_c / 12 * sum over its threats k of share_ck * e_k(t) / mean of e_k in 2023-24 of the same run,
 * with e_k the twin's true harm events. The price multiplies volumes of harm, which already answer to disruption by the
 * threat's marginal elasticity; no average cost per user, group or member enters. A threat without events in the base
 * year has no price for an event and adds nothing. Returns one Float64Array of `months` values in GBP 2023-24 a category.
 */
export function harmByCategory(
  run: NationalSeries,
  line: HarmLine,
  factor: CostFactor = CENTRAL,
): Map<string, Float64Array> {
  return new Map(line.categories.map((c) => [c.category, categoryHarm(run, c, factor(c))]));
}

/** Harm of a run in pounds by month over the categories of a line; the unallocated part, which no threat moves, is left out. */
export function harmTotal(run: NationalSeries, line: HarmLine, factor: CostFactor = CENTRAL): Float64Array {
  const total = new Float64Array(run.months);
  for (const series of harmByCategory(run, line, factor).values())
    for (let t = 0; t < total.length; t++) total[t] += series[t];
  return total;
}

/** The same by threat: each threat's part of the categories that it moves, GBP 2023-24 a month. */
export function harmByThreat(
  run: NationalSeries,
  line: HarmLine,
  factor: CostFactor = CENTRAL,
): Map<ThreatId, Float64Array> {
  const out = new Map<ThreatId, Float64Array>();
  for (const c of line.categories)
    for (const { threat, share } of c.threats) {
      const into = out.get(threat) ?? new Float64Array(run.months);
      addThreat(into, run.of(`harm-events.${threat}`), (c.value * factor(c) * share) / 12);
      out.set(threat, into);
    }
  return out;
}

function categoryHarm(run: NationalSeries, category: CategoryHarm, factor: number): Float64Array {
  const out = new Float64Array(run.months);
  for (const { threat, share } of category.threats)
    addThreat(out, run.of(`harm-events.${threat}`), (category.value * factor * share) / 12);
  return out;
}

/** Adds gbpPerMonth * events(t) / base-year mean to `into`, in place. */
function addThreat(into: Float64Array, events: Float64Array, gbpPerMonth: number): void {
  let base = 0;
  for (let t = BASE_YEAR.first; t <= BASE_YEAR.last; t++) base += events[t] / 12;
  if (base === 0) return;
  for (let t = 0; t < into.length; t++) into[t] += (gbpPerMonth * events[t]) / base;
}

import type { GamingCheck } from "../metric/index.ts";
import { effectInMonth, monthOf } from "./combine.ts";
import type { Disruption } from "./read.ts";

/** The same disruption reported as `parts` units of one operation, each with the whole effect. */
export const reportedTwice = (d: Disruption, parts: number): Disruption[] =>
  Array.from({ length: parts }, (_, i) => ({ ...d, id: `${d.id}.${i}` }));

/** A disruption cut into operations of its own, each with an equal part of the effect: what a body would do that counts operations. */
export const cutUp = (d: Disruption, parts: number): Disruption[] =>
  Array.from({ length: parts }, (_, i) => ({
    ...d,
    id: `${d.id}.${i}`,
    operation: `${d.operation}.${i}`,
    effect: d.effect && {
      middle: d.effect.middle / parts,
      low: d.effect.low / parts,
      high: d.effect.high / parts,
    },
  }));

/**
 * Tries on every row with an effect what a body could do that counts operations: report it in ten units, or cut it into ten.
 * `outcome` is the largest rise of the disrupted share in the month of the row, in percentage points.
 */
export function splitCheck(disruptions: readonly Disruption[]): GamingCheck {
  const rises = disruptions.map((d) => {
    const others = disruptions.filter((o) => o !== d && o.threat === d.threat && o.part === d.part);
    const share = (rows: readonly Disruption[]) => effectInMonth([...others, ...rows], monthOf(d.date)).middle;
    return 100 * (Math.max(share(reportedTwice(d, 10)), share(cutUp(d, 10))) - share([d]));
  });
  const outcome = Math.max(0, ...rises);
  const title = "Disruptions are reported in ten units, or cut into ten operations";
  return { id: "splits-disruptions", title, outcome, passed: outcome <= 1e-9 };
}

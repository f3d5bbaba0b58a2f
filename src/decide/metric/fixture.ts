import ln from "@stdlib/math-base-special-ln";
import type { IndexExtent, IndexInput } from "./input.ts";

/** A small input for tests: extents by threat and period, equal doubts, all of them anchored. */
export function smallInput(
  extents: Readonly<Record<string, readonly number[]>>,
  weights: Readonly<Record<string, number>>,
  changes: Partial<IndexInput> = {},
): IndexInput {
  const periods = (Object.values(extents)[0] ?? []).map((_, t) => String(2019 + t));
  return {
    periods,
    base: "2019",
    lag: 1,
    scheme: "cost",
    weights: Object.entries(weights).map(([threat, harm]) => ({ threat, harm, kind: "estimated", from: [] })),
    extents: Object.entries(extents).flatMap(([threat, values]) =>
      values.map((value, t) => row(threat, periods[t], value)),
    ),
    disrupted: [],
    realSpend: [],
    timeCorrelation: 0.8,
    proactive: ["drug-seizures"],
    ...changes,
  };
}

/** One extent with a log sd of 0.1. */
export const row = (threat: string, period: string, value: number): IndexExtent => ({
  threat,
  period,
  logMiddle: ln(value),
  logSd: 0.1,
  restsOn: "anchor",
  isCarried: false,
  isNowcast: false,
  category: "as in the base period",
  measures: [],
  kind: "estimated",
  from: [],
});

import type { OriginId, ThreatId } from "../terms/index.ts";

/**
 * The three lines on which the cost of serious and organised crime stands, shown side by side, never mixed: as the paper
 * publishes it, rebuilt at its own volumes, and at current volumes. The last has a middle and two ends, because its
 * anchors lie up to ten times apart.
 */
export const LINE_IDS = ["published", "rebuilt", "current", "current-low", "current-high"] as const;
export type LineId = (typeof LINE_IDS)[number];

/** One cost category on one line: what its threats cost together in the base year 2023-24. */
export interface CategoryHarm {
  /** Category of the published total: "drugs", "economic-crime", "modern-slavery". */
  category: string;
  /** Id of the unit cost or published total behind it. */
  cost: string;
  /** Central value of that cost in its own unit: a draw of it over this is the run's factor on the harm. */
  costCentral: number;
  /** Threats whose volume moves it, with shares that sum to 1. */
  threats: readonly { threat: ThreatId; share: number }[];
  /** GBP in the base year, in 2023-24 prices. */
  value: number;
  low: number;
  high: number;
  from: readonly OriginId[];
  /** How the number was come by, in one sentence. */
  how: string;
}

/** A whole line. `unallocated` is the part of the published total that names no threat: shown, never moved by the twin. */
export interface HarmLine {
  id: LineId;
  /** "on the paper's line": stands after "Harm" or "Cost". */
  title: string;
  /** What the line is, in half a sentence. */
  what: string;
  categories: readonly CategoryHarm[];
  unallocated: number;
  /** Threats without a published cost: their harm is not in pounds, which does not make it small. */
  notMonetised: readonly ThreatId[];
}

/** What a comparison needs to speak in pounds. */
export interface Prices {
  lines: readonly HarmLine[];
  /** Real discount rate a year, for example 0.035. */
  discountRate: number;
}

/** Pounds of the base year on a line, unallocated part included: middle and range of the whole. */
export function lineTotal(line: HarmLine): { value: number; low: number; high: number } {
  const sum = (pick: (c: CategoryHarm) => number) =>
    line.categories.reduce((total, c) => total + pick(c), line.unallocated);
  return { value: sum((c) => c.value), low: sum((c) => c.low), high: sum((c) => c.high) };
}

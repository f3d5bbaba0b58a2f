import type { Kind, OriginId } from "../../terms/index.ts";

/**
 * The seam between the estimate and the index: whoever estimates an extent fills this and the index does not change. One row for
 * each threat and period; a missing row is a missing extent.
 */
export interface IndexExtent {
  /** A threat's id, or the ids of a class joined by "+". */
  threat: string;
  /** Label of a window of time, the same for every threat. */
  period: string;
  /** ln of the middle of the extent, seen and unseen, in the threat's own unit. */
  logMiddle: number;
  /** Its standard deviation on the log scale, 0 or more. */
  logSd: number;
  /** Joint posterior draws of ln extent: draw d is the same draw in every row. Made from the two numbers above when absent. */
  draws?: Float64Array;
  /** "recorded": it moves with what was recorded, so a force that records less would move it. "anchor": it does not. */
  restsOn: "anchor" | "recorded";
  /** Nothing about this period was published: the value is carried over from another one. */
  isCarried: boolean;
  /** The period ends after the last one that anything published speaks of. */
  isNowcast: boolean;
  /** Which list of offences or incidents the category holds; another text than in the base period is another category. */
  category: string;
  /** Measures behind it: none may be a count of proactive detections. */
  measures: readonly string[];
  kind: Kind;
  from: readonly OriginId[];
}

/** Harm of a threat in the base period, on one scale for all threats (pounds, days of imprisonment, or one each). */
export interface IndexWeight {
  threat: string;
  /** Any positive number: the basket makes them sum to 1. */
  harm: number;
  kind: Kind;
  from: readonly OriginId[];
}

/** Incident-equivalents averted by disruptions over the extent, from disruptions coded by their outcome. */
export interface DisruptedShare {
  threat: string;
  period: string;
  /** ln of the share. */
  logMiddle: number;
  logSd: number;
}

/** Everything that an index is made of. Plain data. */
export interface IndexInput {
  /** Labels in order of time. */
  periods: readonly string[];
  base: string;
  /** Periods back with which a period is compared, so that the two share no time: 4 for windows of four quarters, 1 for years. */
  lag: number;
  /** Name of the scheme that gave the weights, for example "cost". */
  scheme: string;
  weights: readonly IndexWeight[];
  extents: readonly IndexExtent[];
  disrupted: readonly DisruptedShare[];
  /** Spending in pounds of one year by period; empty where no series was published. */
  realSpend: readonly { period: string; gbp: number }[];
  /** Correlation over time of the errors of rows without joint draws: a constant bias cancels in a ratio. From 0 to 1. */
  timeCorrelation: number;
  /** Measures that count proactive detections. */
  proactive: readonly string[];
}

/** Row of a threat in a period, or undefined. */
export const extentIn = (input: IndexInput, threat: string, period: string): IndexExtent | undefined =>
  input.extents.find((e) => e.threat === threat && e.period === period);

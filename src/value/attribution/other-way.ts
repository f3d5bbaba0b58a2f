import { type Figure, isNotEstimable, type NotEstimable, type ThreatId } from "../../terms/index.ts";
import { type AttributedHarm, times } from "./attribute.ts";

/** One threat's side of the question: its extent, and which share of that is organised. */
export interface ThreatSide {
  threat: ThreatId;
  extent: Figure | NotEstimable;
  organised: Figure;
}

/** The same question asked from the threat: its extent times its organised share, beside the harms that count the same events. */
export interface OtherWay extends ThreatSide {
  /** The harms that count the same events, taken together. Never added to the threat's count. */
  harms: string[];
  count: Figure | NotEstimable;
  /** Share of those harms together, from the low end of directed to the high end of enabled. */
  ofHarms: { low: number; high: number } | undefined;
  /** Whether the two can both be right: the organised share and the range above meet. */
  agrees: boolean;
}

/** The threats that count the same events as some harm, in the order given. Harms without a count are left out of the range. */
export function otherWays(harms: readonly AttributedHarm[], threats: readonly ThreatSide[]): OtherWay[] {
  return threats.flatMap((side) => {
    const own = harms.filter((h) => h.sameEventsAs === side.threat);
    if (own.length === 0) return [];
    const ofHarms = rangeOf(own);
    const { extent, organised } = side;
    const agrees = ofHarms === undefined || (organised.low <= ofHarms.high && ofHarms.low <= organised.high);
    const count = isNotEstimable(extent) ? extent : times(extent, insideShare(organised));
    return [{ ...side, harms: own.map((h) => h.harm), count, ofHarms, agrees }];
  });
}

function rangeOf(harms: readonly AttributedHarm[]): { low: number; high: number } | undefined {
  let [volume, low, high] = [0, 0, 0];
  for (const { volume: v, tiers } of harms) {
    if ("notEstimable" in v) continue;
    volume += v.figure.value;
    low += v.figure.value * tiers[0].share.low;
    high += v.figure.value * tiers[1].share.high;
  }
  return volume === 0 ? undefined : { low: low / volume, high: high / volume };
}

/** A share of 1 has no logit: the interval's end is drawn in by a thousandth. */
const insideShare = (share: Figure): Figure => ({
  ...share,
  low: Math.max(share.low, 0.001),
  value: Math.min(share.value, 0.999),
  high: Math.min(share.high, 0.999),
});

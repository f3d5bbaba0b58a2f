import {
  type Figure,
  isNotEstimable,
  type Kind,
  type NotEstimable,
  type Observation,
  type ThreatId,
} from "../../terms/index.ts";
import { type Points, product } from "./product.ts";
import { nestedTiers, TIERS, type Tier, type TierShare, type WiderHarm } from "./read.ts";
import { type Volume, volumeOf } from "./volume.ts";

/** The part of a harm in one tier, cumulative: as a share and as a count. */
export interface TierPart {
  tier: Tier;
  share: Figure;
  count: Figure | NotEstimable;
  method: TierShare["method"];
  population: string;
  source: string;
  settledBy: string;
  note: string;
}

/** One wider harm: how much there is, and how much of it is due to serious and organised crime. */
export interface AttributedHarm {
  harm: string;
  title: string;
  /** ONS code of the area that is counted; "forces" are those of England and Wales. */
  place: string;
  countedAs: string;
  within: string;
  volume: Volume | NotEstimable;
  tiers: TierPart[];
  /** The category of the cost lines in which this harm's cost stands already: counts here are never priced and added to it. */
  costCategory: string;
  /** The threat whose extent counts the same events; see `otherWays`. */
  sameEventsAs: ThreatId | undefined;
  note: string;
}

/**
 * Attribution of wider harms to serious and organised crime, harm by harm in the order of the table. `forces` are the areas
 * of England and Wales. Throws a Problem when the tiers of a harm are not complete or not nested. Pure.
 */
export function attribute(
  harms: readonly WiderHarm[],
  shares: readonly TierShare[],
  observations: readonly Observation[],
  forces: readonly string[],
): AttributedHarm[] {
  const nested = nestedTiers(shares);
  return harms.flatMap((harm) => {
    const tiers = nested.get(harm.harm);
    if (!tiers) return [];
    const volume = volumeOf(harm, observations, forces);
    const { harm: id, title, place, countedAs, within, sameEventsAs, costCategory, note } = harm;
    const parts = tiers.map((row) => tierPart(row, volume));
    return [
      {
        harm: id,
        title,
        place,
        countedAs,
        within,
        volume,
        tiers: parts,
        costCategory,
        sameEventsAs,
        note,
      },
    ];
  });
}

function tierPart(row: TierShare, volume: Volume | NotEstimable): TierPart {
  const { tier, low, middle, high, kind, method, population, source, settledBy, note } = row;
  const from = [`attribution:${row.id}`];
  const share: Figure = { value: middle, low, high, level: 0.9, unit: "share", kind, from };
  return { tier, share, count: countOf(volume, share), method, population, source, settledBy, note };
}

const pointsOf = ({ low, value, high }: Figure): Points => ({ low, middle: value, high });

function countOf(volume: Volume | NotEstimable, share: Figure): Figure | NotEstimable {
  if ("notEstimable" in volume) return volume;
  return times(volume.figure, share);
}

/** Amount times share, independent of each other, with the origins of both. */
export function times(amount: Figure, share: Figure): Figure {
  const { low, middle, high } = product(pointsOf(amount), pointsOf(share));
  const kinds: Kind[] = [amount.kind, share.kind];
  return {
    value: middle,
    low,
    high,
    level: 0.9,
    unit: amount.unit,
    kind: kinds.includes("assumed") ? "assumed" : "estimated",
    from: [...amount.from, ...share.from],
  };
}

/** Sum over harms that are counted as the same kind of thing, by tier. */
export interface TierTotal {
  countedAs: string;
  tier: Tier;
  total: Figure;
  harms: string[];
  /** Harms of this kind that another harm holds already, or whose count is not known. */
  leftOut: string[];
}

/**
 * What can be said over all harms without counting anybody twice: sums only within one kind of count (deaths with deaths),
 * only of harms that no other harm holds, and ends of intervals added as if all shares were wrong together, since most are
 * assumed by the same people. Kinds are never added to each other.
 */
export function totalsOf(harms: readonly AttributedHarm[]): TierTotal[] {
  const kinds = [...new Set(harms.map((h) => h.countedAs))];
  return kinds.flatMap((countedAs) => {
    const own = harms.filter((h) => h.countedAs === countedAs);
    return TIERS.flatMap((tier, i): TierTotal[] => {
      const counted = own.filter((h) => h.within === "" && !isNotEstimable(h.tiers[i].count));
      if (counted.length === 0) return [];
      const counts = counted.map((h) => h.tiers[i].count as Figure);
      const sum = (pick: (f: Figure) => number) => counts.reduce((total, f) => total + pick(f), 0);
      const total: Figure = {
        value: sum((f) => f.value),
        low: sum((f) => f.low),
        high: sum((f) => f.high),
        level: 0.9,
        unit: countedAs,
        kind: counts.some((f) => f.kind === "assumed") ? "assumed" : "estimated",
        from: [...new Set(counts.flatMap((f) => f.from))],
      };
      const harms = counted.map((h) => h.harm);
      return [{ countedAs, tier, total, harms, leftOut: own.map((h) => h.harm).filter((h) => !harms.includes(h)) }];
    });
  });
}

import {
  type Kind,
  number,
  oneOf,
  optionalText,
  Problem,
  type Row,
  share,
  THREAT_IDS,
  type ThreatId,
  text,
} from "../../terms/index.ts";

/**
 * How a harm is due to serious and organised crime, each tier holding the one before it. Directed: done by or for a group.
 * Enabled: would not have happened in that form without a group's service or goods. Associated: linked to a market that
 * groups run.
 */
export const TIERS = ["directed", "enabled", "associated"] as const;
export type Tier = (typeof TIERS)[number];

export const ATTRIBUTION_METHODS = ["counting rule", "survey", "sample study", "expert range", "assumed"] as const;

/** One row of data/attribution.csv: the share of a harm in one tier, cumulative. Low and high hold 90%. */
export interface TierShare {
  id: string;
  harm: string;
  tier: Tier;
  low: number;
  middle: number;
  high: number;
  method: (typeof ATTRIBUTION_METHODS)[number];
  /** Whom or what the share was found on. */
  population: string;
  source: string;
  locator: string;
  licence: string;
  kind: Kind;
  /** What study would settle it. */
  settledBy: string;
  note: string;
  file: string;
  line: number;
}

/** Between 0 and 1, both ends left out: a share of none or all has no interval on the logit scale. */
const inside = {
  expected: "a share above 0 and below 1",
  parse: (t: string) => {
    const value = share.parse(t);
    return value !== undefined && value > 0 && value < 1 ? value : undefined;
  },
};

/** Reads one row of data/attribution.csv. Throws a Problem on a fault. */
export function readTierShare(row: Row): TierShare {
  const points = { low: row.take("low", inside), middle: row.take("middle", inside), high: row.take("high", inside) };
  if (points.low > points.middle || points.middle > points.high)
    throw new Problem({ code: "points-order", file: row.file, line: row.line, ...points });
  return {
    file: row.file,
    line: row.line,
    id: row.take("id", text),
    harm: row.take("harm", text),
    tier: row.take("tier", oneOf(...TIERS)),
    ...points,
    method: row.take("method", oneOf(...ATTRIBUTION_METHODS)),
    population: row.take("population", text),
    source: row.take("source", text),
    locator: row.take("locator", optionalText),
    licence: row.take("licence", text),
    kind: row.take("kind", oneOf("measured", "estimated", "simulated", "assumed")),
    settledBy: row.take("settled_by", text),
    note: row.take("note", optionalText),
  };
}

/** One row of data/attribution-harms.csv: a wider harm, and the observations that count it. */
export interface WiderHarm {
  harm: string;
  title: string;
  unit: string;
  /** Harms counted as the same kind of thing may be summed; others never. */
  countedAs: string;
  /** The harm that holds this one already, or "": it enters no sum then. */
  within: string;
  /** ONS code, or "forces" for the sum over the areas of England and Wales. */
  place: string;
  measure: string;
  /** Breakdowns that are summed; [""] for the whole. */
  breakdowns: string[];
  /** Doubt of the volume on the log scale, where the publication carries none. */
  logSd: number;
  /** The threat whose extent counts the same events, or undefined. */
  sameEventsAs: ThreatId | undefined;
  /** The category of the cost lines that holds this harm's cost already. */
  costCategory: string;
  note: string;
  file: string;
  line: number;
}

/** Reads one row of data/attribution-harms.csv. Throws a Problem on a fault. */
export const readWiderHarm = (row: Row): WiderHarm => ({
  file: row.file,
  line: row.line,
  harm: row.take("id", text),
  title: row.take("title", text),
  unit: row.take("unit", text),
  countedAs: row.take("counted_as", text),
  within: row.take("within", optionalText),
  place: row.take("place", text),
  measure: row.take("measure", text),
  breakdowns: row.take("breakdown", optionalText).split(" + "),
  logSd: row.take("log_sd", number),
  sameEventsAs: row.take("same_events_as", {
    expected: "a threat, or nothing",
    parse: (t) => (t === "" ? { id: undefined } : { id: THREAT_IDS.find((id) => id === t) }),
  }).id,
  costCategory: row.take("cost_category", text),
  note: row.take("note", optionalText),
});

/**
 * Shares by harm, each with its three tiers in order. Throws a Problem when a harm has not one row for each tier, or when a
 * tier is larger than the one that should hold it, at the low end, the middle or the high end.
 */
export function nestedTiers(rows: readonly TierShare[]): Map<string, [TierShare, TierShare, TierShare]> {
  const harms = [...new Set(rows.map((r) => r.harm))];
  return new Map(
    harms.map((harm) => {
      const own = rows.filter((r) => r.harm === harm);
      const { file, line } = own[0];
      const tiers = TIERS.map((tier) => own.find((r) => r.tier === tier)).filter((r) => r !== undefined);
      if (own.length !== TIERS.length || tiers.length !== TIERS.length)
        throw new Problem({ code: "tier-twice", file, line, what: `a tier of ${harm}` });
      for (const i of [1, 2])
        if ((["low", "middle", "high"] as const).some((point) => tiers[i - 1][point] > tiers[i][point]))
          throw new Problem({
            code: "tiers-not-nested",
            file,
            line: tiers[i].line,
            inner: `${harm}, ${TIERS[i - 1]}`,
            outer: `${harm}, ${TIERS[i]}`,
          });
      return [harm, tiers as [TierShare, TierShare, TierShare]];
    }),
  );
}

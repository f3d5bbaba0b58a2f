import {
  type Kind,
  oneOf,
  optional,
  optionalText,
  type Parser,
  Problem,
  type Row,
  share,
  THREAT_IDS,
  type ThreatId,
  text,
} from "../../terms/index.ts";

/** What a disruption took from what it touched, as a share, net of what would have happened anyway. */
export interface DisruptionEffect {
  middle: number;
  low: number;
  high: number;
}

/** One row of data/disruptions.csv: a public case, one row for each threat and each part of it that an effect was measured on. */
export interface Disruption {
  id: string;
  /** Rows of one operation are one event, however many bodies or units report it: their effects are never added up. */
  operation: string;
  /** ISO day or month on which it became effective. */
  date: string;
  body: string;
  tier: "force" | "regional" | "national" | "international";
  threat: ThreatId;
  severity: "minor" | "moderate" | "major";
  what: string;
  /** What the effect was measured on, in words: "all" for the whole threat. */
  part: string;
  /** Share of the effect that would have come about anyway. */
  counterfactual: number;
  /** Undefined where nobody measured it: unknown, which is not nought. */
  effect: DisruptionEffect | undefined;
  /** Months in which half of the effect is gone; undefined: it holds as long as what brought it is paid for. */
  halfLifeMonths: number | undefined;
  /** "seen": the source was read; "recalled": it was not, and the row feeds no figure. */
  status: "seen" | "recalled";
  kind: Kind;
  source: string;
  locator: string;
  note: string;
}

const day: Parser<string> = {
  expected: "a day or a month like 2020-07-02 or 2020-07",
  parse: (t) => (/^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/.test(t) ? t : undefined),
};
const maybeShare = optional(share);
const months: Parser<{ value: number | undefined }> = optional({
  expected: "a number of months above 0",
  parse: (t) => (/^\d+(\.\d+)?$/.test(t) && Number(t) > 0 ? Number(t) : undefined),
});

/** Reads one row of data/disruptions.csv. Throws a Problem that names line and column on a fault. */
export function readDisruption(row: Row): Disruption {
  return {
    id: row.take("id", text),
    operation: row.take("operation", text),
    date: row.take("date", day),
    body: row.take("body", text),
    tier: row.take("tier", oneOf("force", "regional", "national", "international")),
    threat: row.take("threat", oneOf(...THREAT_IDS)),
    severity: row.take("severity", oneOf("minor", "moderate", "major")),
    what: row.take("what", text),
    part: row.take("part", text),
    counterfactual: row.take("counterfactual", share),
    effect: takeEffect(row),
    halfLifeMonths: row.take("half_life_months", months).value,
    status: row.take("status", oneOf("seen", "recalled")),
    kind: row.take("kind", oneOf("measured", "estimated", "simulated", "assumed")),
    source: row.take("source", text),
    locator: row.take("locator", optionalText),
    note: row.take("note", optionalText),
  };
}

/** All three or none; in order. */
function takeEffect(row: Row): DisruptionEffect | undefined {
  const middle = row.take("effect", maybeShare).value;
  const low = row.take("effect_low", maybeShare).value;
  const high = row.take("effect_high", maybeShare).value;
  if (middle === undefined && low === undefined && high === undefined) return undefined;
  if (middle === undefined || low === undefined || high === undefined) {
    const column = middle === undefined ? "effect" : low === undefined ? "effect_low" : "effect_high";
    const expected = "a share, as the other two are given";
    throw new Problem({ code: "bad-row", file: row.file, line: row.line, column, found: "", expected });
  }
  if (low > middle || middle > high)
    throw new Problem({ code: "points-order", file: row.file, line: row.line, low, middle, high });
  return { middle, low, high };
}

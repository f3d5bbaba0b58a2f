import type { Cell } from "./cell.ts";
import type { OriginId } from "./figure.ts";
import type { Period } from "./period.ts";

/**
 * One published value with its place, period and way back to the line it came from.
 * The same statistic published on two dates gives two observations: `published` tells them apart.
 */
export interface Observation {
  /** `obs:<first 12 hex of the file's SHA-256>:<line>`; the header is line 1. */
  id: OriginId;
  /** What was counted, for example "police-recorded-offences". */
  measure: string;
  /** A ThreatId, or one of OTHER_TOPICS for what belongs to no single threat. */
  threat: Topic;
  /** ONS code of a police area, country or union of countries; "" when the value belongs to no place. */
  place: string;
  /** What the value is a part of, "key=value; key=value", or the statistic's own words; "" when it is the whole. */
  breakdown: string;
  period: Period;
  value: Cell<number>;
  /** "offences", "people", "GBP", ... */
  unit: string;
  /** Published range in the same unit, where the publisher gives one. */
  low?: number;
  high?: number;
  /** Id of the source, the folder's name in sources/. */
  source: string;
  sourceTitle: string;
  publisher: string;
  /** ISO date, "2024-03", "2024", or "" when the publication does not carry one. */
  published: string;
  /** Address or identifier of the publication. */
  locator: string;
  licence: string;
  note: string;
}

/** What an observation is about when it is about no single threat. */
export const OTHER_TOPICS = ["all-threats", "violence", "response", "context"] as const;

export type Topic = string;

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { projectFile, readTable } from "../../store/index.ts";
import { number, optional, optionalText, type Row, text } from "../../terms/index.ts";

/** What gives which mark of quality: a row of data/quality-grades.csv. */
export interface GradeRule {
  dimension: string;
  rule: string;
  atMost: number | undefined;
  mark: string;
  reason: string;
}

/** When a level is far from what the place itself published before: a row of data/quality-plausible.csv. */
export interface PlausibleRule {
  period: string;
  /** "" for every measure that has no rule of its own. */
  measure: string;
  /** Periods before that are looked at, and how many of them must be there. */
  before: number;
  atLeastBefore: number;
  /** Lowest usual level that is compared at all. */
  floor: number;
  low: number;
  high: number;
}

/** What may move how far between two releases: a row of data/quality-drift.csv. */
export interface DriftRule {
  what: string;
  floor: number | undefined;
  low: number | undefined;
  high: number | undefined;
  severity: string;
}

/** Two ways to the same figure: a row of data/reconcile-sources.csv. Conditions and keys are SQL over the columns of `observation`. */
export interface ReconcileRule {
  id: string;
  title: string;
  left: Side;
  right: Side;
  /** Whether both sides are about the same place; else the places of the left are added up. */
  isByPlace: boolean;
  low: number;
  high: number;
  reason: string;
}

interface Side {
  source: string;
  /** "" for whatever the condition says. */
  measure: string;
  where: string;
  /** What both sides must share, such as a category; "" for nothing. */
  key: string;
}

const FILES = ["quality-grades.csv", "quality-plausible.csv", "quality-drift.csv", "reconcile-sources.csv"];

const [grades, plausible, drift, reconcile] = FILES.map((name) => projectFile("data", name)) as [
  string,
  string,
  string,
  string,
];

export const readGradeRules = (): GradeRule[] =>
  readTable(grades, (row) => ({
    dimension: row.take("dimension", text),
    rule: row.take("rule", text),
    atMost: maybe(row, "at_most"),
    mark: row.take("mark", text),
    reason: row.take("reason", text),
  }));

export const readPlausibleRules = (): PlausibleRule[] =>
  readTable(plausible, (row) => {
    row.ignore("reason");
    return {
      period: row.take("period", text),
      measure: row.take("measure", optionalText),
      before: row.take("before", number),
      atLeastBefore: row.take("at_least_before", number),
      floor: row.take("floor", number),
      low: row.take("low_ratio", number),
      high: row.take("high_ratio", number),
    };
  });

export const readDriftRules = (): DriftRule[] =>
  readTable(drift, (row) => {
    row.ignore("reason");
    return {
      what: row.take("what", text),
      floor: maybe(row, "floor"),
      low: maybe(row, "low_ratio"),
      high: maybe(row, "high_ratio"),
      severity: row.take("severity", text),
    };
  });

export const readReconcileRules = (): ReconcileRule[] =>
  readTable(reconcile, (row) => ({
    id: row.take("id", text),
    title: row.take("title", text),
    left: side(row, "left"),
    right: side(row, "right"),
    isByPlace: row.take("by", optionalText) === "place",
    low: row.take("low_ratio", number),
    high: row.take("high_ratio", number),
    reason: row.take("reason", text),
  }));

const side = (row: Row, which: "left" | "right"): Side => ({
  source: row.take(`${which}_source`, text),
  measure: row.take(`${which}_measure`, optionalText),
  where: row.take(`${which}_where`, text),
  key: row.take(`${which}_key`, optionalText),
});

const maybe = (row: Row, column: string): number | undefined => row.take(column, optional(number)).value;

/** Of all rules: part of what decides what a snapshot holds. */
export const hashOfRules = (): string => {
  const hash = createHash("sha256");
  for (const name of FILES) hash.update(readFileSync(projectFile("data", name)));
  return hash.digest("hex");
};

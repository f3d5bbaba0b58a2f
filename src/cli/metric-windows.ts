import type { FieldRow } from "../estimate/index.ts";
import { Problem, UNITED_KINGDOM } from "../terms/index.ts";

/** Windows that end with each quarter, or financial years alone. */
export const STEPS = ["quarter", "year"] as const;
export type Step = (typeof STEPS)[number];

/** Four quarters together: a period of the index. No season is in a ratio of two of them. */
export interface Window {
  /** By quarter the last of the four ("2019Q1": the year that ends with it); by year "2018-19". */
  label: string;
  /** Numbers of the quarters in the range of the fields. */
  quarters: number[];
  /** First day. */
  start: string;
}

/** The year in which the surveys of fraud and cyber-crime and the lists of drug users all have an anchor, as a base. */
export const BASE: Readonly<Record<Step, string>> = { quarter: "2019Q1", year: "2018-19" };
/** How far back the last window lies that shares no quarter with this one. */
export const LAG: Readonly<Record<Step, number>> = { quarter: 4, year: 1 };

/** Every window of the quarters that the field holds, in order of time; `rows` are those of any field. */
export function windowsOf(rows: readonly FieldRow[], step: Step): Window[] {
  const quarters = quartersOf(rows);
  return quarters.flatMap(({ period, quarter }, end): Window[] => {
    const isWhole = end >= 3 && (step === "quarter" || period.end.endsWith("-03-31"));
    if (!isWhole) return [];
    const start = quarters[end - 3].period.start;
    const label = step === "quarter" ? quarter : `${start.slice(0, 4)}-${period.end.slice(2, 4)}`;
    return [{ label, quarters: [end - 3, end - 2, end - 1, end], start }];
  });
}

/** The nation's rows of one threat: one a quarter. */
function quartersOf(rows: readonly FieldRow[]): FieldRow[] {
  const threat = rows[0]?.threat;
  return rows.filter((r) => r.threat === threat && r.place === UNITED_KINGDOM);
}

/** Windows from the base on. Throws a Problem when the base is none of them, or is the last one. */
export function windowsFrom(windows: readonly Window[], base: string): Window[] {
  const at = windows.findIndex((w) => w.label === base);
  if (at >= 0 && at < windows.length - 1) return windows.slice(at);
  const [low, high] = [windows[0].label, windows[windows.length - 2].label];
  const next =
    "Give a quarter such as 2019Q1 (the year that ends with it), or with --by year a financial year such as 2018-19; the last one needs one to be compared with.";
  throw new Problem({ code: "out-of-range", what: "--base", found: base.slice(0, 40), low, high, next });
}

import { projectFile, readTable } from "../store/index.ts";
import { number, oneOf, optional, optionalText, type Row, text } from "../terms/index.ts";

/** How a study states its effect. Only some can be put on the log rate scale: see effect.ts. */
export const METRICS = [
  "percent-change", // -18 is 18% less
  "rate-ratio", // treated over untreated, incidence rate ratios included
  "odds-ratio", // treated over untreated
  "odds-ratio-untreated-over-treated", // above 1 favours the treated
  "elasticity", // % change for 1% more of the cause
  "percentage-points",
  "direction", // a sign in words only: enters a count of signs, never a mean
  "other", // in the unit of the row
] as const;
export type Metric = (typeof METRICS)[number];

const INTERVALS = ["95% CI", "reported range", "one-sided bound", "none"] as const;

/** One effect of one study, as evidence/studies.csv holds it. */
export interface Study {
  /** S001, S002 …; `study:S001` as an origin. */
  id: string;
  lever: string;
  threat: string;
  study: string;
  country: string;
  design: string;
  outcome: string;
  metric: Metric;
  /** In the unit of the metric; undefined where only a direction was seen. */
  effect: number | undefined;
  low: number | undefined;
  high: number | undefined;
  /** What low and high are. Only "95% CI" gives a standard error. */
  interval: (typeof INTERVALS)[number];
  unit: string;
  direction: string;
  timeLag: string;
  quality: string;
  displacement: string;
  source: string;
  seenIn: string;
  note: string;
}

/** Every study of evidence/studies.csv, in file order. Throws a Problem on the first row that is not as agreed. */
export const readStudies = (path: string = projectFile("evidence", "studies.csv")): Study[] =>
  readTable(path, readStudy);

const maybe = optional(number);

function readStudy(row: Row): Study {
  return {
    id: row.take("id", text),
    lever: row.take("lever", text),
    threat: row.take("threat", text),
    study: row.take("study", text),
    country: row.take("country", text),
    design: row.take("design", text),
    outcome: row.take("outcome", text),
    metric: row.take("metric", oneOf(...METRICS)),
    effect: row.take("effect", maybe).value,
    low: row.take("low", maybe).value,
    high: row.take("high", maybe).value,
    interval: row.take("interval", oneOf(...INTERVALS)),
    unit: row.take("unit", optionalText),
    direction: row.take("direction", optionalText),
    timeLag: row.take("time_lag", optionalText),
    quality: row.take("quality", optionalText),
    displacement: row.take("displacement", optionalText),
    source: row.take("source", text),
    seenIn: row.take("seen_in", text),
    note: row.take("note", optionalText),
  };
}

import { projectFile, readTable } from "../store/index.ts";
import {
  type Kind,
  type Level,
  number,
  oneOf,
  optional,
  optionalText,
  type Parser,
  type Period,
  type Row,
  share,
  THREAT_IDS,
  type ThreatId,
  text,
  yesNo,
} from "../terms/index.ts";

/** What an anchor is for; the words are those of the column `role` in data/anchors.csv. */
export const ROLES = [
  "extent", // a published size of the threat in one window
  "recorded", // the observations that count what was seen; parts ("component") add up
  "stage", // a share that stands between extent and record: reported, recorded, detected
  "reported-share", // share of incidents that victims report, from a survey
  "growth", // a series whose growth since the anchor's window scales the extent
  "nation-factor", // numerator of a nation's rate relative to the anchor's area
  "nation-reference", // its denominator
  "organised-share", // share of the threat's events that is serious and organised
  "context", // published, shown beside, not used
  "no-hidden-share", // why there is an extent and no hidden share
  "none", // why there is no extent
] as const;

export type Role = (typeof ROLES)[number];

export const METHODS = [
  "two-stage-multiplier",
  "benchmark",
  "survey",
  "envelope-of-published-models",
  "recording-rate",
  "value-range",
  "not-estimable",
] as const;

export type Method = (typeof METHODS)[number];

/** Which observations: alternatives of sums of breakdowns. The first alternative that a year has in full counts. */
export interface Selector {
  measure: string;
  alternatives: string[][];
}

/** Where a row of a reference table stands, for `soclab explain`. */
export interface TableLine {
  file: string;
  line: number;
}

/** One row of data/anchors.csv. */
export interface Anchor extends TableLine {
  id: string;
  threat: ThreatId;
  role: Role;
  component: string;
  method: Method;
  unit: string;
  /** ONS code that the value or the selector covers; "forces" for the sum over the areas of England and Wales. */
  area: string;
  window: Period | undefined;
  selector: Selector | undefined;
  /** Whether years of this anchor are calendar or financial (April to March). */
  basis: Basis;
  value: number | undefined;
  low: number | undefined;
  high: number | undefined;
  level: RangeLevel | undefined;
  /** Answers behind a share after the design effect; undefined when the share is a range. */
  effectiveN: number | undefined;
  /** Standard deviation on the log scale that comes on top of the published interval. */
  extraLogSd: number;
  source: string;
  publisher: string;
  locator: string;
  licence: string;
  kind: Kind;
  note: string;
}

/** Coverage of a published range. */
export type RangeLevel = Extract<Level, 0.9 | 0.95>;

export type Basis = "calendar" | "financial";

/** One row of data/spread.csv: how the national total of a threat is spread over the 45 areas. */
export interface SpreadRule extends TableLine {
  threat: ThreatId;
  id: string;
  /** Recorded indicator by area and the window in which it is summed; undefined when residents alone decide. */
  indicator: { selector: Selector; window: Period } | undefined;
  covers: "EW" | "UK";
  wIndicator: number;
  wPopulation: number;
  wDeprived: number;
  /** Doubt of the spread: standard deviation of an area's weight on the log scale. */
  logSd: number;
  /** Whether extents by place are shown, or serve only to start the simulated country. */
  isPublished: boolean;
  source: string;
  note: string;
}

/** One row of data/rules.csv; `value` is the rule's constant, where it has one. */
export interface Rule extends TableLine {
  id: string;
  title: string;
  value: number | undefined;
  unit: string;
  kind: string;
  text: string;
}

/** Everything that `estimateExtent` assumes: three tables of data/. */
export interface AnchorBook {
  anchors: Anchor[];
  spread: SpreadRule[];
  rules: Map<string, Rule>;
}

/** Reads data/anchors.csv, data/spread.csv and data/rules.csv. Throws a Problem that names the line when a field is wrong. */
export function readAnchors(): AnchorBook {
  return {
    anchors: readTable(projectFile("data", "anchors.csv"), readAnchor),
    spread: readTable(projectFile("data", "spread.csv"), readSpread),
    rules: new Map(readTable(projectFile("data", "rules.csv"), readRule).map((rule) => [rule.id, rule])),
  };
}

const maybe = optional(number);
const threat = oneOf(...THREAT_IDS);
const level: Parser<{ value: RangeLevel | undefined }> = optional({
  expected: "0.9 or 0.95",
  parse: (t) => ([0.9, 0.95] as const).find((known) => String(known) === t),
});
const date = optional({
  expected: "a date like 2023-04-01",
  parse: (t: string) => (/^\d{4}-\d\d-\d\d$/.test(t) ? t : undefined),
});

function readAnchor(row: Row): Anchor {
  return {
    file: row.file,
    line: row.line,
    id: row.take("id", text),
    threat: row.take("threat", threat),
    role: row.take("role", oneOf(...ROLES)),
    component: row.take("component", optionalText),
    method: row.take("method", oneOf(...METHODS)),
    unit: row.take("unit", text),
    area: row.take("area", optionalText),
    window: takeWindow(row),
    selector: takeSelector(row),
    basis: row.take("basis", { expected: "calendar, financial or nothing", parse: basisOf }),
    value: row.take("value", maybe).value,
    low: row.take("low", maybe).value,
    high: row.take("high", maybe).value,
    level: row.take("level", level).value,
    effectiveN: row.take("effective_n", maybe).value,
    extraLogSd: row.take("extra_log_sd", maybe).value ?? 0,
    source: row.take("source", text),
    publisher: row.take("publisher", text),
    locator: row.take("locator", optionalText),
    licence: row.take("licence", text),
    kind: row.take("kind", oneOf("measured", "estimated", "simulated", "assumed")),
    note: row.take("note", optionalText),
  };
}

const basisOf = (t: string): Basis | undefined =>
  t === "financial" ? "financial" : t === "calendar" || t === "" ? "calendar" : undefined;

function takeWindow(row: Row): Period | undefined {
  const start = row.take("window_start", date).value;
  const end = row.take("window_end", date).value;
  return start && end ? { start, end } : undefined;
}

function takeSelector(row: Row): Selector | undefined {
  const measure = row.take("measure", optionalText);
  const breakdown = row.take("breakdown", optionalText);
  return measure ? { measure, alternatives: breakdown.split(" | ").map((sum) => sum.split(" + ")) } : undefined;
}

function readSpread(row: Row): SpreadRule {
  const selector = takeSelector(row);
  const window = takeWindow(row);
  return {
    file: row.file,
    line: row.line,
    threat: row.take("threat", threat),
    id: row.take("id", text),
    indicator: selector && window ? { selector, window } : undefined,
    covers: row.take("covers", oneOf("EW", "UK")),
    wIndicator: row.take("w_indicator", share),
    wPopulation: row.take("w_population", share),
    wDeprived: row.take("w_deprived", share),
    logSd: row.take("log_sd", share),
    isPublished: row.take("publish", yesNo),
    source: row.take("source", text),
    note: row.take("note", optionalText),
  };
}

const readRule = (row: Row): Rule => ({
  file: row.file,
  line: row.line,
  id: row.take("id", text),
  title: row.take("title", text),
  value: row.take("value", maybe).value,
  unit: row.take("unit", optionalText),
  kind: row.take("kind", oneOf("definition", "assumed")),
  text: row.take("text", text),
});

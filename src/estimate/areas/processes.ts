import { projectFile, readTable } from "../../store/index.ts";
import {
  isoDate,
  type Kind,
  number,
  OTHER_TOPICS,
  oneOf,
  optional,
  optionalText,
  Problem,
  type Row,
  share,
  THREAT_IDS,
  type Topic,
  text,
  yesNo,
} from "../../terms/index.ts";
import type { Selector, TableLine } from "../anchors.ts";

/** How one series of counts sees the extent of a threat: a row of data/observation-processes.csv. */
export interface ObservationProcess extends TableLine {
  indicator: string;
  threat: Topic;
  selector: Selector;
  /** What one count is, per unit of extent. */
  counts: string;
  /** "forces" for each area on its own, an ONS code for the whole of it, "none" for a body without a place. */
  area: string;
  /** Indicators whose counts of the same quarters are taken off, so that none is counted twice. */
  less: string[];
  /** Lengths of period that are read. Where a year and its quarters are both there, the quarters are used. */
  periods: readonly PeriodLength[];
  /** Counts per unit of extent and quarter, middle of its prior, between 0 and 1. */
  rate: number;
  /** The first day of the quarter that the rate speaks of. */
  rateAt: string;
  /** Sd of the prior on the logit of the rate. */
  logitSd: number;
  /** Sd on the logit of what each area does differently in recording; 0 where no area is told apart. */
  recordingSd: number;
  /** Size at which the negative binomial is held where the counts are too few to learn it from; estimated where undefined. */
  size: number | undefined;
  /** Drift of the logit a year, awareness or mapping effort, and its sd. */
  trend: { mean: number; sd: number };
  /** Whether the rate was seen in a publication, recalled or assumed. */
  basis: (typeof BASES)[number];
  source: string;
  kind: Kind;
  note: string;
  /** Who writes the events down. Registrars of deaths write down what happens, whatever anybody does about crime. */
  recordedBy: (typeof RECORDERS)[number];
}

export type PeriodLength = "quarter" | "year";
const RECORDERS = ["registrars", "forces", "first responders", "Border Force", "Action Fraud"] as const;
const BASES = ["seen", "recalled", "assumed"] as const;
const KINDS = ["measured", "estimated", "simulated", "assumed"] as const;

/** A dated change that was looked at, and whether it breaks recording: a row of data/recording-changes.csv. */
export interface RecordingChange extends TableLine {
  id: string;
  /** Indicators it touches; "all" for every one. */
  indicators: string[];
  date: string;
  title: string;
  /** No: it was looked at and is not allowed for; the extent, or nothing, moves. */
  isBreak: boolean;
  /** Move of the logit of the rate and its sd, where it is a break. */
  shift: number;
  sd: number;
  source: string;
  kind: Kind;
  note: string;
}

/** Reads data/observation-processes.csv. Throws a Problem that names the line. */
export function readProcesses(): ObservationProcess[] {
  const rows = readTable(projectFile("data", "observation-processes.csv"), readProcess);
  const known = new Set(rows.map((row) => row.indicator));
  for (const row of rows) needKnown(row, "less", row.less, known);
  return rows;
}

/** Reads data/recording-changes.csv; every indicator named must stand among `processes`. Throws a Problem that names the line. */
export function readChanges(processes: readonly ObservationProcess[]): RecordingChange[] {
  const known = new Set([...processes.map((p) => p.indicator), "all"]);
  const rows = readTable(projectFile("data", "recording-changes.csv"), readChange);
  for (const row of rows) {
    needKnown(row, "indicators", row.indicators, known);
    if (row.isBreak && !(row.sd > 0)) throw fault(row, "sd", String(row.sd), "a doubt above 0 of a break");
  }
  return rows;
}

/** "a + b" to its parts; nothing to none. */
export const plusList = (field: string): string[] => (field === "" ? [] : field.split(" + "));

/** Throws a Problem where a list names what is not in a table. */
export function needKnown(at: TableLine, column: string, names: readonly string[], known: ReadonlySet<string>): void {
  for (const name of names) if (!known.has(name)) throw fault(at, column, name, `one of ${[...known].join(", ")}`);
}

const fault = ({ file, line }: TableLine, column: string, found: string, expected: string): Problem =>
  new Problem({ code: "bad-row", file, line, column, found, expected });

const openShare = {
  expected: "a share above 0 and below 1",
  parse: (t: string) => {
    const value = share.parse(t);
    return value !== undefined && value > 0 && value < 1 ? value : undefined;
  },
};

const maybe = optional(number);

function readProcess(row: Row): ObservationProcess {
  const measure = row.take("measure", text);
  const breakdown = row.take("breakdown", optionalText);
  return {
    file: row.file,
    line: row.line,
    indicator: row.take("id", text),
    threat: row.take("threat", oneOf(...THREAT_IDS, ...OTHER_TOPICS)),
    selector: { measure, alternatives: breakdown.split(" | ").map(plusAlternatives) },
    counts: row.take("counts", text),
    area: row.take("area", text),
    less: plusList(row.take("less", optionalText)),
    periods: row.take("period", oneOf("quarter", "year", "quarter or year")).split(" or ") as PeriodLength[],
    rate: row.take("rate", openShare),
    rateAt: row.take("rate_at", isoDate),
    logitSd: row.take("logit_sd", number),
    recordingSd: row.take("recording_sd", number),
    size: row.take("size", maybe).value,
    trend: { mean: row.take("trend", number), sd: row.take("trend_sd", number) },
    basis: row.take("basis", oneOf(...BASES)),
    source: row.take("source", text),
    kind: row.take("kind", oneOf(...KINDS)),
    note: row.take("note", optionalText),
    recordedBy: row.take("recorded_by", oneOf(...RECORDERS)),
  };
}

/** An empty breakdown is a breakdown too: the whole. */
const plusAlternatives = (sum: string): string[] => sum.split(" + ");

const readChange = (row: Row): RecordingChange => ({
  file: row.file,
  line: row.line,
  id: row.take("id", text),
  indicators: plusList(row.take("indicators", text)),
  date: row.take("date", isoDate),
  title: row.take("title", text),
  isBreak: row.take("is_break", yesNo),
  shift: row.take("shift", maybe).value ?? 0,
  sd: row.take("sd", maybe).value ?? 0,
  source: row.take("source", text),
  kind: row.take("kind", oneOf(...KINDS)),
  note: row.take("note", optionalText),
});

import { type Discrepancy, notAFigure, type Reading } from "../../src/collate/index.ts";
import { projectFile, readTable } from "../../src/store/index.ts";
import {
  isMissing,
  month,
  type Parser,
  type Period,
  Problem,
  plainName,
  publishedValue,
  type Row,
  text,
} from "../../src/terms/index.ts";

interface Metric {
  measure: string;
  unit: string;
  /** "all", or the part of all that it is. */
  part: string;
}

const metrics = new Map(
  readTable(projectFile("sources", "county-lines", "metrics.csv"), (row): [string, Metric] => {
    row.ignore("basis");
    const metric = row.take("metric", text);
    return [metric, { measure: row.take("measure", text), unit: row.take("unit", text), part: row.take("part", text) }];
  }),
);

/** The words of the page, whatever their case, and without the mark of a note at their end. */
const metricNamed: Parser<Metric> = {
  expected: `a result that SOC Lab knows (sources/county-lines/metrics.csv: ${[...metrics.keys()].join(", ")})`,
  parse: (t) =>
    metrics.get(
      plainName(t)
        .toLowerCase()
        .replace(/ ?\[[^\]]{0,20}\]$/, ""),
    ),
};

/** "July 2024 to March 2025", from the first day of the one month to the last of the other; undefined when it is none. */
function periodNamed(name: string): Period | undefined {
  const [first, last, ...more] = name.split(" to ").map((part) => month.parse(part));
  return first === undefined || last === undefined || more.length > 0
    ? undefined
    : { start: first.start, end: last.end };
}

/** One result of all task forces together, a figure for each period that has a column. */
export function readRow(row: Row): Reading[] {
  const periods = row.columns.filter((column) => column !== "Metric");
  if (periods.length === 0)
    throw new Problem({
      code: "missing-column",
      file: row.file,
      column: "July 2024 to March 2025",
      found: row.columns,
    });
  refuseNote(row, periods);
  const { measure, unit, part } = row.take("Metric", metricNamed);
  const readings = periods.map((column) => ({
    measure,
    threat: "drug-supply",
    place: "",
    breakdown: `recorded by=County Lines Programme task forces; ${part}`,
    period: periodIn(row, column),
    value: row.take(column, publishedValue),
    unit,
  }));
  row.done();
  return readings;
}

/** Lines under a table are words without a number; a known result without one is a fault. */
function refuseNote(row: Row, periods: string[]): void {
  const isBlank = periods.every((column) => (row.raw(column) ?? "").trim() === "");
  if (isBlank && metricNamed.parse(row.raw("Metric") ?? "") === undefined) notAFigure(row, "a note, not a count");
}

function periodIn(row: Row, column: string): Period {
  const period = periodNamed(column);
  if (period !== undefined) return period;
  const { file, line } = row;
  throw new Problem({
    code: "bad-row",
    file,
    line,
    column,
    found: column,
    expected: "months like July 2024 to March 2025",
  });
}

/** The two types of closure are parts of all lines closed: neither may be more than the whole. */
export function checkTable(readings: readonly Reading[]): Discrepancy[] {
  const closed = readings.filter(({ measure }) => measure === "county-lines-closed");
  const wholes = closed.filter(({ breakdown }) => breakdown.endsWith("; all"));
  return wholes.flatMap((whole) => {
    const parts = closed.filter(
      (r) => r !== whole && r.period.start === whole.period.start && r.period.end === whole.period.end,
    );
    const [sum, all] = [parts.reduce((n, r) => n + number(r), 0), number(whole)];
    const isKnown = !Number.isNaN(sum + all) && parts.length > 0;
    const differs = parts.length === 2 ? sum !== all : sum > all;
    return isKnown && differs
      ? [{ what: `lines closed from ${whole.period.start} to ${whole.period.end} by type`, parts: sum, whole: all }]
      : [];
  });
}

const number = ({ value }: Reading): number => (isMissing(value) ? Number.NaN : value.value);

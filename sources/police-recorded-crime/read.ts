import type { Reading, TableInfo } from "../../src/collate/index.ts";
import { notAFigure } from "../../src/collate/index.ts";
import { recorderNamed } from "../../src/store/index.ts";
import {
  financialYearText,
  oneOf,
  type Period,
  Problem,
  publishedValueWith,
  quarterOf,
  type Row,
  text,
} from "../../src/terms/index.ts";
import { threatOf } from "./threats.ts";

const recorder = recorderNamed();
const quarterNumber = oneOf("1", "2", "3", "4");
/** A zero in the accounting format of a spreadsheet, as a CSV export writes it. */
const offences = publishedValueWith({ "-00": "nil", "-": "nil" });

/** One count of one offence code in one quarter: of a force or body, or of a partnership within a force. */
export function readRow(row: Row, table: TableInfo): Reading {
  refuseNote(row);
  const by = table.table === "partnership" ? ofPartnership(row) : ofForce(row);
  const offence = {
    code: row.take("Offence Code", text),
    offence: row.take("Offence Description", text),
    group: row.take("Offence Group", text),
    subgroup: row.take("Offence Subgroup", text),
  };
  const period = quarterIn(row);
  const reading = {
    measure: by.measure,
    threat: threatIn(row, offence),
    place: by.place,
    breakdown: packed({ ...by.breakdown, ...offence, ...sameLabel(table, offence.code, [by, period]) }),
    period,
    value: row.take(by.column, offences),
    unit: "offences",
  };
  row.done();
  return reading;
}

const packed = (breakdown: Record<string, string>): string =>
  Object.entries(breakdown)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");

interface By {
  measure: string;
  place: string;
  breakdown: Record<string, string>;
  /** The column of the count. */
  column: string;
}

function ofForce(row: Row): By {
  const { place, body } = row.take("Force Name", recorder);
  return { measure: "police-recorded-offences", place, breakdown: recordedBy(body), column: "Number of Offences" };
}

function ofPartnership(row: Row): By {
  const { place, body } = row.take("Police Force", recorder);
  const breakdown = { ...recordedBy(body), partnership: row.take("CSP Name", text) };
  return { measure: "police-recorded-offences-by-partnership", place, breakdown, column: "Offence Count" };
}

const recordedBy = (body: string): Record<string, string> => (body === "" ? {} : { "recorded by": body });

/** Lines under a table have words in the first column and nothing else. */
function refuseNote(row: Row): void {
  const [, ...others] = row.columns.map((column) => row.raw(column)?.trim() ?? "");
  if (others.every((cell) => cell === "")) notAFigure(row, "a note, not a count");
}

function quarterIn(row: Row): Period {
  const year = row.take("Financial Year", financialYearText);
  const period = quarterOf(year, Number(row.take("Financial Quarter", quarterNumber)));
  if (period === undefined) throw new Error("a quarter of 1 to 4 is always one of the year");
  return period;
}

/** A group that threats.csv does not list is new: somebody must say what it belongs to. */
function threatIn(row: Row, offence: { code: string; group: string; subgroup: string }): string {
  const threat = threatOf(offence);
  if (threat !== undefined) return threat;
  const expected = "an offence group that SOC Lab knows (sources/police-recorded-crime/threats.csv)";
  const { file, line } = row;
  throw new Problem({ code: "bad-row", file, line, column: "Offence Group", found: offence.group, expected });
}

/** How often each label of several offences was met in a table, by who recorded it and when. */
const met = new WeakMap<TableInfo, Map<string, number>>();

/**
 * A code such as 1/4.1/4.10/4.2 names several offences, and the table has a row for each under that one label: they are
 * numbered in the order in which they stand. A row beyond the number of offences repeats the last, and is found to.
 */
function sameLabel(table: TableInfo, code: string, of: unknown): Record<string, string> {
  const offencesNamed = code.split("/").length;
  if (offencesNamed === 1) return {};
  const counts = met.get(table) ?? new Map<string, number>();
  met.set(table, counts);
  const label = JSON.stringify([code, of]);
  const n = Math.min((counts.get(label) ?? 0) + 1, offencesNamed);
  counts.set(label, n);
  return { row: String(n) };
}

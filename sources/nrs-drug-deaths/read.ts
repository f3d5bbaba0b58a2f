import { notAFigure, type Reading, type TableInfo } from "../../src/collate/index.ts";
import { districtNamed } from "../../src/store/index.ts";
import {
  isMissing,
  type Parser,
  Problem,
  publishedValue,
  type Row,
  withoutNotes,
  yearSpan,
} from "../../src/terms/index.ts";

const SCOTLAND = "S92000003";
const district = districtNamed();
const area: Parser<string> = {
  expected: `Scotland, or ${district.expected}`,
  parse: (t) => (t === "Scotland" ? SCOTLAND : district.parse(withoutNotes(t))),
};

/** Deaths of one council area over five years, and their rate with its limits. */
export function readRow(row: Row, table: TableInfo): Reading[] {
  if (row.columns.filter((column) => row.raw(column)?.trim() !== "").length <= 1)
    notAFigure(row, "a note, not a count");
  const about = {
    threat: "drug-supply",
    place: row.take(table.header[0] ?? "", area),
    period: row.take("Five-year period", yearSpan),
    breakdown: "dated by=registration",
  };
  const deaths = row.take(named(row, /deaths/i, /rate|standardi|lower|upper/i), publishedValue);
  const rate = row.take(named(row, /rate|standardi/i, /lower|upper/i), publishedValue);
  const [low, high] = [/lower/i, /upper/i].map((which) => limit(row, which));
  row.done();
  const limits = isMissing(rate)
    ? {}
    : { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
  return [
    { ...about, measure: "drug-misuse-deaths", unit: "deaths", value: deaths },
    { ...about, measure: "drug-misuse-death-rate", unit: "per 100,000", value: rate, ...limits },
  ];
}

function named(row: Row, wanted: RegExp, unwanted: RegExp): string {
  const column = row.columns.find((name) => wanted.test(name) && !unwanted.test(name));
  if (column !== undefined) return column;
  throw new Problem({ code: "missing-column", file: row.file, column: wanted.source, found: row.columns });
}

function limit(row: Row, which: RegExp): number | undefined {
  const column = row.columns.find((name) => which.test(name));
  const value = column === undefined ? undefined : row.take(column, publishedValue);
  return value === undefined || isMissing(value) ? undefined : value.value;
}

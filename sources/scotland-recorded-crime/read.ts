import { notAFigure, type Reading, type TableInfo } from "../../src/collate/index.ts";
import { districtNamed, projectFile, topicsByWords } from "../../src/store/index.ts";
import {
  financialYearText,
  type Parser,
  type Period,
  publishedValue,
  type Row,
  text,
  withoutNotes,
} from "../../src/terms/index.ts";

const SCOTLAND = "S92000003";
const topicOf = topicsByWords(projectFile("sources", "scotland-recorded-crime", "threats.csv"));
const district = districtNamed();

/** A council area by name, or the whole of Scotland. */
const area: Parser<string> = {
  expected: `Scotland, or ${district.expected}`,
  parse: (t) => (t === "Scotland" ? SCOTLAND : district.parse(t)),
};

/** One crime over the years of the table, a figure for each: of Scotland, or as a rate of a council area. */
export function readRow(row: Row, table: TableInfo): Reading[] {
  const about = table.table === "council-rates" ? ofCouncil(row) : ofScotland(row, table);
  const readings = yearsOf(row).map(({ column, period }) => ({
    ...about,
    period,
    value: row.take(column, publishedValue),
  }));
  row.ignore(...row.columns.filter((column) => /change/i.test(column)));
  row.done();
  return readings;
}

function ofCouncil(row: Row) {
  const place = row.take("Local Authority", area);
  const group = withoutNotes(row.take("Crime group", text));
  const crime = withoutNotes(row.take("Crime", text));
  return {
    ...{ measure: "recorded-crime-rate-scotland", unit: "crimes and offences per 10,000 population", place },
    threat: topicOf(crime) ?? topicOf(group) ?? "context",
    breakdown: `group=${group}; crime=${crime}`,
  };
}

/** The group that the rows below it are indented under, by table. */
const groups = new WeakMap<TableInfo, string>();

function ofScotland(row: Row, table: TableInfo) {
  const column = table.header[0] ?? "";
  const printed = row.raw(column) ?? "";
  const label = withoutNotes(row.take(column, text));
  if (!/^\s/.test(printed)) groups.set(table, label);
  if (yearsOf(row).every((year) => row.raw(year.column)?.trim() === ""))
    notAFigure(row, "a heading or a note, not a crime");
  const group = groups.get(table) ?? label;
  return {
    ...{ measure: "recorded-crimes-scotland", unit: "crimes and offences", place: SCOTLAND },
    threat: topicOf(label) ?? topicOf(group) ?? "context",
    breakdown: group === label ? `group=${group}` : `group=${group}; crime=${label}`,
  };
}

function yearsOf(row: Row): { column: string; period: Period }[] {
  return row.columns.flatMap((column) => {
    const period = financialYearText.parse(withoutNotes(column));
    return period === undefined ? [] : [{ column, period }];
  });
}

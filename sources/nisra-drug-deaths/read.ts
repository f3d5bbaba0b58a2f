import { notAFigure, type Reading, type TableInfo } from "../../src/collate/index.ts";
import { districtNamed } from "../../src/store/index.ts";
import {
  calendarYear,
  type Parser,
  type Period,
  publishedValue,
  type Row,
  text,
  withoutNotes,
} from "../../src/terms/index.ts";

const NORTHERN_IRELAND = "N92000002";
const district = districtNamed();

interface Statistic {
  measure: string;
  unit: string;
}

const DEATHS: Statistic = { measure: "drug-poisoning-deaths", unit: "deaths" };
const RATE: Statistic = { measure: "drug-poisoning-death-rate", unit: "per 100,000" };
const CRUDE_RATE: Statistic = { measure: "drug-poisoning-death-rate-crude", unit: "per 100,000" };

const statistic: Parser<Statistic> = {
  expected: "a label with crude, standardised or number in it",
  parse: (t) =>
    /crude/i.test(t)
      ? CRUDE_RATE
      : /asmr|standardi[sz]ed/i.test(t)
        ? RATE
        : /number|deaths/i.test(t)
          ? DEATHS
          : undefined,
};

const area: Parser<string> = {
  expected: `Total, or ${district.expected}`,
  parse: (t) => (/^(total|northern ireland)$/i.test(t) ? NORTHERN_IRELAND : district.parse(withoutNotes(t))),
};

/** The heading of the block that a row stands in, by table; at first that of the table's own header. */
const blocks = new WeakMap<TableInfo, string>();

/** One line over the years of the table, a figure for each. */
export function readRow(row: Row, table: TableInfo): Reading[] {
  const column = table.header[0] ?? "";
  const label = withoutNotes(row.take(column, text));
  const years = yearsOf(row);
  if (years.every((year) => isHeading(row, year.column))) {
    blocks.set(table, label);
    notAFigure(row, "the heading of a block, or a note");
  }
  const block = blocks.get(table) ?? withoutNotes(column);
  const about = table.table === "total" ? ofPeople(row, column, block) : ofDistrict(row, column, block);
  const readings = years.map((year) => ({
    ...{ ...about, threat: "drug-supply", period: year.period },
    value: row.take(year.column, publishedValue),
  }));
  row.done();
  return readings;
}

/** A block begins with a line that holds the years again, or nothing. */
const isHeading = (row: Row, column: string): boolean => ["", column].includes(row.raw(column)?.trim() ?? "");

const ofPeople = (row: Row, column: string, block: string) => ({
  ...row.take(column, statistic),
  place: NORTHERN_IRELAND,
  breakdown: `sex=${block.toLowerCase()}; dated by=registration`,
});

const ofDistrict = (row: Row, column: string, block: string) => ({
  ...(/^asmr/i.test(block) ? RATE : DEATHS),
  place: row.take(column, area),
  breakdown: "dated by=registration",
});

function yearsOf(row: Row): { column: string; period: Period }[] {
  return row.columns.flatMap((column) => {
    const period = calendarYear.parse(column);
    return period === undefined ? [] : [{ column, period }];
  });
}

import {
  breakdownOf,
  type Discrepancy,
  type Reading,
  readingsByPeriod,
  refuseNote,
  type TableInfo,
  unevenMargins,
} from "../../src/collate/index.ts";
import {
  anyOf,
  financialYearEnding,
  financialYearText,
  type Parser,
  publishedValue,
  type Row,
  text,
} from "../../src/terms/index.ts";

const MEASURES: Readonly<Record<string, string>> = {
  recovered: "assets-recovered",
  denied: "assets-denied",
  imposed: "confiscation-orders-imposed",
};

/** Jurisdictions by their own names; those that are no one area have none and stay in the breakdown. */
const PLACES: Readonly<Record<string, string>> = {
  "England and Wales": "K04000001",
  England: "E92000001",
  Wales: "W92000004",
  "Northern Ireland": "N92000002",
  "England, Wales and Northern Ireland": "",
  "No recorded jurisdiction": "",
};

const UNITS: Readonly<Record<string, string>> = {
  "Value (£ million)": "GBP million",
  "Value (£)": "GBP",
  Volume: "orders",
};

const named = (known: Readonly<Record<string, string>>): Parser<string> => ({
  expected: `one of ${Object.keys(known).join(", ")}`,
  parse: (t) => (Object.hasOwn(known, t) ? t : undefined),
});

const YEARS = { period: anyOf(financialYearText, financialYearEnding), value: publishedValue };

/** One kind of order or recovery in one jurisdiction, a figure for each year. */
export function readRow(row: Row, { table }: TableInfo): Reading[] {
  refuseNote(row);
  const jurisdiction = row.take("Jurisdiction", named(PLACES));
  const place = PLACES[jurisdiction] ?? "";
  const readings = readingsByPeriod(row, YEARS, {
    measure: MEASURES[table] ?? table,
    threat: "money-laundering",
    place,
    breakdown: breakdownOf({ jurisdiction: place === "" ? jurisdiction : "", type: row.take("Type", text) }),
    unit: UNITS[row.take("Unit", named(UNITS))] ?? "",
  });
  row.done();
  return readings;
}

/** Kinds add up to the total of their jurisdiction and year; values are printed with one decimal. */
export const checkTable = (readings: readonly Reading[]): Discrepancy[] =>
  ["GBP million", "GBP", "orders"].flatMap((unit) =>
    unevenMargins(
      readings.filter((reading) => reading.unit === unit),
      { key: "type", whole: "Total", rounding: unit === "GBP million" ? 0.05 : 0 },
    ),
  );

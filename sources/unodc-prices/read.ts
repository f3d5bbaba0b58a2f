import { breakdownOf, type Reading, refuseNote, type TableInfo } from "../../src/collate/index.ts";
import { projectFile, readTable } from "../../src/store/index.ts";
import {
  type Cell,
  calendarYear,
  isMissing,
  type Parser,
  publishedValueWith,
  type Row,
  text,
} from "../../src/terms/index.ts";

const UNITED_KINGDOM = "K02000001";
const OUR_NAMES = ["United Kingdom", "United Kingdom of Great Britain and Northern Ireland"];
const value = publishedValueWith({ "": "not-available", "-": "not-available" });

/** The units that countries write, as one word each. */
const UNITS = new Map(
  readTable(projectFile("sources", "unodc-prices", "units.csv"), (row) => [
    row.take("written", text),
    row.take("unit", text),
  ]),
);
const perUnit: Parser<string> = {
  expected: "a unit of sources/unodc-prices/units.csv",
  parse: (t) => (UNITS.has(t) ? `USD per ${UNITS.get(t)}` : undefined),
};
const perCent: Parser<string> = {
  expected: "a measurement in per cent",
  parse: (t) => (/^(?:purity )?\(?(?:%|per ?cent|percentage)\)?$/i.test(t) ? "per cent" : undefined),
};

/** The price or purity of one drug in one country, year and level of sale, with its range. */
export function readRow(row: Row, { table }: TableInfo): Reading {
  refuseNote(row);
  const isPrice = table === "prices";
  const take = (column: string): Cell<number> => row.take(isPrice ? `${column}_USD` : column, value);
  const [typical, low, high] = [take("Typical"), take("Minimum"), take("Maximum")];
  const [country, level] = [row.take("Country/Territory", text), row.take("LevelOfSale", text)];
  const isOurs = OUR_NAMES.includes(country);
  const reading = {
    measure: measureAt(level, isPrice ? "price" : "purity"),
    threat: "drug-supply",
    place: isOurs ? UNITED_KINGDOM : "",
    breakdown: breakdownOf({
      country: isOurs ? "" : country,
      "drug group": row.take("DrugGroup", text),
      drug: row.take("Drug", text),
      level,
    }),
    period: row.take("Year", calendarYear),
    value: typical,
    ...(isMissing(low) ? {} : { low: low.value }),
    ...(isMissing(high) ? {} : { high: high.value }),
    unit: isPrice ? row.take("Unit", perUnit) : row.take("Measurement", perCent),
  };
  row.ignore("Region", "SubRegion", "Iso3_code", "msCode", "Source", "Footnote", "Notes");
  row.done();
  return reading;
}

/** What retail and wholesale are called here; any other level is told apart by the breakdown. */
const LEVELS: Readonly<Record<string, string>> = { Retail: "street", Wholesale: "wholesale" };

const measureAt = (level: string, kind: "price" | "purity"): string =>
  Object.hasOwn(LEVELS, level) ? `${LEVELS[level]}-${kind}` : `${kind}-at-another-level`;

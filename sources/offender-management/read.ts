import {
  breakdownOf,
  type Discrepancy,
  type Reading,
  readingsByPeriod,
  refuseNote,
  type TableInfo,
  unevenMargins,
  type WideTable,
} from "../../src/collate/index.ts";
import { anyOf, publishedValueWith, quarter, type Row, text } from "../../src/terms/index.ts";
import { writtenDay, writtenQuarter } from "./periods.ts";

const ENGLAND_AND_WALES = "K04000001";
/** "-" is printed for a count of none. */
const value = publishedValueWith({ "-": "nil" });
const STOCK: WideTable = { period: writtenDay, value };
const FLOW: WideTable = { period: anyOf(writtenQuarter, quarter), value };

const MEASURES: Readonly<Record<string, string>> = {
  population: "prison-population",
  receptions: "prison-receptions",
  probation: "probation-caseload",
};

/** People of one kind in prison or under probation, or received into prison: a figure for each day or quarter. */
export function readRow(row: Row, { table }: TableInfo): Reading[] {
  refuseNote(row);
  const parts =
    table === "probation"
      ? { supervision: row.take("Type of supervision", text), sex: row.take("Sex", text) }
      : {
          custody: row.take("Type of custody", text),
          sex: row.take("Sex", text),
          "offence group": row.take("Offence group", text),
        };
  const readings = readingsByPeriod(row, table === "receptions" ? FLOW : STOCK, {
    measure: MEASURES[table] ?? table,
    threat: "response",
    place: ENGLAND_AND_WALES,
    breakdown: breakdownOf(parts),
    unit: "people",
  });
  row.done();
  return readings;
}

/** Offence groups and sexes are parts of their whole; types of custody overlap and are not. */
export const checkTable = (readings: readonly Reading[]): Discrepancy[] => [
  ...unevenMargins(readings, { key: "offence group", whole: "All offences" }),
  ...unevenMargins(readings, { key: "sex", whole: "All" }),
];

import {
  breakdownOf,
  type Discrepancy,
  type Reading,
  readingsByPeriod,
  refuseNote,
  type TableInfo,
  unevenMargins,
} from "../../src/collate/index.ts";
import { financialYearText, oneOf, publishedValueWith, type Row, text } from "../../src/terms/index.ts";

const UNITED_KINGDOM = "K02000001";
/** "-" is printed for a sector that sent none. */
const YEARS = { period: financialYearText, value: publishedValueWith({ "-": "nil" }) };

const COUNTS = {
  "DAML requests": { measure: "daml-requests", unit: "requests" },
  "DAML refusals": { measure: "daml-refusals", unit: "refusals" },
  "DATF requests": { measure: "datf-requests", unit: "requests" },
  "Funds denied (£ million)": { measure: "assets-denied-daml", unit: "GBP million" },
} as const;
const counts = oneOf("DAML requests", "DAML refusals", "DATF requests", "Funds denied (£ million)");
const SARS = { measure: "suspicious-activity-reports", unit: "SARs" };

/** Reports, requests, refusals or money denied of one sector, a figure for each year to March. */
export function readRow(row: Row, { table }: TableInfo): Reading[] {
  refuseNote(row);
  const readings = readingsByPeriod(row, YEARS, {
    ...(table === "daml" ? COUNTS[row.take("Count", counts)] : SARS),
    threat: "money-laundering",
    place: UNITED_KINGDOM,
    breakdown: breakdownOf({ sector: row.take("Sector", text) }),
  });
  row.done();
  return readings;
}

/** Sectors add up to all of them; money is printed with one decimal. */
export const checkTable = (readings: readonly Reading[]): Discrepancy[] =>
  unevenMargins(readings, { key: "sector", whole: "Total", rounding: 0.05 });

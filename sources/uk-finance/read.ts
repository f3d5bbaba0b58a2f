import {
  breakdownOf,
  type Discrepancy,
  type Reading,
  readingsByPeriod,
  refuseNote,
  unevenMargins,
} from "../../src/collate/index.ts";
import {
  anyOf,
  calendarYear,
  oneOf,
  type Parser,
  type Period,
  publishedValue,
  type Row,
  text,
} from "../../src/terms/index.ts";

const UNITED_KINGDOM = "K02000001";

/** "H1 2024", January to June, and "H2 2024". */
const halfYear: Parser<Period> = {
  expected: "a half-year like H1 2024",
  parse: (t) => {
    const [, half, year] = (t.length === 7 && /^H([12]) (\d{4})$/.exec(t)) || [];
    if (year === undefined || calendarYear.parse(year) === undefined) return undefined;
    return half === "1"
      ? { start: `${year}-01-01`, end: `${year}-06-30` }
      : { start: `${year}-07-01`, end: `${year}-12-31` };
  },
};

const YEARS = { period: anyOf(calendarYear, halfYear), value: publishedValue };

const COUNTS = {
  "Gross loss (£m)": { measure: "payment-fraud-losses", unit: "GBP million" },
  Cases: { measure: "payment-fraud-cases", unit: "cases" },
  "Prevented (£m)": { measure: "payment-fraud-prevented", unit: "GBP million" },
  "Reimbursed (£m)": { measure: "app-fraud-reimbursed", unit: "GBP million" },
} as const;
const counts = oneOf("Gross loss (£m)", "Cases", "Prevented (£m)", "Reimbursed (£m)");

/** One count of one type of fraud, a figure for each year or half-year. */
export function readRow(row: Row): Reading[] {
  refuseNote(row);
  const readings = readingsByPeriod(row, YEARS, {
    ...COUNTS[row.take("Count", counts)],
    threat: "fraud",
    place: UNITED_KINGDOM,
    breakdown: breakdownOf({ category: row.take("Category", text), type: row.take("Fraud type", text) }),
  });
  row.done();
  return readings;
}

/** Types add up to their category; sums of money are printed with one decimal. */
export const checkTable = (readings: readonly Reading[]): Discrepancy[] =>
  unevenMargins(readings, { key: "type", whole: "Total", rounding: 0.05 });

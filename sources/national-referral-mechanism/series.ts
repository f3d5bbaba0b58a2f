import { notAFigure, type Reading, type TableInfo } from "../../src/collate/index.ts";
import {
  calendarYear,
  type Parser,
  type Period,
  publishedValue,
  quarter,
  type Row,
  text,
  UNITED_KINGDOM,
} from "../../src/terms/index.ts";
import { quarterNamed } from "./first-responders.ts";

const ofTheCountry = { threat: "modern-slavery", place: UNITED_KINGDOM } as const;

/** Referrals of a quarter by age and by where exploitation took place; `location=Total` is the sum of the others. */
export function referrals(row: Row): Reading {
  const reading = {
    ...ofTheCountry,
    measure: "nrm-referrals",
    period: quarterOrYear(row),
    breakdown: `age=${row.take("Age at exploitation", text)}; location=${row.take("Location of exploitation", text)}`,
    value: row.take("NRM referrals", publishedValue),
    unit: "referrals",
  };
  row.done();
  return reading;
}

/** Decisions of a quarter or year, a column for each age and outcome: "Child (17 or under) - Total". */
export function decisions(row: Row, { table }: TableInfo): Reading[] {
  const when = { period: quarterOrYear(row), note: noteOn(row) };
  const common = { ...ofTheCountry, measure: `nrm-${table}-decisions`, ...when, unit: "decisions" };
  const readings = row.columns
    .filter((column) => column !== "Year" && column !== "Quarter")
    .map((column) => {
      const [age, outcome = "Total"] = column.split(" - ");
      return { ...common, breakdown: `age=${age}; outcome=${outcome}`, value: row.take(column, publishedValue) };
    });
  row.done();
  return readings;
}

/** Reports about adults who did not consent to a referral, in a quarter or year. */
export function notifications(row: Row): Reading {
  const period = quarterOrYear(row);
  const reading = { ...reports("all", period), note: noteOn(row), value: row.take("Total", publishedValue) };
  row.done();
  return reading;
}

/** The same of one quarter by nationality, with a last row for all. */
export function notificationsByNationality(row: Row, { name }: TableInfo): Reading {
  if ((row.raw("Total") ?? "").trim() === "" && /^(source|note)/i.test(row.raw("Nationality") ?? ""))
    notAFigure(row, "a note, not a count");
  const breakdown = `nationality=${row.take("Nationality", text)}`;
  const reading = { ...reports(breakdown, quarterNamed(row, name)), value: row.take("Total", publishedValue) };
  row.done();
  return reading;
}

const reports = (breakdown: string, period: Period) => ({
  ...ofTheCountry,
  measure: "duty-to-notify-reports",
  breakdown,
  period,
  unit: "reports",
});

/** Until its last quarter is published, the Total of a year is that of the quarters so far. */
const noteOn = (row: Row): string =>
  row.raw("Quarter")?.trim() === "Total" ? "the quarters of the year that are in this release" : "";

/** "2023" and "Q4", or "Total" for the quarters of the year together. */
function quarterOrYear(row: Row): Period {
  const year = row.take("Year", calendarYear);
  const inYear: Parser<Period> = {
    expected: "Q1, Q2, Q3, Q4 or Total",
    parse: (t) => (t === "Total" ? year : quarter.parse(`${year.start.slice(0, 4)} ${t}`)),
  };
  return row.take("Quarter", inYear);
}

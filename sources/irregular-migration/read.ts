import { notAFigure, type Reading, type TableInfo } from "../../src/collate/index.ts";
import {
  calendarYear,
  isoDate,
  oneOf,
  type Period,
  Problem,
  publishedValue,
  quarter,
  quarterOf,
  type Row,
  text,
  UNITED_KINGDOM,
} from "../../src/terms/index.ts";

/** What one of the five tables counts. Where a column has had several names, the first that a row has is read. */
interface Layout {
  measure: string;
  unit: string;
  count: string[];
  /** Key in the breakdown to the column; those of everybody (nationality, sex, age) come after them. */
  own: Record<string, string[]>;
}

const LAYOUTS: Record<string, Layout> = {
  detections: {
    measure: "irregular-arrivals-detected",
    unit: "people",
    count: ["Number of detections"],
    own: { method: ["Method of entry"] },
  },
  "asylum-claims": {
    measure: "small-boat-asylum-claims",
    unit: "people",
    count: ["Applications", "Arrivals"],
    own: { application: ["Asylum application", "Asylum claim"], applicant: ["Applicant type"], UASC: ["UASC"] },
  },
  "asylum-outcomes": {
    measure: "small-boat-asylum-outcomes",
    unit: "people",
    count: ["Decisions", "Outcomes"],
    own: {
      group: ["Asylum Case Outcome Group"],
      outcome: ["Asylum Case Outcome"],
      applicant: ["Applicant type"],
      UASC: ["UASC"],
    },
  },
  "nrm-referrals": {
    measure: "small-boat-nrm-referrals",
    unit: "people",
    count: ["Referrals", "Arrivals"],
    own: { referral: ["NRM referral"] },
  },
  "nrm-outcomes": {
    measure: "small-boat-nrm-outcomes",
    unit: "decisions",
    count: ["Referrals", "Outcomes"],
    own: { group: ["NRM Case Outcome Group"], outcome: ["NRM Case Outcome"] },
  },
};

const EVERYBODY = { nationality: ["Nationality"], region: ["Region"], sex: ["Sex"], age: ["Age Group"] };

/** One count of people of one nationality, sex and age in one quarter. */
export function readRow(row: Row, { table }: TableInfo): Reading {
  refuseNote(row);
  const layout = LAYOUTS[table];
  if (layout === undefined) throw new Error(`sources/irregular-migration/read.ts does not know the table ${table}`);
  const reading = {
    measure: layout.measure,
    threat: "immigration-crime",
    place: UNITED_KINGDOM,
    breakdown: breakdown(row, { ...layout.own, ...EVERYBODY }),
    period: quarterIn(row),
    value: row.take(present(row, layout.count), publishedValue),
    unit: layout.unit,
  };
  row.done();
  return reading;
}

/** The first of several names that the row has; else the first of all, which is then reported missing. */
const present = (row: Row, columns: string[]): string => columns.find((c) => row.has(c)) ?? columns[0] ?? "";

/** "method=Small boat arrivals; nationality=Albania; ...". The column for unaccompanied children left some tables. */
const breakdown = (row: Row, keys: Record<string, string[]>): string =>
  Object.entries(keys)
    .filter(([key, columns]) => key !== "UASC" || columns.some((column) => row.has(column)))
    .map(([key, columns]) => `${key}=${row.take(present(row, columns), text)}`)
    .join("; ");

/** Lines under a table have words in the first column and nothing else. */
function refuseNote(row: Row): void {
  const filled = row.columns.filter((column) => (row.raw(column) ?? "").trim() !== "");
  if (filled.length === 1) notAFigure(row, "a note, not a count");
}

const quarterNumber = oneOf("1", "2", "3", "4");

/** The workbooks say "2023" and "2023 Q4", the CSV files 2023, 4 and the quarter's last day: they must agree. */
function quarterIn(row: Row): Period {
  const year = row.take("Year", calendarYear);
  const isNumber = row.raw("Quarter")?.trim().length === 1;
  const period = isNumber ? quarterOf(year, Number(row.take("Quarter", quarterNumber))) : row.take("Quarter", quarter);
  if (period === undefined) throw new Error("a quarter of 1 to 4 is always one of the year");
  if (period.start.slice(0, 4) !== year.start.slice(0, 4)) disagree(row, "Quarter", "a quarter of the row's year");
  if (row.has("Date") && row.take("Date", isoDate) !== period.end)
    disagree(row, "Date", `the last day of the row's quarter, ${period.end}`);
  return period;
}

function disagree(row: Row, column: string, expected: string): never {
  const { file, line } = row;
  throw new Problem({ code: "bad-row", file, line, column, found: row.raw(column) ?? "", expected });
}

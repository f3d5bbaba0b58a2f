import { notAFigure, type Reading, type TableInfo } from "../../src/collate/index.ts";
import {
  day,
  optionalText,
  type Parser,
  type Period,
  publishedValue,
  publishedValueWith,
  type Row,
  UNITED_KINGDOM,
} from "../../src/terms/index.ts";

/** The two columns have each two names: that of the workbook and that of the page. */
const UNCONTROLLED = ["Boats arrived - involved in uncontrolled landings", "Boats involved in uncontrolled landings"];

/** Before the series of departures prevented began, its cells hold a dash. */
const sinceItBegan = publishedValueWith({ "-": "not-available" });

/** People and boats of a day or a week, and in weeks what was prevented. */
export function readRow(row: Row, { table }: TableInfo): Reading[] {
  refuseNote(row);
  const period = table === "weekly" ? row.take("Week ending", weekEnding) : row.take("Date", eitherDay);
  const note = row.has("Notes") ? row.take("Notes", optionalText) : "";
  const arrived = [
    reading("small-boat-arrivals", "people", row.take("Migrants arrived", publishedValue)),
    reading("small-boats", "boats", row.take("Boats arrived", publishedValue)),
    ...uncontrolled(row),
  ];
  const prevented = table === "weekly" ? preventedIn(row) : [];
  row.done();
  return [...arrived, ...prevented].map((r) => ({ ...r, period, note }));
}

/** Lines under a table have words in the first column and nothing else; a day without counts is no such line. */
function refuseNote(row: Row): void {
  const [first = "", ...others] = row.columns.map((column) => (row.raw(column) ?? "").trim());
  if (eitherDay.parse(first) === undefined && others.every((cell) => cell === ""))
    notAFigure(row, "a note, not a count");
}

const preventedIn = (row: Row): Omit<Reading, "period">[] => [
  reading("small-boat-departures-prevented", "people", row.take("Migrants prevented", sinceItBegan)),
  reading("small-boat-prevention-events", "events", row.take("Events prevented", sinceItBegan)),
];

function uncontrolled(row: Row): Omit<Reading, "period">[] {
  const column = UNCONTROLLED.find((name) => row.has(name));
  if (column === undefined) return [];
  return [{ ...reading("small-boats", "boats", row.take(column, sinceItBegan)), breakdown: "landing=uncontrolled" }];
}

const reading = (measure: string, unit: string, value: Reading["value"]): Omit<Reading, "period"> => ({
  measure,
  threat: "immigration-crime",
  place: UNITED_KINGDOM,
  breakdown: "all",
  value,
  unit,
});

/** "26 February 2026", as the page has it. */
const longDay: Parser<Period> = {
  expected: "a day like 26 February 2026",
  parse: (t) => {
    const found = t.length <= 20 ? /^(\d{1,2}) ([A-Z][a-z]+) (\d{4})$/.exec(t) : null;
    const month = MONTHS.indexOf(found?.[2] ?? "") + 1;
    if (found === null || month === 0) return undefined;
    return day.parse(`${found[3]}-${twoDigits(month)}-${twoDigits(Number(found[1]))}`);
  },
};

const MONTHS = "January February March April May June July August September October November December".split(" ");

const twoDigits = (n: number): string => String(n).padStart(2, "0");

const eitherDay: Parser<Period> = {
  expected: "a day like 2026-02-26 or 26 February 2026",
  parse: (t) => day.parse(t) ?? longDay.parse(t),
};

/** The seven days that end with the day in the cell. */
const weekEnding: Parser<Period> = {
  expected: "the last day of a week, like 2026-02-22",
  parse: (t) => {
    const end = eitherDay.parse(t)?.end;
    if (end === undefined) return undefined;
    const start = new Date(Date.parse(`${end}T00:00:00Z`) - 6 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    return { start, end };
  },
};

import {
  breakdownOf,
  type Discrepancy,
  type Reading,
  readingsByPeriod,
  refuseNote,
  type TableInfo,
} from "../../src/collate/index.ts";
import { type Recorder, recorderNamed } from "../../src/store/index.ts";
import {
  anyOf,
  areaCode,
  financialYearText,
  isMissing,
  monthSpan,
  type Parser,
  type Period,
  Problem,
  publishedValue,
  publishedValueWith,
  type Row,
  withoutNotes,
  yearEnding,
} from "../../src/terms/index.ts";

const ENGLAND_AND_WALES = "K04000001";
const anyArea = areaCode("K04", "E92", "W92", "N92", "E12", "E23", "W15");
const recorder = recorderNamed();
const homicides = { measure: "homicides", unit: "offences", threat: "violence" } as const;
const rate = { measure: "homicide-rate", unit: "offences per 1 million population", threat: "violence" } as const;

/** The homicides of one year, or of one area in every year; or the rate of one area over three years. */
export function readRow(row: Row, { table }: TableInfo): Reading | Reading[] {
  if (table === "rates") return threeYears(row);
  refuseNote(row);
  return table === "years" ? oneYear(row) : oneArea(row);
}

/** In the table of areas the forces, with British Transport Police, must add up to England and Wales. */
export function checkTable(readings: readonly Reading[], { table }: TableInfo): Discrepancy[] {
  if (table !== "areas") return [];
  const totals = readings.filter(({ place }) => place === ENGLAND_AND_WALES);
  return totals.flatMap(({ period, value: total }) => {
    const ofForces = readings.filter((r) => r.period.start === period.start && /^$|^(E23|W15)/.test(r.place));
    const values = ofForces.flatMap(({ value }) => (isMissing(value) ? [] : [value.value]));
    const parts = values.reduce((sum, value) => sum + value, 0);
    if (isMissing(total) || values.length < ofForces.length || parts === total.value) return [];
    return [{ what: `homicides of all forces, ${period.start} to ${period.end}`, parts, whole: total.value }];
  });
}

function oneYear(row: Row): Reading[] {
  const period = row.take("Year", twelveMonths);
  const about = { place: ENGLAND_AND_WALES, breakdown: "", period };
  const ratio = columnNamed(row, /\brate\b|per million/i, "Rate per million population");
  const number = columnNamed(
    row,
    /^(?!.*(\brate\b|per million)).*currently recorded/i,
    "…currently recorded as homicide",
  );
  const readings = [
    { ...homicides, ...about, value: row.take(number, publishedValue) },
    { ...rate, ...about, value: row.take(ratio, publishedValue) },
  ];
  row.ignore(...row.columns.filter((column) => /initially recorded|no longer recorded/i.test(column)));
  row.done();
  return readings;
}

function oneArea(row: Row): Reading[] {
  const { place, body } = areaOf(row);
  const readings = readingsByPeriod(
    row,
    { period: twelveMonths, value: publishedValue },
    { ...homicides, place, breakdown: breakdownOf({ "recorded by": body }) },
  );
  row.ignore(...row.columns.filter((column) => /\brate\b|per million/i.test(column)));
  row.done();
  return readings;
}

/** By code where there is one; British Transport Police have a name alone. */
function areaOf(row: Row): Recorder {
  const code = columnNamed(row, /\bcode\b/i, "Area Code");
  const name = columnNamed(row, /^(?!.*\bcode\b).*\b(area|name|force)\b/i, "Area Name");
  row.ignore(code, name);
  return /^[A-Z]\d/.test(row.raw(code)?.trim() ?? "")
    ? { place: row.take(code, anyArea), body: "" }
    : row.take(name, recorder);
}

/** The rates by area lie elsewhere than the workbook that source.yaml gives the address of. */
const locator = "https://github.com/ONSdigital/explore-local-statistics-data/tree/main/homicide-offences";
/** The City of London has a bare "u" where other tables have "[u]". */
const value = publishedValueWith({ u: "low-reliability" });

function threeYears(row: Row): Reading {
  const reading: Reading = {
    ...rate,
    place: row.take("AREACD", anyArea),
    breakdown: "",
    period: row.take("Period", yearsFromApril),
    value: row.take("Observation", value),
    locator,
  };
  row.ignore("AREANM", "Geography", "Variable Name", "Indicator", "Measure", "Unit");
  row.ignore("Lower Confidence Interval (95%)", "Upper Confidence Interval (95%)");
  row.ignore("Observation Status", "Polarity", "Notes");
  row.done();
  return reading;
}

function columnNamed(row: Row, words: RegExp, column: string): string {
  const found = row.columns.find((name) => words.test(withoutNotes(name)));
  if (found === undefined) throw new Problem({ code: "missing-column", file: row.file, column, found: row.columns });
  return found;
}

const aSpan = anyOf(monthSpan, yearEnding, financialYearText);

/** A year from April to March, notes left out; a longer span such as that of a rate is refused. */
const twelveMonths: Parser<Period> = {
  expected: aSpan.expected,
  parse: (t) => {
    const span = aSpan.parse(withoutNotes(t));
    return span !== undefined && Number(span.end.slice(0, 4)) - Number(span.start.slice(0, 4)) === 1 ? span : undefined;
  },
};

/** "2020-04-01T00:00:00/P3Y": the three years from April 2020 to March 2023. */
const yearsFromApril: Parser<Period> = {
  expected: "three years like 2020-04-01T00:00:00/P3Y",
  parse: (t) => {
    const [, from] = /^(\d{4})-04-01T00:00:00\/P3Y$/.exec(t) ?? [];
    return from === undefined ? undefined : { start: `${from}-04-01`, end: `${Number(from) + 3}-03-31` };
  },
};

import { notAFigure, type Reading, type TableInfo } from "../../src/collate/index.ts";
import { projectFile, type Recorder, recorderNamed, topicsByWords } from "../../src/store/index.ts";
import { areaCode, count, month, type Period, publishedValue, type Row, withoutNotes } from "../../src/terms/index.ts";

const anyArea = areaCode("K02", "K03", "K04", "E92", "W92", "E12", "E23", "W15");
const recorder = recorderNamed();
const topicOf = topicsByWords(projectFile("sources", "ons-police-force-area-tables", "threats.csv"));

/** The figures of one area: its people and households, its offences, or its rates. */
export function readRow(row: Row, table: TableInfo): Reading[] {
  return table.table === "population" ? people(row) : offences(row, table);
}

/** The people (MYE) and households (SNHP) of one area, at the middle of the year that the column's name ends with. */
function people(row: Row): Reading[] {
  if (row.raw("code")?.trim() === "") notAFigure(row, "about an area of its authors' own: it has no code");
  const place = row.take("code", anyArea);
  row.ignore("name");
  const readings = row.columns.flatMap((column) => {
    const [, kind, year] = /^(MYE|SNHP)(\d{4})$/.exec(column) ?? [];
    if (year === undefined) return [];
    const value = { value: row.take(column, count) };
    return [kind === "MYE" ? population(place, year, value) : households(place, year, value)];
  });
  row.done();
  return readings;
}

type Value = Reading["value"];

const population = (place: string, year: string, value: Value): Reading => ({
  ...{ measure: "population", threat: "context", place, breakdown: "mid-year estimate" },
  ...{ period: midYear(year), value, unit: "people" },
});

const households = (place: string, year: string, value: Value): Reading => ({
  ...{ measure: "households", threat: "context", place, breakdown: "" },
  ...{ period: midYear(year), value, unit: "households" },
});

const midYear = (year: string): Period => ({ start: `${year}-06-30`, end: `${year}-06-30` });

/** The offences or rates of one area, a column for each group; in the table of rates its people and households as well. */
function offences(row: Row, table: TableInfo): Reading[] {
  const nameColumn = row.columns.find((column) => /^area names?$/i.test(withoutNotes(column)));
  refuseNote(row);
  const by = areaOf(row, nameColumn);
  const readings = row.columns
    .filter((column) => column !== "Area Code" && column !== nameColumn)
    .map((column) => columnFigure(row, column, by, table));
  row.done();
  return readings;
}

function columnFigure(row: Row, column: string, { place, body }: Recorder, table: TableInfo): Reading {
  const name = withoutNotes(column);
  const value = row.take(column, publishedValue);
  const [year = ""] = /\b20\d{2}\b/.exec(name) ?? [];
  if (year !== "" && /^population/i.test(name)) return population(place, year, value);
  if (year !== "" && /^household/i.test(name)) return households(place, year, value);
  return {
    ...(table.table === "rates"
      ? { measure: "recorded-crime-rate", unit: "offences per 1,000 population" }
      : { measure: "police-recorded-offences", unit: "offences" }),
    threat: topicOf(name) ?? "context",
    place,
    breakdown: `${body === "" ? "" : `recorded by=${body}; `}offence=${name}`,
    period: yearEndingIn(table.name),
    value,
  };
}

/** By code where there is one; bodies such as British Transport Police have a name alone. */
function areaOf(row: Row, nameColumn: string | undefined): Recorder {
  const code = row.raw("Area Code")?.trim() ?? "";
  if (nameColumn === undefined || /^[EKW]\d/.test(code)) {
    if (nameColumn !== undefined) row.ignore(nameColumn);
    return { place: row.take("Area Code", anyArea), body: "" };
  }
  row.ignore("Area Code");
  return row.take(nameColumn, recorder);
}

function refuseNote(row: Row): void {
  const filled = row.columns.filter((column) => row.raw(column)?.trim() !== "");
  if (filled.length <= 1) notAFigure(row, "a heading or a note, not an area");
}

/** "policeforceareatablesyesep25.xlsx": the twelve months to September 2025. The sheets say it only in their titles. */
function yearEndingIn(name: string): Period {
  const [, last = "", digits = ""] = /(mar|jun|sep|dec)[a-z]*(\d{4}|\d{2})(?!\d)/i.exec(name) ?? [];
  const year = digits.length === 2 ? 2000 + Number(digits) : Number(digits);
  const end = month.parse(`${last} ${year}`)?.end;
  if (end === undefined) throw new Error(`source.yaml lets in ${name}, which does not say when its year ends`);
  return { start: new Date(Date.UTC(year - 1, Number(end.slice(5, 7)), 1)).toISOString().slice(0, 10), end };
}

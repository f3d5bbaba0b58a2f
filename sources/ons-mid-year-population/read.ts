import { notAFigure, type Reading, type TableInfo } from "../../src/collate/index.ts";
import { areaCode, calendarYear, type Period, publishedValue, type Row, text } from "../../src/terms/index.ts";

const area = areaCode(
  ...["K02", "K03", "K04", "E92", "W92", "S92", "N92", "E12"],
  ...["E06", "E07", "E08", "E09", "W06", "S12", "N09"],
);

/** The people of one area on 30 June. */
export function readRow(row: Row, table: TableInfo): Reading {
  return table.table === "nomis" ? fromNomis(row) : fromWorkbook(row, table);
}

function fromNomis(row: Row): Reading {
  const measure = row.take("MEASURES_NAME", text);
  if (measure.toLowerCase() !== "value") notAFigure(row, `no number of people but "${measure}"`);
  const year = row.take("DATE_NAME", calendarYear).start.slice(0, 4);
  const sex = row.take("SEX_NAME", text).toLowerCase();
  const age = row.take("AGE_NAME", text).toLowerCase();
  const reading = people(row.take("GEOGRAPHY_CODE", area), sex, age, year, row.take("OBS_VALUE", publishedValue));
  row.ignore(...row.columns);
  return reading;
}

const SEX: Readonly<Record<string, string>> = { Persons: "total", Females: "female", Males: "male" };

function fromWorkbook(row: Row, { name, part }: TableInfo): Reading {
  const kind = row.raw("Geography")?.trim() ?? "";
  if (/county$/i.test(kind)) notAFigure(row, "about a county, whose districts have rows of their own");
  if (/^(source|notes?|crown|\u00a9)/i.test(row.raw("Code")?.trim() ?? "")) notAFigure(row, "a note, not an area");
  const [, digits = ""] = /^mye(\d{2})/i.exec(name) ?? [];
  const sex = SEX[part.replace("MYE2 - ", "")] ?? "";
  const reading = people(row.take("Code", area), sex, "all ages", `20${digits}`, row.take("All ages", publishedValue));
  row.ignore(...row.columns);
  return reading;
}

const people = (place: string, sex: string, age: string, year: string, value: Reading["value"]): Reading => ({
  measure: "population",
  threat: "context",
  place,
  breakdown: sex === "total" && age === "all ages" ? "mid-year estimate" : `mid-year estimate; sex=${sex}; age=${age}`,
  period: middleOf(year),
  value,
  unit: "people",
});

const middleOf = (year: string): Period => ({ start: `${year}-06-30`, end: `${year}-06-30` });

import type { Discrepancy, Reading, TableInfo } from "../../src/collate/index.ts";
import { districtNamed, projectFile, topicsByWords } from "../../src/store/index.ts";
import { isMissing, month, type Parser, Problem, publishedValueWith, type Row, text } from "../../src/terms/index.ts";

const NORTHERN_IRELAND = "N92000002";
const DISTRICTS = 11;
const topicOf = topicsByWords(projectFile("sources", "northern-ireland-recorded-crime", "threats.csv"));
const district = districtNamed();

const area: Parser<string> = {
  expected: `Northern Ireland, or ${district.expected}`,
  parse: (t) => (t === "Northern Ireland" ? NORTHERN_IRELAND : district.parse(t)),
};

const STATISTICS: ReadonlyMap<string, { measure: string; unit: string }> = new Map([
  ["Police Recorded Crime", { measure: "police-recorded-offences", unit: "offences" }],
  ["Police Recorded Crime Outcomes (number)", { measure: "police-recorded-outcomes", unit: "outcomes" }],
  ["Police Recorded Crime Outcomes (rate %)", { measure: "outcome-rate", unit: "per cent" }],
]);

const statistic: Parser<{ measure: string; unit: string }> = {
  expected: [...STATISTICS.keys()].join(", or "),
  parse: (t) => STATISTICS.get(t),
};

/** Nothing was recorded, so there is no rate of outcomes. */
const value = publishedValueWith({ "/0": "not-estimable" });

/** One measure of one type of crime in a district and month. */
export function readRow(row: Row): Reading {
  const crime = row.take("Crime_Type", text);
  const reading = {
    ...row.take("Data_Measure", statistic),
    threat: topicOf(crime) ?? "context",
    place: row.take("Policing_District", area),
    breakdown: `offence=${crime}`,
    period: monthOf(row),
    value: row.take("Count", value),
  };
  row.done();
  return reading;
}

function monthOf(row: Row) {
  const written = `${row.take("Month", text)} ${row.take("Calendar_Year", text)}`;
  const period = month.parse(written);
  if (period !== undefined) return period;
  const { file, line } = row;
  throw new Problem({ code: "bad-row", file, line, column: "Month", found: written, expected: month.expected });
}

/** Offences of the eleven districts must add up to those of Northern Ireland, for each type and month that has them all. */
export function checkTable(readings: readonly Reading[], _table: TableInfo): Discrepancy[] {
  const sums = new Map<string, { parts: number; districts: number; whole: number | undefined }>();
  for (const { measure, place, breakdown, period, value } of readings) {
    if (measure !== "police-recorded-offences" || isMissing(value)) continue;
    const what = `${breakdown}, ${period.start.slice(0, 7)}`;
    const sum = sums.get(what) ?? { parts: 0, districts: 0, whole: undefined };
    if (place === NORTHERN_IRELAND) sum.whole = value.value;
    else {
      sum.parts += value.value;
      sum.districts++;
    }
    sums.set(what, sum);
  }
  return [...sums].flatMap(([what, { parts, districts, whole }]) =>
    districts === DISTRICTS && whole !== undefined && parts !== whole ? [{ what, parts, whole }] : [],
  );
}

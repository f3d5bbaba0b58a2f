import { notAFigure, type Reading, type TableInfo } from "../../src/collate/index.ts";
import { type Recorder, recorderNamed } from "../../src/store/index.ts";
import {
  type Parser,
  type Period,
  Problem,
  publishedValue,
  quarter,
  type Row,
  text,
  UNITED_KINGDOM,
} from "../../src/terms/index.ts";

/** Who referred: a type of first responder, and one of its kind or all of them. */
interface Referrer extends Recorder {
  type: string;
  isAll: boolean;
}

/** A row of the long form: one cell of the cube, margins included. */
export function fromRow(row: Row, table: TableInfo): Reading {
  const type = row.take("First responder type", text);
  const of = {
    exploitation: "Exploitation type",
    age: "Age at exploitation",
    gender: "Gender",
    nationality: "Nationality",
  };
  const reading = {
    ...byReferrer(row.take("First responder", referrer(type))),
    period: quarterNamed(row, table.name),
    value: row.take("People", publishedValue),
  };
  const dimensions = Object.entries(of).map(([key, column]) => `${key}=${row.take(column, text)}`);
  row.done();
  return { ...reading, breakdown: [reading.breakdown, ...dimensions].join("; ") };
}

/** What empty cells of a sheet repeat: the last cell above that was filled. */
interface Above {
  responder: string;
  exploitation: string;
  age: string;
}

const above = new WeakMap<TableInfo, Above>();

/**
 * A row of a published sheet: one figure for each nationality. A filled cell of responder, exploitation or age opens a block
 * whose first row is its total, so that what stands to the right of it counts as Total.
 */
export function fromSheetRow(row: Row, table: TableInfo): Reading[] {
  if (filledCells(row) === 1) notAFigure(row, "a note, not a count");
  const column = table.header.find((name) => name.endsWith(SUFFIX));
  const type = column?.slice(0, -SUFFIX.length) ?? "Local Authority";
  const { responder, exploitation, age, gender } = placeInSheet(row, table, column);
  const parsed = column === undefined ? everybody(type) : parsedReferrer(row, type, column, responder);
  const common = { ...byReferrer(parsed), period: quarterNamed(row, table.name) };
  const start = `${common.breakdown}; exploitation=${exploitation}; age=${age}; gender=${gender}`;
  row.ignore("Exploitation type", "Age at exploitation", "Gender", ...(column === undefined ? [] : [column]));
  const nationalities = row.columns.filter((name) => !LABELS.includes(name) && name !== column);
  const readings = nationalities.map((nationality) => ({
    ...common,
    breakdown: `${start}; nationality=${nationality}`,
    value: row.take(nationality, publishedValue),
  }));
  row.done();
  return readings;
}

const SUFFIX = " first responder";
const LABELS = ["Exploitation type", "Age at exploitation", "Gender"];

const filledCells = (row: Row): number => row.columns.filter((name) => cell(row, name) !== "").length;

const cell = (row: Row, column: string | undefined): string =>
  column === undefined ? "" : (row.raw(column) ?? "").trim();

function placeInSheet(row: Row, table: TableInfo, column: string | undefined): Above & { gender: string } {
  const own = { responder: cell(row, column), exploitation: cell(row, LABELS[0]), age: cell(row, LABELS[1]) };
  const last = above.get(table) ?? { responder: "", exploitation: "", age: "" };
  const now =
    own.responder !== ""
      ? { responder: own.responder, exploitation: "Total", age: "Total" }
      : own.exploitation !== ""
        ? { ...last, exploitation: own.exploitation, age: "Total" }
        : { ...last, age: own.age || last.age };
  above.set(table, now);
  const opensBlock = Object.values(own).some((text) => text !== "");
  const gender = opensBlock ? "Total" : cell(row, LABELS[2]);
  const { file, line } = row;
  if (gender === "" || now.exploitation === "" || now.age === "")
    throw new Problem({
      code: "bad-row",
      file,
      line,
      column: "Gender",
      found: gender,
      expected: "a gender, or a block",
    });
  return { ...now, gender };
}

/** The name may stand rows above: it is judged for each row, so that a block of an unknown responder is set aside whole. */
function parsedReferrer(row: Row, type: string, column: string, name: string): Referrer {
  const parser = referrer(type);
  const found = parser.parse(name);
  if (found !== undefined) return found;
  throw new Problem({
    code: "bad-row",
    file: row.file,
    line: row.line,
    column,
    found: name,
    expected: parser.expected,
  });
}

const police = recorderNamed();

const everybody = (type: string): Referrer => ({ type, place: UNITED_KINGDOM, body: "", isAll: true });

/** "Police total", "Local Authority" (they are one row) and "Total" are all of a type; other names are one responder. */
function referrer(type: string): Parser<Referrer> {
  return {
    expected: type === "Police" ? police.expected : "a first responder",
    parse: (name) => {
      if (name === "Local Authority" || /(^| )total$/i.test(name)) return everybody(type);
      const one = type === "Police" ? police.parse(name) : name === "" ? undefined : { place: "", body: name };
      return one === undefined ? undefined : { ...one, type, isAll: false };
    },
  };
}

const byReferrer = ({ type, place, body, isAll }: Referrer) => ({
  measure: "nrm-referrals-by-first-responder",
  threat: "modern-slavery",
  place,
  breakdown: [
    ...(body === "" ? [] : [`recorded by=${body}`]),
    `responder type=${type}`,
    ...(isAll ? ["responders=Total"] : []),
  ].join("; "),
  unit: "referrals",
});

/** The tables do not say their quarter; the names of the files do: "..._2023_q4.csv", "...-quarter-4-2023-...". */
export function quarterNamed(row: Row, name: string): Period {
  const [, year, q] = /_(\d{4})_q([1-4])/.exec(name) ?? [];
  const [, q2, year2] = /-quarter-([1-4])-(\d{4})/.exec(name) ?? [];
  const found = `${year ?? year2} Q${q ?? q2}`;
  const period = quarter.parse(found);
  if (period !== undefined) return period;
  const expected = "a file name that says the quarter, such as nrm_referrals_police_2023_q4.csv";
  throw new Problem({ code: "bad-row", file: row.file, line: row.line, column: "file name", found: name, expected });
}

import { breakdownOf, type Discrepancy, type Reading, refuseNote, type TableInfo } from "../../src/collate/index.ts";
import { recorderNamed } from "../../src/store/index.ts";
import {
  financialYearText,
  isMissing,
  month,
  oneOf,
  type Parser,
  Problem,
  publishedValue,
  type Row,
} from "../../src/terms/index.ts";
import { dashboardMeasures, OUTCOMES } from "./columns.ts";

const recorder = recorderNamed();
/** The last line of a table of outcomes. It holds Jersey, Guernsey and the Isle of Man too, so it is of no one area. */
const TOTAL = "Total";
const forces: Parser<{ place: string; body: string }> = {
  expected: `${recorder.expected}, or ${TOTAL}`,
  parse: (t) => (t === TOTAL ? { place: "", body: "all forces and agencies of the table" } : recorder.parse(t)),
};

/** Reports and losses of one force and month, or referrals and outcomes of one force and year. */
export function readRow(row: Row, table: TableInfo): Reading[] {
  refuseNote(row);
  const readings = table.table === "dashboard" ? reports(row) : outcomes(row, table);
  row.done();
  return readings;
}

function reports(row: Row): Reading[] {
  const { place, body } = row.take("Police force", recorder);
  const { threat, count, losses } = dashboardMeasures[row.take("Crime type", oneOf("Fraud", "Cyber"))];
  const figure = { threat, place, breakdown: breakdownOf({ "recorded by": body }), period: row.take("Month", month) };
  return [
    { ...figure, measure: count, unit: "reports", value: row.take("Reports", publishedValue) },
    { ...figure, measure: losses, unit: "GBP", value: row.take("Losses (£)", publishedValue) },
  ];
}

function outcomes(row: Row, { table, name }: TableInfo): Reading[] {
  const columns = OUTCOMES[table === "outcomes-2020" ? "outcomes-2020" : "outcomes-before"];
  const { place, body } = row.take(columns.force, forces);
  const figure = { threat: "fraud", place, breakdown: breakdownOf({ "recorded by": body }), period: yearIn(name) };
  return columns.measures.map(([column, measure, unit]) => ({
    ...figure,
    measure,
    unit,
    value: row.take(column, publishedValue),
  }));
}

/** The table does not say its year; the page above it does, and so the file is named after it. */
function yearIn(name: string): Reading["period"] {
  const year = financialYearText.parse(/(\d{4}-\d{2})\.csv$/.exec(name)?.[1] ?? "");
  if (year === undefined)
    throw new Problem({
      code: "unreadable-file",
      file: name,
      why: "its name does not end in two years that follow each other",
    });
  return year;
}

/** Forces add up to the total, and judicial and other outcomes to all outcomes of a force. */
export function checkTable(readings: readonly Reading[], { table }: TableInfo): Discrepancy[] {
  if (table === "dashboard") return [];
  const { measures } = OUTCOMES[table === "outcomes-2020" ? "outcomes-2020" : "outcomes-before"];
  const ofForces = measures.flatMap(([, measure]) =>
    uneven(
      measure,
      readings.filter((r) => r.measure === measure),
      isTotal,
    ),
  );
  const bodies = [...new Set(readings.map(bodyOf))];
  const outcomesOf = readings.filter((r) => r.measure.endsWith("outcomes"));
  return [
    ...ofForces,
    ...bodies.flatMap((body) =>
      uneven(
        `outcomes of ${body}`,
        outcomesOf.filter((r) => bodyOf(r) === body),
        (r) => r.measure === "action-fraud-outcomes",
      ),
    ),
  ];
}

const bodyOf = ({ place, breakdown }: Reading): string => place || breakdown;
const isTotal = ({ breakdown }: Reading): boolean => breakdown.endsWith("all forces and agencies of the table");

function uneven(what: string, readings: readonly Reading[], isWhole: (r: Reading) => boolean): Discrepancy[] {
  const whole = readings.find(isWhole)?.value;
  const parts = readings.filter((r) => !isWhole(r)).map(({ value }) => (isMissing(value) ? Number.NaN : value.value));
  const sum = parts.reduce((total, part) => total + part, 0);
  return whole === undefined || isMissing(whole) || Number.isNaN(sum) || sum === whole.value
    ? []
    : [{ what, parts: sum, whole: whole.value }];
}

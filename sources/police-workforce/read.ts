import { breakdownOf, type Reading, refuseNote } from "../../src/collate/index.ts";
import { recorderNamed } from "../../src/store/index.ts";
import { calendarYear, optionalText, Problem, publishedValue, type Row, text } from "../../src/terms/index.ts";

const recorder = recorderNamed();

/** People of one force, rank, sex and type of work on one 31 March: as full-time equivalents and by head. */
export function readRow(row: Row): Reading[] {
  refuseNote(row);
  const year = row.take("As at 31 March", calendarYear).start.slice(0, 4);
  const { place, body } = row.take("Force name", recorder);
  refuseOtherCode(row, place);
  const workers = row.take("Worker type", text);
  const isOfficer = workers === "Police Officer";
  const figure = {
    threat: "response",
    place,
    breakdown: breakdownOf({
      "recorded by": body,
      "worker type": isOfficer ? "" : workers,
      rank: row.take("Rank", text),
      sex: row.take("Sex", text),
    }),
    period: { start: `${year}-03-31`, end: `${year}-03-31` },
  };
  const kind = isOfficer ? "police-officers" : "police-other-workers";
  const readings = [
    { ...figure, measure: `${kind}-fte`, unit: "FTE", value: row.take("Total (FTE)", publishedValue) },
    { ...figure, measure: `${kind}-headcount`, unit: "people", value: row.take("Total (Headcount)", publishedValue) },
  ];
  row.ignore("Region");
  row.done();
  return readings;
}

/** The table names each force twice, by name and by code: a row in which they differ is about neither. */
function refuseOtherCode(row: Row, place: string): void {
  const code = row.take("Geocode", optionalText);
  if (place === "" || code === place) return;
  const { file, line } = row;
  throw new Problem({
    code: "bad-row",
    file,
    line,
    column: "Geocode",
    found: code,
    expected: `${place}, the code of the force named`,
  });
}

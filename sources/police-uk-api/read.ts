import { breakdownOf, type Reading, type TableInfo } from "../../src/collate/index.ts";
import { policeAreaNamed, projectFile, readTable } from "../../src/store/index.ts";
import {
  month,
  oneOf,
  optionalText,
  type Parser,
  type Period,
  Problem,
  type Row,
  text,
} from "../../src/terms/index.ts";

const THREATS = new Map(
  readTable(projectFile("sources", "police-uk-api", "threats.csv"), (row) => {
    row.ignore("basis");
    return [row.take("category", text), row.take("threat", text)] as const;
  }),
);
const category = oneOf(...THREATS.keys());
const areas = policeAreaNamed();

/** One crime or one stop, counted as one. Throws a Problem that names line and column. */
export function readRow(row: Row, info: TableInfo): Reading {
  return info.table === "stops" ? stop(row, asked(info)) : crime(row, asked(info));
}

/** What the file was asked for, out of its name. */
interface Asked {
  period: Period;
  /** ONS code of a force's area; "" of an area that was drawn by hand. */
  place: string;
  area: string;
}

function asked({ name }: TableInfo): Asked {
  const { ym = "", area = "" } = NAME.exec(name)?.groups ?? {};
  const period = month.parse(ym);
  if (period === undefined) throw new Problem({ code: "unreadable-file", file: name, why: `${ym} is no month` });
  return { period, place: areas.parse(area) ?? "", area };
}

const NAME = /-(?<ym>\d{4}-\d{2})-(?<area>[a-z0-9-]+?)(?:-updated-\d{4}-\d{2}-\d{2})?\.json$/;

function crime(row: Row, { period, place, area }: Asked): Reading {
  row.take("month", monthOf(period));
  const kind = row.take("category", category);
  const isRailway = row.take("location_type", oneOf("Force", "BTP", "")) === "BTP";
  const outcome = row.take("outcome_status.category", optionalText);
  const id = row.take("id", positiveNumber);
  const isPlaced = row.take("location.latitude", degrees) !== "" && row.take("location.longitude", degrees) !== "";
  row.ignore("location.latitude", "location.longitude", "location.street.id", "location.street.name", "context");
  row.ignore("outcome_status.date", "persistent_id", "location_subtype");
  row.done();
  return {
    measure: "police-uk-api-crimes",
    threat: THREATS.get(kind) ?? "context",
    place: isRailway ? "" : place,
    breakdown: breakdownOf({
      "recorded by": isRailway ? "British Transport Police" : "",
      area: place === "" || isRailway ? area : "",
      category: kind,
      outcome,
      crime: id,
    }),
    period,
    value: { value: 1 },
    unit: "crimes",
    ...(isPlaced ? {} : { note: "no location" }),
  };
}

/** A stop has no number of its own, so its line stands for one. */
function stop(row: Row, { period, place, area }: Asked): Reading {
  row.take("datetime", moment);
  const breakdown = breakdownOf({
    area: place === "" ? area : "",
    type: row.take("type", text),
    legislation: row.take("legislation", optionalText),
    object: row.take("object_of_search", optionalText),
    outcome: row.take("outcome", stopOutcome),
    stop: String(row.line),
  });
  row.ignore("operation", "operation_name", "location.latitude", "location.longitude", "location.street.id");
  row.ignore("location.street.name", "outcome_object.id", "outcome_object.name");
  row.ignore("outcome_linked_to_object_of_search", "removal_of_more_than_outer_clothing");
  row.done();
  return {
    measure: "police-uk-api-stops",
    threat: "response",
    place,
    breakdown,
    period,
    value: { value: 1 },
    unit: "stops",
  };
}

/** The interface says `false` where nothing was found, and nothing where no outcome was given. */
const stopOutcome: Parser<string> = { expected: "text", parse: (t) => (t === "false" ? "nothing found" : t) };

/** The month that was asked for and no other. */
const monthOf = (period: Period): Parser<string> => ({
  expected: `the month of the file's name, ${period.start.slice(0, 7)}`,
  parse: (t) => (t === period.start.slice(0, 7) ? t : undefined),
});

const positiveNumber: Parser<string> = {
  expected: "the number of a crime",
  parse: (t) => (t.length <= 15 && /^[1-9]\d*$/.test(t) ? t : undefined),
};

/** Degrees as text, as the interface gives them; nothing for a crime without a location. */
const degrees: Parser<string> = {
  expected: "degrees like 52.632985, or nothing",
  parse: (t) => (t.length <= 20 && /^(-?\d{1,3}\.\d+)?$/.test(t) ? t : undefined),
};

/** The service writes Greenwich time, so the first hour of a summer month may read as the month before. */
const moment: Parser<string> = {
  expected: "a time like 2024-01-06T22:45:00+00:00",
  parse: (t) =>
    t.length <= 25 && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})$/.test(t) ? t : undefined,
};

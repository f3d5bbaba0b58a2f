import { notAFigure, type Reading, type TableInfo } from "../../src/collate/index.ts";
import {
  areaCode,
  type Cell,
  calendarYear,
  oneOf,
  type Period,
  publishedValue,
  type Row,
  yearSpan,
} from "../../src/terms/index.ts";
import { aboveIn, type Group, groupsOf, labelled, labelOf } from "./columns.ts";

const ENGLAND_AND_WALES = "K04000001";
const sexes = oneOf("Persons", "People", "Males", "Male", "Females", "Female");
const area = areaCode("K04", "E92", "W92", "E12", "E06", "E07", "E08", "E09", "W06");

/** Counties and parts of London: their districts and region stand beside them. */
const BETWEEN = /^(E10|E11|E13)\d{6}$/;

function areaIn(row: Row): string {
  const column = labelled(row, /area codes?$/i);
  row.ignore(...row.columns.filter((name) => /area names?$/i.test(labelOf(name))));
  if (BETWEEN.test(row.raw(column)?.trim() ?? "")) notAFigure(row, "about a county or a part of London");
  return row.take(column, area);
}

/** Deaths of one row: by sex and year over substances, of one area in one year, or of one area over spans of years. */
export function readRow(row: Row, table: TableInfo): Reading[] {
  const filled = row.columns.filter((column) => row.raw(column)?.trim() !== "");
  if (filled.length <= 1) notAFigure(row, "a heading or a note, not a count");
  const readings =
    table.table === "substances"
      ? bySubstance(row, table)
      : table.table === "regions"
        ? ofRegion(row, table)
        : ofAuthority(row);
  row.done();
  return readings;
}

function bySubstance(row: Row, table: TableInfo): Reading[] {
  const sex = aboveIn(table, row, labelled(row, /\bsex$/i), sexes);
  const period = row.take(labelled(row, /year of (death )?registration/i), calendarYear);
  return groupsOf(row).flatMap((group) =>
    figures(row, group, {
      ...definitionOf(group.name),
      place: ENGLAND_AND_WALES,
      period,
      breakdown: `sex=${sex}; substance=${substanceOf(group.name)}; dated by=registration`,
    }),
  );
}

function ofRegion(row: Row, table: TableInfo): Reading[] {
  const period = aboveIn(table, row, labelled(row, /year of (death )?registration/i), calendarYear);
  const place = areaIn(row);
  return groupsOf(row).flatMap((group) =>
    figures(row, group, { ...definitionOf(group.name), place, period, breakdown: "dated by=registration" }),
  );
}

function ofAuthority(row: Row): Reading[] {
  const place = areaIn(row);
  return groupsOf(row).flatMap((group) => {
    const period = yearSpan.parse(group.name);
    const about = { ...MISUSE, place, breakdown: "dated by=registration" };
    return period === undefined ? [] : figures(row, group, { ...about, period, rateUnit: "per 100,000" });
  });
}

interface About {
  kind: "poisoning" | "misuse";
  place: string;
  period: Period;
  breakdown: string;
  rateUnit: string;
}

const MISUSE = { kind: "misuse", rateUnit: "per million" } as const;

const definitionOf = (heading: string): Pick<About, "kind" | "rateUnit"> =>
  /misuse/i.test(heading) ? MISUSE : { kind: "poisoning", rateUnit: "per million" };

const substanceOf = (heading: string): string => (/poisoning|misuse/i.test(heading) ? "any" : heading.toLowerCase());

/** Number, and rate with its limits, of one group of columns. A rate that is withheld has no limits. */
function figures(row: Row, group: Group, { kind, rateUnit, ...about }: About): Reading[] {
  const threat = "drug-supply";
  const number = group.deaths === undefined ? undefined : row.take(group.deaths, publishedValue);
  const rate = group.rate === undefined ? undefined : row.take(group.rate, publishedValue);
  const [low, high] = [group.low, group.high].map((column) => (column === undefined ? undefined : limit(row, column)));
  return [
    ...(number === undefined
      ? []
      : [{ ...about, threat, measure: `drug-${kind}-deaths`, unit: "deaths", value: number }]),
    ...(rate === undefined
      ? []
      : [
          {
            ...{ ...about, threat, measure: `drug-${kind}-death-rate`, unit: rateUnit, value: rate },
            ...(low === undefined || "missing" in rate ? {} : { low }),
            ...(high === undefined || "missing" in rate ? {} : { high }),
          },
        ]),
  ];
}

function limit(row: Row, column: string): number | undefined {
  const found: Cell<number> = row.take(column, publishedValue);
  return "missing" in found ? undefined : found.value;
}

import type { Reading, TableInfo } from "../../src/collate/index.ts";
import { areaCode, number, type Parser, Problem, type Row } from "../../src/terms/index.ts";

interface Edition {
  year: number;
  /** The year that its small areas are of. */
  areas: 2011 | 2021;
  /** How many there are. */
  count: string;
}

/** By the year in the file's name. The edition of 2015 stands on the areas of 2011 as well. */
const EDITIONS: readonly Edition[] = [
  { year: 2015, areas: 2011, count: "32,844" },
  { year: 2019, areas: 2011, count: "32,844" },
  { year: 2025, areas: 2021, count: "33,755" },
];

/** Names in File 7, and in the slim tables, to the word used here. The other domains are left out: see source.yaml. */
const DOMAINS: ReadonlyMap<string, string> = new Map([
  ["Index of Multiple Deprivation (IMD)", "all"],
  ["IMD", "all"],
  ["Crime", "crime"],
]);

const STATISTIC = /^(.*?)[ _](score|rank|decile)(?: \(rate\)| \(where 1 is most deprived(?: 10% of LSOAs)?\))?$/i;

const whole = (highest: number): Parser<number> => ({
  expected: `a whole number from 1 to ${highest}`,
  parse: (t) => (/^\d{1,5}$/.test(t) && Number(t) >= 1 && Number(t) <= highest ? Number(t) : undefined),
});
const rank = whole(33_755);
const decile = whole(10);

/** Rank, decile and score of one small area, overall and in the domain of crime, as far as the file has them. */
export function readRow(row: Row, table: TableInfo): Reading[] {
  const edition = editionOf(table);
  const place = row.take(codeColumn(row, edition), areaCode("E01"));
  const readings = row.columns.flatMap((column) => {
    const [, name = "", statistic = ""] = STATISTIC.exec(column) ?? [];
    const domain = DOMAINS.get(name);
    if (domain === undefined) row.ignore(column);
    return domain === undefined ? [] : [{ ...figure(row, column, statistic.toLowerCase(), edition), place, domain }];
  });
  row.done();
  return readings.map(({ domain, ...reading }) => ({
    ...reading,
    threat: "context",
    breakdown: `index=IoD ${edition.year}; domain=${domain}; areas=LSOA ${edition.areas}`,
    period: { start: `${edition.year}-01-01`, end: `${edition.year}-12-31` },
  }));
}

function editionOf({ name }: TableInfo): Edition {
  const edition = EDITIONS.find(({ year }) => name.includes(`IoD${year}`) || name.includes(`imd${year}`));
  if (edition !== undefined) return edition;
  throw new Error(`source.yaml lets in ${name}, of an edition that read.ts does not know`);
}

/** Codes of the wrong year would be other areas under the same letters. */
function codeColumn(row: Row, { areas }: Edition): string {
  const names = [`LSOA code (${areas})`, `lsoa${areas - 2000}_code`];
  const column = names.find((name) => row.has(name));
  if (column === undefined)
    throw new Problem({ code: "missing-column", file: row.file, column: names[0] ?? "", found: row.columns });
  return column;
}

function figure(row: Row, column: string, statistic: string, { count }: Edition) {
  if (statistic === "rank")
    return {
      measure: "deprivation-rank",
      value: { value: row.take(column, rank) },
      unit: `rank (1 = most deprived of ${count})`,
    };
  if (statistic === "decile")
    return {
      measure: "deprivation-decile",
      value: { value: row.take(column, decile) },
      unit: "decile (1 = most deprived)",
    };
  return { measure: "deprivation-score", value: { value: row.take(column, number) }, unit: "score" };
}

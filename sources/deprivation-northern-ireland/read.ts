import type { Reading } from "../../src/collate/index.ts";
import { count, type Row, smallAreaCode } from "../../src/terms/index.ts";

const TAKEN = [
  { column: "Multiple Deprivation Measure Rank \n(where 1 is most deprived)", domain: "all" },
  { column: "Crime and Disorder Domain Rank (where 1 is most deprived)", domain: "crime and disorder" },
];

/** The two ranks of one super output area. */
export function readRow(row: Row): Reading[] {
  const place = row.take("SOA2001", smallAreaCode);
  const readings = TAKEN.map(({ column, domain }) => ({
    measure: "deprivation-rank",
    threat: "context",
    place,
    breakdown: `index=NIMDM 2017; domain=${domain}; areas=SOA 2001`,
    period: { start: "2017-01-01", end: "2017-12-31" },
    value: { value: row.take(column, count) },
    unit: "rank (1 = most deprived of 890)",
  }));
  row.ignore(...row.columns);
  return readings;
}

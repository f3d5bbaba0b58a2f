import type { Reading, TableInfo } from "../../src/collate/index.ts";
import { areaCode, type Parser, type Row } from "../../src/terms/index.ts";

const RANK = { measure: "deprivation-rank", unit: "rank (1 = most deprived of 6,976)" };
const DECILE = { measure: "deprivation-decile", unit: "decile (1 = most deprived)" };

const TAKEN = [
  { column: "SIMD2020v2_Rank", domain: "all", statistic: RANK },
  { column: "SIMD2020v2_Decile", domain: "all", statistic: DECILE },
  { column: "SIMD2020_Crime_Domain_Rank", domain: "crime", statistic: RANK },
] as const;

/** Where zones tie in a domain they share a half rank: "3486.5". */
const rankOrTie: Parser<number> = {
  expected: "a rank, whole or a half where areas tie",
  parse: (t) => (/^\d{1,4}(\.[05]0*)?$/.test(t) ? Number(t) : undefined),
};

/** Rank and decile of one data zone, as far as the table has them. */
export function readRow(row: Row, { table }: TableInfo): Reading[] {
  const place = row.take(table === "ranks" ? "Data_Zone" : "DZ", areaCode("S01"));
  const readings = TAKEN.filter(({ column }) => row.has(column)).map(({ column, domain, statistic }) => ({
    ...statistic,
    threat: "context",
    place,
    breakdown: `index=SIMD 2020v2; domain=${domain}; areas=data zone 2011`,
    period: { start: "2020-01-01", end: "2020-12-31" },
    value: { value: row.take(column, rankOrTie) },
  }));
  row.ignore(...row.columns);
  return readings;
}

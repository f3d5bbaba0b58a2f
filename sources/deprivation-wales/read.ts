import type { Reading, TableInfo } from "../../src/collate/index.ts";
import { areaCode, count, number, type Row } from "../../src/terms/index.ts";

const RANK = { measure: "deprivation-rank", unit: "rank (1 = most deprived of 1,909)", parser: count };
const DECILE = { measure: "deprivation-decile", unit: "decile (1 = most deprived)", parser: count };
const SCORE = { measure: "deprivation-score", unit: "score", parser: number };

/** By table, the columns that are taken: what each says, and of which domain. */
const TAKEN: Readonly<Record<string, readonly { column: string; domain: string; statistic: typeof RANK }[]>> = {
  ranks: [
    { column: "WIMD 2019", domain: "all", statistic: RANK },
    { column: "Community Safety", domain: "community safety", statistic: RANK },
  ],
  // The rank stands in the sheet of ranks as well, and counts from there.
  deciles: [{ column: "WIMD 2019 overall decile", domain: "all", statistic: DECILE }],
  scores: [
    { column: "WIMD 2019", domain: "all", statistic: SCORE },
    { column: "Community Safety", domain: "community safety", statistic: SCORE },
  ],
  slim: [
    { column: "IMD_rank", domain: "all", statistic: RANK },
    { column: "IMD_decile", domain: "all", statistic: DECILE },
    { column: "IMD_score", domain: "all", statistic: SCORE },
  ],
};

/** Rank, decile and score of one small area, as far as the table has them. */
export function readRow(row: Row, { table }: TableInfo): Reading[] {
  const taken = TAKEN[table] ?? [];
  const place = row.take(table === "slim" ? "lsoa11_code" : "LSOA code", areaCode("W01"));
  const readings = taken.map(({ column, domain, statistic: { measure, unit, parser } }) => ({
    measure,
    threat: "context",
    place,
    breakdown: `index=WIMD 2019; domain=${domain}; areas=LSOA 2011`,
    period: { start: "2019-01-01", end: "2019-12-31" },
    value: { value: row.take(column, parser) },
    unit,
  }));
  row.ignore(...row.columns);
  return readings;
}

import { type BulkParts, type Database, disagreeingRows } from "../../store/index.ts";
import type { BulkPlan } from "./plan.ts";

/** Two columns of one part that should say the same and do not. */
export interface Disagreement {
  part: string;
  line: number;
  column: string;
  other: string;
  rows: number;
  expected: string;
  found: string;
}

/** Columns of loaded rows that should say the same and do not: one for each part and pair, its rows counted. */
export async function disagreements(database: Database, { source }: BulkPlan, of: BulkParts): Promise<Disagreement[]> {
  const all: Disagreement[] = [];
  for (const [column = "", other = ""] of source.bulk.agree ?? [])
    for (const found of await disagreeingRows(database, source.bulk.table, of, column, other))
      all.push({ column: other, other: column, ...found });
  return all;
}

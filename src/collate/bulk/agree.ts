import { type BulkKey, type Database, disagreeingRows } from "../../store/index.ts";
import type { ProblemData } from "../../terms/index.ts";
import type { BulkPlan } from "./plan.ts";

/** Columns of a file's loaded rows that should say the same and do not: one problem for each pair, rows counted. */
export async function disagreements(
  database: Database,
  { source }: BulkPlan,
  key: BulkKey,
  file: string,
): Promise<ProblemData[]> {
  const problems: ProblemData[] = [];
  for (const [column = "", other = ""] of source.bulk.agree ?? []) {
    const { rows, line, ...found } = await disagreeingRows(database, source.bulk.table, key, column, other);
    if (rows > 0) problems.push({ code: "columns-disagree", file, line, column: other, other: column, rows, ...found });
  }
  return problems;
}

import { basename } from "node:path";
import { foreignParquetModule } from "../../store/index.ts";
import { answersOf } from "./child.ts";
import { type Limits, limitsWith } from "./limits.ts";
import type { ForeignOrder, ForeignRow, Sheet, Task } from "./order.ts";

/**
 * Reads a workbook (.xlsx, .ods) or a Parquet file in a child process and streams its rows; blank rows are left out and the lines stay
 * those of the sheet. Numbers come as the shortest decimal that gives back the stored value, days and times as ISO text, booleans as TRUE
 * and FALSE, errors as the sheet shows them, formulas as their stored result, merged cells as the value of the first.
 * Throws a Problem when the file is refused or a limit is breached, also after rows have been given: then nothing of the file counts.
 */
export async function* readForeign(
  path: string,
  order: ForeignOrder,
  limits: Partial<Limits> = {},
): AsyncGenerator<ForeignRow> {
  const { kind, sheets = "", shown = basename(path) } = order;
  const file = { does: "rows", path, shown, limits: limitsWith(limits) } as const;
  const task: Task =
    kind === "workbook" ? { ...file, kind, sheets } : { ...file, kind, parquetModule: foreignParquetModule };
  for await (const answer of answersOf(task)) {
    if (!("rows" in answer)) continue;
    const { part } = answer;
    for (const [line, cells] of answer.rows) yield { part, line, cells };
  }
}

/** The sheets of a workbook in their order, hidden ones too. Throws a Problem when the file is refused or a limit is breached. */
export async function sheetsOf(path: string, limits: Partial<Limits> = {}, shown = basename(path)): Promise<Sheet[]> {
  for await (const answer of answersOf({ does: "sheets", path, shown, limits: limitsWith(limits) }))
    if ("sheets" in answer) return answer.sheets;
  return [];
}

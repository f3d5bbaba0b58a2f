/** Reading a workbook, in the child process. */

import { odsBook } from "./ods.ts";
import type { RowBatch, Sheet, Task } from "./order.ts";
import { Refusal } from "./refusal.ts";
import type { SheetRow } from "./sheet-size.ts";
import { damagedWorkbook, WorkbookParts } from "./workbook-parts.ts";
import { xlsxBook } from "./xlsx.ts";

/** Some rows of one sheet; a sheet comes in many pieces. */
export interface SheetRows {
  part: string;
  rows: SheetRow[];
}

/** A workbook of either format, open. */
export interface Book {
  sheets: Sheet[];
  rows: (wanted: (sheet: string) => boolean) => AsyncIterable<SheetRows>;
}

/** Characters in one message to the parent, about. */
const BATCH_CHARACTERS = 65_536;

async function openBook(task: Task): Promise<Book> {
  const parts = await WorkbookParts.open(task);
  if (parts.has("content.xml")) return odsBook(parts, task.limits);
  if (parts.has("[Content_Types].xml")) return xlsxBook(parts, task.limits);
  throw damagedWorkbook(task.shown, "it is neither .xlsx nor .ods");
}

/** Throws a Refusal. */
export const sheetsIn = async (task: Task): Promise<Sheet[]> => (await openBook(task)).sheets;

/** Rows that hold something, of the sheets whose name matches. Throws a Refusal. */
export async function* workbookRows(task: Extract<Task, { kind: "workbook" }>): AsyncGenerator<RowBatch> {
  const book = await openBook(task);
  const pattern = new RegExp(task.sheets);
  const known = book.sheets.map((sheet) => sheet.name);
  if (!known.some((name) => pattern.test(name)))
    throw new Refusal({ code: "no-such-sheet", file: task.shown, wanted: task.sheets, known });
  for await (const rows of book.rows((name) => pattern.test(name))) yield* batchesOf(rows);
}

function* batchesOf({ part, rows }: SheetRows): Generator<RowBatch> {
  let batch: RowBatch = { part, rows: [] };
  let size = 0;
  for (const { line, repeat, cells } of rows)
    for (let row = 0; row < repeat; row++) {
      batch.rows.push([line + row, cells]);
      for (const cell of cells) size += cell.length + 3;
      if (size < BATCH_CHARACTERS) continue;
      yield batch;
      batch = { part, rows: [] };
      size = 0;
    }
  if (batch.rows.length > 0) yield batch;
}

/** Reading a workbook, in the child process. */

import { odsBook } from "./ods.ts";
import type { RowBatch, Sheet, Task } from "./order.ts";
import { Refusal } from "./refusal.ts";
import { longRow, RowBatches } from "./row-batches.ts";
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
  const { shown: file, limits } = task;
  const batches = new RowBatches(limits.bytesMax, (overflow) =>
    overflow === "bytes"
      ? new Refusal({ code: "too-large", file, limit: "bytes", most: limits.bytesMax })
      : damagedWorkbook(file, longRow(overflow)),
  );
  for await (const { part, rows } of book.rows((name) => pattern.test(name))) yield* batches.of(part, rowsOf(rows));
}

function* rowsOf(rows: SheetRow[]): Generator<[line: number, cells: string[]]> {
  for (const { line, repeat, cells } of rows) for (let row = 0; row < repeat; row++) yield [line + row, cells];
}

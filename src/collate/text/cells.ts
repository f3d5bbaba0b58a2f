import type { NumberStyle } from "../../terms/index.ts";
import { type CellLine, type ColumnSpec, type TableText, tableOf } from "./table.ts";

/**
 * A table whose cells come from a workbook or a Parquet file, by the same rules as a CSV file. Rows whose cells are all
 * blank are the sheet's empty lines: they are no records, and a note counts them.
 * Throws a Problem that refuses the table.
 */
export function readCells(
  file: string,
  header: string[],
  rows: Iterable<CellLine>,
  columns: ColumnSpec,
  numbers?: NumberStyle,
): TableText {
  const blank = { first: 0, pending: 0, lines: 0 };
  const table = tableOf(file, header, filled(rows, header.length, blank), columns, numbers);
  if (blank.lines > 0) table.notes.push({ code: "blank-lines", file, line: blank.first, lines: blank.lines });
  return table;
}

/**
 * Blank rows at the end are no gap; only those before another row are counted. A row ends with its last filled cell: those
 * up to the end of the header are empty, which in a sheet is no fault.
 */
function* filled(
  rows: Iterable<CellLine>,
  width: number,
  blank: { first: number; pending: number; lines: number },
): Iterable<CellLine> {
  for (const row of rows) {
    if (row.cells.every((cell) => cell.trim() === "")) {
      if (blank.first === 0) blank.first = row.line;
      blank.pending++;
      continue;
    }
    blank.lines = blank.pending;
    yield { line: row.line, cells: [...row.cells, ...Array(Math.max(0, width - row.cells.length)).fill("")] };
  }
}

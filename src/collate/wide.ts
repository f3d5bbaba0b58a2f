import { type Cell, type Parser, type Period, Problem, periodColumns, type Row } from "../terms/index.ts";
import { notAFigure, type Reading } from "./source.ts";

/** How a table with a column for each year, quarter or day is read. */
export interface WideTable {
  /** Reads the names of the columns that are spans of time. */
  period: Parser<Period>;
  /** Reads their cells. */
  value: Parser<Cell<number>>;
}

/**
 * A figure for each column of a row that is a span of time, all alike but for period and value; takes those columns.
 * Throws a Problem when no column is one, or a cell cannot be read.
 */
export function readingsByPeriod(
  row: Row,
  { period, value }: WideTable,
  figure: Omit<Reading, "period" | "value">,
): Reading[] {
  const columns = periodColumns(row, period);
  if (columns.length === 0)
    throw new Problem({ code: "missing-column", file: row.file, column: period.expected, found: row.columns });
  return columns.map((of) => ({ ...figure, period: of.period, value: row.take(of.column, value) }));
}

/** Sets a line under or between the rows of a table aside: words in one cell, and nothing in the others. */
export function refuseNote(row: Row): void {
  const filled = row.columns.filter((column) => row.raw(column)?.trim() !== "");
  if (row.columns.length > 1 && filled.length === 1) notAFigure(row, "a note, not a figure");
}

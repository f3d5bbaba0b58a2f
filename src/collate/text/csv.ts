import { parse } from "csv-parse/sync";
import { type NumberStyle, Problem, type ProblemData } from "../../terms/index.ts";
import { decode, type Encoding } from "./decode.ts";
import { notATable } from "./not-a-table.ts";
import { type Scan, scan } from "./scan.ts";
import { type CellLine, type ColumnSpec, MOST_COLUMNS, type TableText, tableOf } from "./table.ts";

export type { ColumnSpec, TableRecord, TableText } from "./table.ts";

/** How a file writes its table. Declared by the source, never guessed. */
export interface Dialect {
  encoding: Encoding;
  /** One character. */
  delimiter: string;
  /** One character, or "" where the publisher never quotes. */
  quote: string;
  /** Lines before the header, 0 unless declared. */
  preamble?: number;
}

/**
 * The table of a text file in the declared dialect. Every record of the file comes back, as a row or as a problem.
 * Cells keep their text to the letter; only parsers trim.
 * Throws a Problem that refuses the file: another encoding, a page or archive under a table's name, a quote that is not
 * closed, a column missing or there twice, no rows, a cell or header past its limit, a file that was cut short, or a
 * number of records that differs from an independent count.
 */
export function readCsv(
  file: string,
  bytes: Uint8Array,
  dialect: Dialect,
  columns: ColumnSpec,
  numbers?: NumberStyle,
): TableText {
  const { lines, seen } = csvLines(file, bytes, dialect);
  const [{ cells: header } = { cells: [] }, ...records] = lines;
  const table = tableOf(file, header, records, columns, numbers);
  const swallowed = rowsInCells(file, records, dialect.delimiter, header.length);
  return { ...table, notes: [...table.notes, ...notesOf(file, seen), ...swallowed] };
}

/**
 * The records of a text in the declared dialect with the lines on which they begin, the header first, and what the raw text
 * shows. Throws a Problem that refuses the file, as `readCsv` does before it looks at columns.
 */
export function csvLines(file: string, bytes: Uint8Array, dialect: Dialect): { lines: CellLine[]; seen: Scan } {
  const what = notATable(bytes);
  if (what !== undefined) throw new Problem({ code: "not-a-table", file, what });
  const preamble = dialect.preamble ?? 0;
  const content = afterLines(decode(file, bytes, dialect.encoding), preamble);
  const seen = scan(file, content, dialect.delimiter, dialect.quote, preamble + 1);
  const records = parseText(file, content, dialect);
  if (seen.starts.length !== records.length)
    throw new Problem({ code: "record-count", file, read: records.length - 1, counted: seen.starts.length - 1 });
  const [header = [], ...rows] = records;
  refuseCutShort(file, header.length, rows, seen);
  return { lines: records.map((cells, i) => ({ line: seen.starts[i] ?? 0, cells })), seen };
}

/** Cells in which a line has as many fields as the header: two misplaced quotes make whole rows into such a cell. */
function rowsInCells(file: string, records: readonly CellLine[], delimiter: string, width: number): ProblemData[] {
  if (width === 1) return [];
  const found = { cells: 0, line: 0 };
  for (const { line, cells } of records)
    for (const cell of cells) {
      if (!cell.includes("\n") && !cell.includes("\r")) continue;
      const holdsRow = cell.split(/\r\n|\n|\r/).some((line) => line.split(delimiter).length === width);
      if (holdsRow && found.cells++ === 0) found.line = line;
    }
  return found.cells === 0 ? [] : [{ code: "rows-in-cell", file, ...found }];
}

/** The text after so many lines, whatever stands in them. */
function afterLines(content: string, lines: number): string {
  let at = 0;
  for (let n = 0; n < lines; n++) {
    const end = /\r\n|\n|\r/g;
    end.lastIndex = at;
    if (end.exec(content) === null) return "";
    at = end.lastIndex;
  }
  return content.slice(at);
}

/** The cells of every record of a text, as they stand there. Throws a Problem where the parser cannot go on. */
export function parseText(file: string, content: string, { delimiter, quote }: Dialect): string[][] {
  try {
    return parse(content, {
      delimiter,
      quote: quote === "" ? false : quote,
      escape: quote === "" ? null : quote,
      columns: false,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: ["\r\n", "\n", "\r"],
    });
  } catch (error) {
    const { message, lines } = error as Error & { lines?: number };
    const why = (message.split("\n")[0] ?? "").trim();
    throw new Problem({ code: "unreadable-file", file, ...(lines === undefined ? {} : { line: lines }), why });
  }
}

/** A last row that is too short and has no line end: the download stopped there, and nobody knows what else is missing. */
function refuseCutShort(file: string, expected: number, records: string[][], seen: Scan): void {
  const found = records.at(-1)?.length ?? expected;
  if (seen.isLastLineOpen && found < expected && expected <= MOST_COLUMNS)
    throw new Problem({ code: "truncated-file", file, line: seen.starts.at(-1) ?? 0, found, expected });
}

function notesOf(file: string, { mixedAt, blank, firstBlank, isLastLineOpen, lines }: Scan): ProblemData[] {
  const notes: ProblemData[] = [];
  if (mixedAt > 0) notes.push({ code: "line-ends-mixed", file, line: mixedAt });
  if (blank > 0) notes.push({ code: "blank-lines", file, line: firstBlank, lines: blank });
  if (isLastLineOpen) notes.push({ code: "last-line-open", file, line: lines });
  return notes;
}

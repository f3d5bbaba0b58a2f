import { readFileSync } from "node:fs";
import { guarded } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import { type Span, scanRecords } from "../bulk/scan.ts";
import type { TableDeclaration } from "../declaration.ts";
import { readForeign } from "../foreign/read-foreign.ts";
import { csvLines, type Dialect, parseText } from "../text/csv.ts";
import { notATable } from "../text/not-a-table.ts";

/** One record as it stands in a file; the first of each part is its header. */
export interface FileRecord {
  /** Sheet of a workbook; "" where the file is the table. */
  part: string;
  line: number;
  cells: string[];
}

/** A file and what it is called in messages. */
export interface NamedFile {
  path: string;
  shown: string;
}

/** How the records of a file are found. */
export type RecordsOf = Pick<TableDeclaration, "format" | "dialect" | "sheets" | "header">;

/**
 * The records of a CSV file, a workbook or a Parquet file one after the other, in bounded memory where it is UTF-8 text. Throws
 * a Problem where the file cannot be read on, also after records have been given.
 */
export async function* recordsIn(
  file: NamedFile,
  { format, dialect, sheets, header = 1 }: RecordsOf,
): AsyncGenerator<FileRecord> {
  if (format === "csv" && dialect !== undefined) {
    yield* isScanned(dialect) ? scanned(file, dialect) : parsed(file, dialect);
    return;
  }
  if (format !== "workbook" && format !== "parquet")
    throw new Error(`records of a ${format} file are not read one by one`);
  const first = header === "named" ? 1 : header;
  const order =
    format === "workbook"
      ? { kind: format, shown: file.shown, sheets: sheets ?? "" }
      : { kind: format, shown: file.shown };
  for await (const row of readForeign(file.path, order)) if (format === "parquet" || row.line >= first) yield row;
}

const isScanned = ({ encoding, delimiter, quote }: Dialect): boolean =>
  encoding === "utf-8" && quote !== "" && delimiter.charCodeAt(0) < 127 && quote.charCodeAt(0) < 127;

/** UTF-8 text, a block at a time: our own scan finds the records. */
function* scanned({ path, shown }: NamedFile, dialect: Dialect): Generator<FileRecord> {
  let found: FileRecord[] = [];
  let [width, last] = [0, 0];
  const take = (span: Span): void => {
    if (width === 0) refuseOtherKinds(shown, span.block.subarray(span.start, span.start + 512));
    found.push({ part: "", line: span.line, cells: cellsOf(shown, span, dialect) });
    width ||= span.cells;
    last = span.cells;
  };
  const blocks = scanRecords(shown, path, dialect, take);
  for (;;) {
    const { done, value } = blocks.next();
    yield* found;
    found = [];
    if (done !== true) continue;
    if (value.bytes === 0) throw new Problem({ code: "empty-file", file: shown });
    if (value.isLastLineOpen && last < width)
      throw new Problem({ code: "truncated-file", file: shown, line: value.lines, found: last, expected: width });
    return;
  }
}

function cellsOf(file: string, { block, start, end, isPlain }: Span, dialect: Dialect): string[] {
  const text = block.toString("utf8", start, end);
  if (isPlain && !text.includes(dialect.quote)) return text.split(dialect.delimiter);
  return parseText(file, text, { ...dialect, preamble: 0 })[0] ?? [];
}

function refuseOtherKinds(file: string, head: Uint8Array): void {
  const what = notATable(head);
  if (what !== undefined) throw new Problem({ code: "not-a-table", file, what });
}

function* parsed({ path, shown }: NamedFile, dialect: Dialect): Generator<FileRecord> {
  const bytes = guarded(path, () => readFileSync(path));
  for (const { line, cells } of csvLines(shown, bytes, dialect).lines) yield { part: "", line, cells };
}

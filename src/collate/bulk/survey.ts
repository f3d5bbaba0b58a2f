import { setImmediate } from "node:timers/promises";
import { Problem, type ProblemData } from "../../terms/index.ts";
import { parseText } from "../text/csv.ts";
import { notATable } from "../text/not-a-table.ts";
import { type CellLine, tableOf } from "../text/table.ts";
import type { BulkPlan } from "./plan.ts";
import { type FileScan, type Span, scanRecords } from "./scan.ts";

/** What is known of a file before DuckDB has seen it. */
export interface Survey {
  /** Column names, trimmed, in the file's order. */
  header: string[];
  /** Records after the header: the independent count. */
  rows: number;
  /** Those that are plain and have as many cells as the header: all that DuckDB gets to see. */
  plain: number;
  /** Whether the file as it lies there is one that DuckDB reads in the one right way: every row plain, lines all alike. */
  isEven: boolean;
  notes: ProblemData[];
}

/** What `scanRecords` and messages need to know of a file. */
export interface SurveyedFile {
  /** How messages call it. */
  file: string;
  path: string;
  /** "" where it is no entry of an archive. */
  part: string;
}

/** Hears how many bytes of a file were looked at; may throw to end the run. */
export type OnBytes = (done: number) => void;

/**
 * Rows at the head of a file that are looked at as every other table is: its columns, and signs of people's records. Entries of an
 * archive have one shape, so of each fewer are enough.
 */
const [HEAD_ROWS, HEAD_ROWS_OF_ENTRY] = [1000, 100];

/**
 * Looks at every byte of a file. Throws a Problem that refuses it: empty, no table, another encoding, broken quotes, cut
 * short, a column missing or there twice, no rows, or people's records at its head.
 */
export async function survey(
  { file, path, part }: SurveyedFile,
  plan: BulkPlan,
  onBytes: OnBytes = () => {},
): Promise<Survey> {
  const dialect = { ...dialectOf(plan), encoding: "utf-8" as const };
  const headRows = part === "" ? HEAD_ROWS : HEAD_ROWS_OF_ENTRY;
  const head: string[] = [];
  const lines: number[] = [];
  let [records, plain, cells, lastCells, isHeaderPlain] = [0, 0, 0, 0, true];
  const take = (span: Span): void => {
    lastCells = span.cells;
    if (records === 0) {
      refuseOtherKinds(file, span);
      [cells, isHeaderPlain] = [span.cells, span.isPlain];
    } else if (span.isPlain && span.cells === cells) plain++;
    if (records++ <= headRows) {
      head.push(textOf(span));
      lines.push(span.line);
    }
  };
  const seen = await drain(scanRecords(file, path, dialect, take), onBytes);
  if (seen.bytes === 0) throw new Problem({ code: "empty-file", file });
  const [names = [], ...rows] = cellsOf(file, head, dialect);
  const rowLines: CellLine[] = rows.map((row, i) => ({ line: lines[i + 1] ?? 0, cells: row }));
  if (seen.isLastLineOpen && records > 1 && lastCells < cells)
    throw new Problem({ code: "truncated-file", file, line: seen.lines, found: lastCells, expected: cells });
  const { header, notes } = tableOf(file, names, rowLines, plan.spec);
  const isEven =
    plain === records - 1 &&
    isHeaderPlain &&
    (plan.source.dialect?.preamble ?? 0) === 0 &&
    seen.blankAnywhere === 0 &&
    seen.mixedAt === 0 &&
    !seen.isReturnOnly;
  const kept = notes.filter(({ code }) => code !== "lost-characters");
  return { header, rows: records - 1, plain, isEven, notes: [...kept, ...notesOf(file, seen)] };
}

/** The dialect that a plan was checked to have. */
export const dialectOf = ({ source }: BulkPlan): { delimiter: string; quote: string; preamble?: number } => ({
  delimiter: source.dialect?.delimiter ?? ",",
  quote: source.dialect?.quote ?? '"',
  preamble: source.dialect?.preamble ?? 0,
});

export const textOf = ({ block, start, end }: Span): string => block.toString("utf8", start, end);

/** The cells of records, each of them whole. Throws a Problem when the parser sees another number of records. */
export function cellsOf(
  file: string,
  records: readonly string[],
  dialect: { delimiter: string; quote: string },
): string[][] {
  const cells = parseText(file, records.join("\n"), { ...dialect, encoding: "utf-8" });
  if (cells.length !== records.length)
    throw new Problem({ code: "record-count", file, read: cells.length, counted: records.length });
  return cells;
}

function refuseOtherKinds(file: string, { block, start }: Span): void {
  const what = notATable(block.subarray(start, start + 512));
  if (what !== undefined) throw new Problem({ code: "not-a-table", file, what });
}

/** Between two blocks the program may hear that it should stop. */
async function drain(blocks: Generator<number, FileScan>, onBytes: OnBytes): Promise<FileScan> {
  for (;;) {
    const { done, value } = blocks.next();
    if (done === true) return value;
    onBytes(value);
    await setImmediate();
  }
}

function notesOf(file: string, { mixedAt, blank, firstBlank, isLastLineOpen, lines }: FileScan): ProblemData[] {
  const notes: ProblemData[] = [];
  if (mixedAt > 0) notes.push({ code: "line-ends-mixed", file, line: mixedAt });
  if (blank > 0) notes.push({ code: "blank-lines", file, line: firstBlank, lines: blank });
  if (isLastLineOpen) notes.push({ code: "last-line-open", file, line: lines });
  return notes;
}

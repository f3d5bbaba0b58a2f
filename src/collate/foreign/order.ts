import type { ProblemData } from "../../terms/index.ts";
import type { Limits } from "./limits.ts";

/** One row of a sheet or of a Parquet file; every cell is the text of what is stored. */
export interface ForeignRow {
  /** Name of the sheet; empty for Parquet. */
  part: string;
  /** Row of the sheet as people see it, from 1; for Parquet the number of the record from 1, and 0 for the column names. */
  line: number;
  /** Up to the last cell that holds something; an empty cell is "". */
  cells: string[];
}

/** What to read. `shown` is how messages call the file (usually its name). */
export interface ForeignOrder {
  kind: "workbook" | "parquet";
  /** Source of a regular expression that a sheet's name must match; every sheet when absent. */
  sheets?: string;
  shown?: string;
}

export interface Sheet {
  name: string;
  isHidden: boolean;
}

/** An entry of an archive; `bytes` is what the archive claims (unknown for gzip). */
export interface ArchiveEntry {
  path: string;
  bytes: number | undefined;
}

/** An entry that lies unpacked at `file` until the next one is asked for. */
export interface UnpackedEntry {
  path: string;
  file: string;
  bytes: number;
  /** Bytes that it takes in the archive. */
  packed: number;
}

interface OfFile {
  path: string;
  shown: string;
  limits: Limits;
}

/** What the parent asks of its child process. */
export type Task = OfFile &
  (
    | { does: "rows"; kind: "workbook"; sheets: string }
    | { does: "rows"; kind: "parquet"; parquetModule: string }
    | { does: "sheets" }
    | { does: "entries" }
    | { does: "unpack"; wanted: string; folder: string }
  );

/** Rows of one sheet, some at a time. */
export interface RowBatch {
  part: string;
  rows: [line: number, cells: string[]][];
}

/** What the child answers: one JSON line each; the last line is `done`, `problem` or `fault` (of the disk). */
export type Answer =
  | RowBatch
  | { sheets: Sheet[] }
  | { entries: ArchiveEntry[] }
  | { unpacked: UnpackedEntry }
  | { problem: ProblemData }
  | { fault: { code: string; message: string } }
  | { done: true };

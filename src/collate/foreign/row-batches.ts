import type { RowBatch } from "./order.ts";

/** Characters in one message to the parent, about; and the most that one row may hold, so that no message is beyond a string. */
const BATCH_CHARACTERS = 65_536;
const ROW_CHARACTERS = 10_000_000;

/** Why rows cannot go on: one of them is too long, or all of them are. */
export type Overflow = { line: number; most: number } | "bytes";

/** Gathers the rows of a file into messages of like size and counts the characters of all of them. */
export class RowBatches {
  private readonly bytesMax: number;
  private readonly fault: (overflow: Overflow) => Error;
  private characters = 0;

  /** `fault` makes the error to throw when a row, or all rows together, hold too much. */
  constructor(bytesMax: number, fault: (overflow: Overflow) => Error) {
    this.bytesMax = bytesMax;
    this.fault = fault;
  }

  *of(part: string, rows: Iterable<[line: number, cells: string[]]>): Generator<RowBatch> {
    let batch: RowBatch = { part, rows: [] };
    let size = 0;
    for (const row of rows) {
      size += this.sizeOf(row);
      batch.rows.push(row);
      if (size < BATCH_CHARACTERS) continue;
      yield batch;
      batch = { part, rows: [] };
      size = 0;
    }
    if (batch.rows.length > 0) yield batch;
  }

  private sizeOf([line, cells]: [number, string[]]): number {
    let size = 0;
    for (const cell of cells) size += cell.length + 3;
    this.characters += size;
    if (size > ROW_CHARACTERS) throw this.fault({ line, most: ROW_CHARACTERS });
    if (this.characters > this.bytesMax) throw this.fault("bytes");
    return size;
  }
}

/** The sentence for a row that is too long. */
export const longRow = ({ line, most }: { line: number; most: number }): string =>
  `row ${line} holds more than ${most.toLocaleString("en-GB")} characters`;

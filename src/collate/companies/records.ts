import { Problem } from "../../terms/index.ts";

/** Bytes of one record; a longer one is a quote that was never closed. */
const LONGEST_RECORD = 1 << 20;
const [LF, CR, QUOTE, COMMA] = [10, 13, 34, 44];

/** One record of a comma-separated file. Its cells are bytes until they are asked for, so that names stay unread. */
export interface ByteRecord {
  /** The line on which it begins; the header is line 1. */
  line: number;
  /** How many cells it has. */
  cells: number;
  /** The text of a cell by its number. */
  text: (cell: number) => string;
}

/**
 * The records of a comma-separated file (RFC 4180: quotes double inside quotes), piece by piece, in the memory of one
 * record. A record lives until the next is asked for. Blank lines are no records. Throws a Problem that says the line and
 * nothing of what stands there.
 */
export class RecordSplitter {
  private rest: Buffer = Buffer.alloc(0);
  private line = 1;
  private isFirst = true;
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private cells = 0;
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  *push(piece: Uint8Array): Generator<ByteRecord> {
    const bytes = this.rest.length === 0 ? Buffer.from(piece) : Buffer.concat([this.rest, piece]);
    yield* this.split(bytes, false);
    if (this.rest.length > LONGEST_RECORD)
      throw this.fault("a record is longer than a megabyte: a quote is not closed");
  }

  *end(): Generator<ByteRecord> {
    yield* this.split(this.rest, true);
    if (this.rest.length > 0) throw this.fault("the file ends inside quotes: it was cut short");
  }

  private *split(bytes: Buffer, isLast: boolean): Generator<ByteRecord> {
    let from = this.isFirst && bytes.subarray(0, 3).equals(MARK) ? 3 : 0;
    if (bytes.length > 3) this.isFirst = false;
    let end = bytes.indexOf(LF, from);
    while (from < bytes.length) {
      const next = this.recordEnd(bytes, from, isLast);
      if (next === -1) break;
      const isBlank = this.cells === 1 && this.starts[0] === this.ends[0];
      if (!isBlank) yield { line: this.line, cells: this.cells, text: (cell) => this.cellText(bytes, cell) };
      for (; end !== -1 && end < next; end = bytes.indexOf(LF, end + 1)) this.line++;
      from = next;
    }
    this.rest = Buffer.from(bytes.subarray(from));
  }

  /** Finds the cells of the record that begins at `from`; where the next one begins, or -1 when this one is not whole yet. */
  private recordEnd(bytes: Buffer, from: number, isLast: boolean): number {
    this.cells = 0;
    for (let at = from; ; at++) {
      const isQuoted = bytes[at] === QUOTE;
      const close = isQuoted ? closingQuote(bytes, at + 1) : plainEnd(bytes, at);
      if (close === -1 || (!isLast && close + 2 >= bytes.length)) return -1;
      this.starts[this.cells] = isQuoted ? at + 1 : at;
      this.ends[this.cells++] = close;
      at = isQuoted ? close + 1 : close;
      if (at >= bytes.length) return bytes.length;
      if (bytes[at] === COMMA) continue;
      if (bytes[at] === LF) return at + 1;
      if (bytes[at] === CR && (at + 1 >= bytes.length || bytes[at + 1] === LF)) return Math.min(at + 2, bytes.length);
      throw this.fault("a quoted cell goes on after its closing quote");
    }
  }

  private cellText(bytes: Buffer, cell: number): string {
    const text = bytes.toString("utf8", this.starts[cell], this.ends[cell]);
    return text.includes('""') ? text.replaceAll('""', '"') : text;
  }

  private fault(why: string): Problem {
    return new Problem({ code: "register-fault", file: this.file, line: this.line, why });
  }
}

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Where a quoted cell closes; -1 when it does not close in these bytes. */
function closingQuote(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(QUOTE, from);
  while (at !== -1 && bytes[at + 1] === QUOTE) at = bytes.indexOf(QUOTE, at + 2);
  return at;
}

function plainEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== LF && !(bytes[at] === CR && isEnd(bytes[at + 1])))
    at++;
  return at;
}

const isEnd = (byte: number | undefined): boolean => byte === undefined || byte === LF;

/** The lines of a file of JSON, piece by piece, with their numbers. Blank lines are left out. Throws a Problem on a line too long. */
export class LineSplitter {
  private rest: Buffer = Buffer.alloc(0);
  private line = 0;
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  *push(piece: Uint8Array): Generator<{ line: number; text: string }> {
    const bytes = this.rest.length === 0 ? Buffer.from(piece) : Buffer.concat([this.rest, piece]);
    let from = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, from)) {
      yield* this.lineOf(bytes.subarray(from, end));
      from = end + 1;
    }
    this.rest = Buffer.from(bytes.subarray(from));
    if (this.rest.length > LONGEST_RECORD)
      throw new Problem({
        code: "register-fault",
        file: this.file,
        line: this.line + 1,
        why: "a line is longer than a megabyte",
      });
  }

  *end(): Generator<{ line: number; text: string }> {
    if (this.rest.length > 0) yield* this.lineOf(this.rest);
  }

  private *lineOf(bytes: Buffer): Generator<{ line: number; text: string }> {
    this.line++;
    const text = bytes.toString("utf8").trim();
    if (text !== "") yield { line: this.line, text };
  }
}

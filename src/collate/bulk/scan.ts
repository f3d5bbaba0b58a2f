import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { guarded } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import { LONGEST_CELL } from "../text/table.ts";

/** A record as the bytes show it, before any parser. One object serves all records: copy what must outlive the call. */
export interface Span {
  /** Its bytes in the block, line end left out. */
  block: Buffer;
  start: number;
  end: number;
  /** The line on which it begins; the first line of the file is 1. */
  line: number;
  cells: number;
  /**
   * Nothing in it that two readers could take in two ways: quotes only around whole cells, one line, no control
   * character, no lost character, no cell past the limit. DuckDB gets to see no other record.
   */
  isPlain: boolean;
}

/** What the scan of a whole file shows besides its records; the words of src/collate/text/scan.ts. */
export interface FileScan {
  bytes: number;
  /** Blank lines before a later record, the line of the first, and all of them. */
  blank: number;
  firstBlank: number;
  blankAnywhere: number;
  /** The first line whose end differs from the first line's; 0 when all are alike. */
  mixedAt: number;
  isReturnOnly: boolean;
  isLastLineOpen: boolean;
  lines: number;
}

export interface ByteDialect {
  delimiter: string;
  quote: string;
  preamble?: number;
}

/** Read at once, and so the longest record: far more than a thousand cells of police data. */
const BLOCK = 4 << 20;
const [LF, CR] = [10, 13];
/** A byte four times over. */
const [ONES, BLANKS, DELETES, HIGHS] = [0x01010101, 0x20202020, 0x7f7f7f7f, 0x80808080 | 0];
const [TEXT, DELIMITER, QUOTE, END, CONTROL, LEAD_C2, LEAD_EF] = [0, 1, 2, 3, 4, 5, 6];

/**
 * Hands every record of a UTF-8 file to `take`, in order, header included, and yields the bytes done after each block.
 * It reads bytes, not text, and knows nothing of DuckDB: the independent count. The same dialect as src/collate/text.
 * Throws a Problem that refuses the file: not UTF-8, a quote never closed or closed in mid-cell, a record past 4 MiB.
 */
export function* scanRecords(
  file: string,
  path: string,
  dialect: ByteDialect,
  take: (span: Span) => void,
): Generator<number, FileScan> {
  const handle = guarded(path, () => openSync(path, "r"));
  try {
    const room = Math.min(BLOCK, (fstatSync(handle).size | 3) + 1);
    const block = Buffer.from(new ArrayBuffer(room + 4));
    const scanner = new Scanner(file, block, dialect, take);
    let [kept, done] = [0, 0];
    for (;;) {
      const read = guarded(path, () => readSync(handle, block, kept, room - kept, done));
      const to = kept + read;
      const from = done === 0 && block.subarray(0, MARK.length).equals(MARK) ? MARK.length : 0;
      done += read;
      const end = scanner.scan(block, from, to, read === 0);
      if (read === 0) return { ...scanner.seen, bytes: done };
      block.copyWithin(0, end, to);
      kept = to - end;
      if (kept === room) throw scanner.tooLong();
      yield done;
    }
  } finally {
    closeSync(handle);
  }
}

/** The byte order mark of UTF-8. */
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

class Scanner {
  readonly seen: FileScan = {
    bytes: 0,
    blank: 0,
    firstBlank: 0,
    blankAnywhere: 0,
    mixedAt: 0,
    isReturnOnly: false,
    isLastLineOpen: false,
    lines: 0,
  };
  private readonly file: string;
  private readonly take: (span: Span) => void;
  private readonly quote: number;
  private readonly kinds: Uint8Array;
  private readonly span: Span;
  private readonly words: Int32Array;
  private readonly delimiters: number;
  private readonly quotes: number;
  private line = 1;
  private preamble: number;
  private end = 0;
  private pendingBlank = 0;
  /** Where the quote opened that the end of the block left open. */
  private openQuote = 0;

  constructor(
    file: string,
    block: Buffer,
    { delimiter, quote, preamble = 0 }: ByteDialect,
    take: (span: Span) => void,
  ) {
    this.file = file;
    this.take = take;
    this.quote = quote.charCodeAt(0);
    this.preamble = preamble;
    this.kinds = kindsOfBytes(delimiter.charCodeAt(0), this.quote);
    this.words = new Int32Array(block.buffer, block.byteOffset, block.length >> 2);
    this.delimiters = Math.imul(delimiter.charCodeAt(0), ONES);
    this.quotes = Math.imul(this.quote, ONES);
    this.span = { block, start: 0, end: 0, line: 1, cells: 1, isPlain: true };
  }

  /** Scans the whole records from `from`; returns where the first begins that needs more bytes. */
  scan(block: Buffer, from: number, to: number, isLast: boolean): number {
    // A line end after the last byte, so that the inner loop needs no look at `to`.
    block[to] = LF;
    const firstLine = this.line;
    let at = from;
    while (at < to) {
      const next = this.record(block, at, to, isLast);
      if (next === -1) break;
      at = next;
    }
    if (!isUtf8(block.subarray(from, at))) throw this.notUtf8(block.subarray(from, at), firstLine);
    if (isLast) this.seen.lines = this.seen.isLastLineOpen ? this.line : this.line - 1;
    return at;
  }

  tooLong(): Problem {
    if (this.openQuote > 0) return this.badQuote(this.openQuote, "a quote opens here and is not closed within 4 MiB");
    return new Problem({
      code: "unreadable-file",
      file: this.file,
      line: this.line,
      why: "a row is longer than 4 MiB",
    });
  }

  /** Looks at one record or blank line; returns where the next begins, -1 when the block ends first. */
  private record(block: Buffer, start: number, to: number, isLast: boolean): number {
    const { kinds, span } = this;
    let cells = 1;
    let isPlain = true;
    let cellStart = start;
    let insideEnds = 0;
    let i = start;
    for (; ; i++) {
      if ((i & 3) === 0) i = this.afterText(i);
      const kind = kinds[block[i]!]!;
      if (kind === TEXT) continue;
      if (kind === DELIMITER) {
        cells++;
        cellStart = i + 1;
      } else if (kind === END) break;
      else if (kind === QUOTE && i === cellStart) {
        const close = closing(block, i, to, this.quote, isLast);
        if (close === -1 && isLast)
          throw this.badQuote(this.line + insideEnds, "a quote opens here and is never closed");
        if (close === -1) {
          this.openQuote = this.line + insideEnds;
          return -1;
        }
        this.checkAfter(block, close + 1, this.line + insideEnds);
        const ends = lineEnds(block, i, close);
        insideEnds += ends;
        if (ends > 0 || hasOdd(block, i, close, kinds)) isPlain = false;
        i = close;
      } else if (kind === LEAD_C2) isPlain &&= !(block[i + 1]! <= 0x9f);
      else if (kind === LEAD_EF) isPlain &&= !isLost(block, i);
      else isPlain = false;
    }
    const isOpen = i === to;
    // A carriage return at the end of the block may have its line feed in the next.
    if (!isLast && (isOpen || (i + 1 === to && block[i] === CR))) return -1;
    this.openQuote = 0;
    const next = this.endOfLine(block, i, to, isOpen);
    if (this.preamble > 0) this.preamble--;
    else if (i === start) this.blankLine();
    else {
      this.seen.blank += this.pendingBlank;
      this.pendingBlank = 0;
      span.start = start;
      span.end = i;
      span.line = this.line;
      span.cells = cells;
      span.isPlain = isPlain && i - start <= LONGEST_CELL;
      this.seen.isLastLineOpen = isOpen;
      this.take(span);
    }
    this.line += insideEnds + (isOpen ? 0 : 1);
    return next;
  }

  /**
   * Past the words of four bytes, from a whole word on, that hold nothing but text: the marked place where this file is
   * quick rather than plain. The four tests say whether any byte is zero, or less than a blank, once it is folded; they
   * may stop for a tab or an accented letter, which the caller then looks at, and never pass over what matters.
   */
  private afterText(from: number): number {
    const { words, delimiters, quotes } = this;
    let i = from >> 2;
    for (; ; i++) {
      const w = words[i]!;
      const d = w ^ delimiters;
      const q = w ^ quotes;
      const del = w ^ DELETES;
      const found = ((d - ONES) & ~d) | ((q - ONES) & ~q) | ((del - ONES) & ~del) | ((w - BLANKS) & ~w) | w;
      if ((found & HIGHS) !== 0) return i << 2;
    }
  }

  private endOfLine(block: Buffer, i: number, to: number, isOpen: boolean): number {
    if (isOpen) return i;
    const kind = block[i] === LF ? 1 : block[i + 1] === LF && i + 1 < to ? 2 : 3;
    if (this.preamble === 0) {
      if (this.end === 0) this.end = kind;
      else if (kind !== this.end && this.seen.mixedAt === 0) this.seen.mixedAt = this.line;
      if (kind === 3) this.seen.isReturnOnly = true;
    }
    return i + (kind === 2 ? 2 : 1);
  }

  private blankLine(): void {
    this.seen.isLastLineOpen = false;
    this.seen.blankAnywhere++;
    if (this.pendingBlank++ === 0 && this.seen.blank === 0) this.seen.firstBlank = this.line;
  }

  private checkAfter(block: Buffer, next: number, line: number): void {
    const kind = this.kinds[block[next]!]!;
    if (kind !== DELIMITER && kind !== END)
      throw this.badQuote(line, "a quoted cell that begins here goes on after its closing quote");
  }

  private badQuote(line: number, why: string): Problem {
    return new Problem({ code: "bad-quote", file: this.file, line, why });
  }

  private notUtf8(bytes: Buffer, firstLine: number): Problem {
    let [line, start] = [firstLine, 0];
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
      if (!isUtf8(bytes.subarray(start, end))) break;
      line++;
      start = end + 1;
    }
    const why = "the file is not utf-8 text";
    return new Problem({ code: "wrong-encoding", file: this.file, line, declared: "utf-8", why });
  }
}

function kindsOfBytes(delimiter: number, quote: number): Uint8Array {
  const kinds = new Uint8Array(256);
  for (let c = 0; c < 32; c++) if (c !== 9) kinds[c] = CONTROL;
  kinds[0x7f] = CONTROL;
  // C2 80 to C2 9F are the controls of C1; EF BF BD is the mark U+FFFD.
  kinds[0xc2] = LEAD_C2;
  kinds[0xef] = LEAD_EF;
  kinds[LF] = END;
  kinds[CR] = END;
  kinds[delimiter] = DELIMITER;
  kinds[quote] = QUOTE;
  return kinds;
}

/** The byte of the closing quote of the cell that opens at `open`; -1 when the block does not show it for certain. */
function closing(block: Buffer, open: number, to: number, quote: number, isLast: boolean): number {
  for (let at = block.indexOf(quote, open + 1); at !== -1 && at < to; at = block.indexOf(quote, at + 2)) {
    if (at + 1 === to) return isLast ? at : -1;
    if (block[at + 1] !== quote) return at;
  }
  return -1;
}

function lineEnds(block: Buffer, from: number, to: number): number {
  let lines = 0;
  for (let i = from; i < to; i++) if (block[i] === LF || (block[i] === CR && block[i + 1] !== LF)) lines++;
  return lines;
}

function hasOdd(block: Buffer, from: number, to: number, kinds: Uint8Array): boolean {
  for (let i = from + 1; i < to; i++) {
    const kind = kinds[block[i]!]!;
    if (kind === CONTROL || (kind === LEAD_C2 && block[i + 1]! <= 0x9f) || (kind === LEAD_EF && isLost(block, i)))
      return true;
  }
  return false;
}

const isLost = (block: Buffer, i: number): boolean => block[i + 1] === 0xbf && block[i + 2] === 0xbd;

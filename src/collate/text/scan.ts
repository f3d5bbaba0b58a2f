import { Problem } from "../../terms/index.ts";

/** What a look at the raw text shows, before any parser: where records begin, and how its lines end. */
export interface Scan {
  /** The line on which each record begins; blank lines are no records. */
  starts: number[];
  /** Blank lines that stand before a later record. */
  blank: number;
  firstBlank: number;
  /** The first line whose end differs from the first line's; 0 when all are alike. Ends inside quotes do not count. */
  mixedAt: number;
  isLastLineOpen: boolean;
  lines: number;
}

const LF = 10;
const CR = 13;

/**
 * Scans a text in a dialect (RFC 4180 quoting: a quote opens a cell only as its first character). Lines end with LF,
 * CRLF or CR. A second opinion beside the parser, so that a reader that loses rows without a word is caught.
 * Throws a Problem that refuses the file when a quote is never closed, or is closed in the middle of a cell.
 */
export function scan(file: string, content: string, delimiter: string, quote: string, firstLine = 1): Scan {
  const [delimiterCode, quoteCode] = [delimiter.charCodeAt(0), quote === "" ? -1 : quote.charCodeAt(0)];
  const seen: Scan = { starts: [], blank: 0, firstBlank: 0, mixedAt: 0, isLastLineOpen: false, lines: 0 };
  let line = firstLine;
  let end = 0;
  let pending = 0;
  let isAtCellStart = true;
  let isLineEmpty = true;
  for (let i = 0; i < content.length; i++) {
    const c = content.charCodeAt(i);
    if (c === LF || c === CR) {
      const kind = c === LF ? 1 : content.charCodeAt(i + 1) === LF ? 2 : 3;
      if (end === 0) end = kind;
      else if (kind !== end && seen.mixedAt === 0) seen.mixedAt = line;
      if (kind === 2) i++;
      if (isLineEmpty && pending++ === 0 && seen.blank === 0) seen.firstBlank = line;
      line++;
      isAtCellStart = true;
      isLineEmpty = true;
      continue;
    }
    if (isLineEmpty) {
      seen.starts.push(line);
      seen.blank += pending;
      pending = 0;
      isLineEmpty = false;
    }
    if (isAtCellStart && c === quoteCode) {
      const close = closing(content, i, quoteCode);
      const why = faultAfter(content, close, delimiterCode);
      if (why !== undefined) throw new Problem({ code: "bad-quote", file, line, why });
      line += lineEnds(content, i, close);
      i = close;
      isAtCellStart = false;
    } else isAtCellStart = c === delimiterCode;
  }
  seen.isLastLineOpen = !isLineEmpty;
  seen.lines = isLineEmpty ? line - 1 : line;
  return seen;
}

/** Where the cell that opens at `open` is closed; -1 when never. A doubled quote is a quote in the cell. */
function closing(content: string, open: number, quoteCode: number): number {
  const quote = String.fromCharCode(quoteCode);
  for (let at = content.indexOf(quote, open + 1); at !== -1; at = content.indexOf(quote, at + 2))
    if (content.charCodeAt(at + 1) !== quoteCode) return at;
  return -1;
}

function faultAfter(content: string, close: number, delimiterCode: number): string | undefined {
  if (close === -1) return "a quote opens here and is never closed";
  const next = content.charCodeAt(close + 1);
  const isEnd = close + 1 === content.length || next === delimiterCode || next === LF || next === CR;
  return isEnd ? undefined : "a quoted cell that begins here goes on after its closing quote";
}

function lineEnds(content: string, from: number, to: number): number {
  let lines = 0;
  for (let i = from; i < to; i++) {
    const c = content.charCodeAt(i);
    if (c === LF || (c === CR && content.charCodeAt(i + 1) !== LF)) lines++;
  }
  return lines;
}

import { parse } from "csv-parse/sync";
import { Problem, Row } from "../terms/index.ts";
import type { SourceDeclaration } from "./source.ts";

/** A record of the file: a row whose fields stand under their columns, or the reason why that cannot be. */
export type TableRecord = { row: Row } | { line: number; problem: Problem };

/**
 * The records of a landed file in the declared dialect. Every record of the file comes back, whole or as a problem.
 * Throws a Problem that refuses the file: not UTF-8, broken quotes, a column missing or undeclared, or a number of
 * records that differs from an independent count.
 */
export function recordsOf(file: string, bytes: Uint8Array, { dialect, columns }: SourceDeclaration): TableRecord[] {
  const content = decode(file, bytes);
  const [header = [], ...records] = parseText(file, content, dialect);
  checkHeader(file, header, columns);
  const [, ...lines] = recordLines(content, dialect);
  if (lines.length !== records.length)
    throw new Problem({ code: "record-count", file, read: records.length, counted: lines.length });
  return records.map((fields, i) => {
    const line = lines[i] ?? 0;
    if (fields.length !== header.length)
      return {
        line,
        problem: new Problem({ code: "ragged-row", file, line, found: fields.length, expected: header.length }),
      };
    return { row: new Row(file, line, Object.fromEntries(header.map((name, column) => [name, fields[column] ?? ""]))) };
  });
}

function decode(file: string, bytes: Uint8Array): string {
  if (bytes.length === 0) throw new Problem({ code: "unreadable-file", file, why: "it is empty" });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const line = firstBadLine(bytes);
    throw new Problem({ code: "unreadable-file", file, line, why: "it is not UTF-8 text, which the source declares" });
  }
}

function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start);
    const piece = bytes.subarray(start, end === -1 ? bytes.length : end);
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(piece);
    } catch {
      return line;
    }
    start = end === -1 ? bytes.length : end + 1;
  }
  return line;
}

type Dialect = SourceDeclaration["dialect"];

function parseText(file: string, content: string, { delimiter, quote }: Dialect): string[][] {
  try {
    return parse(content, {
      delimiter,
      quote,
      columns: false,
      skip_empty_lines: true,
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n"],
    });
  } catch (error) {
    const { message, lines } = error as Error & { lines?: number };
    const why = (message.split("\n")[0] ?? "").trim();
    throw new Problem({ code: "unreadable-file", file, ...(lines === undefined ? {} : { line: lines }), why });
  }
}

function checkHeader(file: string, found: string[], declared: string[]): void {
  for (const column of declared)
    if (!found.includes(column)) throw new Problem({ code: "missing-column", file, column, found });
  const extra = found.find((column, i) => !declared.includes(column) || found.indexOf(column) !== i);
  if (extra !== undefined) throw new Problem({ code: "unknown-column", file, column: extra, known: declared });
}

/**
 * The line on which each record begins, found without the parser: line ends outside quotes, empty lines not counted.
 * A second opinion, so that a reader that loses rows without a word is caught; and the parser's own line numbers go
 * wrong where quotes hold carriage returns.
 */
function recordLines(content: string, { quote }: Dialect): number[] {
  const starts: number[] = [];
  let line = 1;
  let isQuoted = false;
  let isInRecord = false;
  for (let i = 0; i < content.length; i++) {
    const c = content[i];
    if (!isInRecord && c !== "\n" && c !== "\r") {
      starts.push(line);
      isInRecord = true;
    }
    if (c === quote) isQuoted = !isQuoted;
    if (c === "\n") line++;
    if (c === "\n" && !isQuoted) isInRecord = false;
  }
  return starts;
}

import { existsSync, readFileSync, statSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { Problem } from "../../../terms/index.ts";
import { checkNumber, type HistoryRow, type ListTable, listTable } from "./table.ts";

/** People of one history: larger than any population, and its sums stay exact. */
const PEOPLE_MOST = 1_000_000_000;
/** 2^16 histories of 16 lists take some 2.5 MB. */
const FILE_BYTES_MOST = 10_000_000;

/** A table of lists from a CSV file. Throws a Problem when it is not there or not as `parseListTable` asks. */
export function readListTable(path: string): ListTable {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new Problem({ code: "missing-file", file: path, next: "Give the path of a CSV file of capture histories." });
  if (statSync(path).size > FILE_BYTES_MOST)
    throw new Problem({ code: "too-large", file: path, limit: "bytes", most: FILE_BYTES_MOST });
  return parseListTable(path, readFileSync(path, "utf8"));
}

/**
 * A table of lists from comma-separated text: a header with the names of 2 to 16 lists and "count" last; then rows of 0 or 1 a list
 * and a whole number of people. Throws a Problem that names line and column.
 */
export function parseListTable(file: string, text: string): ListTable {
  const [header, ...rows] = records(file, text);
  if (header === undefined) throw new Problem({ code: "empty-file", file });
  const lists = listNames(file, header.fields);
  if (rows.length === 0) throw new Problem({ code: "no-rows", file });
  const read = rows.map((row) => historyRow(file, lists, row));
  return listTable(file, lists, read);
}

interface TextRow {
  fields: string[];
  line: number;
}

function records(file: string, text: string): TextRow[] {
  try {
    const options = { bom: true, info: true, skip_empty_lines: true, relax_column_count: true, trim: true };
    const parsed = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ fields: record, line: info.lines }));
  } catch (error) {
    throw new Problem({ code: "lists-unreadable", file, why: (error as Error).message });
  }
}

function listNames(file: string, header: readonly string[]): string[] {
  const fault = (column: string, why: string) => new Problem({ code: "lists-header", file, column, why });
  const lists = header.slice(0, -1);
  const last = header.at(-1) ?? "";
  if (last !== "count") throw fault(last, 'is the last and not called "count"');
  lists.forEach((name, j) => {
    if (name === "") throw fault(`column ${j + 1}`, "has no name");
    if (name === "count") throw fault(name, "stands before the end");
    if (lists.indexOf(name) !== j) throw fault(name, "stands twice");
  });
  checkNumber(file, lists.length);
  return lists;
}

function historyRow(file: string, lists: readonly string[], { fields, line }: TextRow): HistoryRow {
  const expected = lists.length + 1;
  if (fields.length !== expected)
    throw new Problem({
      code: "lists-unreadable",
      file,
      why: `line ${line} has ${fields.length} fields, not ${expected}`,
    });
  let history = 0;
  lists.forEach((column, j) => {
    const found = fields[j];
    if (found !== "0" && found !== "1")
      throw new Problem({ code: "lists-mark", file, line, column, found: found.slice(0, 40) });
    if (found === "1") history |= 1 << j;
  });
  const found = fields[lists.length];
  const people = /^\d{1,10}$/.test(found) ? Number(found) : Number.NaN;
  if (!(people <= PEOPLE_MOST))
    throw new Problem({
      code: "lists-count",
      file,
      line,
      column: "count",
      found: found.slice(0, 40),
      most: PEOPLE_MOST,
    });
  return { history, people, line };
}

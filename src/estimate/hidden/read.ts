import { existsSync, readFileSync, statSync } from "node:fs";
import { rowsOf } from "../../store/index.ts";
import { count, Problem, type Row } from "../../terms/index.ts";
import type { Acquaintances } from "./scale-up.ts";

const FILE_BYTES_MOST = 10_000_000;
/** People seen more often than this within one closed period are no rare sightings. */
const TIMES_MOST = 10_000;

/**
 * Counts of repeats from a CSV file with the columns `times` and `people`: result[k - 1] people were seen k times. Throws a Problem that
 * names line and column; a number of times that stands twice is one.
 */
export function readRepeats(path: string): number[] {
  const people: number[] = [];
  const lines = new Map<number, number>();
  for (const row of userRows(path)) {
    const times = row.take("times", TIMES);
    const before = lines.get(times);
    if (before !== undefined)
      throw new Problem({ code: "duplicate-key", file: row.file, line: row.line, firstLine: before });
    lines.set(times, row.line);
    while (people.length < times) people.push(0);
    people[times - 1] = row.take("people", count);
    row.done();
  }
  return people;
}

const TIMES = {
  expected: `a whole number of times from 1 to ${TIMES_MOST.toLocaleString("en-GB")}`,
  parse: (text: string) => (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= TIMES_MOST ? Number(text) : undefined),
};

/**
 * Answers to a network survey from a CSV file: a row a respondent, a column `name:size` for each group of known size and one called
 * `hidden`. Throws a Problem that names line and column.
 */
export function readAcquaintances(path: string, population: number): Acquaintances {
  const rows = userRows(path);
  const groups = (rows[0]?.columns ?? []).filter((column) => column !== "hidden");
  const knownSizes = groups.map((column) => sizeOf(rows[0], column));
  const responses = rows.map((row) => {
    const answers = [...groups, "hidden"].map((column) => row.take(column, count));
    row.done();
    return answers;
  });
  return { population, knownSizes, responses };
}

function sizeOf(row: Row, column: string): number {
  const size = /^.+:(\d{1,10})$/.exec(column)?.[1];
  if (size !== undefined) return Number(size);
  const expected = 'the name of a known group and its size, like "teachers:24000", or "hidden"';
  throw new Problem({ code: "bad-row", file: row.file, line: 1, column, found: column, expected });
}

function userRows(path: string): Row[] {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new Problem({ code: "missing-file", file: path, next: "Give the path of a CSV file." });
  if (statSync(path).size > FILE_BYTES_MOST)
    throw new Problem({ code: "too-large", file: path, limit: "bytes", most: FILE_BYTES_MOST });
  const rows = rowsOf(path, readFileSync(path, "utf8"));
  if (rows.length === 0) throw new Problem({ code: "no-rows", file: path });
  return rows;
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Problem } from "../../terms/index.ts";
import { type Dialect, readCsv, type TableText } from "./csv.ts";

/** A quick run each time; a long one when asked. */
const RUNS = process.env.SOCLAB_LONG === "1" ? 5000 : 25;

const DIALECTS: readonly (Dialect & { end: string })[] = [
  { encoding: "utf-8", delimiter: ",", quote: '"', end: "\n" },
  { encoding: "utf-8", delimiter: ";", quote: '"', end: "\r\n" },
  { encoding: "utf-8", delimiter: "\t", quote: "", end: "\n" },
  { encoding: "utf-8", delimiter: "|", quote: "'", end: "\r" },
  { encoding: "utf-8", delimiter: ",", quote: '"', end: "\n", preamble: 3 },
  { encoding: "utf-16le", delimiter: ",", quote: '"', end: "\r\n" },
  { encoding: "windows-1252", delimiter: ",", quote: '"', end: "\n" },
  { encoding: "iso-8859-1", delimiter: ",", quote: '"', end: "\n" },
];

const isUnicode = ({ encoding }: Dialect) => encoding.startsWith("utf");

const bytesOf = (text: string, { encoding }: Dialect): Uint8Array =>
  Buffer.from(text, encoding === "utf-16le" ? "utf16le" : encoding === "utf-8" ? "utf8" : "latin1");

const written = (rows: string[][], dialect: Dialect & { end: string }): Uint8Array => {
  const { delimiter, quote, end, preamble = 0 } = dialect;
  const cell = (t: string) =>
    quote !== "" && (t.startsWith(quote) || t.includes(delimiter) || /[\r\n]/.test(t))
      ? `${quote}${t.replaceAll(quote, quote + quote)}${quote}`
      : t;
  const line = (cells: string[]) => `${cells.map(cell).join(delimiter)}${end}`;
  return bytesOf(`Notes "of${end}`.repeat(preamble) + [["a", "b"], ...rows].map(line).join(""), dialect);
};

const cellsOf = (table: TableText): (string | undefined)[][] =>
  table.records.map((r) => ("row" in r ? r.row.columns.map((column) => r.row.raw(column)) : [r.problem.message]));

test.each(DIALECTS)("what is written in $encoding with $delimiter and $quote is read back to the letter", (dialect) => {
  const units = [
    "x",
    "7",
    " ",
    '"',
    "'",
    ",",
    ";",
    "|",
    "\t",
    "é",
    "ü",
    ...(isUnicode(dialect) ? ["😀", "字", "\u200b"] : []),
  ];
  const breaks = dialect.quote === "" ? [] : ["\n", "\r\n", "\r"];
  const cell = fc
    .string({ unit: fc.constantFrom(...units, ...breaks), maxLength: 8 })
    .map((t) => (dialect.quote === "" ? t.replaceAll(dialect.delimiter, "") : t));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 }), (rows) => {
      fc.pre(rows.some(([a, b]) => a !== "" || b !== ""));
      expect(cellsOf(readCsv("t.csv", written(rows, dialect), dialect, { columns: ["a", "b"] }))).toEqual(rows);
    }),
    { numRuns: RUNS },
  );
});

/** A good file of 30 rows, and ways in which files go bad (after the idea of Pollock: pollute, then see what comes back). */
const GOOD = Array.from({ length: 30 }, (_, i) => [`id${i}`, `Force ${i}`, String(i * 7)]);
const HEADER = "id,name,count";
const fileOf = (rows: string[][], delimiter = ",") => rows.map((cells) => `${cells.join(delimiter)}\n`);
const LINES = fileOf(GOOD);
const TEXT = `${HEADER}\n${LINES.join("")}`;
const at = (n: number, length = TEXT.length) => n % length;
const cut = (n: number, drop: number, put: string) => TEXT.slice(0, n) + put + TEXT.slice(n + drop);
const nth = (n: number, wanted: string) => {
  const places = [...TEXT].flatMap((c, i) => (c === wanted ? [i] : []));
  return places[n % places.length] ?? 0;
};

const POLLUTE: Record<string, (n: number, m: number) => string | Uint8Array> = {
  "a delimiter is dropped": (n) => cut(nth(n, ","), 1, ""),
  "a delimiter is doubled": (n) => cut(nth(n, ","), 0, ","),
  "a line end is dropped": (n) => cut(nth(n, "\n"), 1, ""),
  "a line end is doubled": (n) => cut(nth(n, "\n"), 0, "\n"),
  "a line end comes too early": (n) => cut(at(n), 0, "\n"),
  "a lone CR comes in": (n) => cut(at(n), 0, "\r"),
  "a quote comes in": (n) => cut(at(n), 0, '"'),
  "two quotes come in": (n, m) => {
    const [first, second] = [at(n), at(m)].sort((x, y) => x - y) as [number, number];
    return `${TEXT.slice(0, first)}"${TEXT.slice(first, second)}"${TEXT.slice(second)}`;
  },
  "the delimiter changes half way": (n) =>
    `${HEADER}\n${LINES.slice(0, n % 30).join("")}${fileOf(GOOD.slice(n % 30), ";").join("")}`,
  "the line ends change half way": (n) => TEXT.slice(0, at(n)) + TEXT.slice(at(n)).replaceAll("\n", "\r\n"),
  "a NUL comes in": (n) => cut(at(n), 0, "\0"),
  "a byte of another encoding comes in": (n) =>
    Buffer.concat([Buffer.from(TEXT.slice(0, at(n))), Buffer.from([0xa3]), Buffer.from(TEXT.slice(at(n)))]),
  "UTF-16 from half way on": (n) =>
    Buffer.concat([Buffer.from(TEXT.slice(0, at(n))), Buffer.from(TEXT.slice(at(n)), "utf16le")]),
  "the download is cut": (n) => TEXT.slice(0, at(n)),
  "the header is gone": () => LINES.join(""),
  "the header comes again": (n) =>
    `${HEADER}\n${LINES.slice(0, n % 30).join("")}${HEADER}\n${LINES.slice(n % 30).join("")}`,
  "a preamble comes in": (n) => `Table ${n}\n${TEXT}`,
  "a column is gone": () => TEXT.replaceAll(/,[^,\n]*\n/g, "\n"),
};

const DIALECT: Dialect = { encoding: "utf-8", delimiter: ",", quote: '"' };

/** Rows of the good file that no longer come back as they were; undefined when the file is refused. */
function damage(content: string | Uint8Array): { lost: number; told: number } | undefined {
  try {
    const table = readCsv("t.csv", Buffer.from(content), DIALECT, { columns: ["id", "name", "count"] });
    const whole = new Set(cellsOf(table).map((cells) => cells.join("|")));
    const lost = GOOD.filter((cells) => !whole.has(cells.join("|"))).length;
    return { lost, told: table.notes.length + table.records.filter((r) => "problem" in r).length };
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    return undefined;
  }
}

describe("a polluted file is refused, or tells what it lost", () => {
  test("the good one is whole", () => expect(damage(TEXT)).toEqual({ lost: 0, told: 0 }));

  // A character of the good file that is itself changed within a cell ("Fo\nrce" apart) is the publisher's text, not ours to
  // doubt. A download cut at the end of a line looks whole: the range of rows that a source expects is there to see it.
  test.each(Object.entries(POLLUTE))("%s", (way, pollute) => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (n, m) => {
        const content = pollute(n, m);
        if (way === "the download is cut" && String(content).endsWith("\n")) return;
        const found = damage(content);
        if (found === undefined || found.lost === 0) return;
        const inText = way.includes("quote") && found.told === 0;
        if (inText) expect(found.lost).toBeLessThanOrEqual(way.startsWith("two") ? 2 : 1);
        else expect(found.told).toBeGreaterThan(0);
      }),
      { numRuns: RUNS },
    );
  });
});

import { parse } from "csv-parse/sync";
import { array, assert, constantFrom, integer, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { CountTable } from "./count-table.ts";
import { KeyedHash } from "./keyed-hash.ts";
import { companyNumber, postcodeArea, sicDivision } from "./places.ts";
import { LineSplitter, RecordSplitter } from "./records.ts";

/** The pieces of a text, each of so many bytes. */
function* pieces(text: string, size: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function recordsIn(text: string, size = 1 << 20): { line: number; cells: string[] }[] {
  const splitter = new RecordSplitter("register.csv");
  const found: { line: number; cells: string[] }[] = [];
  const take = (records: ReturnType<RecordSplitter["end"]>) => {
    for (const { line, cells, text: cell } of records)
      found.push({ line, cells: Array.from({ length: cells }, (_, i) => cell(i)) });
  };
  for (const piece of pieces(text, size)) take(splitter.push(piece));
  take(splitter.end());
  return found;
}

describe("records of a register", () => {
  test("are those of the usual reader, however the bytes are cut", () => {
    const cell = array(constantFrom("a", "é", '"', ",", "\n", "\r\n", " "), { maxLength: 4 }).map((parts) =>
      parts.join(""),
    );
    const written = (cells: string[]) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(",");
    assert(
      property(
        array(array(cell, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
        constantFrom("\n", "\r\n"),
        integer({ min: 1, max: 7 }),
        (table, end, size) => {
          const text = table.map(written).join(end) + end;
          const usual = parse(text, { relax_column_count: true, skip_empty_lines: true }) as string[][];
          const empty = (cells: string[]) => cells.length === 1 && cells[0] === "";
          expect(recordsIn(text, size).map(({ cells }) => cells)).toEqual(usual.filter((cells) => !empty(cells)));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("carry the line on which they begin, past the mark of UTF-8, blank lines and line ends in quotes", () => {
    const text = '\ufeffa,b\r\n\r\n"1\n2",3\r\n4,5';
    expect(recordsIn(text, 2)).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 3, cells: ["1\n2", "3"] },
      { line: 5, cells: ["4", "5"] },
    ]);
  });

  test.each([
    [
      "a quote that is never closed",
      'a,b\n1,2\n1,"QUARTERMAINE\n',
      "register.csv, line 3: the file ends inside quotes",
    ],
    ["text after a closing quote", 'a,b\n1,"QUARTERMAINE"x\n', "register.csv, line 2: a quoted cell goes on"],
    [
      "a quote open for a megabyte",
      `a\n"${"QUARTERMAINE".repeat(100_000)}`,
      "register.csv, line 2: a record is longer",
    ],
  ])("refused without a word of what stands there: %s", (_, text, sentence) => {
    const refusal = (() => {
      try {
        return String(recordsIn(text));
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(refusal).toContain(sentence);
    expect(refusal).not.toContain("QUARTERMAINE");
  });

  test("lines of JSON keep their numbers, however the bytes are cut", () => {
    const splitter = new LineSplitter("register.txt");
    const found = [...pieces('{"a":1}\n\n{"b":"é"}\r\n{}', 3)].flatMap((piece) => [...splitter.push(piece)]);
    expect([...found, ...splitter.end()]).toEqual([
      { line: 1, text: '{"a":1}' },
      { line: 3, text: '{"b":"é"}' },
      { line: 4, text: "{}" },
    ]);
  });
});

test("a table counts as a map does, while it grows", () => {
  const hash = new KeyedHash();
  assert(
    property(array(string({ maxLength: 2 }), { maxLength: 400 }), (texts) => {
      const [table, map] = [new CountTable(4), new Map<string, number>()];
      for (const text of texts) {
        const count = (map.get(text) ?? 0) + 1;
        map.set(text, count);
        expect(table.add(hash.of(text), count)).toBe(count);
      }
      expect(table.size).toBe(map.size);
      for (const [text, count] of map) expect(table.count(hash.of(text))).toBe(count);
      const above = [...map.values()].filter((count) => count > 1).sort();
      expect([...table.above(1)].map(({ count }) => count).sort()).toEqual(above);
      expect([...table.above(0)].every(({ tag }) => tag === 1)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test("a hash is the same within a run, another in the next, and of no use once its key is wiped", () => {
  const [run, next] = [new KeyedHash(), new KeyedHash()];
  const before = run.of("ZEBEDEE QUARTERMAINE");
  expect(run.of("ZEBEDEE QUARTERMAINE")).toEqual(before);
  expect(next.of("ZEBEDEE QUARTERMAINE")).not.toEqual(before);
  run.forget();
  expect(run.of("ZEBEDEE QUARTERMAINE")).not.toEqual(before);
});

test("postcode areas, divisions and company numbers as the registers write them", () => {
  expect(["M1 1AA", "ec1a1bb", " sw1a 1aa ", "BT12 5GH", "", "75008", "M1", "GY1 1AA"].map(postcodeArea)).toEqual([
    "M",
    "EC",
    "SW",
    "BT",
    "none",
    "other",
    "other",
    "GY",
  ]);
  expect(["47910 - Retail", "None Supplied", "", "7487 - old code", "99999 - Dormant", "x"].map(sicDivision)).toEqual([
    "47",
    "none",
    "none",
    "74",
    "99",
    "other",
  ]);
  expect(["1234567", "sc123456", "OE000001", "R0000012", "IP28746R", "Zebedee", ""].map(companyNumber)).toEqual([
    "01234567",
    "SC123456",
    "OE000001",
    "R0000012",
    "IP28746R",
    undefined,
    undefined,
  ]);
});

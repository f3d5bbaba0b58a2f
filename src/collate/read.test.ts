import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recordsOf } from "./read.ts";
import type { SourceDeclaration } from "./source.ts";

const declaration = {
  dialect: { encoding: "utf-8", delimiter: ",", quote: '"' },
  columns: ["a", "b"],
} as SourceDeclaration;
const read = (content: string | Uint8Array) => recordsOf("t.csv", Buffer.from(content), declaration);
const lines = (content: string) => read(content).map((r) => ("row" in r ? r.row.line : r.line));

describe("reading in the declared dialect", () => {
  test("a row's line is the line it begins on, with quotes, line ends inside them, blank lines and CRLF", () => {
    expect(lines('a,b\n1,"x\ny"\n\n2,"say ""hi"""\r\n3,z')).toEqual([2, 5, 6]);
  });

  test("a row with too many or too few fields comes back as a problem, and the others as rows", () => {
    const [first, second, third] = read("a,b\n1,2,3\n1\n1,2\n");
    expect(first).toMatchObject({ line: 2, problem: { data: { code: "ragged-row", found: 3, expected: 2 } } });
    expect(second).toMatchObject({ line: 3, problem: { data: { code: "ragged-row", found: 1 } } });
    expect(third).toHaveProperty("row");
  });

  test.each([
    ["a missing column", "a\n1\n", 't.csv: there is no column "b"'],
    [
      "a column that nobody declared",
      "a,b,c\n1,2,3\n",
      't.csv: there is a column "c" that the source does not declare',
    ],
    ["the same column twice", "a,b,b\n1,2,3\n", 't.csv: there is a column "b" that the source does not declare'],
    ["no bytes", "", "t.csv: the file cannot be read: it is empty"],
    ["a quote that is never closed", 'a,b\n1,"2\n3,4\n', "t.csv, line"],
    [
      "Latin-1 text",
      Buffer.from("a,b\n1,2\nF\xf3rce,3\n", "latin1"),
      "t.csv, line 3: the file cannot be read: it is not UTF-8 text",
    ],
    ["another delimiter", "a;b\n1;2\n", 't.csv: there is no column "a"'],
  ])("%s refuses the file", (_, content, sentence) => {
    expect(() => read(content)).toThrow(sentence);
  });

  test("whatever the fields hold, every record comes back, and at its own line", () => {
    const field = fc.string({ unit: fc.constantFrom("x", "7", ",", '"', "\n", "\r\n", " ", "é"), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(field, field), { maxLength: 20 }), (records) => {
        const quoted = (f: string) => `"${f.replaceAll('"', '""')}"`;
        let line = 2;
        const at = records.map(([a, b]) => {
          const start = line;
          line += 1 + `${a}${b}`.split("\n").length - 1;
          return start;
        });
        const content = `a,b\n${records.map(([a, b]) => `${quoted(a)},${quoted(b)}\n`).join("")}`;
        const rows = read(content).map((r) => ("row" in r ? r.row : undefined));
        const any = { expected: "text", parse: (t: string) => t };
        expect(rows.map((r) => [r?.line, r?.take("a", any), r?.take("b", any)])).toEqual(
          records.map(([a, b], i) => [at[i], a.trim(), b.trim()]),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("broken text is refused or every record of it comes back: none is lost without a word", () => {
    const mess = fc.string({ unit: fc.constantFrom("1", ",", '"', "\n", "\r", " "), maxLength: 40 });
    fc.assert(
      fc.property(mess, (body) => {
        try {
          const physical = body.split(/\n/).filter((l) => l.replaceAll("\r", "") !== "").length;
          const found = read(`a,b\n${body}`).length;
          if (!body.includes('"')) expect(found).toBe(physical);
        } catch (error) {
          expect((error as Error).name).toBe("Problem");
        }
      }),
      { numRuns: 500 },
    );
  });
});

import { describe, expect, test } from "vitest";
import { type Dialect, readCsv } from "./csv.ts";

const DIALECT: Dialect = { encoding: "utf-8", delimiter: ",", quote: '"' };
const read = (content: string | Uint8Array, dialect: Partial<Dialect> = {}, columns = ["a", "b"]) =>
  readCsv("t.csv", Buffer.from(content), { ...DIALECT, ...dialect }, { columns });
const lines = (content: string) => read(content).records.map((r) => ("row" in r ? r.row.line : r.line));
const codes = (content: string, dialect: Partial<Dialect> = {}) => read(content, dialect).notes.map((n) => n.code);
const cells = (content: string | Uint8Array, dialect: Partial<Dialect> = {}) =>
  read(content, dialect).records.map((r) => ("row" in r ? [r.row.raw("a"), r.row.raw("b")] : r.problem.data.code));

describe("reading in the declared dialect", () => {
  test("a row's line is the line it begins on, with quotes, line ends inside them, blank lines and CRLF", () => {
    expect(lines('a,b\n1,"x\ny"\n\n2,"say ""hi"""\r\n3,z')).toEqual([2, 5, 6]);
  });

  test("a row with too many or too few fields comes back as a problem, and the others as rows", () => {
    const [first, second, third] = read("a,b\n1,2,3\n1\n1,2\n").records;
    expect(first).toMatchObject({ line: 2, problem: { data: { code: "ragged-row", found: 3, expected: 2 } } });
    expect(second).toMatchObject({ line: 3, problem: { data: { code: "ragged-row", found: 1 } } });
    expect(third).toHaveProperty("row");
  });

  test.each<[string, Partial<Dialect>, Uint8Array | string, unknown[]]>([
    ["text kept to the letter", {}, 'a,b\n 1 ," x "\n', [[" 1 ", " x "]]],
    ["header names trimmed", {}, " a ,\tb\n1,2\n", [["1", "2"]]],
    ["a quote in the middle of a cell", {}, "a,b\n5\" pipe,it's 3'4\"\n", [['5" pipe', "it's 3'4\""]]],
    [
      "quotes doubled, and delimiters and line ends between them",
      {},
      'a,b\n"x,""y""","1\r\n2"\n',
      [['x,"y"', "1\r\n2"]],
    ],
    ["semicolons", { delimiter: ";" }, "a;b\n1,5;2\n", [["1,5", "2"]]],
    ["tabs and no quotes", { delimiter: "\t", quote: "" }, 'a\tb\n"1\t2"\n', [['"1', '2"']]],
    ["single quotes", { quote: "'" }, "a,b\n'1,5',\"2\n", [["1,5", '"2']]],
    ["a declared preamble with quotes in it", { preamble: 2 }, 'Table "4\nNotes, two\na,b\n1,2\n', [["1", "2"]]],
    ["the mark of UTF-8", {}, "\ufeffa,b\n1,2\n", [["1", "2"]]],
    ["UTF-16 with its mark", { encoding: "utf-16le" }, Buffer.from("\ufeffa,b\n1,é\n", "utf16le"), [["1", "é"]]],
    ["Windows-1252", { encoding: "windows-1252" }, Buffer.from("a,b\n\x80 5,\xa390\n", "latin1"), [["€ 5", "£90"]]],
    ["Latin-1", { encoding: "iso-8859-1" }, Buffer.from("a,b\nF\xf3r,\xa390\n", "latin1"), [["Fór", "£90"]]],
    ["tabs and line ends in a cell", {}, 'a,b\n"1\t2","3\n4"\n', [["1\t2", "3\n4"]]],
    ["a NUL sets the row aside", {}, "a,b\n1,\0\n1,2\n", ["control-character", ["1", "2"]]],
    ["an escape sequence sets the row aside", {}, "a,b\n1,\u001b[31m\n", ["control-character"]],
    [
      "an unassigned byte of Windows-1252",
      { encoding: "windows-1252" },
      Buffer.from("a,b\n\x81,1\n", "latin1"),
      ["control-character"],
    ],
    [
      "lone CR as line end",
      {},
      "a,b\r1,2\r3,4\r",
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
  ])("%s", (_, dialect, content, expected) => {
    expect(cells(content, dialect)).toEqual(expected);
  });

  test.each<[string, Partial<Dialect>, Uint8Array | string, string]>([
    ["a missing column", {}, "a\n1\n", 't.csv: there is no column "b"'],
    ["the same column twice", {}, "a,b,b\n1,2,3\n", 't.csv: two columns are called "b"'],
    ["no bytes", {}, "", "t.csv: the file is empty (0 bytes)"],
    [
      "a quote that is never closed",
      {},
      'a,b\n1,2\n1,"2\n3,4\n',
      "t.csv, line 3: a quote opens here and is never closed",
    ],
    ["text after a closing quote", {}, 'a,b\n1,"2"x\n', "t.csv, line 2: a quoted cell that begins here goes on"],
    ["Latin-1 text", {}, Buffer.from("a,b\n1,2\nF\xf3rce,3\n", "latin1"), "t.csv, line 3: the source declares utf-8"],
    ["UTF-8 declared as Windows-1252", { encoding: "windows-1252" }, "a,b\né,2\n", "the file is UTF-8 text"],
    ["UTF-16 declared as UTF-8", {}, Buffer.from("\ufeffa,b\n1,2\n", "utf16le"), "begins with the mark of utf-16le"],
    [
      "half a character of UTF-16",
      { encoding: "utf-16le" },
      Buffer.from("a,b\n1,2\n\0", "utf16le").subarray(0, 15),
      "the file is not utf-16le text",
    ],
    ["another delimiter", {}, "a;b\n1;2\n", 't.csv: there is no column "a"'],
    ["an undeclared preamble", {}, "Table 4\na,b\n1,2\n", 't.csv: there is no column "a"'],
    ["a preamble that is longer than the file", { preamble: 9 }, "a,b\n1,2\n", 't.csv: there is no column "a"'],
    ["a header only", {}, "a,b\n", "t.csv: there is a header and not one row below it"],
    ["a last row cut short", {}, "a,b\n1,2\n3", "t.csv, line 3: the last row has 1 of 2 fields and no line end"],
    ["a web page", {}, "\n<html><body>Sorry</body></html>", "t.csv: the file is a web page"],
    ["a workbook", {}, "PK\u0003\u0004....", "t.csv: the file is a ZIP archive or a workbook"],
    [
      "a cell past the limit",
      {},
      `a,b\n1,${"x".repeat(32_769)}\n`,
      '"b" holds 32769 characters, and the limit of a cell is 32768',
    ],
  ])("%s refuses the file", (_, dialect, content, sentence) => {
    expect(() => read(content, dialect)).toThrow(sentence);
  });

  test.each([
    ["a column that nobody declared", "a,b,c\n1,2,3\n", ["unexpected-column"]],
    ["columns without a name", "a,b,,\n1,2,,\n", ["unexpected-column", "unexpected-column"]],
    ["mixed line ends", "a,b\r\n1,2\n3,4\r\n", ["line-ends-mixed"]],
    ["blank lines before a row, but not at the end", "a,b\n\n1,2\n\n\n", ["blank-lines"]],
    ["a last line without an end", "a,b\n1,2", ["last-line-open"]],
    ["characters that the publisher lost", "a,b\n1,Ca\ufffdf\n", ["lost-characters"]],
    ["a file as it should be", 'a,b\n"1\r\n2",2\n', []],
  ])("%s is told", (_, content, expected) => {
    expect(codes(content)).toEqual(expected);
  });

  test("an undeclared column is not given to the reader of the source, an open one is", () => {
    const { records, notes } = readCsv("t.csv", Buffer.from("a,2019,2020,x\n1,2,3,4\n"), DIALECT, {
      columns: ["a"],
      optional: ["b"],
      open: "\\d{4}",
    });
    const [first] = records;
    expect(first !== undefined && "row" in first && first.row.columns).toEqual(["2019", "2020", "a"]);
    expect(notes).toMatchObject([{ code: "unexpected-column", column: "x" }]);
  });
});

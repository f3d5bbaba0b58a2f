import { describe, expect, test } from "vitest";
import { areaCode, forceCode, smallAreaCode } from "./code-shape.ts";
import { publishedValue, publishedValueWith } from "./marker.ts";
import { type NumberStyle, numberIn } from "./number-style.ts";
import { count, number, optional, share } from "./parsers.ts";
import { nameText } from "./plain-name.ts";
import { Row } from "./row.ts";

describe("numbers in the declared style", () => {
  const ENGLISH: NumberStyle = { thousands: "," };
  const GERMAN: NumberStyle = { thousands: "." };
  const FRENCH: NumberStyle = { thousands: " ", decimal: "," };
  test.each<[string, NumberStyle | undefined, number | undefined]>([
    ["1234.5", undefined, 1234.5],
    ["-5", undefined, -5],
    ["1e3", undefined, 1000],
    ["1,234", undefined, undefined],
    ["1 234", undefined, undefined],
    ["1,234", ENGLISH, 1234],
    ["-1,234,567.5", ENGLISH, -1234567.5],
    ["1234", ENGLISH, 1234],
    ["12,34", ENGLISH, undefined],
    ["1,2345", ENGLISH, undefined],
    ["1.234", GERMAN, 1234],
    ["1.234,5", GERMAN, 1234.5],
    ["1.5", GERMAN, undefined],
    ["1,5", GERMAN, 1.5],
    ["1 234,5", FRENCH, 1234.5],
    ["1\u202f234", FRENCH, 1234],
    ["1,234.5", FRENCH, undefined],
    ["1E400", undefined, undefined],
    ["9007199254740993", undefined, undefined],
    ["NaN", undefined, undefined],
    ["Infinity", undefined, undefined],
    ["0x1F", undefined, undefined],
    ["١٢٣", undefined, undefined],
    ["12abc", undefined, undefined],
    ["", undefined, undefined],
  ])("%s in %j is %s", (text, style, value) => expect(numberIn(text, style)).toBe(value));

  test("a row gives its source's style to the parsers of numbers only", () => {
    const row = new Row("t.csv", 2, { n: "1,234", v: "1,234 [r]", t: "1,234", o: "1,2" }, ENGLISH);
    const any = { expected: "text", parse: (t: string) => t };
    expect(row.take("n", count)).toBe(1234);
    expect(row.take("v", publishedValue)).toEqual({ value: 1234, marks: ["revised"] });
    expect(row.take("t", any)).toBe("1,234");
    expect(() => row.take("o", optional(number))).toThrow('"o" is `1,2`');
    expect(() => new Row("t.csv", 2, { n: "1,234" }).take("n", count)).toThrow("not a whole number of 0 or more");
  });

  test("a count is written as one counts", () => {
    const texts = [
      "0",
      "007",
      "1.234",
      "12.0",
      "1e3",
      "-5",
      "+5",
      "9007199254740991",
      "9007199254740992",
      "1,234",
      "½",
    ];
    expect(texts.map((t) => count.parse(t))).toEqual([
      0,
      7,
      ...Array(5).fill(undefined),
      9007199254740991,
      ...Array(3).fill(undefined),
    ]);
    expect([share.parse("1"), share.parse("1.01"), share.parse("-0.1")]).toEqual([1, undefined, undefined]);
  });
});

describe("a marker is never a zero", () => {
  test.each([
    ["[c]", { missing: "confidential" }],
    ["[x]", { missing: "not-available" }],
    ["[z]", { missing: "not-applicable" }],
    ["[u]", { missing: "low-reliability" }],
    ["[low]", { missing: "rounds-to-zero" }],
    ["[w]", { missing: "none-in-survey" }],
    ["..", { missing: "not-available" }],
    [":", { missing: "not-available" }],
    ["n/a", { missing: "not-available" }],
    ["*", { missing: "suppressed-small" }],
    ["[p]", { missing: "not-available" }],
    ["12 [r]", { value: 12, marks: ["revised"] }],
    ["12[p][e]", { value: 12, marks: ["provisional", "estimated"] }],
    ["[b] 12", { value: 12, marks: ["break-in-series"] }],
    ["0", { value: 0 }],
    ["-3.5", { value: -3.5 }],
    ["-", undefined],
    [".", undefined],
    ["c", undefined],
    ["[q]", undefined],
    ["12 [q]", undefined],
    ["12 [c]", undefined],
    ["1 [r] 2", undefined],
    ["", undefined],
    ["toString", undefined],
    ["__proto__", undefined],
  ])("%s", (text, expected) => expect(publishedValue.parse(text)).toEqual(expected));

  test("an ambiguous marker means what its source declares", () => {
    const declared = publishedValueWith({ "-": "nil", ".": "not-applicable" });
    expect(["-", ".", "..", "5", "–"].map((t) => declared.parse(t))).toEqual([
      { value: 0 },
      { missing: "not-applicable" },
      { missing: "not-available" },
      { value: 5 },
      undefined,
    ]);
  });
});

test("a code is its shape to the letter", () => {
  const dirty = [
    "e23000001",
    "E2300001",
    "E06000028",
    "23000001",
    "E23000001\u200b",
    "\u0415 23000001",
    "E92000001",
    "E2300000１",
  ];
  expect(dirty.filter((t) => forceCode.parse(t) !== undefined)).toEqual([]);
  expect(["E23000001", "W15000004", "S92000003", "N92000002"].map((t) => forceCode.parse(t))).not.toContain(undefined);
  expect(
    ["E01000001", "W01001958", "S01006506", "N20000001", "95GG01S1"].map((t) => smallAreaCode.parse(t)),
  ).not.toContain(undefined);
  expect(["E02000001", "95gg01S1", "95GG01S", "E0100001"].map((t) => smallAreaCode.parse(t))).toEqual(
    Array(4).fill(undefined),
  );
  expect(areaCode("E06").parse("E06000028")).toBe("E06000028");
});

test("a name is made plain: one hyphen, composed letters, single blanks; case and words stay", () => {
  const names = [
    "Dyfed\u2010Powys",
    "Dyfed\u2011Powys",
    "Dyfed-Powys",
    "DYFED-POWYS",
    "Dyfed  Powys",
    "Ynys M\u00f4n",
    "Ynys Mo\u0302n",
  ];
  expect(names.map((t) => nameText.parse(t))).toEqual([
    "Dyfed-Powys",
    "Dyfed-Powys",
    "Dyfed-Powys",
    "DYFED-POWYS",
    "Dyfed Powys",
    "Ynys Môn",
    "Ynys Môn",
  ]);
});

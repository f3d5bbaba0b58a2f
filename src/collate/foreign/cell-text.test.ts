import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateFormatOf, durationText, isoDay, plainDecimal, serialText, storedNumber } from "./cell-text.ts";

describe("a number as text", () => {
  test.each([
    ["1234.5", "1234.5"],
    ["0.10000000000000001", "0.1"],
    ["1.2E+3", "1200"],
    ["1e-7", "0.0000001"],
    ["-1.5e-2", "-0.015"],
    ["1E21", "1000000000000000000000"],
    ["5.0", "5"],
    ["-0", "0"],
    ["-0.0", "0"],
    [".5", "0.5"],
    ["007", "7"],
    ["9007199254740993", "9007199254740993"],
    ["12345678901234567890", "12345678901234567890"],
  ])("%s is %s", (stored, text) => expect(storedNumber(stored)).toBe(text));

  test.each(["", "1,234", "0x10", "1.2.3", "Infinity", "1e999", "one"])("%j is no number", (stored) =>
    expect(storedNumber(stored)).toBeUndefined(),
  );

  test("gives back the stored double, in digits, with no idle zero", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = storedNumber(String(value)) ?? "";
        expect(Number(text)).toBe(value === 0 ? 0 : value);
        expect(text).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
      }),
      { numRuns: 2000 },
    );
  });

  test("leaves what is no decimal as it is", () =>
    expect(["nan", "inf", "-", ".", ""].map(plainDecimal)).toEqual(["nan", "inf", "-", ".", ""]));
});

describe("a number format", () => {
  test.each([
    ["General", undefined],
    ["0.00E+00", undefined],
    ["#,##0.00", undefined],
    ['0.0" days"', undefined],
    ["[Red]0.00;[Blue]-0.00", undefined],
    ["0%", undefined],
    ["0\\ \\d", undefined],
    ["dd/mm/yyyy", { hasDay: true, hasTime: false, isElapsed: false }],
    ["[$-809]d mmmm yyyy;@", { hasDay: true, hasTime: false, isElapsed: false }],
    ["mmm", { hasDay: true, hasTime: false, isElapsed: false }],
    ["mm:ss.0", { hasDay: false, hasTime: true, isElapsed: false }],
    ["h:mm AM/PM", { hasDay: false, hasTime: true, isElapsed: false }],
    ["[h]:mm:ss", { hasDay: false, hasTime: true, isElapsed: true }],
    ["yyyy-mm-dd hh:mm", { hasDay: true, hasTime: true, isElapsed: false }],
  ])("%s", (code, format) => expect(dateFormatOf(code)).toEqual(format));
});

describe("a day and a time as text", () => {
  const day = { hasDay: true, hasTime: false, isElapsed: false };
  const time = { hasDay: false, hasTime: true, isElapsed: false };
  const elapsed = { hasDay: false, hasTime: true, isElapsed: true };
  test.each([
    [1, day, false, "1900-01-01"],
    [59, day, false, "1900-02-28"],
    [60, day, false, "1900-02-29"],
    [61, day, false, "1900-03-01"],
    [45292, day, false, "2024-01-01"],
    [45351, day, false, "2024-02-29"],
    [2958465, day, false, "9999-12-31"],
    [2958466, day, false, "2958466"],
    [-1, day, false, "-1"],
    [0, day, true, "1904-01-01"],
    [43830, day, true, "2024-01-01"],
    [45292.75, day, false, "2024-01-01T18:00:00"],
    [0.5, time, false, "12:00:00"],
    [0.000011574074, time, false, "00:00:01"],
    [45292.25, time, false, "2024-01-01T06:00:00"],
    [1.5, elapsed, false, "36:00:00"],
  ])("%s with %o is %s", (serial, format, from1904, text) => expect(serialText(serial, format, from1904)).toBe(text));

  test("of OpenDocument", () => {
    expect(["2024-01-01T00:00:00", "2024-01-01T00:00:00.000", "2024-01-01T12:00:00"].map(isoDay)).toEqual([
      "2024-01-01",
      "2024-01-01",
      "2024-01-01T12:00:00",
    ]);
    expect(["PT36H05M00S", "PT00H00M01.5000S", "-PT1H"].map(durationText)).toEqual([
      "36:05:00",
      "00:00:01.5",
      "-01:00:00",
    ]);
  });
});

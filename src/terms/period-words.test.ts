import { describe, expect, test } from "vitest";
import {
  calendarYear,
  day,
  dayFirst,
  financialQuarter,
  financialYearEnding,
  financialYearText,
  month,
  notAfter,
  quarter,
  quarterOf,
  yearEnding,
} from "./period-words.ts";

const PARSERS = {
  calendarYear,
  financialYearText,
  financialYearEnding,
  yearEnding,
  month,
  quarter,
  financialQuarter,
  day,
  dayFirst,
};

describe("a span of time in a publisher's words", () => {
  test.each<[keyof typeof PARSERS, string, string]>([
    ["calendarYear", "2023", "2023-01-01 2023-12-31"],
    ["financialYearText", "2017/18", "2017-04-01 2018-03-31"],
    ["financialYearText", "2017-18", "2017-04-01 2018-03-31"],
    ["financialYearText", "2017_18", "2017-04-01 2018-03-31"],
    ["financialYearText", "2017/2018", "2017-04-01 2018-03-31"],
    ["financialYearText", "1999-00", "1999-04-01 2000-03-31"],
    ["financialYearEnding", "FYE 2018", "2017-04-01 2018-03-31"],
    ["financialYearEnding", "FYE March 2018", "2017-04-01 2018-03-31"],
    ["yearEnding", "Year ending March 2018", "2017-04-01 2018-03-31"],
    ["yearEnding", "YE Sep 2023", "2022-10-01 2023-09-30"],
    ["yearEnding", "year to December 2023", "2023-01-01 2023-12-31"],
    ["month", "2024-02", "2024-02-01 2024-02-29"],
    ["month", "Jan 2024", "2024-01-01 2024-01-31"],
    ["month", "January 2024", "2024-01-01 2024-01-31"],
    ["month", "MAY 2024", "2024-05-01 2024-05-31"],
    ["quarter", "2023 Q4", "2023-10-01 2023-12-31"],
    ["quarter", "Q1 2024", "2024-01-01 2024-03-31"],
    ["quarter", "2023-Q2", "2023-04-01 2023-06-30"],
    ["financialQuarter", "2017/18 Q1", "2017-04-01 2017-06-30"],
    ["financialQuarter", "Q4 2017/18", "2018-01-01 2018-03-31"],
    ["day", "2024-02-29", "2024-02-29 2024-02-29"],
    ["dayFirst", "02/03/2024", "2024-03-02 2024-03-02"],
  ])("%s reads %s", (name, text, expected) => {
    const { start, end } = PARSERS[name].parse(text) ?? { start: "", end: "" };
    expect(`${start} ${end}`).toBe(expected);
  });

  test.each<[keyof typeof PARSERS, string[]]>([
    ["calendarYear", ["23", "20234", "2023/24", "0001", "9999", "२०२३", "2023.0", "45292"]],
    ["financialYearText", ["2017", "2017/19", "2017/17", "17/18", "2017/2019", "2017–18", "2017//18", "9998/99"]],
    ["financialYearEnding", ["2018", "FYE18", "FYE 2017/18", "FYE June 2018"]],
    ["yearEnding", ["March 2018", "Year ending 2018", "Year ending Mar-18", "YE Foo 2018", "Year ending March 0018"]],
    [
      "month",
      [
        "2024-02-30",
        "02/03/2024",
        "13/13/2024",
        "45292",
        "Jan-24",
        "2024-13",
        "0001-01-01",
        "9999-12",
        "31/04/24",
        "2024-1",
        "Ja 2024",
        "2024-00",
      ],
    ],
    ["quarter", ["2023 Q5", "Q0 2023", "2023/24 Q1", "Q12023", "4Q 2023"]],
    ["financialQuarter", ["2017 Q1", "2017/19 Q1", "2017/18 Q5", "Q1"]],
    ["day", ["2024-02-30", "2023-02-29", "2024-2-3", "0001-01-01", "2024-01-01T00:00:00Z"]],
    ["dayFirst", ["31/04/2024", "13/13/2024", "31/04/24", "2024-01-01", "1/1/2024"]],
  ])("%s refuses what is merely similar", (name, texts) => {
    expect(texts.filter((text) => PARSERS[name].parse(text) !== undefined)).toEqual([]);
  });

  test("a period from after the publication is refused", () => {
    const parser = notAfter("2026-06-30", month);
    expect([parser.parse("2026-06")?.end, parser.parse("2099-01")]).toEqual(["2026-06-30", undefined]);
  });

  test("a fifth quarter is none", () => {
    const year = { start: "2017-04-01", end: "2018-03-31" };
    expect([1, 4, 5, 0, 1.5].map((n) => quarterOf(year, n)?.start)).toEqual([
      "2017-04-01",
      "2018-01-01",
      undefined,
      undefined,
      undefined,
    ]);
  });
});

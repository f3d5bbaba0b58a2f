import { expect, test } from "vitest";
import { monthSpan, withoutNotes, yearSpan } from "./index.ts";

test("a label without its notes", () => {
  expect(withoutNotes("Total recorded crime (excluding fraud)\r\n [note 2][notes 4 and 5]")).toBe(
    "Total recorded crime (excluding fraud)",
  );
  expect(withoutNotes("Theft [of a vehicle")).toBe("Theft [of a vehicle");
});

test("spans of months and of years, and what is no span", () => {
  expect(monthSpan.parse("Apr 2010 to Mar 2011")).toEqual({ start: "2010-04-01", end: "2011-03-31" });
  expect(monthSpan.parse("Jan 1995 to Dec 1995")).toEqual({ start: "1995-01-01", end: "1995-12-31" });
  expect(monthSpan.parse("Apr 2011 to Mar 2010")).toBeUndefined();
  expect(yearSpan.parse("2021 to 2023")).toEqual({ start: "2021-01-01", end: "2023-12-31" });
  expect(yearSpan.parse("2019 -2023")).toEqual({ start: "2019-01-01", end: "2023-12-31" });
  for (const no of ["2021-22", "2023 to 2021", "Apr 2010", "1021 to 1023"]) {
    expect(yearSpan.parse(no)).toBeUndefined();
    expect(monthSpan.parse(no)).toBeUndefined();
  }
});

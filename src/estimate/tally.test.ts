import { expect, test } from "vitest";
import { financial, seen } from "./small-country.ts";
import { indexObservations, tallyInWindow, yearlyTallies } from "./tally.ts";

const quarter = (start: string, end: string) => ({ start, end });
const base = { measure: "offences", place: "E23000001", breakdown: "all" };
const quarters = [
  quarter("2017-04-01", "2017-06-30"),
  quarter("2017-07-01", "2017-09-30"),
  quarter("2017-10-01", "2017-12-31"),
  quarter("2018-01-01", "2018-03-31"),
].map((period, i) => seen(i + 3, { ...base, period, value: { value: 10 + i } }));
const year = seen(2, { ...base, period: financial(2017), value: { value: 46 } });
const selector = { measure: "offences", alternatives: [["all"]] };

test("a year that stands beside its quarters is counted once, in a window and by year", () => {
  const index = indexObservations([...quarters, year]);
  expect(tallyInWindow(index, selector, "E23000001", financial(2017))).toEqual({ value: 46, from: [year.id] });
  expect(yearlyTallies(index, selector, "E23000001", "financial").get(2017)).toEqual({ value: 46, from: [year.id] });
});

test("quarters alone make the year, and part of a window is its part", () => {
  const index = indexObservations(quarters);
  expect(tallyInWindow(index, selector, "E23000001", financial(2017))?.value).toBe(46);
  expect(yearlyTallies(index, selector, "E23000001", "financial").get(2017)?.value).toBe(46);
  expect(tallyInWindow(index, selector, "E23000001", quarter("2017-07-01", "2017-12-31"))?.value).toBe(23);
});

import { describe, expect, test } from "vitest";
import type { FieldRow } from "../estimate/index.ts";
import { UNITED_KINGDOM } from "../terms/index.ts";
import { windowsFrom, windowsOf } from "./metric-windows.ts";

const STARTS = ["01-01", "04-01", "07-01", "10-01"];
const ENDS = ["03-31", "06-30", "09-30", "12-31"];

/** Nine quarters from April 2017, of the nation and of a place. */
const rows = Array.from({ length: 9 }, (_, q) => {
  const [year, part] = [2017 + Math.floor((q + 1) / 4), (q + 1) % 4];
  const period = { start: `${year}-${STARTS[part]}`, end: `${year}-${ENDS[part]}` };
  return { threat: "fraud", quarter: `${year}Q${part + 1}`, period };
}).flatMap((row) => [UNITED_KINGDOM, "E23000001"].map((place) => ({ ...row, place }))) as FieldRow[];

describe("windows of four quarters", () => {
  test("by quarter each ends with one; by year only those that end in March", () => {
    const windows = windowsOf(rows, "quarter");
    expect(windows.map((w) => w.label)).toEqual(["2018Q1", "2018Q2", "2018Q3", "2018Q4", "2019Q1", "2019Q2"]);
    expect(windows[1]).toEqual({ label: "2018Q2", quarters: [1, 2, 3, 4], start: "2017-07-01" });
    expect(windowsOf(rows, "year")).toEqual([
      { label: "2017-18", quarters: [0, 1, 2, 3], start: "2017-04-01" },
      { label: "2018-19", quarters: [4, 5, 6, 7], start: "2018-04-01" },
    ]);
  });

  test("they begin with the base; one that is not there, or the last, is a sentence with what to give", () => {
    const windows = windowsOf(rows, "quarter");
    expect(windowsFrom(windows, "2018Q4").map((w) => w.label)).toEqual(["2018Q4", "2019Q1", "2019Q2"]);
    for (const base of ["2031", "2019Q2", "2018-19"])
      expect(() => windowsFrom(windows, base)).toThrow(/outside 2018Q1 to 2019Q1\. Give a quarter such as 2019Q1/);
  });
});

import { describe, expect, test } from "vitest";
import { breakdownOf, partOf } from "./breakdown.ts";
import { unevenMargins } from "./margins.ts";
import type { Reading } from "./source.ts";

const reading = (breakdown: string, value: Reading["value"]): Reading => ({
  measure: "prison-population",
  threat: "response",
  place: "K04000001",
  breakdown,
  period: { start: "2024-03-31", end: "2024-03-31" },
  value,
  unit: "people",
});
const table = (whole: number, ...parts: Reading["value"][]): Reading[] => [
  reading("sex=All; offence=Total", { value: whole }),
  ...parts.map((value, i) => reading(`sex=All; offence=${i}`, value)),
];
const margin = { key: "offence", whole: "Total" };

describe("margins", () => {
  test("parts that add up say nothing; parts that do not are named with both numbers", () => {
    expect(unevenMargins(table(5, { value: 2 }, { value: 3 }), margin)).toEqual([]);
    expect(unevenMargins(table(6, { value: 2 }, { value: 3 }), margin)).toEqual([
      {
        what: "offence in prison-population, people, K04000001, 2024-03-31 to 2024-03-31, sex=All",
        parts: 5,
        whole: 6,
      },
    ]);
  });

  test("a missing part, or no part at all, leaves the whole unjudged", () => {
    expect(unevenMargins(table(6, { value: 2 }, { missing: "confidential" }), margin)).toEqual([]);
    expect(unevenMargins(table(6), margin)).toEqual([]);
    expect(unevenMargins(table(6, { value: 1 }), { key: "age", whole: "Total" })).toEqual([]);
  });

  test("each printed number may be off by its rounding, and no more", () => {
    const rounded = table(243.3, { value: 128.5 }, { value: 107.3 }, { value: 7.4 });
    expect(unevenMargins(rounded, { ...margin, rounding: 0.05 })).toEqual([]);
    expect(unevenMargins(rounded, margin)).toHaveLength(1);
    expect(unevenMargins(table(243.6, { value: 243.3 }), { ...margin, rounding: 0.05 })).toHaveLength(1);
  });

  test("a value of a breakdown by its whole key", () => {
    expect(partOf("offence group=Drug offences; sex=Male", "sex")).toBe("Male");
    expect(partOf("offence group=Drug offences; sex=Male", "offence")).toBeUndefined();
    expect(partOf("all", "all")).toBeUndefined();
    expect(breakdownOf({ drug: "GHB; GBL", class: "", sex: undefined, authority: "Police" })).toBe(
      "drug=GHB, GBL; authority=Police",
    );
  });
});

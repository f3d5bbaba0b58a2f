import { describe, expect, test } from "vitest";
import { THREAT_IDS } from "../terms/index.ts";
import { readCrosswalk, readDeflator, readUnitCosts } from "./prices.ts";

const costs = readUnitCosts();
const deflator = readDeflator();
const crosswalk = readCrosswalk();
const cost = (id: string) => costs.get(id)!.value;

describe("unit costs", () => {
  test("lie in their range, and are assumed where their source says so", () => {
    for (const row of costs.values()) {
      expect(row.low <= row.value && row.value <= row.high, row.id).toBe(true);
      expect(row.source === "assumed", row.id).toBe(row.status === "assumed");
      if (row.status === "assumed") expect(row.high > row.low && row.note !== "", row.id).toBe(true);
    }
  });
  test("the parts of each published total add up to it", () => {
    const parts = (year: string, names: string[]) => names.reduce((sum, name) => sum + cost(`soc-${year}-${name}`), 0);
    expect(parts("2023-24", ["drugs", "economic", "slavery", "rest"])).toBe(cost("soc-2023-24-total"));
    expect(parts("2015-16", ["drugs", "economic", "rest"])).toBe(cost("soc-2015-16-total"));
  });
  test("what an officer or an agent carries at most is the high end of an investigator", () => {
    expect(costs.get("investigator-national-year")!.high).toBe(Math.round(cost("soc-spend") / 5500));
    expect(Math.round(cost("police-resource-funding") / 146_442)).toBe(119_501);
    expect(costs.get("investigator-force-year")!.high).toBe(120_000);
  });
  test("drug treatment is dearer than what is spent now over all who might need it", () =>
    expect(costs.get("treatment-place-year")!.low).toBeGreaterThan(cost("drug-treatment-spend") / 300_000));
});

describe("the deflator", () => {
  test("is 47 over 37 between 2015-16 and 2023-24, at a constant yearly rate", () => {
    const implied = cost("soc-2023-24-total") / cost("soc-2015-16-total");
    for (const row of deflator.values()) {
      const year = Number(row.priceYear.slice(0, 4));
      expect(row.to2023, row.priceYear).toBeCloseTo(implied ** ((2023 - year) / 8), 5);
      expect(row.low <= row.to2023 && row.to2023 <= row.high, row.priceYear).toBe(true);
    }
  });
  test("its high end in 2015-16 is what economic crime implies", () =>
    expect(deflator.get("2015-16")!.high).toBe(cost("soc-2023-24-economic") / cost("soc-2015-16-economic")));
  test("knows the price year of every cost in pounds of one year", () => {
    const years = [...costs.values()].filter((c) => /^\d{4}-\d{2}$/.test(c.priceYear) && c.geography !== "Scotland");
    expect(years.filter((c) => !deflator.has(c.priceYear)).map((c) => `${c.id} ${c.priceYear}`)).toEqual([]);
  });
});

describe("the crosswalk from threats to cost categories", () => {
  const categories = [...new Set(crosswalk.map((r) => `${r.scheme} ${r.category}`))];
  test.each(categories)("%s: shares sum to 1", (name) => {
    const rows = crosswalk.filter((r) => `${r.scheme} ${r.category}` === name);
    expect(rows.reduce((sum, r) => sum + r.share, 0)).toBeCloseTo(1, 12);
    expect(rows.every((r) => r.low <= r.share && r.share <= r.high && costs.has(r.category))).toBe(true);
  });
  test.each(["paper", "rr103"] as const)(
    "%s: every threat has one category, and the categories make the total",
    (scheme) => {
      const rows = crosswalk.filter((r) => r.scheme === scheme);
      expect(rows.map((r) => r.threat).sort()).toEqual([...THREAT_IDS].sort());
      const total = rows.reduce((sum, r) => sum + r.share * cost(r.category), 0);
      expect(total).toBeCloseTo(cost(scheme === "paper" ? "soc-2023-24-total" : "soc-2015-16-total"), 0);
    },
  );
});

import { expect, it } from "vitest";
import { readCrosswalk, readDeflator, readUnitCosts } from "../evidence/index.ts";
import { projectFile, readTable } from "../store/index.ts";
import { buildLines, lineTotal, readLineRow } from "../value/index.ts";
import { readPrices } from "./prices.ts";

const costs = readUnitCosts();
const total = (id: string) => costs.get(id)!.value;
const line = (id: string) => readPrices().lines.find((l) => l.id === id)!;

it("the published line adds up to the published total, and the rebuilt one to the Home Office's total, uprated", () => {
  expect(lineTotal(line("published")).value).toBeCloseTo(total("soc-2023-24-total"), 0);
  expect(lineTotal(line("rebuilt")).value).toBeCloseTo(
    total("soc-2015-16-total") * readDeflator().get("2015-16")!.to2023,
    -3,
  );
});

it("a threat is on a line once: each pound is counted once", () => {
  for (const { categories } of readPrices().lines) {
    const threats = categories.flatMap((c) => c.threats.map((t) => t.threat));
    expect(new Set(threats).size).toBe(threats.length);
    for (const c of categories) expect(c.threats.reduce((sum, t) => sum + t.share, 0)).toBeCloseTo(1, 9);
  }
});

it("the ends of the current line are those of its ranges, modern slavery's ten times apart and more than any other's", () => {
  const slavery = (id: string) => line(id).categories.find((c) => c.category === "modern-slavery")!;
  expect(slavery("current-low").value).toBe(slavery("current").low);
  expect(slavery("current-high").value).toBe(slavery("current").high);
  const widest = line("current").categories.map((c) => ({ category: c.category, times: c.high / c.low }));
  expect(widest.sort((a, b) => b.times - a.times)[0].category).toBe("modern-slavery");
});

it("what names no threat is no threat's, and what has no price is listed", () => {
  expect(line("published").unallocated).toBe(total("soc-2023-24-rest"));
  expect(line("published").notMonetised).toContain("acquisitive-crime");
  expect(line("current").notMonetised).not.toContain("immigration-crime");
});

it("a line that names a cost or a price year that is not there is refused by name", () => {
  const lines = readTable(projectFile("data", "prices", "harm-lines.csv"), readLineRow);
  const tables = {
    lines: [{ ...lines[0], cost: "gone" }],
    costs,
    deflator: readDeflator(),
    crosswalk: readCrosswalk(),
  };
  expect(() => buildLines(tables)).toThrow('There is no cost called "gone"');
  expect(() => buildLines({ ...tables, lines, deflator: new Map() })).toThrow("price year");
});

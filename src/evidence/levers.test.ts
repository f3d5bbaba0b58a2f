import { describe, expect, test } from "vitest";
import { projectFile, readJson } from "../store/index.ts";
import { LeverSchema } from "../terms/index.ts";
import { readCatalogue } from "./catalogue.ts";
import { computedEffect, readEvidenceBase } from "./lever-effect.ts";
import { readUnitCosts } from "./prices.ts";

const { levers, splits } = readCatalogue();
const base = readEvidenceBase();
const costs = readUnitCosts();

const AT_LEAST = "L06 L10 L11 L17 L20 L21 L22 L23 L29 L30 K05 K08 K11 K12".split(" ");

test("the fourteen levers of different kinds are there, each once", () => {
  const ids = levers.map((l) => l.id);
  expect(AT_LEAST.filter((id) => !ids.includes(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(levers.map((lever) => [lever.id, lever] as const))("%s", (_id, lever) => {
  test("each effect is what its studies give (node scripts/lever-effects.mjs writes it)", () => {
    for (const move of lever.moves)
      expect({ rate: move.rate, lnrr: move.effect.lnrr, sd: move.effect.sd }).toEqual({
        rate: move.rate,
        ...computedEffect(lever, move, base),
      });
  });
  test("what rests on evidence names a study and every kind of penalty", () => {
    const sound = lever.moves.filter((m) => m.effect.basis === "evidence").map((m) => m.effect.from);
    for (const from of sound)
      for (const kind of [
        /^S\d{3}$/,
        /^transfer:country-/,
        /^transfer:threat-/,
        /^transfer:scale-/,
        /^transfer:design-/,
      ])
        expect(from.filter((id) => kind.test(id)).length, `${kind} in ${from}`).toBeGreaterThan(0);
  });
  test("a definition is certain and whole", () => {
    for (const move of lever.moves.filter((m) => m.effect.basis === "definition"))
      expect([move.effect.sd, move.reach.value]).toEqual([0, 1]);
  });
  test("every study is in the evidence base, those of its effects among those it lists", () => {
    expect(lever.evidence.filter((id) => !base.studies.has(id))).toEqual([]);
    const used = lever.moves.flatMap((m) => m.effect.from).filter((id) => /^S\d{3}$/.test(id));
    expect(used.filter((id) => !lever.evidence.includes(id))).toEqual([]);
  });
  test("reach and leakage are shares with a range and a source", () => {
    for (const range of [lever.leakage, ...lever.moves.map((m) => m.reach)]) {
      expect(0 <= range.low && range.low <= range.value && range.value <= range.high && range.high <= 1).toBe(true);
      expect(range.from === "assumed" || range.from === "definition" || base.studies.has(range.from)).toBe(true);
      if (range.from === "assumed") expect(range.high).toBeGreaterThan(range.low);
    }
  });
  test("its doses are in order", () => {
    const { low, today, full, high } = lever.dose;
    expect(low <= today && today < full && full <= high).toBe(true);
  });
  test("its cost is that of its row of unit costs", () => {
    const { cost, dose } = lever;
    if (cost.perDoseYearGbp !== null)
      expect(cost.yearlyGbp).toBeCloseTo(cost.perDoseYearGbp * (dose.full - dose.today), 6);
    if (cost.from === "definition") return;
    const row = costs.get(cost.from.replace(/^cost:/, ""));
    expect(row?.value).toBe(cost.from.startsWith("cost:lever-") ? cost.yearlyGbp : cost.perDoseYearGbp);
    expect(row?.priceYear).toBe(cost.priceYear);
    expect(cost.setUpGbp).toBe(costs.get(`lever-${lever.id}-setup`)?.value ?? 0);
  });
  test("its card is two or three plain sentences", () => {
    const sentences = lever.card.split(/(?<=[.!?]) /);
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    expect(sentences.length).toBeLessThanOrEqual(3);
  });
});

test("no card says a percentage that no study of the lever has", () => {
  const inStudies = (id: string) =>
    JSON.stringify(levers.find((l) => l.id === id)?.evidence.map((s) => base.studies.get(s))).replaceAll(",", "");
  const stray = levers.flatMap((l) =>
    [...l.card.matchAll(/(\d+(?:\.\d+)?)%/g)]
      .map((m) => m[1]!)
      .filter((n) => !inStudies(l.id).includes(n) && !DERIVED.has(`${l.id} ${n}`) && n !== String(l.dose.today * 100))
      .map((n) => `${l.id}: ${n}%`),
  );
  expect(stray).toEqual([]);
});

/** Said in another way than the study: L30 a rate ratio of 0.58, L23 an elasticity of -0.3 for 10% more, K10 the reported range. */
const DERIVED = new Set(["L30 42", "L23 10", "L23 3"]);

describe("the splits of a budget", () => {
  const names = [...new Set(splits.map((line) => line.split))];
  test("three stand side by side", () => expect(names).toEqual(["investigation", "prevention", "justice"]));
  test.each(names)("%s: shares sum to 1", (name) =>
    expect(splits.filter((l) => l.split === name).reduce((sum, l) => sum + l.share, 0)).toBeCloseTo(1, 12),
  );
  test("a lever costs in a split what it costs alone", () => {
    for (const line of splits) {
      const lever = levers.find((l) => l.id === line.buys);
      if (lever) expect([line.buys, line.unitCostGbpYear]).toEqual([lever.id, lever.cost.perDoseYearGbp]);
      expect(costs.has(line.from.replace("cost:", ""))).toBe(true);
    }
  });
});

test("a lever file of the wrong shape says which part", () => {
  expect(() => readJson(projectFile("data", "scenarios", "baseline.json"), LeverSchema)).toThrow(
    /baseline\.json: .* is .*, which is not/,
  );
});

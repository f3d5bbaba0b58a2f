import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCatalogue } from "../evidence/index.ts";
import { chanceOf, compileSchedule, Parameters as Drawn } from "../simulate/index.ts";
import { CAPACITY_IDS, RATE_IDS } from "../terms/index.ts";
import { purchases, splitNames } from "./budget.ts";

// What the budget does by itself (moves of L10 that hold with one split only) is no purchase, and is left out here.
const shipped = readCatalogue();
const catalogue = { ...shipped, levers: shipped.levers.map((l) => (l.id === "L10" ? { ...l, moves: [] } : l)) };
const MONTHS = 240;
const atOnce = new Drawn(
  new Map(["investigators", "charge", "court", "prison", "treatment"].map((id) => [`capacity.ramp-months.${id}`, 1])),
);
const compile = (levers: Parameters<typeof compileSchedule>[0]["levers"]) =>
  compileSchedule({ name: "x", title: "x", levers }, catalogue, MONTHS, atOnce, chanceOf(1, 0).leverEffects);

const money = fc.integer({ min: 0, max: 4_000_000_000 });
const split = fc.constantFrom(...splitNames(catalogue));
const budget = (dose: number, name: string) => ({ lever: "L10", from: "2027-04", dose, split: name });

describe("what is said to be bought is what the twin gets", () => {
  test("capacity: the same whole units", () =>
    fc.assert(
      fc.property(money, split, (dose, name) => {
        const schedule = compile([budget(dose, name)]);
        for (const bought of purchases(dose, name, catalogue).filter((p) => p.kind === "capacity")) {
          const row = CAPACITY_IDS.indexOf(bought.buys as (typeof CAPACITY_IDS)[number]);
          expect(schedule.capacity[row * MONTHS + MONTHS - 1]).toBe(bought.dose);
        }
      }),
      { numRuns: 50 },
    ));
  test("levers: the same change of each rate as with the dose given by hand", () =>
    fc.assert(
      fc.property(money, split, (dose, name) => {
        const bought = purchases(dose, name, catalogue).filter((p) => p.kind === "lever");
        const byHand = compile(bought.map((p) => ({ lever: p.buys, from: "2027-04", dose: p.dose })));
        const bySplit = compile([budget(dose, name)]);
        const last = (s: typeof byHand) =>
          Array.from({ length: RATE_IDS.length * 4 }, (_, i) => s.factor[(i + 1) * MONTHS - 1]);
        expect(last(bySplit)).toEqual(last(byHand));
      }),
      { numRuns: 50 },
    ));
  test("every lever at its level today changes nothing", () => {
    for (const { id, dose } of catalogue.levers) {
      const schedule = compile([
        id === "L10" ? budget(dose.today, "justice") : { lever: id, from: "2027-04", dose: dose.today },
      ]);
      expect(schedule.factor.every((f) => f === 1) && schedule.capacity.every((c) => c === 0)).toBe(true);
      expect([...schedule.leverCost, ...schedule.budget].every((gbp) => gbp === 0)).toBe(true);
    }
  });
});

import { describe, expect, it } from "vitest";
import type { Lever, LeverCatalogue, Scenario } from "../terms/index.ts";
import { chanceOf } from "./chance.ts";
import { Parameters } from "./parameters.ts";
import { CAPACITY, capacityOf, compileSchedule, factorOf, profile, RATE } from "./schedule.ts";

const range = (value: number) => ({ value, low: value, high: value, from: "assumed" });
const lever = (over: Partial<Lever>): Lever => ({
  id: "K99",
  title: "",
  chapter: "comparator",
  card: "",
  grade: "D",
  dose: { unit: "share", today: 0, full: 1, low: 0, high: 2 },
  moves: [
    { rate: "recruit.rate", reach: range(0.4), effect: { lnrr: Math.log(0.5), sd: 0, basis: "definition", from: [] } },
  ],
  adds: [],
  delayMonths: 0,
  rampMonths: 1,
  halfLifeMonths: null,
  leakage: range(0),
  cost: { setUpGbp: 1000, yearlyGbp: 1200, perDoseYearGbp: null, priceYear: "2023-24", from: "assumed" },
  needs: [],
  conflicts: [],
  appliesTo: ["E"],
  intrusion: "",
  evidence: [],
  ...over,
});
const parameters = new Parameters(new Map([["capacity.ramp-months.investigators", 10]]));
const compile = (levers: Lever[], dated: Scenario["levers"], splits: LeverCatalogue["splits"] = []) =>
  compileSchedule(
    { name: "x", title: "", levers: dated },
    { levers, splits },
    60,
    parameters,
    chanceOf(1, 0).leverEffects,
  );
const dated = { lever: "K99", from: "2022-04", dose: 1 };

describe("schedule", () => {
  it("is reach times effect, within reach only, where the lever applies and from its month on", () => {
    const s = compile([lever({})], [dated]);
    expect(factorOf(s, RATE["recruit.rate"], 0, 11)).toBe(1);
    expect(factorOf(s, RATE["recruit.rate"], 0, 12)).toBeCloseTo(1 - 0.4 * 0.5, 12);
    expect(factorOf(s, RATE["recruit.rate"], 2, 30)).toBe(1);
    expect(s.firstMonth).toBe(12);
  });

  it("never reaches more than all, whatever the dose", () => {
    const s = compile([lever({ dose: { unit: "", today: 0, full: 1, low: 0, high: 10 } })], [{ ...dated, dose: 10 }]);
    expect(factorOf(s, RATE["recruit.rate"], 0, 20)).toBeCloseTo(0.5, 12);
  });

  it("loses to leakage what moves elsewhere, and levers multiply", () => {
    const s = compile([lever({ leakage: range(0.5) }), lever({ id: "K98" })], [dated, { ...dated, lever: "K98" }]);
    expect(factorOf(s, RATE["recruit.rate"], 0, 20)).toBeCloseTo(0.9 * 0.8, 12);
  });

  it("has a delay, a ramp and a half-life", () => {
    const shape = { delayMonths: 2, rampMonths: 4, halfLifeMonths: 6 };
    expect([0, 1, 2, 3, 4, 5].map((m) => profile(shape, m))).toEqual([0, 0, 0.25, 0.5, 0.75, 1]);
    expect(profile(shape, 11)).toBeCloseTo(0.5, 12);
    expect(profile({ ...shape, halfLifeMonths: null }, 500)).toBe(1);
  });

  it("buys with money: units follow from share and unit cost, and what is paid by the budget is not charged twice", () => {
    const budget = lever({
      id: "L10",
      dose: { unit: "GBP a year", today: 0, full: 1e6, low: 0, high: 1e7 },
      moves: [],
    });
    const splits = [
      { split: "test", share: 0.75, buys: "investigators.force", unitCostGbpYear: 10_000, from: "assumed" },
      { split: "test", share: 0.25, buys: "K99", unitCostGbpYear: 250_000, from: "assumed" },
    ];
    const s = compile([budget, lever({})], [{ lever: "L10", from: "2022-04", dose: 1e6, split: "test" }], splits);
    expect(capacityOf(s, CAPACITY["investigators.force"], 59)).toBe(75);
    expect(capacityOf(s, CAPACITY["investigators.force"], 12)).toBe(7); // a tenth of the ramp
    expect(s.budget[20]).toBeCloseTo(1e6 / 12, 9);
    expect(factorOf(s, RATE["recruit.rate"], 0, 20)).toBeCloseTo(0.8, 12);
    expect(s.leverCost[12]).toBe(100); // K99's yearly cost; its set-up is the budget's
    expect(s.paidCost[12]).toBe(100);
  });

  it("moves a rate that holds with one split only when that split spends the money", () => {
    const budget = lever({ id: "L10", dose: { unit: "GBP a year", today: 0, full: 1e6, low: 0, high: 1e7 } });
    const splits = ["taskforces", "other"].map((split) => ({
      split,
      share: 1,
      buys: "investigators.force",
      unitCostGbpYear: 1e5,
      from: "assumed",
    }));
    const moves = budget.moves.map((m) => ({ ...m, onlyWithSplit: "taskforces" }));
    const at = (split: string) =>
      factorOf(
        compile([{ ...budget, moves }], [{ lever: "L10", from: "2022-04", dose: 1e6, split }], splits),
        RATE["recruit.rate"],
        0,
        30,
      );
    expect(at("taskforces")).toBeCloseTo(0.8, 12);
    expect(at("other")).toBe(1);
  });

  it("objects to a lever, split or purchase that it does not know", () => {
    expect(() => compile([], [dated])).toThrow('no lever "K99"');
    expect(() => compile([lever({})], [{ ...dated, split: "none" }])).toThrow('no split "none"');
  });
});

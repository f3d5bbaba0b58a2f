import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Figure } from "../../terms/index.ts";
import { row, smallInput } from "./fixture.ts";
import { moved, recordingLess } from "./gaming.ts";
import {
  bearDown,
  gamingChecks,
  harmCounts,
  logSdOfPressure,
  mergeThreats,
  probabilityInTop,
  weightDraws,
  weightSensitivity,
} from "./index.ts";
import { lastMiddles } from "./middle.ts";

const order = { draws: 1000, seed: 7 };
const two = smallInput({ fraud: [100, 90, 80], "cyber-crime": [50, 55, 60] }, { fraud: 3, "cyber-crime": 1 });

describe("the basket", () => {
  it("a threat without an extent in one period drops out of all, with its share and its reason, and weights sum to 1", () => {
    const short = { ...two, extents: two.extents.filter((e) => e.threat !== "cyber-crime" || e.period !== "2020") };
    const index = bearDown(short, "anchored", order);
    expect(index.basket).toEqual([{ threat: "fraud", weight: 1, shareOfAll: 0.75 }]);
    expect(index.dropped).toMatchObject([
      { threat: "cyber-crime", shareOfAll: 0.25, why: "no extent in 2020", lastPeriod: "2021" },
    ]);
    expect(index.coverage).toBe(0.75);
  });
  it("nothing left is a sentence, not a number", () =>
    expect(() => bearDown({ ...two, extents: [] }, "anchored", order)).toThrow(/nothing to make an index of/));
  it("a proactive count behind an extent is refused", () => {
    const extents = two.extents.map((e) => ({ ...e, measures: ["drug-seizures"] }));
    expect(() => bearDown({ ...two, extents }, "anchored", order)).toThrow(/set out to find/);
  });
});

describe("news", () => {
  it("marks the weight without news and the weight that is a nowcast", () => {
    const extents = two.extents.map((e) =>
      e.period === "2021" ? { ...e, isNowcast: true, isCarried: e.threat === "fraud" } : e,
    );
    const { periods } = bearDown({ ...two, extents }, "anchored", order);
    expect(periods.map((p) => [p.carriedWeight, p.nowcastWeight])).toEqual([
      [0, 0],
      [0, 0],
      [0.75, 1],
    ]);
  });
  it("a long gap is said in short", () => {
    const years = smallInput({ fraud: [1, 1, 1, 1, 1, 1], firearms: [1, 1, 1, 1, 1, 1] }, { fraud: 1, firearms: 1 });
    const extents = years.extents.filter((e) => e.threat === "fraud" || e.period === "2024");
    const [gone] = bearDown({ ...years, extents }, "anchored", order).dropped;
    expect(gone.why).toBe("no extent in 5 periods from 2019 to 2023");
  });
});

describe("doubt", () => {
  it("the spread of the draws is the closed form, and the intervals follow from it", () => {
    const index = bearDown(two, "anchored", order);
    const { low, high } = index.periods[2].pressure;
    const sd = logSdOfPressure([0.75, 0.25], [0.1, 0.1], [0.1, 0.1], 0.8);
    expect(index.periods[2].logSdPressure).toBeCloseTo(sd, 2);
    expect((Math.log(high) - Math.log(low)) / (2 * 1.6448536)).toBeCloseTo(sd, 2);
  });
  it("the base period is 100 without doubt", () => {
    const base = bearDown(two, "anchored", order).periods[0];
    expect([base.pressure.low, base.pressure.value, base.pressure.high]).toEqual([100, 100, 100]);
    expect(base.better.thanBase).toBeNull();
  });
  it("an error of level that is joint over time cancels in the draws; one of a single period does not", () => {
    const level = Float64Array.from({ length: 100 }, (_, d) => d / 50 - 1);
    const joint = two.extents.map((e) => ({ ...e, draws: level.map((x) => e.logMiddle + x) }));
    const [, , last] = bearDown({ ...two, extents: joint }, "anchored", order).periods;
    expect(last.logSdPressure).toBeCloseTo(0, 12);
    expect(last.better).toMatchObject({ thanBase: 1, thanBefore: 1 });
    const own = joint.map((e) => (e.period === "2021" ? { ...e, draws: level.map((x) => e.logMiddle - x) } : e));
    expect(bearDown({ ...two, extents: own }, "anchored", order).periods[2].logSdPressure).toBeGreaterThan(1);
  });
  it("posterior draws are used as they are", () => {
    const extents = two.extents.map((e) => ({ ...e, draws: Float64Array.from([e.logMiddle, e.logMiddle + 1]) }));
    const { low, high, value } = bearDown({ ...two, extents }, "anchored", order).periods[2].pressure;
    expect([low, high]).toEqual([expect.closeTo(value, 9), expect.closeTo(value, 9)]);
  });
  it("the same seed gives the same bits", () => {
    const again = bearDown(two, "anchored", order);
    expect(bearDown(two, "anchored", order)).toEqual(again);
  });
  it("no news is no probability: carried extents with errors wholly in common differ in no draw", () => {
    const still = smallInput({ fraud: [9, 9] }, { fraud: 1 }, { timeCorrelation: 1 });
    expect(bearDown(still, "anchored", order).periods[1].better.thanBefore).toBeNull();
  });
});

describe("capability", () => {
  const shares = (threats: string[]) =>
    threats.flatMap((threat) =>
      [0.01, 0.01, 0.04].map((s, t) => ({ threat, period: String(2019 + t), logMiddle: Math.log(s), logSd: 0 })),
    );
  it("without outcome-coded disruptions for every threat there is no B, and the pressure half stands alone", () => {
    const last = bearDown({ ...two, disrupted: shares(["fraud"]) }, "anchored", order).periods[2];
    expect(last.capability).toMatchObject({ notEstimable: expect.stringContaining("cyber-crime") });
    expect(last.index).toHaveProperty("notEstimable");
  });
  it("four times the disrupted share doubles B beside an unchanged pressure", () => {
    const still = smallInput({ fraud: [9, 9, 9] }, { fraud: 1 }, { disrupted: shares(["fraud"]) });
    const last = bearDown(still, "anchored", order).periods[2];
    expect((last.capability as Figure).value).toBeCloseTo(400, 9);
    expect((last.index as Figure).value).toBeCloseTo(200, 9);
    expect(last.perRealPound).toHaveProperty("notEstimable");
  });
  it("B per real pound divides by the money", () => {
    const realSpend = ["2019", "2020", "2021"].map((period, t) => ({ period, gbp: 100 + 50 * t }));
    const still = smallInput({ fraud: [9, 9, 9] }, { fraud: 1 }, { disrupted: shares(["fraud"]), realSpend });
    expect((bearDown(still, "anchored", order).periods[2].perRealPound as Figure).value).toBeCloseTo(100, 9);
  });
});

const amounts = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 3 });
const harms = fc.double({ min: 0.1, max: 100, noNaN: true });
const inputs = fc
  .tuple(amounts, amounts, amounts, harms, harms, harms)
  .map(([a, b, c, x, y, z]) =>
    smallInput({ fraud: a, "cyber-crime": b, firearms: c }, { fraud: x, "cyber-crime": y, firearms: z }),
  );

describe("gaming, for any extents and weights", () => {
  it("recording less does not move the headline", () => {
    fc.assert(
      fc.property(inputs, fc.double({ min: 0.01, max: 1, noNaN: true }), (input, factor) => {
        const recorded = {
          ...input,
          extents: input.extents.map((e) => (e.threat === "firearms" ? { ...e, restsOn: "recorded" as const } : e)),
        };
        expect(lastMiddles(recordingLess(recorded, factor)).pressure).toBe(lastMiddles(recorded).pressure);
        const seen = bearDown(recordingLess(recorded, factor), "all", { draws: 10, seed: 1 });
        expect(seen.basket.map((b) => b.threat)).toContain("firearms");
      }),
      { numRuns: 50 },
    );
  });
  it("a redrawn category is refused; as one class a move changes nothing; a silent one does not raise the total-harm index", () => {
    fc.assert(
      fc.property(inputs, fc.double({ min: 0.01, max: 0.9, noNaN: true }), (input, share) => {
        expect(() => lastMiddles(moved(input, "fraud", "firearms", share, "redrawn"))).toThrow(/category of/);
        const whole = lastMiddles(mergeThreats(input, ["fraud", "firearms"])).pressure;
        const after = lastMiddles(
          mergeThreats(moved(input, "fraud", "firearms", share), ["fraud", "firearms"]),
        ).pressure;
        expect(Math.abs(after - whole)).toBeLessThanOrEqual(1e-9 * whole);
        const silent = lastMiddles(moved(input, "fraud", "firearms", share));
        expect(silent.totalHarm).toBeLessThanOrEqual(lastMiddles(input).totalHarm * (1 + 1e-12));
      }),
      { numRuns: 50 },
    );
  });
  it("a silent move can raise the geometric half: that is why the total-harm index stands beside it", () => {
    const uneven = smallInput({ fraud: [10, 10], "cyber-crime": [1000, 1000] }, { fraud: 1, "cyber-crime": 9 });
    const after = lastMiddles(moved(uneven, "fraud", "cyber-crime", 0.5));
    expect(after.pressure).toBeGreaterThan(100);
    expect(after.totalHarm).toBeCloseTo(100, 9);
  });
  it("the total-harm index is never above the pressure half", () =>
    fc.assert(
      fc.property(inputs, (input) => {
        const { pressure, totalHarm } = lastMiddles(input);
        expect(totalHarm).toBeLessThanOrEqual(pressure * (1 + 1e-12));
      }),
    ));
  it("the checks that are printed pass", () => {
    expect(gamingChecks(two).map((c) => [c.id, c.passed])).toEqual([
      ["records-less", true],
      ["moves-redrawn", true],
      ["moves-as-class", true],
      ["moves-silently", true],
      ["proactive-count", true],
    ]);
  });
});

describe("weights", () => {
  it("Dirichlet draws sum to 1, have the weights as means and p(1-p)/(c+1) as variance", () => {
    const draws = weightDraws([0.6, 0.3, 0.1], 19, order);
    for (const row of draws.slice(0, 50)) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    const first = draws.map((d) => d[0]);
    const mean = first.reduce((a, b) => a + b) / first.length;
    const variance = first.reduce((s, v) => s + (v - mean) ** 2, 0) / first.length;
    expect(mean).toBeCloseTo(0.6, 1.9);
    expect(variance).toBeCloseTo((0.6 * 0.4) / 20, 2.9);
  });
  it("where all threats moved alike the weights do not matter", () => {
    const alike = smallInput({ fraud: [10, 5], firearms: [4, 2] }, { fraud: 1, firearms: 5 });
    const equal = { scheme: "equal", weights: alike.weights.map((w) => ({ ...w, harm: 1 })) };
    const { dirichlet, schemes } = weightSensitivity(alike, "anchored", "2020", [equal], 20, order);
    expect([dirichlet.low, dirichlet.high, ...schemes.map((s) => s.pressure)]).toEqual(
      Array(4).fill(expect.closeTo(200, 9)),
    );
    expect(dirichlet.above100).toBe(1);
  });
});

describe("harm-weighted counts", () => {
  it("harm of a unit is the base period's harm over its extent, so twice the extent is twice the harm", () => {
    const input = smallInput({ fraud: [10, 20] }, { fraud: 1000 });
    const [count] = harmCounts(input, "2020", "GBP");
    expect(count.perUnit).toBeCloseTo(100, 9);
    expect(count.harm.value).toBeCloseTo(2000, 9);
    expect(count.harm.low).toBeCloseTo(2000 * Math.exp(-0.1644853626951472), 6);
  });
  it("a threat without an extent then or now is left out", () =>
    expect(harmCounts({ ...two, extents: [row("fraud", "2019", 1)] }, "2021", "GBP")).toEqual([]));
});

describe("places", () => {
  it("the probability of the top five sums to five and is 1 for an area that is always above the rest", () => {
    const areas = Array.from({ length: 8 }, (_, i) => Float64Array.from([i, i + (i === 7 ? 9 : -i), i]));
    const p = probabilityInTop(areas);
    expect(p.reduce((a, b) => a + b)).toBeCloseTo(5, 12);
    expect(p[7]).toBe(1);
    expect(p[0]).toBeCloseTo(1 / 3, 12);
  });
});

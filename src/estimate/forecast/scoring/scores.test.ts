import { describe, expect, it } from "vitest";
import { dieboldMariano, relativeSkill } from "./compare.ts";
import { binomialTest, coverageOf, wilson } from "./coverage.ts";
import { crpsEnsemble, crpsNegativeBinomial, crpsNormal, crpsPoisson } from "./crps.ts";
import { interval, LEVELS, MEDIAN } from "./levels.ts";
import { energyScore, variogramScore } from "./multivariate.ts";
import { pitHistogram } from "./pit.ts";
import { intervalScore, logScaleWis, pinball, weightedIntervalScore } from "./wis.ts";

describe("scores by hand", () => {
  it("a truth inside costs the width, one outside 2/alpha times the miss", () => {
    expect(intervalScore(10, 20, 0.1, 15)).toMatchObject({ wis: 10, underprediction: 0, overprediction: 0 });
    expect(intervalScore(10, 20, 0.1, 7)).toMatchObject({ wis: 70, overprediction: 60 });
  });

  it("WIS of 8, 10, 14 against 11 is 4/3: width 6 at alpha 0.5 and half of 1, over 1.5", () => {
    const found = weightedIntervalScore([8, 10, 14], [0.25, 0.5, 0.75], 11);
    expect(found.wis).toBeCloseTo(4 / 3, 12);
    expect(found.dispersion).toBeCloseTo(1, 12);
    expect(found.underprediction).toBeCloseTo(1 / 3, 12);
  });

  it("WIS is the mean of twice the pinball losses, and a sure and right forecast costs nothing", () => {
    const quantiles = LEVELS.map((p) => 100 * p);
    const losses = LEVELS.map((p, k) => 2 * pinball(quantiles[k], p, 73));
    const mean = losses.reduce((a, b) => a + b, 0) / LEVELS.length;
    expect(weightedIntervalScore(quantiles, LEVELS, 73).wis).toBeCloseTo(mean, 10);
    expect(
      logScaleWis(
        LEVELS.map(() => 5),
        LEVELS,
        5,
      ).wis,
    ).toBe(0);
  });

  it("a level without a mirror image is refused", () => {
    expect(() => weightedIntervalScore([1, 2], [0.1, 0.8], 1)).toThrow("0.1");
    expect(() => interval(LEVELS, 0.77)).toThrow("0.77");
    expect(interval(LEVELS, 0.9)).toEqual([0.05, 0.95]);
    expect(LEVELS[MEDIAN]).toBe(0.5);
  });

  it("CRPS: one member is its distance; a standard normal at its mean is 0.2337; a tiny Poisson at 0 is near 0", () => {
    expect(crpsEnsemble([3], 5)).toBe(2);
    expect(crpsEnsemble([1, 3], 2, true)).toBe(0);
    expect(crpsNormal(0, 1, 0)).toBeCloseTo(Math.SQRT2 / Math.sqrt(Math.PI) - 1 / Math.sqrt(Math.PI), 10);
    expect(crpsPoisson(1e-9, 0)).toBeCloseTo(0, 12);
    expect(crpsNegativeBinomial(10, 1e9, 14)).toBeCloseTo(crpsPoisson(10, 14), 6);
  });

  it("8 of 10 inside at 90%: Wilson 0.49 to 0.94, and no surprise", () => {
    const [low, high] = wilson(8, 10, 0.95);
    expect(low).toBeCloseTo(0.4901625, 6);
    expect(high).toBeCloseTo(0.9433178, 6);
    expect(binomialTest(5, 10, 0.5)).toBeCloseTo(1, 12);
    expect(coverageOf(8, 10, 0.9).p).toBeCloseTo(0.263901, 6); // 1 - P(X >= 9) at n = 10
  });

  it("skill is compared only where both have scores; equal scores are no difference", () => {
    const { scaled } = relativeSkill(
      [
        [1, 1, Number.NaN],
        [2, 2, 9],
      ],
      1,
    );
    expect(scaled[0]).toBeCloseTo(0.5, 12);
    expect(dieboldMariano([1, -1, 1, -1], 1).p).toBeCloseTo(1, 12);
  });

  it("a sure joint forecast scores its distance; the PIT of points spread evenly is flat", () => {
    expect(energyScore([[3, 4]], [0, 0])).toBe(5);
    expect(variogramScore([[1, 5]], [0, 4])).toBe(0);
    expect(
      pitHistogram(
        [
          [0, 0.5],
          [0.5, 1],
        ],
        4,
      ),
    ).toEqual([1, 1, 1, 1]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appraise } from "./appraise.ts";
import { eggerTest, rankTest } from "./asymmetry.ts";
import { TAU2_METHODS } from "./between-variance.ts";
import { cumulative, failSafe, leaveOneOut } from "./influence.ts";
import { kendall } from "./kendall.ts";
import { type CountStudy, mantelHaenszel } from "./mantel-haenszel.ts";
import { POOL_DEFAULTS, poolStudies } from "./pool.ts";
import { metaRegression } from "./regression.ts";
import type { PoolStudy } from "./studies.ts";
import { threeLevelPool } from "./three-level.ts";
import { trimAndFill } from "./trim-and-fill.ts";

const scale = "log rate ratio";
const study = (effect: number, variance: number, id: string, more: Partial<PoolStudy> = {}): PoolStudy => ({
  id,
  scale,
  effect,
  variance,
  ...more,
});
const studiesOf = (pairs: readonly (readonly [number, number])[]): PoolStudy[] =>
  pairs.map(([effect, variance], i) => study(effect, variance, `s${i + 1}`));
const normal = { method: "DL", interval: "normal" } as const;

describe("two studies, by hand: 0.2 and 0.6, each of variance 0.04", () => {
  const two = studiesOf([[0.2, 0.04], [0.6, 0.04]]); // biome-ignore format: a table

  it("fixed: mean 0.4, variance 0.04 / 2, Q = 2 (0.2^2) / 0.04 = 2, I2 = 1/2, H2 = 2", () => {
    const { mean, se, heterogeneity: h } = poolStudies(two, { method: "fixed", interval: "normal" });
    expect(mean).toBeCloseTo(0.4, 12);
    expect(se).toBeCloseTo(Math.sqrt(0.02), 12);
    expect([h.q, h.df, h.i2, h.h2].map((x) => Number(x.toFixed(12)))).toEqual([2, 1, 0.5, 2]);
  });

  it.each([
    // The variance of the effects is 0.08 over k - 1 and 0.04 over k: less 0.04 of sampling.
    ["DL", 0.04],
    ["REML", 0.04],
    ["PM", 0.04],
    ["HE", 0.04],
    ["EB", 0.04],
    ["SJ", 0.04],
    ["ML", 0],
    ["HS", 0], // biome-ignore format: a table
  ] as const)("%s: tau2 %d", (method, tau2) => {
    expect(poolStudies(two, { method, interval: "normal" }).tau2).toBeCloseTo(tau2, 9);
  });

  it("Hartung and Knapp: 0.4 with 12.7062 x 0.2 to each side; no prediction with k - 2", () => {
    const { low, high, df, prediction } = poolStudies(two);
    expect(df).toBe(1);
    expect(low).toBeCloseTo(0.4 - 12.7062047 * 0.2, 6);
    expect(high).toBeCloseTo(0.4 + 12.7062047 * 0.2, 6);
    expect(prediction).toEqual({ notEstimable: expect.stringContaining("no degree of freedom") });
  });
});

/** Hedges' g of two arms (mean, standard deviation, people) with its variance: d (1 - 3 / (4 df - 1)). */
function hedges([m1, s1, n1, m2, s2, n2]: readonly number[], i: number): PoolStudy {
  const df = n1! + n2! - 2;
  const d = (m1! - m2!) / Math.sqrt(((n1! - 1) * s1! * s1! + (n2! - 1) * s2! * s2!) / df);
  const small = 1 - 3 / (4 * df - 1);
  const variance = (n1! + n2!) / (n1! * n2!) + (d * d) / (2 * (n1! + n2!));
  return study(d * small, variance * small * small, `s${i}`);
}

it("six studies of Borenstein, Hedges, Higgins and Rothstein 2009, Introduction to Meta-Analysis: Q 12.003, T2 0.037", () => {
  const arms = [
    [94, 22, 60, 92, 20, 60],
    [98, 21, 65, 92, 22, 65],
    [98, 28, 40, 88, 26, 40],
    [94, 19, 200, 82, 17, 200],
    [98, 21, 50, 88, 22, 45],
    [96, 21, 85, 92, 22, 85],
  ];
  const fixed = poolStudies(arms.map(hedges), { method: "fixed", interval: "normal" });
  const random = poolStudies(arms.map(hedges), normal);
  expect([fixed.mean, fixed.se, fixed.heterogeneity.q].map((x) => x.toFixed(3))).toEqual(["0.414", "0.064", "12.003"]);
  expect([random.mean, random.se, random.tau2].map((x) => x.toFixed(3))).toEqual(["0.358", "0.105", "0.037"]);
  expect(fixed.heterogeneity.i2.toFixed(3)).toBe("0.583");
});

describe("meta-regression and asymmetry by hand", () => {
  it("points near a line: slope and intercept of ordinary least squares where variances are one", () => {
    // y = 1, 3, 2 at x = 1960, 1970, 1980: slope 1/20, residuals -1/2, 1, -1/2.
    const three = [1, 3, 2].map((effect, i) => study(effect, 1, `s${i}`, { moderators: { year: 1960 + 10 * i } }));
    const { coefficients, heterogeneity } = metaRegression(three, ["year"], { method: "fixed", interval: "normal" });
    expect(coefficients[1]!.value).toBeCloseTo(0.05, 12);
    expect(coefficients[0]!.value).toBeCloseTo(2 - 0.05 * 1970, 9);
    expect(coefficients[1]!.se).toBeCloseTo(1 / Math.sqrt(200), 12);
    expect(heterogeneity.q).toBeCloseTo(1.5, 12);
  });

  it("Kendall: 4 values in order have 2 of the 24 orders so extreme; ties use tau-b", () => {
    const up = Float64Array.of(1, 2, 3, 4);
    expect(kendall(up, up)).toEqual({ tau: 1, p: expect.closeTo(2 / 24, 12), basis: "exact" });
    const tied = kendall(Float64Array.of(1, 1, 2, 3), up);
    expect(tied.tau).toBeCloseTo(5 / Math.sqrt(5 * 6), 12);
    expect(tied.basis).toBe("normal");
  });

  it("a funnel that is whole has no study missing; one with its left cut off has them back", () => {
    const whole = studiesOf([[0, 0.01], [-0.1, 0.04], [0.1, 0.04], [-0.3, 0.09], [0.3, 0.09], [-0.5, 0.16], [0.5, 0.16]]); // biome-ignore format: a table
    expect(trimAndFill(whole, "L0", normal).missing).toBe(0);
    const cut = whole.filter((s) => s.effect >= -0.1);
    const { missing, side, filled, pooled } = trimAndFill(cut, "L0", normal);
    expect([missing, side]).toEqual([2, "left"]);
    expect(filled.every((s) => s.effect < 0)).toBe(true);
    expect(pooled.mean).toBeLessThan(poolStudies(cut, normal).mean);
    expect(eggerTest(cut).slope).toBeGreaterThan(0);
    expect(rankTest(cut).note).toContain("fewer than 10");
    const mirrored = cut.map((s) => ({ ...s, effect: -s.effect }));
    expect(trimAndFill(mirrored, "L0", normal)).toMatchObject({ missing: 2, side: "right" });
  });
});

describe("Mantel-Haenszel by hand", () => {
  const arm = (id: string, a: number, n1: number, c: number, n2: number): CountStudy => ({
    id,
    treatedEvents: a,
    treated: n1,
    untreatedEvents: c,
    untreated: n2,
  });

  it("two equal strata give the ratio and the variance of one of twice the size", () => {
    // Risk ratio (10/100) / (20/100); variance of its ln: 1/20 - 1/200 + 1/40 - 1/200 over both. Odds ratio (10 80) / (90 20).
    const both = [arm("a", 10, 100, 20, 100), arm("b", 10, 100, 20, 100)];
    const risk = mantelHaenszel(both, "risk ratio");
    expect(risk.mean).toBeCloseTo(Math.log(0.5), 12);
    expect(risk.se).toBeCloseTo(Math.sqrt(1 / 20 - 1 / 200 + 1 / 40 - 1 / 200), 12);
    const odds = mantelHaenszel(both, "odds ratio");
    expect(odds.mean).toBeCloseTo(Math.log(800 / 1800), 12);
    expect(odds.se).toBeCloseTo(Math.sqrt(1 / 20 + 1 / 180 + 1 / 40 + 1 / 160), 12);
    const rate = mantelHaenszel(both, "rate ratio");
    expect(rate.se).toBeCloseTo(Math.sqrt(1 / 20 + 1 / 40), 12);
  });

  it("a study without events on one side still counts; none at all on one side is refused", () => {
    expect(mantelHaenszel([arm("a", 0, 50, 4, 50), arm("b", 2, 50, 4, 50)], "risk ratio").mean).toBeCloseTo(
      Math.log(0.25),
      12,
    );
    const none = [arm("a", 0, 50, 4, 50), arm("b", 0, 50, 1, 50)];
    expect(() => mantelHaenszel(none, "risk ratio")).toThrow(/no events in any study/);
    expect(() => mantelHaenszel([arm("a", 60, 50, 4, 50), arm("b", 2, 50, 4, 50)], "odds ratio")).toThrow(
      /counts of "a"/,
    );
  });
});

it("an interval by Hartung and Knapp that is tighter than the normal error is told", () => {
  expect(poolStudies(studiesOf([[0.3, 0.1], [0.31, 0.2], [0.32, 0.1]])).note).toContain("smaller here"); // biome-ignore format: a table
  expect(poolStudies(studiesOf([[0.1, 0.01], [0.9, 0.01], [-0.4, 0.01]]), { ...POOL_DEFAULTS, method: "fixed" }).note).toBe(""); // biome-ignore format: a table
});

describe("three levels by hand", () => {
  // Two samples, (0, 2) and (4, 6), each effect of variance 1: mean square within 2, between 2 (4 + 4) = 16 (balanced one-way analysis of variance).
  const four = [0, 2, 4, 6].map((effect, i) => study(effect, 1, `s${i}`, { cluster: i < 2 ? "a" : "b" }));

  it("within = 2 - 1, between = (16 - 2) / 2, mean 3, standard error sqrt(16 / 4); robust sqrt(8 / 4 x 2)", () => {
    const { mean, within, between, model, robust } = threeLevelPool(four);
    expect([mean, within, between, model.se, robust.se].map((x) => Number(x.toFixed(6)))).toEqual([3, 1, 7, 2, 2]);
    expect(robust.df).toBe(1);
  });

  it("samples that do not differ leave no variance between them, effects that agree none within", () => {
    const alike = [0, 4, 0, 4].map((effect, i) => study(effect, 1, `s${i}`, { cluster: i < 2 ? "a" : "b" }));
    expect(threeLevelPool(alike).between).toBe(0);
    const agree = [0, 0, 4, 4].map((effect, i) => study(effect, 1, `s${i}`, { cluster: i < 2 ? "a" : "b" }));
    expect(threeLevelPool(agree).within).toBe(0);
  });

  it("is refused where samples are one, or give one effect each", () => {
    expect(() => threeLevelPool(four.map((s) => ({ ...s, cluster: "a" })))).toThrow(/4 effects come from 1 sample:/);
    expect(() => threeLevelPool(four.map((s) => ({ ...s, cluster: s.id })))).toThrow(/Use the plain pool/);
  });

  it("is part of an appraisal only where a sample gives several effects", () => {
    expect(appraise(four, POOL_DEFAULTS).threeLevel?.mean).toBeCloseTo(3, 9);
    expect(
      appraise(
        four.map((s) => ({ ...s, cluster: s.id })),
        POOL_DEFAULTS,
      ).threeLevel,
    ).toBeUndefined();
  });
});

describe("what cannot be pooled is refused with a reason", () => {
  const ok = studiesOf([[0.1, 0.1], [0.4, 0.2], [0.2, 0.1]]); // biome-ignore format: a table
  it.each([
    [[], /There are 0 studies, and a pool needs 2/],
    [ok.slice(0, 1), /There is 1 study/],
    [[ok[0]!, { ...ok[1]!, variance: 0 }], /variance of "s2" is 0/],
    [[ok[0]!, { ...ok[1]!, variance: Number.NaN }], /variance of "s2" is NaN/],
    [[ok[0]!, { ...ok[1]!, effect: -Infinity }], /effect of "s2" is -Infinity/],
    [
      [ok[0]!, { ...ok[1]!, scale: "elasticity" as const }],
      /"s1" is on the scale "log rate ratio" and "s2" on "elasticity"/,
    ],
    [[ok[0]!, ok[0]!], /"s1" stands twice/],
    [[ok[0]!, { ...ok[0]!, id: "copy" }], /goes through all 2 effects exactly/],
  ])("case %#", (studies: PoolStudy[], sentence) => {
    expect(() => poolStudies(studies)).toThrow(sentence);
  });

  it("too few studies for what is asked, moderators that do not vary, a tau2 below 0", () => {
    const two = ok.slice(0, 2);
    for (const ask of [
      eggerTest,
      rankTest,
      (s: PoolStudy[]) => leaveOneOut(s, normal),
      (s: PoolStudy[]) => trimAndFill(s, "R0", normal),
    ])
      expect(() => ask(two)).toThrow(/needs 3 or more/);
    const flat = ok.map((s) => ({ ...s, moderators: { year: 2000 } }));
    expect(() => metaRegression(flat, ["year"], normal)).toThrow(/cannot be told apart/);
    expect(() => metaRegression(flat, ["month"], normal)).toThrow(/no moderator called "month"/);
    expect(() => poolStudies(ok, { ...normal, tau2: -1 })).toThrow(/is given as -1/);
  });

  it("two effects alike of three: leaving the third out falls back on the normal interval, and says so", () => {
    const three = studiesOf([[0.3, 0.1], [0.3, 0.2], [0.5, 0.3]]); // biome-ignore format: a table
    const { robustness } = appraise(three, POOL_DEFAULTS);
    expect(robustness?.leaveOneOut[2]?.pooled.conventions.interval).toMatch(/^Wald/);
    expect(robustness?.leaveOneOut[0]?.pooled.conventions.interval).toMatch(/^Hartung/);
    const alike = appraise(
      three.map((s) => ({ ...s, effect: 0.3 })),
      normal,
    );
    expect(alike.robustness).toMatchObject({ egger: undefined, rank: undefined });
    const onLine = appraise(
      three.map((s) => ({ ...s, effect: Math.sqrt(s.variance) })),
      normal,
    );
    expect(onLine.robustness?.egger?.p ?? 0).toBeLessThan(1e-6);
  });

  it("effects that agree have no variance between them, by every estimator, and the normal interval holds", () => {
    const same = studiesOf([[0.3, 0.1], [0.3, 0.2], [0.3, 0.05]]); // biome-ignore format: a table
    for (const method of TAU2_METHODS)
      expect(poolStudies(same, { method, interval: "normal" })).toMatchObject({
        tau2: 0,
        mean: expect.closeTo(0.3, 12),
      });
  });
});

describe("properties", () => {
  const pair = fc.tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: 0.01, max: 1, noNaN: true }));
  const some = fc.array(pair, { minLength: 3, maxLength: 8 }).map(studiesOf);
  const method = fc.constantFrom(...TAU2_METHODS);
  const near = (a: number, b: number, size = 1) =>
    expect(Math.abs(a - b)).toBeLessThan(1e-6 * Math.max(1, Math.abs(b), size));

  it("the order of studies does not matter", () => {
    fc.assert(
      fc.property(some, method, (studies, m) => {
        const [a, b] = [studies, [...studies].reverse()].map((s) => poolStudies(s, { method: m, interval: "normal" }));
        near(a!.mean, b!.mean);
        near(a!.tau2, b!.tau2);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it("shifting all effects shifts the mean alone; stretching them stretches all", () => {
    fc.assert(
      fc.property(some, method, fc.double({ min: -3, max: 3, noNaN: true }), (studies, m, by) => {
        const options = { method: m, interval: "normal" } as const;
        const a = poolStudies(studies, options);
        const shifted = poolStudies(
          studies.map((s) => ({ ...s, effect: s.effect + by })),
          options,
        );
        near(shifted.mean, a.mean + by);
        near(shifted.tau2, a.tau2);
        const stretched = poolStudies(
          studies.map((s) => ({ ...s, effect: 3 * s.effect, variance: 9 * s.variance })),
          options,
        );
        near(stretched.mean, 3 * a.mean);
        near(stretched.tau2, 9 * a.tau2, 9);
      }),
      { numRuns: 40, seed: 2 },
    );
  });

  it("a study made more precise pulls the mean to itself (variance between studies held)", () => {
    fc.assert(
      fc.property(some, fc.double({ min: 0, max: 1, noNaN: true }), (studies, tau2) => {
        const options = { ...normal, tau2 };
        const [first, ...rest] = studies;
        const before = poolStudies(studies, options).mean;
        const after = poolStudies([{ ...first!, variance: first!.variance / 4 }, ...rest], options).mean;
        expect(Math.abs(after - first!.effect)).toBeLessThanOrEqual(Math.abs(before - first!.effect) + 1e-12);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it("weights add up to 1; the last cumulative pool is the pool; the Q-profile brackets PM", () => {
    fc.assert(
      fc.property(some, (studies) => {
        const all = poolStudies(studies, { method: "PM", interval: "normal" });
        near(
          Object.values(all.weights).reduce((a, b) => a + b, 0),
          1,
        );
        near(cumulative(studies, normal).at(-1)!.pooled.mean, poolStudies(studies, normal).mean);
        expect(all.tau2).toBeGreaterThanOrEqual(all.heterogeneity.tau2Low - 1e-9);
        expect(all.tau2).toBeLessThanOrEqual(all.heterogeneity.tau2High + 1e-9);
        expect(failSafe(studies)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40, seed: 4 },
    );
  });
});

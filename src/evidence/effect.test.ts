import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EvidenceBase, effectOf, estimateOf, noEvidence, pool } from "./effect.ts";
import type { Study } from "./studies.ts";

const study = (given: Partial<Study>): Study => ({
  id: "S001",
  lever: "L01",
  threat: "",
  study: "",
  country: "",
  design: "",
  outcome: "",
  metric: "percent-change",
  effect: undefined,
  low: undefined,
  high: undefined,
  interval: "none",
  unit: "",
  direction: "",
  timeLag: "",
  quality: "",
  displacement: "",
  source: "",
  seenIn: "",
  note: "",
  ...given,
});

const base = (studies: Study[], rows: Record<string, number>): EvidenceBase => ({
  studies: new Map(studies.map((s) => [s.id, s])),
  transfer: new Map(
    Object.entries(rows).map(([id, value]) => [id, { id, title: id, value, from: "assumed", note: "" }]),
  ),
});

describe("one study on its scale", () => {
  test.each([
    ["percent-change", -18, Math.log(0.82)],
    ["percent-change", 0, 0],
    ["rate-ratio", 0.58, Math.log(0.58)],
    ["odds-ratio", 2, Math.LN2],
    ["odds-ratio-untreated-over-treated", 2, -Math.LN2],
  ] as const)("%s of %d", (metric, effect, expected) =>
    expect(estimateOf(study({ metric, effect }))).toEqual({
      scale: "log rate ratio",
      value: expect.closeTo(expected, 12),
      se: undefined,
    }),
  );

  test("elasticities and percentage points keep their own scale", () => {
    expect(estimateOf(study({ metric: "elasticity", effect: -0.3 }))).toMatchObject({
      scale: "elasticity",
      value: -0.3,
    });
    expect(estimateOf(study({ metric: "percentage-points", effect: -16 }))).toMatchObject({
      scale: "percentage points",
      value: -16,
    });
  });
  test("a direction, another unit and -100% give no number", () => {
    expect(estimateOf(study({ metric: "direction" }))).toBeUndefined();
    expect(estimateOf(study({ metric: "other", effect: 5 }))).toBeUndefined();
    expect(estimateOf(study({ effect: -100 }))).toBeUndefined();
    expect(estimateOf(study({ effect: -120 }))).toBeUndefined();
  });
  test("a measured null is a number, not an absence", () => expect(estimateOf(study({ effect: 0 }))?.value).toBe(0));
  test("a 95% interval gives a standard error, a reported range does not", () => {
    const given = { metric: "rate-ratio", effect: 0.58, low: 0.49, high: 0.69 } as const;
    expect(estimateOf(study({ ...given, interval: "95% CI" }))?.se).toBeCloseTo(Math.log(0.69 / 0.49) / 3.919928, 6);
    expect(estimateOf(study({ ...given, interval: "reported range" }))?.se).toBeUndefined();
  });
});

// The thirteen BCG vaccine trials of Colditz and others (1994), log risk ratio and variance, as in R's metadat.
const BCG = [
  [-0.889311333920205, 0.325584765003961],
  [-1.58538865720143, 0.194581121398144],
  [-1.34807314829969, 0.415367965367965],
  [-1.44155119002131, 0.0200100319022476],
  [-0.217547322211296, 0.0512101721696309],
  [-0.786115585818864, 0.00690561845590876],
  [-1.62089822359839, 0.223017247572315],
  [0.0119523335238405, 0.00396157929781773],
  [-0.469417648738149, 0.056434210463249],
  [-1.37134480347278, 0.0730247936130289],
  [-0.339358828338391, 0.0124122139715597],
  [0.445913400571379, 0.532505845200153],
  [-0.0173139482168798, 0.0714046596839863],
] as const;

describe("pooling", () => {
  test("DerSimonian and Laird as metafor has it", () => {
    const pooled = pool(BCG.map(([value, variance]) => ({ value, se: Math.sqrt(variance) })));
    expect(pooled.mean).toBeCloseTo(-0.714117222073227, 10);
    expect(pooled.se).toBeCloseTo(0.178742089535403, 10);
    expect(pooled.tau2).toBeCloseTo(0.308760262862376, 10);
  });
  test("one study is itself", () =>
    expect(pool([{ value: -0.2, se: 0.1 }])).toEqual({ mean: expect.closeTo(-0.2), se: expect.closeTo(0.1), tau2: 0 }));
  test("the mean lies among the studies", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            value: fc.double({ min: -3, max: 3, noNaN: true }),
            se: fc.double({ min: 0.01, max: 2, noNaN: true }),
          }),
          { minLength: 1, maxLength: 20 },
        ),
        (all) => {
          const { mean } = pool(all);
          const values = all.map((e) => e.value);
          expect(mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
          expect(mean).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        },
      ),
    ));
});

const ROWS = {
  "tau-default": 0.1,
  "se-default-A": 0.05,
  "se-default-B": 0.1,
  "se-default-C": 0.2,
  "country-near": 0.05,
  "design-B": 0.05,
  "design-C": 0.15,
  routes: 20_000,
  "prior-centre": 0,
  "prior-sd": 0.15,
};

describe("the effect of a move", () => {
  test("sd is the root of the squares of every doubt", () => {
    const found = effectOf(
      ["S001", "transfer:country-near", "transfer:design-B"],
      base([study({ effect: -18 })], ROWS),
      1,
    );
    expect(found.lnrr).toBeCloseTo(Math.log(0.82), 6);
    expect(found.sd).toBeCloseTo(Math.sqrt(0.1 ** 2 + 0.1 ** 2 + 0.05 ** 2 + 0.05 ** 2), 6);
  });
  test("a weaker design or one penalty more never narrows it", () => {
    const known = base([study({ effect: -18 })], ROWS);
    const strong = effectOf(["S001", "transfer:design-B"], known, 1).sd;
    expect(effectOf(["S001", "transfer:design-C"], known, 1).sd).toBeGreaterThan(strong);
    expect(effectOf(["S001", "transfer:design-B", "transfer:country-near"], known, 1).sd).toBeGreaterThan(strong);
  });
  test("an elasticity needs a base and works on the logarithm of the rise", () => {
    const known = base([study({ metric: "elasticity", effect: -0.3 })], ROWS);
    expect(effectOf(["S001", "base:routes", "transfer:design-B"], known, 20_000).lnrr).toBeCloseTo(-0.3 * Math.LN2, 6);
    expect(() => effectOf(["S001", "transfer:design-B"], known, 20_000)).toThrow(/has no base/);
  });
  test("percentage points, directions and unknown names are refused", () => {
    const known = base(
      [study({ metric: "percentage-points", effect: -16 }), study({ id: "S002", metric: "direction" })],
      ROWS,
    );
    expect(() => effectOf(["S001"], known, 1)).toThrow(/percentage points/);
    expect(() => effectOf(["S002"], known, 1)).toThrow(/no number/);
    expect(() => effectOf(["S003"], known, 1)).toThrow(/no number/);
    expect(() => effectOf(["transfer:nowhere"], known, 1)).toThrow(/no row "nowhere"/);
  });
  test("without evidence the twin may move either way", () =>
    expect(noEvidence(base([], ROWS))).toEqual({ lnrr: 0, sd: 0.15 }));
});

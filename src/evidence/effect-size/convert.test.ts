import { describe, expect, it } from "vitest";
import { poolStudies } from "../pool/index.ts";
import { convertEffect, type PrintedEffect, percentOf, riskRatioOf } from "./convert.ts";
import { EFFECT_METRICS } from "./metrics.ts";

const printed = (metric: PrintedEffect["metric"], value: number, doubt: PrintedEffect["doubt"] = { se: 0.1 }) =>
  convertEffect({ id: "s", metric, value, doubt });

describe("effects on the scale on which they are pooled", () => {
  it.each([
    ["log-rate-ratio", -0.2, -0.2, "log rate ratio"],
    ["rate-ratio", 0.5, Math.log(0.5), "log rate ratio"],
    ["risk-ratio", 2, Math.log(2), "log rate ratio"],
    ["odds-ratio", 1, 0, "log rate ratio"],
    ["percent-change", -18, Math.log(0.82), "log rate ratio"],
    // Chinn 2000: a difference of one standard deviation is a ln(OR) of 1.81.
    ["d", 1, 1.8138, "log rate ratio"],
    ["log-odds-ratio", 0.3, 0.3, "log rate ratio"],
    ["standardised-difference", 1, 1, "standardised mean difference"],
    ["elasticity", -0.3, -0.3, "elasticity"],
    ["percentage-points", -6.5, -6.5, "percentage points"],
    ["mean-difference", 4, 4, "mean difference"],
  ] as const)("%s %d is %d on %s", (metric, value, effect, scale) => {
    const found = printed(metric, value);
    expect(found.effect).toBeCloseTo(effect, 4);
    expect(found).toMatchObject({ scale, formula: expect.any(String), reference: expect.stringMatching(/\w/) });
  });

  it("a small standard error is taken over as the width of a small interval is", () => {
    for (const metric of EFFECT_METRICS) {
      const half = 1e-4 * 1.959963984540054;
      const bySe = printed(metric, 0.7, { se: 1e-4 });
      const byInterval = printed(metric, 0.7, { low: 0.7 - half, high: 0.7 + half });
      expect(byInterval.variance / bySe.variance).toBeCloseTo(1, 6);
    }
  });

  it("the interval of a ratio: RR 0.58 (0.49 to 0.69) has ln(0.69 / 0.49) / 3.92 as its standard error", () => {
    const { variance } = printed("rate-ratio", 0.58, { low: 0.49, high: 0.69 });
    expect(Math.sqrt(variance)).toBeCloseTo(Math.log(0.69 / 0.49) / 3.919928, 6);
  });

  it("there and back: 16% less is ln(0.84), and that is 16% less", () => {
    expect(percentOf(printed("percent-change", -16).effect)).toBeCloseTo(-16, 10);
  });

  it("an odds ratio of 3 at a risk of a half is a risk ratio of 1.5; at no risk it is itself (Zhang and Yu 1998)", () => {
    expect(riskRatioOf(3, 0.5)).toBe(1.5);
    expect(riskRatioOf(3, 0)).toBe(3);
    expect(() => riskRatioOf(3, 1.2)).toThrow(/risk of the untreated is 1.2/);
  });

  it.each([
    ["percent-change", -100, { se: 5 }, /fall by 100% or more has no finite logarithm/],
    ["rate-ratio", 0, { se: 0.1 }, /ratio of 0 or less/],
    ["rate-ratio", 0.5, { low: 0, high: 0.9 }, /ratio of 0 or less/],
    ["odds-ratio", 2, { low: 0.5, high: 1.5 }, /does not lie around it/],
    ["d", 0.2, { se: 0 }, /must be above 0/],
    ["d", Number.NaN, { se: 0.1 }, /no finite number/],
  ] as const)("%s %d is refused", (metric, value, doubt, sentence) => {
    expect(() => printed(metric, value, doubt)).toThrow(sentence);
  });

  it("elasticities and percentage points are refused in a pool of ratios", () => {
    for (const metric of ["elasticity", "percentage-points"] as const) {
      const other = convertEffect({ id: "t", metric, value: -0.3, doubt: { se: 0.1 } });
      expect(() => poolStudies([printed("rate-ratio", 0.8), other])).toThrow(/no mean of the two means anything/);
    }
  });
});

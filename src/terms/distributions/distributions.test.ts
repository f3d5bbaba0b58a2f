import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  betaCdf,
  betaQuantile,
  binomialCdf,
  binomialLogPmf,
  chiSquareCdf,
  chiSquareQuantile,
  digamma,
  fCdf,
  gammaCdf,
  gammaQuantile,
  lnGamma,
  lnOnePlus,
  negativeBinomialCdf,
  negativeBinomialLogPmf,
  negativeBinomialQuantile,
  normalCdf,
  normalQuantile,
  poissonCdf,
  poissonLogPmf,
  poissonQuantile,
  tCdf,
  tQuantile,
  trigamma,
} from "./index.ts";

const near = (found: number, wanted: number, relative = 1e-12) =>
  expect(Math.abs(found - wanted), `${found} for ${wanted}`).toBeLessThanOrEqual(relative * Math.abs(wanted));

describe("known values (Abramowitz and Stegun, Handbook of Mathematical Functions, 1964)", () => {
  it("gamma function and its derivatives: 6.1.8, table 6.1, 6.3.2, 6.3.3, 6.4.2, 6.4.4", () => {
    near(lnGamma(0.5), Math.log(Math.PI) / 2);
    near(lnGamma(6), Math.log(120));
    near(lnGamma(1.5), Math.log(0.886226925452758));
    near(digamma(1), -0.5772156649015329);
    near(digamma(0.5), -0.5772156649015329 - 2 * Math.LN2);
    near(trigamma(1), Math.PI ** 2 / 6);
    near(trigamma(0.5), Math.PI ** 2 / 2);
    near(lnOnePlus(1e-20), 1e-20);
  });

  it("normal distribution: table 26.1 (P(1), P(2)) and table 26.5 (Q = 0.025)", () => {
    near(normalCdf(1), 0.841344746068543);
    near(normalCdf(2), 0.977249868051821);
    near(normalCdf(-10), 7.61985302416053e-24);
    near(normalQuantile(0.975), 1.959963984540054);
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    expect(normalQuantile(-0.1)).toBeNaN();
  });

  it("chi-square, F and t: tables 26.7 to 26.10, upper points", () => {
    near(chiSquareQuantile(0.95, 1), 3.84146, 1e-6);
    near(chiSquareQuantile(0.99, 10), 23.2093, 3e-6);
    near(chiSquareCdf(2, 2), 1 - Math.exp(-1));
    near(tQuantile(0.975, 10), 2.228, 2e-4);
    near(tQuantile(0.995, 1), 63.657, 1e-5);
    near(tCdf(1, 1), 0.75);
    near(fCdf(4.96, 1, 10), 0.95, 1e-4);
    near(fCdf(3, 2, 4), 1 - (1 + (2 * 3) / 4) ** -2);
    near(tQuantile(0.3, Infinity), normalQuantile(0.3));
  });

  it("counts that can be done by hand", () => {
    near(Math.exp(binomialLogPmf(2, 5, 0.5)), 10 / 32);
    near(binomialCdf(2, 5, 0.5), 16 / 32);
    near(poissonLogPmf(3, 2), 3 * Math.log(2) - 2 - Math.log(6));
    near(poissonCdf(1, 2), 3 * Math.exp(-2));
    // Size 1 is geometric: P(0) = 1 / (1 + mean).
    near(Math.exp(negativeBinomialLogPmf(0, 4, 1)), 0.2);
    near(Math.exp(negativeBinomialLogPmf(2, 4, 1)), 0.2 * 0.8 ** 2);
    near(negativeBinomialCdf(2, 4, 1), 1 - 0.8 ** 3);
    near(betaCdf(0.3, 1, 1), 0.3);
    near(betaCdf(0.2, 2, 5), 1 - 0.8 ** 6 - 6 * 0.2 * 0.8 ** 5);
    near(gammaCdf(2, 1, 0.5), 1 - Math.exp(-1));
  });

  it("large shapes: the step from the series to the expansion, and the Poisson at its mean", () => {
    // P(a, x) - P(a + 1, x) is one Poisson probability, here with the series on one side and the expansion on the other.
    for (const x of [994_000, 999_000, 999_999.7, 1_000_000.2, 1_003_000, 1_006_000]) {
      const shape = 999_999.5;
      const step = gammaCdf(x, shape, 1) - gammaCdf(x, shape + 1, 1);
      const wanted = Math.exp(poissonLogPmf(999_999, x)) * (x / 999_999.5) ** 0.5;
      expect(Math.abs(step - wanted)).toBeLessThan(2e-7 * wanted + 1e-13);
    }
    // P(X <= m) = 1/2 + (2/3) / sqrt(2 pi m) + O(1/m) (Ramanujan).
    near(poissonCdf(1e12, 1e12), 0.5 + 2 / 3 / Math.sqrt(2 * Math.PI * 1e12), 1e-12);
    near(gammaCdf(gammaQuantile(1e-9, 3e7, 2), 3e7, 2), 1e-9, 1e-7);
    expect(poissonQuantile(0.975, 1e10)).toBe(10_000_195_997);
  });

  it("a search that cannot end says NaN, or the nearest number there is", () => {
    expect(negativeBinomialQuantile(0.999999, 1e300, 1e-3)).toBeNaN();
    // Size 1 is geometric, with its median at mean ln 2 where the mean is large.
    near(negativeBinomialQuantile(0.5, 1e17, 1), 1e17 * Math.LN2, 1e-9);
    expect(negativeBinomialQuantile(0.5, 1e200, 1e-300)).toBeNaN();
    near(negativeBinomialQuantile(0.5, 1e9, 1e8), 1e9, 1e-6);
  });

  it("ends and states that have no chance in them", () => {
    expect(binomialLogPmf(3, 3, 1)).toBe(0);
    expect(binomialLogPmf(2.5, 3, 0.4)).toBe(-Infinity);
    expect(binomialLogPmf(1, 3, 1.4)).toBeNaN();
    expect(poissonLogPmf(0, 0)).toBe(0);
    expect(poissonQuantile(1, 4)).toBe(Infinity);
    expect(poissonQuantile(0.2, 0)).toBe(0);
    expect(negativeBinomialQuantile(0, 5, 0.1)).toBe(0);
    expect(negativeBinomialQuantile(0.5, 5, -1)).toBeNaN();
    expect(gammaQuantile(0, 2, 1)).toBe(0);
    expect(gammaQuantile(1, 2, 1)).toBe(Infinity);
    expect(betaQuantile(1, 2, 3)).toBe(1);
    expect(betaCdf(0.4, 0, 1)).toBeNaN();
    expect(gammaCdf(-1, 2, 1)).toBe(0);
    // A million of a very large size is next to Poisson.
    near(negativeBinomialLogPmf(7, 5, 1e14), poissonLogPmf(7, 5), 1e-9);
    near(negativeBinomialLogPmf(7, 5, Infinity), poissonLogPmf(7, 5));
  });
});

const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const shape = fc.double({ min: -3, max: 5, noNaN: true }).map((t) => 10 ** t);
const count = fc.integer({ min: 0, max: 3000 });
const mean = fc.double({ min: 0.01, max: 2000, noNaN: true });

describe("properties", () => {
  it("a quantile undoes its distribution", () => {
    fc.assert(
      fc.property(probability, shape, (p, a) => {
        const x = gammaQuantile(p, a, 3);
        if (x > 1e-290) near(gammaCdf(x, a, 3), p, 1e-9);
        // Below half a degree of freedom the square of t leaves the range of numbers.
        if (a > 0.5) near(tCdf(tQuantile(p, a), a), p, 1e-9);
        near(normalCdf(normalQuantile(p)), p, 1e-12);
      }),
    );
    fc.assert(
      fc.property(probability, shape, shape, (p, a, b) => {
        const x = betaQuantile(p, a, b);
        // Near 1 a number has too few digits left to say where in the tail it is.
        if (x > 1e-290 && x < 0.9) near(betaCdf(x, a, b), p, 1e-8);
      }),
    );
  });

  it("a whole quantile is the first count that reaches p", () => {
    fc.assert(
      fc.property(probability, mean, shape, (p, m, size) => {
        const k = poissonQuantile(p, m);
        expect(poissonCdf(k, m)).toBeGreaterThanOrEqual(p * (1 - 1e-12));
        expect(poissonCdf(k - 1, m)).toBeLessThan(p);
        const j = negativeBinomialQuantile(p, m, size);
        expect(negativeBinomialCdf(j, m, size)).toBeGreaterThanOrEqual(p * (1 - 1e-12));
        expect(negativeBinomialCdf(j - 1, m, size)).toBeLessThan(p);
      }),
    );
  });

  it("a step of the distribution is the probability of that count", () => {
    fc.assert(
      fc.property(count, mean, shape, (k, m, size) => {
        const step = (cdf: (k: number) => number) => cdf(k) - cdf(k - 1);
        expect(step((n) => poissonCdf(n, m))).toBeCloseTo(Math.exp(poissonLogPmf(k, m)), 11);
        expect(step((n) => negativeBinomialCdf(n, m, size))).toBeCloseTo(
          Math.exp(negativeBinomialLogPmf(k, m, size)),
          11,
        );
        const p = m / 2001;
        expect(step((n) => binomialCdf(n, 3000, p))).toBeCloseTo(Math.exp(binomialLogPmf(k, 3000, p)), 11);
      }),
    );
  });
});

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PROCESS, Stream } from "../terms/index.ts";
import { binomial, binomialSmall, expNeg, ln, normal, poisson, power } from "./sample.ts";

const DRAWS = 20_000;
const stream = new Stream(11, 0, PROCESS.events);

/** Chi-square statistic of counts against probabilities, and a bound that a right sampler passes in all but about 1 of 100,000 tries. */
function chiSquare(counts: readonly number[], probabilities: readonly number[]): { statistic: number; bound: number } {
  const total = counts.reduce((a, b) => a + b, 0);
  // A bin that cannot be hit must be empty; it adds nothing else.
  const statistic = counts.reduce((s, c, i) => {
    const expected = total * probabilities[i]!;
    return s + (expected > 1e-6 ? (c - expected) ** 2 / expected : c > 0 ? Number.POSITIVE_INFINITY : 0);
  }, 0);
  const freedom = probabilities.filter((p) => total * p > 1e-6).length - 1;
  // Wilson and Hilferty's approximation of the chi-square quantile at 4.26 standard deviations.
  return { statistic, bound: freedom * (1 - 2 / (9 * freedom) + 4.26 * Math.sqrt(2 / (9 * freedom))) ** 3 };
}

function poissonTerms(mean: number, most: number): number[] {
  const p = [Math.exp(-mean)];
  for (let k = 1; k <= most; k++) p.push((p[k - 1]! * mean) / k);
  return [...p, Math.max(1e-12, 1 - p.reduce((a, b) => a + b, 0))];
}

describe("samplers", () => {
  it("Poisson by inversion has the right shape", () => {
    for (const mean of [0.05, 1, 3.7, 11]) {
      const most = Math.ceil(mean + 3 * Math.sqrt(mean));
      const counts = new Array<number>(most + 2).fill(0);
      for (let i = 0; i < DRAWS; i++) counts[Math.min(most + 1, poisson(mean, stream.unit(i, 1)))]!++;
      const { statistic, bound } = chiSquare(counts, poissonTerms(mean, most));
      expect(statistic).toBeLessThan(bound);
    }
  });

  it("Poisson above 12 and binomial above n p = 12 have the right mean and spread", () => {
    for (const [draw, mean, variance] of [
      [(u: number) => poisson(400, u), 400, 400],
      [(u: number) => poisson(25.3, u), 25.3, 25.3],
      [(u: number) => binomial(1000, 0.031, u), 31, 30.039],
      [(u: number) => binomial(100_000, 0.4, u), 40_000, 24_000],
    ] as const) {
      const values = Array.from({ length: DRAWS }, (_, i) => draw(stream.unit(i, 2)));
      const m = values.reduce((a, b) => a + b, 0) / DRAWS;
      const v = values.reduce((a, b) => a + (b - m) ** 2, 0) / DRAWS;
      expect(Math.abs(m - mean)).toBeLessThan(5 * Math.sqrt(variance / DRAWS));
      expect(v / variance).toBeGreaterThan(0.95);
      expect(v / variance).toBeLessThan(1.05);
    }
  });

  it("binomial stays within its trials and is certain at 0 and 1", () => {
    for (let i = 0; i < 2000; i++) {
      const x = binomial(17, 0.97, stream.unit(i, 3));
      expect(x >= 0 && x <= 17).toBe(true);
    }
    expect(binomial(9, 0, 0.5)).toBe(0);
    expect(binomial(9, 1, 0.5)).toBe(9);
    expect(binomialSmall(1, 0.3, 0.69)).toBe(0);
    expect(binomialSmall(1, 0.3, 0.71)).toBe(1);
  });

  it("the table of exp(-x) and the power function agree with the exact ones", () => {
    for (let x = 0; x < 16; x += 0.0137) expect(Math.abs(expNeg(x) / Math.exp(-x) - 1)).toBeLessThan(2.1e-6);
    expect(power(0.9, 0.1)).toBeCloseTo(0.9 ** 0.1, 14);
    expect(power(1, 0.7)).toBe(1);
    expect(ln(1)).toBe(0);
  });

  it("the normal quantile agrees with known values to 15 digits", () => {
    for (const [u, z] of [
      [0.5, 0],
      [0.975, 1.959963984540054],
      [0.95, 1.6448536269514722],
      [1e-9, -5.997807015007687],
    ] as const)
      expect(normal(u)).toBeCloseTo(z, 12);
  });

  const reference = "../shared/reference/rng/samplers.json";
  it("agrees with the reference tables of Poisson and binomial (needs ../shared)", (context) => {
    context.skip(!existsSync(reference), "the shared reference answers are not beside the project");
    const { tables } = JSON.parse(readFileSync(reference, "utf8")) as {
      tables: {
        dist: string;
        params: { mean?: number; n?: number; p?: number };
        mean: number;
        var: number;
        ex_kurtosis: number;
        bin_upper_inclusive?: (number | null)[];
        bin_probs?: number[];
      }[];
    };
    let checked = 0;
    for (const table of tables) {
      const { mean, n, p } = table.params;
      const draw =
        table.dist === "poisson"
          ? (u: number) => poisson(mean!, u)
          : table.dist === "binomial"
            ? (u: number) => binomial(n!, p!, u)
            : undefined;
      if (!draw || !table.bin_probs || !table.bin_upper_inclusive) continue;
      const counts = new Array<number>(table.bin_probs.length).fill(0);
      let [sum, squares] = [0, 0];
      for (let i = 0; i < 100_000; i++) {
        const x = draw(stream.unit(i, 100 + checked));
        sum += x - table.mean;
        squares += (x - table.mean) ** 2;
        const bin = table.bin_upper_inclusive.findIndex((edge) => edge !== null && x <= edge);
        counts[bin < 0 ? counts.length - 1 : bin]!++;
      }
      const { statistic, bound } = chiSquare(counts, table.bin_probs);
      const what = `${table.dist} ${JSON.stringify(table.params)}`;
      expect(statistic, what).toBeLessThan(bound);
      expect(Math.abs(sum / 100_000), what).toBeLessThan(5 * Math.sqrt(table.var / 100_000));
      const spread = Math.sqrt((table.ex_kurtosis + 2) / 100_000) * table.var;
      expect(Math.abs(squares / 100_000 - table.var), what).toBeLessThan(5 * spread + 1e-9);
      checked++;
    }
    expect(checked).toBeGreaterThan(10);
  });
});

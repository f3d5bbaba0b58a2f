import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  betaCdf,
  betaQuantile,
  binomialCdf,
  binomialQuantile,
  chiSquareCdf,
  gammaCdf,
  gammaQuantile,
  hypergeometricCdf,
  hypergeometricQuantile,
  logNormalQuantile,
  negativeBinomialCdf,
  negativeBinomialQuantile,
  normalCdf,
  normalQuantile,
  poissonCdf,
  poissonQuantile,
  type Urn,
} from "../distributions/index.ts";
import { dirichletDraw, multinomialDraw, PROCESS, Stream } from "./index.ts";

const isLong = process.env.SOCLAB_LONG === "1";
const DRAWS = isLong ? 100_000 : 1500;
const SEEDS = isLong ? [1, 2, 3, 4, 5] : [1];
const reference = "../shared/reference/rng/samplers.json";

interface Table {
  dist: string;
  params: Record<string, number>;
  mean: number;
  var: number;
  ex_kurtosis: number;
  bin_upper_inclusive?: (number | null)[];
  bin_probs?: number[];
  equal_prob_bin_edges?: number[];
}
interface Law {
  draw: (u: number) => number;
  cdf: (x: number) => number;
}
type Numbers = Record<string, number>;

const LAWS: Record<string, (p: Numbers) => Law> = {
  binomial: ({ n, p }) => ({ draw: (u) => binomialQuantile(u, n!, p!), cdf: (x) => binomialCdf(x, n!, p!) }),
  poisson: ({ mean }) => ({ draw: (u) => poissonQuantile(u, mean!), cdf: (x) => poissonCdf(x, mean!) }),
  negative_binomial: ({ mean, size }) => ({
    draw: (u) => negativeBinomialQuantile(u, mean!, size!),
    cdf: (x) => negativeBinomialCdf(x, mean!, size!),
  }),
  hypergeometric: (p) => ({
    draw: (u) => hypergeometricQuantile(u, p as unknown as Urn),
    cdf: (x) => hypergeometricCdf(x, p as unknown as Urn),
  }),
  gamma: ({ shape, scale }) => ({
    draw: (u) => gammaQuantile(u, shape!, 1 / scale!),
    cdf: (x) => gammaCdf(x, shape!, 1 / scale!),
  }),
  exponential: ({ rate }) => ({ draw: (u) => gammaQuantile(u, 1, rate!), cdf: (x) => gammaCdf(x, 1, rate!) }),
  beta: ({ a, b }) => ({ draw: (u) => betaQuantile(u, a!, b!), cdf: (x) => betaCdf(x, a!, b!) }),
  normal: ({ mean, sd }) => ({
    draw: (u) => mean! + sd! * normalQuantile(u),
    cdf: (x) => normalCdf((x - mean!) / sd!),
  }),
  lognormal: ({ meanlog, sdlog }) => ({
    draw: (u) => logNormalQuantile(u, meanlog!, sdlog!),
    cdf: (x) => normalCdf((Math.log(x) - meanlog!) / sdlog!),
  }),
};

/** Upper edges of a table's bins, the last open, and the chance of each. */
function binsOf(table: Table): { edges: number[]; chances: number[] } {
  if (table.equal_prob_bin_edges) {
    const edges = [...table.equal_prob_bin_edges, Infinity];
    return { edges, chances: edges.map(() => 1 / edges.length) };
  }
  const edges = (table.bin_upper_inclusive ?? []).map((edge) => edge ?? Infinity);
  const chances = table.bin_probs ?? [];
  return { edges: edges.length < chances.length ? [...edges, Infinity] : edges, chances };
}

/** Chance of a chi-square as large as that of the counts; bins that cannot be hit must be empty. */
function pValue(counts: readonly number[], chances: readonly number[]): number {
  const n = counts.reduce((a, b) => a + b, 0);
  const open = chances.flatMap((p, i) => (p > 1e-9 ? [{ expected: n * p, count: counts[i]! }] : []));
  expect(open.reduce((sum, bin) => sum + bin.count, 0)).toBe(n);
  const statistic = open.reduce((sum, { expected, count }) => sum + (count - expected) ** 2 / expected, 0);
  return 1 - chiSquareCdf(statistic, open.length - 1);
}

/** One table by the acceptance rule of the reference: bins by chi-square, mean and variance within 5 standard errors. */
function tryTable(table: Table, seed: number, index: number): number {
  const law = LAWS[table.dist]!(table.params);
  const { edges, chances } = binsOf(table);
  const stream = new Stream(seed, index, PROCESS.events);
  const values = Array.from({ length: DRAWS }, (_, i) => law.draw(stream.unit(i, 0)));
  const counts = edges.map(() => 0);
  for (const x of values) counts[edges.findIndex((edge) => x <= edge)]!++;
  const mean = values.reduce((a, b) => a + b, 0) / DRAWS;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / DRAWS;
  const what = `${table.dist} ${JSON.stringify(table.params)}`;
  expect(Math.abs(mean - table.mean), what).toBeLessThan(5 * Math.sqrt(table.var / DRAWS));
  const spread = Math.sqrt((table.ex_kurtosis + 2) / DRAWS) * table.var;
  expect(Math.abs(variance - table.var), what).toBeLessThan(5 * spread + 1e-9);
  const p = pValue(counts, chances);
  expect(p, what).toBeGreaterThan(1e-5);
  expect(p, what).toBeLessThan(1 - 1e-5);
  return p;
}

describe("draws against the reference tables (needs ../shared)", () => {
  const read = () => JSON.parse(readFileSync(reference, "utf8")).tables as Table[];

  it("every distribution has the probabilities of its table, to 1e-9", (context) => {
    context.skip(!existsSync(reference), "the shared reference answers are not beside the project");
    const tables = read();
    expect(tables).toHaveLength(37);
    for (const table of tables) {
      const { cdf } = LAWS[table.dist]!(table.params);
      const { edges, chances } = binsOf(table);
      let before = 0;
      edges.forEach((edge, i) => {
        const upTo = edge === Infinity ? 1 : cdf(edge);
        expect(upTo - before, `${table.dist} ${JSON.stringify(table.params)} to ${edge}`).toBeCloseTo(chances[i]!, 9);
        before = upTo;
      });
    }
  });

  it("draws fall where the tables say, and their p-values are even", { timeout: 600_000 }, (context) => {
    context.skip(!existsSync(reference), "the shared reference answers are not beside the project");
    const found = SEEDS.flatMap((seed) => read().map((table, i) => tryTable(table, seed, i))).sort((a, b) => a - b);
    const n = found.length;
    const gap = Math.max(...found.map((p, i) => Math.max(p - i / n, (i + 1) / n - p)));
    // Kolmogorov and Smirnov at 1e-4, in Stephens' form.
    expect(gap).toBeLessThan(2.225 / (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)));
  });
});

describe("draws of several numbers", () => {
  const stream = new Stream(3, 0, PROCESS.events);
  const of = (i: number) => (category: number) => stream.unit(i, 1, category);

  it("a multinomial adds up, and each category is binomial with the covariance -n p q", () => {
    const weights = [2, 5, 0, 3];
    const draws = Array.from({ length: 3000 }, (_, i) => multinomialDraw(20, weights, of(i)));
    for (const d of draws) expect(d[0]! + d[1]! + d[2]! + d[3]!).toBe(20);
    expect(draws.every((d) => d[2] === 0)).toBe(true);
    const means = weights.map((_, c) => draws.reduce((sum, d) => sum + d[c]!, 0) / draws.length);
    expect(Math.abs(means[1]! - 10)).toBeLessThan(5 * Math.sqrt(5 / 3000));
    const joint = draws.reduce((sum, d) => sum + (d[0]! - 4) * (d[3]! - 6), 0) / draws.length;
    expect(Math.abs(joint + 20 * 0.2 * 0.3)).toBeLessThan(0.4);
    const counts = Array.from({ length: 21 }, (_, k) => draws.filter((d) => d[3] === k).length);
    const edges = [2, 3, 4, 5, 6, 7, 8, 9, 20];
    const inBin = (values: number[]) =>
      edges.map((edge, i) => values.slice(i === 0 ? 0 : edges[i - 1]! + 1, edge + 1).reduce((a, b) => a + b, 0));
    const chances = counts.map((_, k) => binomialCdf(k, 20, 0.3) - binomialCdf(k - 1, 20, 0.3));
    expect(pValue(inBin(counts), inBin(chances))).toBeGreaterThan(1e-5);
  });

  it("a Dirichlet adds up, and each share is Beta", () => {
    const weights = [0.5, 2, 3.5];
    const draws = Array.from({ length: 1200 }, (_, i) => dirichletDraw(weights, of(i)));
    for (const d of draws) expect(d[0]! + d[1]! + d[2]!).toBeCloseTo(1, 14);
    weights.forEach((w, c) => {
      const counts = new Array<number>(10).fill(0);
      for (const d of draws) counts[Math.min(9, Math.floor(10 * betaCdf(d[c]!, w, 6 - w)))]!++;
      expect(pValue(counts, new Array<number>(10).fill(0.1)), `share ${c}`).toBeGreaterThan(1e-5);
    });
  });

  it("an urn by hand: two of five marked, two taken", () => {
    const urn = { population: 5, successes: 2, draws: 2 };
    expect(hypergeometricCdf(0, urn)).toBeCloseTo(3 / 10, 14);
    expect(hypergeometricCdf(1, urn)).toBeCloseTo(9 / 10, 14);
    expect(hypergeometricQuantile(0.3, urn)).toBe(0);
    expect(hypergeometricQuantile(0.31, urn)).toBe(1);
    expect(hypergeometricQuantile(1, urn)).toBe(2);
    expect(hypergeometricCdf(1, { population: 5, successes: 6, draws: 2 })).toBeNaN();
    // Four of five marked: at least one of two taken is.
    expect(hypergeometricCdf(0, { population: 5, successes: 4, draws: 2 })).toBe(0);
  });
});

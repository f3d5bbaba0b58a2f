import { describe, expect, it } from "vitest";
import { lnGamma } from "../../../terms/index.ts";
import { matrix } from "../../matrix/dense.ts";
import { allModels, averagedTotal, bicWeights } from "./all-models.ts";
import { bcaQuantiles, quantileOf } from "./bca.ts";
import { decomposableAverage, posteriorQuantile } from "./decomposable.ts";
import { decomposableGraphs, graphOf } from "./graphs.ts";
import { fitModel, tryFit, waldInterval } from "./model.ts";
import { multinomialProfile, profileInterval } from "./profile.ts";
import { finish } from "./progress.ts";
import { parseListTable } from "./read.ts";
import { rootBetween } from "./root.ts";
import { canBePositive } from "./simplex.ts";
import { forward, forwardWhileSignificant, stepwiseByPValue } from "./stepwise.ts";

const [A, B, C] = [1, 2, 4];

/** 30 on A, 40 on B, 10 on both. */
const two = parseListTable("two", "A,B,count\n1,0,20\n0,1,30\n1,1,10\n");

describe("two lists: Lincoln and Petersen", () => {
  const fit = fitModel(two, []);

  it("N = 30 x 40 / 10 = 120, as the model has as many terms as histories", () => {
    expect(fit.total).toBeCloseTo(120, 9);
    expect(fit.dark).toBeCloseTo(60, 9);
    expect(fit.deviance).toBeCloseTo(0, 12);
    expect(fit).toMatchObject({ parameters: 3, emptyPairs: [] });
  });

  it("variance of ln 60 is 1/20 + 1/30 + 1/10; Wald is 60 + 60 exp(-+1.96 se)", () => {
    const se = Math.sqrt(1 / 20 + 1 / 30 + 1 / 10);
    expect(fit.standardErrors[0]).toBeCloseTo(se, 10);
    const { low, high } = waldInterval(fit, 0.95);
    expect(low).toBeCloseTo(60 + 60 * Math.exp(-1.959963984540054 * se), 7);
    expect(high).toBeCloseTo(60 + 60 * Math.exp(1.959963984540054 * se), 7);
  });

  it("the multinomial likelihood N! / (N - 60)! (N - 30)^(N - 30) (N - 40)^(N - 40) / N^(2N) has its top and its limits there", () => {
    const ln = Math.log;
    const f = (n: number) =>
      lnGamma(n + 1) - lnGamma(n - 59) + (n - 30) * ln(n - 30) + (n - 40) * ln(n - 40) - 2 * n * ln(n);
    const { mode, low, high } = multinomialProfile(fit, 0.95);
    expect(f(mode)).toBeGreaterThan(Math.max(f(mode - 0.01), f(mode + 0.01)));
    for (const end of [low, high]) expect(2 * (f(mode) - f(end))).toBeCloseTo(3.841458820694124, 7);
  });

  it("where nothing is hidden, the most likely total is the people observed (each list has nearly all)", () => {
    const full = fitModel(parseListTable("full", "A,B,count\n1,0,1\n0,1,1\n1,1,300\n"), []);
    expect(full.dark).toBeCloseTo(1 / 300, 9);
    const { mode, low, high } = multinomialProfile(full, 0.95);
    expect([mode, low]).toEqual([expect.closeTo(302, 5), expect.closeTo(302, 5)]);
    expect(high).toBeLessThan(304);
  });

  it("the profile interval ends where the deviance is 3.84: shown by fitting the ends", () => {
    const { low, high } = profileInterval(fit, 0.95);
    for (const end of [low, high]) {
      // With the dark figure d fixed, lists 30 and 40 and no other term: fitted d r, d s, d r s with the same totals.
      const d = end - 60;
      const r = rootBetween((x) => d * x * (1 + ratio(x, d)) - 30, 1e-6, 10, 1e-14);
      const s = ratio(r, d);
      const parts: [number, number][] = [
        [20, d * r],
        [30, d * s],
        [10, d * r * s],
      ];
      const deviance = 2 * parts.reduce((sum, [y, mu]) => sum + y * Math.log(y / mu) - (y - mu), 0);
      expect(deviance).toBeCloseTo(3.841458820694124, 6);
    }
  });
  const ratio = (r: number, d: number) => 40 / (d * (1 + r));

  it("the pair itself cannot be fitted: four terms, three histories", () => {
    expect(tryFit(two, [A | B])).toBe(2);
    expect(() => fitModel(two, [A | B])).toThrow(/more terms than these counts can tell apart/);
    expect(stepwiseByPValue(two, 0.05).steps).toEqual([]);
  });
});

describe("three independent lists with chances 1/2, 1/3 and 1/4 of 240 people", () => {
  const text = "A,B,C,count\n1,0,0,60\n0,1,0,30\n0,0,1,20\n1,1,0,30\n1,0,1,20\n0,1,1,10\n1,1,1,10\n";
  const three = parseListTable("three", text);

  it("are found: 60 on none, 240 in all, chances as odds, deviance 0", () => {
    const fit = fitModel(three, []);
    expect(fit.dark).toBeCloseTo(60, 9);
    expect(fit.total).toBeCloseTo(240, 9);
    expect(fit.deviance).toBeCloseTo(0, 10);
    expect([...fit.coefficients].slice(1).map((b) => Math.exp(b))).toEqual([
      expect.closeTo(1, 9),
      expect.closeTo(1 / 2, 9),
      expect.closeTo(1 / 3, 9),
    ]);
  });

  it("no rule adds a pair", () => {
    for (const steps of [
      stepwiseByPValue(three, 0.05).steps,
      forward(three, "aic").steps,
      forward(three, "bic").steps,
      forwardWhileSignificant(three, 0.05).steps,
    ])
      expect(steps).toEqual([]);
  });

  it("of all 8 models, independence has the highest weight, and the average holds 240", () => {
    const candidates = finish(allModels(three));
    expect(candidates).toHaveLength(8);
    const weights = bicWeights(candidates);
    expect(weights.reduce((a, w) => a + w)).toBeCloseTo(1, 12);
    expect(candidates[weights.indexOf(Math.max(...weights))].pairs).toEqual([]);
    const { low, median, high } = averagedTotal(three, candidates, weights, 0.95);
    expect(low).toBeLessThan(240);
    expect(Math.abs(median - 240)).toBeLessThan(10);
    expect(high).toBeGreaterThan(240);
  });
});

describe("the sparse rule and the existence codes (40 on A, 30 on B, 20 on C alone; 6 on A and B)", () => {
  const sparse = parseListTable("sparse", "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n");

  it("pairs of C empty: its histories with others go, 40 x 30 / 6 = 200 are hidden, and both pairs count as parameters", () => {
    const fit = fitModel(sparse, [A | C, B | C]);
    expect(fit.dark).toBeCloseTo(200, 8);
    expect(fit.emptyPairs).toEqual([A | C, B | C]);
    expect(fit.parameters).toBe(6);
    expect(fit.bic - fit.aic).toBeCloseTo(6 * (Math.log(96) - 2), 9);
  });

  it("A+B alone leaves no finite maximum (1), all three pairs no single one (2)", () => {
    expect(tryFit(sparse, [A | B])).toBe(1);
    expect(tryFit(sparse, [A | B, A | C, B | C])).toBe(2);
  });
});

describe("simplex", () => {
  const of = (...rows: number[][]) => matrix(rows.length, rows[0].length, (i, j) => rows[i][j]);

  it("x + y = 2, x - y = 2 has y = 0 only; x + y = 2, x - y = 1 has y = 1/2", () => {
    const a = of([1, 1], [1, -1]);
    expect(canBePositive(a, Float64Array.of(2, 2), 1, 1e-9)).toEqual({ isPositive: false, rank: 2 });
    expect(canBePositive(a, Float64Array.of(2, 1), 1, 1e-9)).toEqual({ isPositive: true, rank: 2 });
    expect(canBePositive(a, Float64Array.of(2, 1), 1, 0.6)).toEqual({ isPositive: false, rank: 2 });
  });

  it("a row that follows from others lowers the rank; a system without solution is told", () => {
    const a = of([1, 1, 0], [0, 1, 1], [1, 2, 1]);
    expect(canBePositive(a, Float64Array.of(1, 1, 2), 1, 1e-9)).toEqual({ isPositive: true, rank: 2 });
    expect(() => canBePositive(a, Float64Array.of(1, 1, 3), 1, 1e-9)).toThrow(/no solution/);
  });
});

describe("decomposable graphs", () => {
  it("are 2, 8, 61 and 822 with the complete one (the numbers of labelled chordal graphs)", () => {
    expect([2, 3, 4, 5].map((n) => decomposableGraphs(n).length + 1)).toEqual([2, 8, 61, 822]);
  });

  it("a path has its edges as cliques and its middle as separator; a square has none", () => {
    const path = graphOf(3, [A | B, B | C])!;
    expect(path.cliques).toEqual([B | C, A | B]);
    expect(new Map(path.factors)).toEqual(
      new Map([
        [A | B, 1],
        [B | C, 1],
        [B, -1],
        [0, -1],
      ]),
    );
    expect(graphOf(4, [1 | 2, 2 | 4, 4 | 8, 8 | 1])).toBeUndefined();
  });

  it("two lists, 1 or 2 unseen: odds 2 to 1 are (61 / 2) (31 + 2d) (21 + 2d) / (61 + 4d)^2", () => {
    const delta = 0.5;
    const average = finish(decomposableAverage(two, { delta, ofTotal: "1/N" }, Float64Array.of(1, 2)));
    const odds = ((61 / 2) * (31 + 2 * delta) * (21 + 2 * delta)) / (61 + 4 * delta) ** 2;
    expect(average.posterior[1] / average.posterior[0]).toBeCloseTo(odds, 10);
    expect(average.compared).toBe(1);
    expect(posteriorQuantile(average, 0.1)).toBe(61);
    expect(posteriorQuantile(average, 0.5)).toBe(62);
  });

  it("a grid of its own runs until the last point carries less than a millionth", () => {
    const average = finish(decomposableAverage(two, { delta: 1 / 4, ofTotal: "1/N" }));
    expect(average.posterior.at(-1)).toBeLessThan(1e-6);
    expect(average.posterior.reduce((a, p) => a + p)).toBeCloseTo(1, 12);
    expect(posteriorQuantile(average, 0.5)).toBeGreaterThan(100);
    expect(posteriorQuantile(average, 0.5)).toBeLessThan(140);
  });
});

describe("quantiles of replicates", () => {
  const sorted = Float64Array.of(1, 2, 3, 4);

  it("type 8 of 1 to 4: place (4 + 1/3) p + 1/3", () => {
    expect(quantileOf(sorted, 0.5)).toBeCloseTo(2.5, 12);
    expect(quantileOf(sorted, 0.25)).toBeCloseTo(17 / 12, 12);
    expect([quantileOf(sorted, 0), quantileOf(sorted, 1)]).toEqual([1, 4]);
  });

  it("half of the replicates below and a symmetric jackknife: BCa is the plain quantile, and edges are told", () => {
    const bca = bcaQuantiles(sorted, 2.5, [1, 3], [1, 1], [0.05, 0.25, 0.5, 0.95]);
    expect(bca).toMatchObject({ bias: 0, acceleration: 0, isAtEdge: [true, false, false, true] });
    expect(bca.quantiles[1]).toBeCloseTo(17 / 12, 9);
  });

  it("replicates without an estimate count as infinite", () => {
    const some = Float64Array.of(1, 2, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    expect(quantileOf(some, 0.9)).toBe(Number.POSITIVE_INFINITY);
    expect(quantileOf(some, 0.3)).toBeLessThan(2);
  });
});

it("a root is found where there is one", () => {
  expect(rootBetween((x) => x * x - 2, 0, 5, 1e-13)).toBeCloseTo(Math.SQRT2, 12);
  expect(() => rootBetween((x) => x * x + 1, 0, 1, 1e-9)).toThrow(/no root/);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { multinomialDraw, negativeBinomialLogPmf, PROCESS, Problem, Stream } from "../../terms/index.ts";
import { benchmarkTotal } from "./benchmark.ts";
import { chao, chaoCorrected, zelterman } from "./chao.ts";
import { isRefused, type Refusal } from "./refusal.ts";
import { coverage, type Repeats, repeatsOf } from "./repeats.ts";
import { chanceOfTotal, hiddenGivenRate } from "./reported.ts";
import { adjusted, scaleUp } from "./scale-up.ts";
import { truncatedGeometric, truncatedNegativeBinomial, truncatedPoisson } from "./truncated.ts";
import { chapman, lincolnPetersen } from "./two-lists.ts";
import { twoStageTotal } from "./two-stage.ts";
import { trueCount } from "./under-reported.ts";

function given<T extends object>(x: T | Refusal): T {
  if (isRefused(x)) throw new Error(x.why);
  return x;
}
const repeats = (...people: number[]): Repeats => given(repeatsOf(people));
const why = (x: object): string => (isRefused(x) ? x.refused : "not refused");
const sure = (value: number) => ({ value, low: value, high: value });

describe("by hand", () => {
  it("ten seen once, five twice: Chao adds 10^2 / 10 = 10, Zelterman's rate is 1", () => {
    const ten = repeats(10, 5);
    expect(given(chao(ten)).value).toBe(25);
    expect(chaoCorrected(ten).value).toBeCloseTo(15 + 90 / 12, 12);
    expect(given(zelterman(ten)).rate).toBe(1);
    expect(given(zelterman(ten)).value).toBeCloseTo(15 / (1 - 1 / Math.E), 10);
    expect(coverage(ten)).toBe(0.5);
  });

  it("nobody seen only once: the bound is what was seen", () => {
    expect(given(chao(repeats(0, 5)))).toMatchObject({ value: 5, low: 5, high: 5, standardError: 0 });
  });

  it("a geometric has everything in closed form: mean m - 1, N = n m / (m - 1), variance N (1 + mean) / mean^2", () => {
    // 30 people, 60 sightings: m = 2, the mean over all is 1, half are never seen.
    const found = given(truncatedGeometric(repeats(15, 8, 3, 3, 0, 0, 0, 1)));
    expect(found.mean).toBeCloseTo(1, 12);
    expect(found.value).toBeCloseTo(60, 10);
    expect(found.standardError ** 2).toBeCloseTo(60 * 2, 9);
  });

  it("two lists of 200 and 150 with 25 on both: 1,200, and Chapman's 201 x 151 / 26 - 1", () => {
    const lists = { first: 200, second: 150, both: 25 };
    expect(given(lincolnPetersen(lists)).value).toBe(1200);
    expect(given(chapman(lists)).value).toBeCloseTo((201 * 151) / 26 - 1, 10);
  });

  it("half of those asked are in treatment: twice the register", () => {
    const found = given(benchmarkTotal(500, { yes: 200, asked: 400 }));
    expect(found.value).toBe(1000);
    expect(found.posterior.mean).toBeCloseTo((500 * 400) / 199.5, 9);
  });

  it("one recorded at a rate of Beta(2, 1): P(N) = 4 / (N (N + 1) (N + 2)), mean 2", () => {
    // B(3, N) / B(2, 1) = 4 / (N (N + 1) (N + 2)); the sum up to n is 1 - 2 / ((n + 1) (n + 2)).
    expect(chanceOfTotal(1, 1, 2, 1)).toBeCloseTo(2 / 3, 12);
    expect(chanceOfTotal(3, 1, 2, 1)).toBeCloseTo(4 / 60, 12);
    // 1 - 2/30 = 0.933, 1 - 2/42 = 0.952 and so on: 0.975 is first reached at n = 8 (1 - 2/90).
    expect(given(hiddenGivenRate(1, 2, 1))).toMatchObject({ mean: 2, low: 1, median: 1, high: 8 });
    expect(chanceOfTotal(2, 3, 2, 1)).toBe(0);
  });

  it("half recorded: as many again unrecorded, if the prior agrees", () => {
    const found = given(trueCount({ recorded: 50, exposure: 100, share: 0.5, shape: 1e6, rate: 1e6 }));
    expect(found.mean).toBeCloseTo(100, 2);
    expect(given(trueCount({ recorded: 7, exposure: 3, share: 1, shape: 2, rate: 1 }))).toMatchObject({
      mean: 7,
      low: 7,
      high: 7,
    });
  });

  it("two acquaintances in a known 1,000 of 100,000 make a degree of 200; one in the hidden group of 400 makes 250", () => {
    const found = given(
      scaleUp({
        population: 100_000,
        knownSizes: [1000],
        responses: [
          [2, 1],
          [2, 0],
          [0, 0],
        ],
      }),
    );
    expect(found.degrees).toEqual([200, 200, 0]);
    expect(found.value).toBeCloseTo(250, 10);
    // The one who knows nobody has no estimate of his own.
    expect(found.meanOfRatios).toBeCloseTo(250, 10);
    expect(given(adjusted(sure(250), { value: 0.5, low: 0.4, high: 0.8 }, sure(1)))).toEqual({
      value: 500,
      low: 312.5,
      high: 625,
    });
  });

  it("two stages: half reported, half of that recorded", () => {
    const half = { share: 0.5, effectiveN: 100 };
    expect(given(twoStageTotal(100, half, half)).value).toBeCloseTo(400, 10);
  });
});

describe("refusals say what, why and what next", () => {
  const half = { share: 0.5, effectiveN: 100 };
  const cases: [string, object, string][] = [
    ["an empty table", repeatsOf([0, 0]), "hidden-empty"],
    ["no table at all", repeatsOf([]), "hidden-empty"],
    ["a negative count", repeatsOf([4, -1]), "hidden-count"],
    ["a fraction of a person", repeatsOf([4.5, 1]), "hidden-count"],
    ["no pairs for Chao", chao(repeats(5, 0, 2)), "hidden-no-pairs"],
    ["no singles for Zelterman", zelterman(repeats(0, 4)), "hidden-no-pairs"],
    ["everybody seen once", truncatedPoisson(repeats(12)), "hidden-seen-once"],
    ["the boundary", truncatedNegativeBinomial(repeats(1645, 183, 37, 13, 1, 1)), "hidden-boundary"],
    ["one list", chapman({ first: 20, second: 0, both: 0 }), "hidden-one-list"],
    ["no list", chapman({ first: 0, second: 0, both: 0 }), "hidden-empty"],
    ["no overlap", lincolnPetersen({ first: 20, second: 9, both: 0 }), "hidden-no-overlap"],
    ["an overlap above a list", chapman({ first: 20, second: 9, both: 10 }), "hidden-overlap"],
    ["nobody says yes", benchmarkTotal(500, { yes: 0, asked: 40 }), "hidden-few-yes"],
    ["more yes than asked", benchmarkTotal(500, { yes: 41, asked: 40 }), "hidden-answers"],
    ["a design effect of 0", benchmarkTotal(500, { yes: 4, asked: 40, designEffect: 0 }), "hidden-positive"],
    ["a share of 0", twoStageTotal(5, { ...half, share: 0 }, half), "hidden-share"],
    ["nothing recorded", twoStageTotal(0, half, half), "hidden-count"],
    ["a rate that may be 0", hiddenGivenRate(5, 1, 10), "hidden-rate-prior"],
    ["a total without end", hiddenGivenRate(50_000, 1.01, 1e6), "hidden-too-wide"],
    ["nothing recorded, the prior alone", hiddenGivenRate(0, 2, 10), "hidden-count"],
    ["a share above 1", trueCount({ recorded: 5, exposure: 9, share: 1.2, shape: 1, rate: 1 }), "hidden-share"],
    ["no respondents", scaleUp({ population: 100, knownSizes: [5], responses: [] }), "hidden-empty"],
    ["a ragged row", scaleUp({ population: 100, knownSizes: [5], responses: [[1]] }), "hidden-ragged"],
    [
      "a group of everybody twice",
      scaleUp({ population: 100, knownSizes: [500], responses: [[1, 1]] }),
      "hidden-group-size",
    ],
    ["an odd answer", scaleUp({ population: 100, knownSizes: [5], responses: [[1, 0.5]] }), "hidden-count"],
    ["nobody known", scaleUp({ population: 100, knownSizes: [5], responses: [[0, 1]] }), "hidden-nobody-known"],
    ["nobody hidden known", scaleUp({ population: 100, knownSizes: [5], responses: [[1, 0]] }), "hidden-nobody-known"],
    ["a transmission of 0", adjusted(sure(5), sure(0), sure(1)), "hidden-share"],
  ];

  it.each(cases)("%s", (_, found, code) => {
    expect(why(found)).toBe(code);
    if (!isRefused(found)) return;
    expect(found.why).toMatch(/^[A-Z0-9].*\. .*\.$/);
    expect(found.why).not.toMatch(/undefined|NaN/);
    expect(new Problem(found.problem).message).toBe(found.why);
  });
});

const people = fc.tuple(
  fc.integer({ min: 1, max: 5000 }),
  fc.integer({ min: 1, max: 1000 }),
  fc.integer({ min: 0, max: 200 }),
  fc.integer({ min: 0, max: 40 }),
);
const holds = ({ value, low, high }: { value: number; low: number; high: number }) => {
  expect(low).toBeLessThanOrEqual(value * (1 + 1e-12));
  expect(high).toBeGreaterThanOrEqual(value * (1 - 1e-12));
};

describe("properties", () => {
  it("repeat counts: intervals hold the estimate and never fall below those seen; more singles, more unseen", () => {
    fc.assert(
      fc.property(people, (f) => {
        const now = repeats(...f);
        const more = repeats(f[0] + 1, ...f.slice(1));
        for (const estimate of [chao, chaoCorrected, zelterman, truncatedPoisson, truncatedGeometric]) {
          const found = given(estimate(now));
          holds(found);
          expect(found.low).toBeGreaterThanOrEqual(now.observed);
          expect(given(estimate(more)).value).toBeGreaterThan(found.value);
        }
        // The Poisson is what the negative binomial nests: it never has the higher likelihood.
        const negative = truncatedNegativeBinomial(now);
        if (isRefused(negative)) return;
        holds(negative);
        expect(negative.logLikelihood).toBeGreaterThan(given(truncatedPoisson(now)).logLikelihood - 1e-6);
      }),
      { numRuns: 40 },
    );
  });

  it("two lists: more on both is fewer in all, and no fewer than those seen", () => {
    const list = fc.integer({ min: 2, max: 3000 });
    fc.assert(
      fc.property(list, list, fc.double({ min: 0, max: 1, noNaN: true }), (first, second, share) => {
        const both = Math.max(1, Math.floor(share * (Math.min(first, second) - 1)));
        const found = given(chapman({ first, second, both }));
        holds(found);
        expect(found.low).toBeGreaterThanOrEqual(first + second - both - 1e-9);
        expect(given(chapman({ first, second, both: both + 1 })).value).toBeLessThan(found.value);
      }),
    );
  });

  it("multipliers: more yes is fewer in all; a larger register more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 3, max: 300 }), (total, yes) => {
        const of = (t: number, y: number) => given(benchmarkTotal(t, { yes: y, asked: 400, designEffect: 1.5 }));
        holds(of(total, yes));
        holds({ ...of(total, yes).posterior, value: of(total, yes).posterior.median });
        expect(of(total, yes + 1).value).toBeLessThan(of(total, yes).value);
        expect(of(total + 1, yes).value).toBeGreaterThan(of(total, yes).value);
      }),
    );
  });

  it("a hidden count: whole, in order, never below the record; a higher rate is a lower count", () => {
    const shape = fc.double({ min: 2, max: 60, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), shape, shape, (recorded, a, b) => {
        const found = given(hiddenGivenRate(recorded, a, b));
        for (const n of [found.low, found.median, found.high]) expect(Number.isInteger(n)).toBe(true);
        expect(found.low).toBeGreaterThanOrEqual(recorded);
        expect(found.median).toBeGreaterThanOrEqual(found.low);
        expect(found.high).toBeGreaterThanOrEqual(found.median);
        expect(given(hiddenGivenRate(recorded, a + 1, b)).mean).toBeLessThan(found.mean);
        expect(given(hiddenGivenRate(recorded, a + 1, b)).high).toBeLessThanOrEqual(found.high);
      }),
      { numRuns: 40 },
    );
  });

  it("above 100,000 recorded the quantiles go on where the counted ones end", () => {
    const [counted, smooth] = [given(hiddenGivenRate(100_000, 20, 120)), given(hiddenGivenRate(100_001, 20, 120))];
    for (const end of ["low", "median", "high"] as const)
      expect(Math.abs(smooth[end] / counted[end] - 1)).toBeLessThan(2e-4);
  });
});

describe("on simulated people", () => {
  it("95% intervals of the truncated models hold the true 2,000 about as often as they say", () => {
    const stream = new Stream(5, 0, PROCESS.events);
    for (const [size, estimate, tries] of [
      [Infinity, truncatedPoisson, 200],
      [1, truncatedGeometric, 200],
      [2, truncatedNegativeBinomial, 60],
    ] as const) {
      const chances = Array.from({ length: 30 }, (_, k) => Math.exp(negativeBinomialLogPmf(k, 1.2, size)));
      let held = 0;
      for (let i = 0; i < tries; i++) {
        const drawn = multinomialDraw(2000, chances, (k) => stream.unit(i, k));
        const found = estimate(repeats(...drawn.slice(1)));
        if (!isRefused(found) && found.low <= 2000 && found.high >= 2000) held++;
      }
      expect(held / tries, `size ${size}`).toBeGreaterThan(0.89);
      expect(held / tries, `size ${size}`).toBeLessThan(0.995);
    }
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { medianError, medianRank, quantile, shareBetter, spread, variance, varianceShare } from "./statistics.ts";

const series = fc
  .array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((a) => Float64Array.from(a));
const negated = (a: Float64Array) => a.map((v) => -v);

describe("quantiles of type 7", () => {
  // R: quantile(c(1, 2, 4, 8, 16), c(.05, .25, .5, .9, .95), type = 7)
  it.each([
    [0.05, 1.2],
    [0.25, 2],
    [0.5, 4],
    [0.9, 12.8],
    [0.95, 14.4],
    [0, 1],
    [1, 16],
  ])("at %d is %d", (p, expected) => expect(quantile([1, 2, 4, 8, 16], p)).toBeCloseTo(expected, 12));
  it("one value is all its quantiles", () => expect(quantile([7], 0.33)).toBe(7));
  it("the spread turns over when the signs do", () =>
    fc.assert(
      fc.property(series, (a) => {
        const [there, back] = [spread(a), spread(negated(a))];
        expect(back.median).toBeCloseTo(-there.median, 3);
        expect(back.low).toBeCloseTo(-there.high, 3);
        expect(there.low <= there.median && there.median <= there.high).toBe(true);
      }),
    ));
});

describe("the error of a median", () => {
  // Exact binomial tables: n = 10 -> ranks 2 and 9 (97.9%); n = 20 -> 6 and 15; n = 100 -> 40 and 61.
  it.each([
    [5, 0],
    [6, 1],
    [10, 2],
    [20, 6],
    [100, 40],
  ])("%d runs: rank %d", (n, rank) => expect(medianRank(n)).toBe(rank));
  it("is none under six runs", () => expect(medianError(Float64Array.of(1, 2, 3, 4, 5))).toBeNull());
  it("holds the median", () =>
    fc.assert(
      fc.property(series, (a) => {
        const error = medianError(a);
        const { median } = spread(a);
        expect(error === null || (error.low <= median && median <= error.high)).toBe(true);
      }),
    ));
  it("works at ten thousand runs", () => expect(medianRank(10_000)).toBe(4902));
});

describe("the share of runs that are better", () => {
  it("counts a tie half", () => expect(shareBetter(Float64Array.of(0, 0, -1, 2), "lower")).toBe(0.5));
  it("nothing differs: one half", () => expect(shareBetter(new Float64Array(9), "higher")).toBe(0.5));
  it("is null where no direction is better", () => expect(shareBetter(Float64Array.of(1), "neither")).toBeNull());
  it("there and back make one", () =>
    fc.assert(
      fc.property(series, (a) => {
        expect(shareBetter(a, "lower")! + shareBetter(negated(a), "lower")!).toBeCloseTo(1, 12);
      }),
    ));
});

describe("variance", () => {
  it("of 2, 4, 4, 4, 5, 5, 7, 9 is 32/7", () =>
    expect(variance(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9))).toBeCloseTo(32 / 7, 12));
  it("a part that varies as the whole causes none of it", () =>
    expect(varianceShare(Float64Array.of(1, 2, 3), Float64Array.of(11, 12, 13))).toBe(0));
  it("a part that does not vary leaves all of it", () =>
    expect(varianceShare(Float64Array.of(1, 2, 3), new Float64Array(3))).toBe(1));
  it("is null when the whole does not vary", () =>
    expect(varianceShare(new Float64Array(3), Float64Array.of(1, 2, 3))).toBeNull());
});

import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { lnGamma, poissonQuantile } from "../../terms/index.ts";
import type { Member } from "./combine/panel.ts";
import { type Quantiles, YEAR } from "./forecaster.ts";
import { countQuantiles, LEAST_MEAN, sizeOf } from "./models/climatology.ts";
import { descend } from "./models/descend.ts";

type Pair = readonly [count: number, mean: number];

const least = (mean: number): number => Math.max(LEAST_MEAN, mean);
const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** The last value; one negative binomial size for each horizon, by likelihood over all areas' values h quarters apart. */
const LAST: Member = {
  id: "last-value-areas",
  title: "last quarter, negative binomial, one size over areas",
  fewest: 4,
  forecast: (histories, horizons, levels) => {
    const sizes = Array.from({ length: horizons }, (_, i) => sizeOf(pairsApart(histories, i + 1)));
    return histories.map((y) => sizes.map((size) => countQuantiles(least(y[y.length - 1]), size, levels)));
  },
};

/** The same quarter of last year; the size over all areas' values a year apart. */
const SEASONAL: Member = {
  id: "seasonal-naive-areas",
  title: "same quarter of last year, negative binomial, one size over areas",
  fewest: YEAR + 1,
  forecast: (histories, horizons, levels) => {
    const size = sizeOf(pairsApart(histories, YEAR));
    return histories.map((y) =>
      Array.from({ length: horizons }, (_, h) => countQuantiles(least(y[y.length - YEAR + (h % YEAR)]), size, levels)),
    );
  },
};

/** The mean of the quarters known; the size over each quarter against the mean of the others. */
const MEAN: Member = {
  id: "mean-areas",
  title: "mean of the quarters known, negative binomial, one size over areas",
  fewest: 3,
  forecast: (histories, horizons, levels) => {
    const size = sizeOf(histories.flatMap(againstOthers));
    return histories.map((y) => same(countQuantiles(least(meanOf(y)), size, levels), horizons));
  },
};

/** The same mean without overdispersion. */
const MEAN_POISSON: Member = {
  id: "mean-poisson-areas",
  title: "mean of the quarters known, Poisson",
  fewest: 1,
  forecast: (histories, horizons, levels) =>
    histories.map((y) => same(poissonQuantiles(least(meanOf(y)), levels), horizons)),
};

/** Each area's rate drawn towards all areas' by a gamma prior fitted to them (empirical Bayes), Poisson within. */
const SHRUNK: Member = {
  id: "shrunk-areas",
  title: "mean of the quarters known, shrunk to all areas' by a gamma prior, Poisson within",
  fewest: 1,
  forecast: (histories, horizons, levels) => {
    const { shape, rate } = gammaPrior(histories);
    return histories.map((y) => {
      const [a, b] = [shape + y.length * meanOf(y), rate + y.length];
      return same(countQuantiles(a / b, a, levels), horizons);
    });
  },
};

/**
 * Ways to forecast the same count in many areas from few quarters: what an area lacks in history the others lend. The first
 * is the baseline.
 */
export const AREA_MEMBERS: readonly Member[] = [SEASONAL, LAST, MEAN, MEAN_POISSON, SHRUNK];

const same = (row: number[], horizons: number): Quantiles => Array.from({ length: horizons }, () => row);

const poissonQuantiles = (mean: number, levels: readonly number[]): number[] =>
  levels.map((p) => poissonQuantile(p, mean));

/** Every value of every area with the value `lag` quarters before as its mean; the longest lag there is where `lag` is longer. */
function pairsApart(histories: readonly (readonly number[])[], lag: number): Pair[] {
  const apart = Math.min(lag, histories[0].length - 1);
  return histories.flatMap((y) => y.slice(apart).map((value, t): Pair => [value, least(y[t])]));
}

const againstOthers = (y: readonly number[]): Pair[] => {
  const total = y.reduce((a, b) => a + b, 0);
  return y.map((value): Pair => [value, least((total - value) / (y.length - 1))]);
};

/** Gamma prior of the areas' quarterly rates, by the marginal likelihood of their totals (negative binomial). Robbins 1956; Clayton and Kaldor 1987. */
export function gammaPrior(histories: readonly (readonly number[])[]): { shape: number; rate: number } {
  const quarters = histories[0].length;
  const totals = histories.map((y) => y.reduce((a, b) => a + b, 0));
  const loss = ([x, z]: readonly number[]) => {
    const [shape, rate] = [exp(x), exp(z)];
    const share = rate / (rate + quarters);
    return -totals.reduce(
      (sum, s) => sum + lnGamma(shape + s) - lnGamma(shape) + shape * ln(share) + s * ln(1 - share),
      0,
    );
  };
  const { at } = descend(loss, [0, -ln(Math.max(LEAST_MEAN, meanOf(totals) / quarters))]);
  return { shape: exp(at[0]), rate: exp(at[1]) };
}

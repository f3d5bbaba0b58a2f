import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { betaTails } from "./beta.ts";
import { gammaUpper } from "./gamma.ts";
import { normalQuantile } from "./normal.ts";
import { wholeQuantile } from "./quantile.ts";
import { lnBinomialTerm, lnGamma, lnOnePlus, lnPoissonTerm } from "./special.ts";

const isCount = (k: number): boolean => k >= 0 && Number.isInteger(k);

/** ln P(X = k) for `n` trials with chance `p`; -Infinity off the support, NaN where n is no count or p no chance. */
export function binomialLogPmf(k: number, n: number, p: number): number {
  if (!(isCount(n) && p >= 0 && p <= 1) || Number.isNaN(k)) return NaN;
  if (!isCount(k) || k > n) return -Infinity;
  if (p === 0 || p === 1) return k === n * p ? 0 : -Infinity;
  return lnBinomialTerm(k, n - k, p, 1 - p);
}

/** P(X <= k) for `n` trials with chance `p`. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (!(isCount(n) && p >= 0 && p <= 1) || Number.isNaN(k)) return NaN;
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  if (whole >= n || p === 0) return 1;
  return p === 1 ? 0 : betaTails(1 - p, p, n - whole, whole + 1).lower;
}

/** Smallest k with P(X <= k) >= p for `n` trials with chance `chance`. */
export function binomialQuantile(p: number, n: number, chance: number): number {
  if (!(isCount(n) && chance >= 0 && chance <= 1 && p >= 0 && p <= 1)) return NaN;
  if (p === 1) return chance === 0 ? 0 : n;
  const mean = n * chance;
  return wholeQuantile((k) => binomialCdf(k, n, chance), p, guess(p, mean, mean * (1 - chance)));
}

/** ln P(X = k) for a Poisson count; `mean` >= 0, else NaN. */
export function poissonLogPmf(k: number, mean: number): number {
  if (!(mean >= 0 && mean < Infinity) || Number.isNaN(k)) return NaN;
  if (!isCount(k)) return -Infinity;
  if (mean === 0) return k === 0 ? 0 : -Infinity;
  return lnPoissonTerm(k, mean);
}

/** P(X <= k) for a Poisson count; `mean` >= 0, else NaN. */
export function poissonCdf(k: number, mean: number): number {
  if (!(mean >= 0 && mean < Infinity) || Number.isNaN(k)) return NaN;
  if (k < 0) return 0;
  return mean === 0 || k === Infinity ? 1 : gammaUpper(mean, Math.floor(k) + 1, 1);
}

/** Smallest k with P(X <= k) >= p for a Poisson count. */
export const poissonQuantile = (p: number, mean: number): number =>
  mean >= 0 && mean < Infinity ? wholeQuantile((k) => poissonCdf(k, mean), p, guess(p, mean, mean)) : NaN;

/**
 * ln P(X = k) for the negative binomial of mean `mean` >= 0 and variance mean + mean^2 / size, `size` > 0; an infinite `size` is the
 * Poisson. NaN out of that.
 */
export function negativeBinomialLogPmf(k: number, mean: number, size: number): number {
  if (!(mean >= 0 && mean < Infinity && size > 0) || Number.isNaN(k)) return NaN;
  if (size === Infinity) return poissonLogPmf(k, mean);
  if (!isCount(k)) return -Infinity;
  if (mean === 0) return k === 0 ? 0 : -Infinity;
  const [p, q] = [size / (size + mean), mean / (size + mean)];
  if (k < 1e-10 * size) return nearPoisson(k, mean, size, q);
  return lnBinomialTerm(size, k, p, q) + ln(size / (size + k));
}

/** The same where k is next to nothing beside `size`, the ratio of gamma functions expanded to second order. */
function nearPoisson(k: number, mean: number, size: number, q: number): number {
  const stay = size < mean ? ln(size / (size + mean)) : lnOnePlus(-q);
  if (k === 0) return size * stay;
  return k * ln(size * q) + size * stay - lnGamma(k + 1) + lnOnePlus((k * (k - 1)) / (2 * size));
}

/** P(X <= k) for the negative binomial of that mean and size. */
export function negativeBinomialCdf(k: number, mean: number, size: number): number {
  if (!(mean >= 0 && mean < Infinity && size > 0) || Number.isNaN(k)) return NaN;
  if (size === Infinity) return poissonCdf(k, mean);
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  if (mean === 0 || whole === Infinity) return 1;
  return whole === 0
    ? exp(negativeBinomialLogPmf(0, mean, size))
    : betaTails(size / (size + mean), mean / (size + mean), size, whole + 1).lower;
}

/** Smallest k with P(X <= k) >= p for the negative binomial of that mean and size. */
export const negativeBinomialQuantile = (p: number, mean: number, size: number): number =>
  mean >= 0 && mean < Infinity && size > 0
    ? wholeQuantile((k) => negativeBinomialCdf(k, mean, size), p, guess(p, mean, mean + (mean * mean) / size))
    : NaN;

/** Where a count of that mean and variance about has its quantile: the normal's, kept finite at p = 0. */
const guess = (p: number, mean: number, variance: number): number =>
  p === 0 ? 0 : mean + Math.sqrt(variance) * normalQuantile(p);

import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { normalQuantile as normal } from "../terms/index.ts";

/**
 * Draws from distributions, each from one uniform number in (0, 1) by inversion, with nothing but + - * / sqrt on the way
 * (exp and ln only in tables and tails, from a library that gives the same bits in Node and in a browser).
 */

const STEPS_PER_UNIT = 256;
const LARGEST = 16;
const EXP_NEG = Float64Array.from({ length: LARGEST * STEPS_PER_UNIT + 2 }, (_, i) => exp(-i / STEPS_PER_UNIT));

/** exp(-x) for 0 <= x <= 16 by table and linear interpolation; relative error below 2e-6. */
export function expNeg(x: number): number {
  const at = x * STEPS_PER_UNIT;
  const i = at | 0;
  const low = EXP_NEG[i]!;
  return low + (EXP_NEG[i + 1]! - low) * (at - i);
}

/** x to the power of y for x > 0: the same bits everywhere, unlike the built-in. */
export const power = (x: number, y: number): number => (x === 1 ? 1 : exp(y * ln(x)));

/** Poisson count with mean `mean` >= 0. Inversion up to 12, above it a normal with a skewness term (Cornish-Fisher). */
export function poisson(mean: number, u: number): number {
  if (mean <= 0) return 0;
  if (mean > 12) {
    const z = normal(u);
    return Math.max(0, Math.floor(mean + Math.sqrt(mean) * z + (z * z - 1) / 6 + 0.5));
  }
  let p = expNeg(mean);
  let sum = p;
  let k = 0;
  while (u >= sum && k < 60) {
    k++;
    p *= mean / k;
    sum += p;
  }
  return k;
}

/** Binomial count of `n` trials with chance `p`. Inversion where n p <= 12, above it a normal with a skewness term. */
export function binomial(n: number, p: number, u: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(n, 1 - p, 1 - u);
  if (n * p > 12) {
    const z = normal(u);
    const sd = Math.sqrt(n * p * (1 - p));
    const x = Math.floor(n * p + sd * z + ((1 - 2 * p) * (z * z - 1)) / 6 + 0.5);
    return Math.min(n, Math.max(0, x));
  }
  return binomialSmall(n, p, u);
}

/** Inversion for n p up to about 12 and 0 < p <= 0.5; the group loop calls this one directly. */
export const binomialSmall = (n: number, p: number, u: number): number =>
  binomialFrom(wholePower(1 - p, n), n, 1 - p, u);

/** The same where the chance of none, `stay` to the power of `n`, is known already; both `none` and `u` may bear one common factor. */
export function binomialFrom(none: number, n: number, stay: number, u: number): number {
  if (stay <= 0) return n;
  let f = none;
  let sum = f;
  const odds = (1 - stay) / stay;
  let x = 0;
  while (u >= sum && x < n) {
    f *= (odds * (n - x)) / (x + 1);
    x = (x + 1) | 0;
    sum += f;
  }
  return x;
}

/** q to a whole power by repeated squaring. */
export function wholePower(q: number, n: number): number {
  let result = 1;
  let base = q;
  for (let k = n; k > 0; k >>>= 1) {
    if (k & 1) result *= base;
    base *= base;
  }
  return result;
}

/** A share that is at least 0 and at most 1. */
export const clampShare = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x);

/** Monthly chance of an event with yearly rate `perYear`: 1 - exp(-rate / 12). */
export const monthly = (perYear: number): number => 1 - exp(-perYear / 12);
/** What is left after `time` of something that halves every `halfLife` (the same unit): 0.5 ** (time / halfLife). */
export const halved = (time: number, halfLife: number): number => exp((-Math.LN2 * time) / halfLife);
export { exp, ln, normal };

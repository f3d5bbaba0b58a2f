import exp from "@stdlib/math-base-special-exp";
import { normalCdf, normalQuantile } from "./normal.ts";
import { quantileOf, type Tails } from "./quantile.ts";
import { digamma, lnBinomialTerm, trigamma } from "./special.ts";

/** Rounds after which the fraction is given up: NaN. Reached only where a or b is above about 1e9. */
const ROUNDS = 200_000;

/**
 * Incomplete beta function, regularised: P(X <= x), P(X > x) and the density of ln(X / (1 - X)) for X ~ Beta(a, b), at 0 < x < 1.
 * `y` is 1 - x, given apart so that neither end loses digits.
 */
export function betaTails(x: number, y: number, a: number, b: number): Tails {
  const density = (exp(lnBinomialTerm(a, b, x, y)) * a * b) / (a + b);
  // The fraction converges fast only below the mean; above it the mirrored one does.
  if (x < (a + 1) / (a + b + 2)) {
    const lower = Math.min(1, (density * fraction(x, a, b)) / a);
    return { lower, upper: 1 - lower, density };
  }
  const upper = Math.min(1, (density * fraction(y, b, a)) / b);
  return { lower: 1 - upper, upper, density };
}

/** The continued fraction of Abramowitz and Stegun 26.5.8, by Lentz's method. */
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const safe = (v: number) => (Math.abs(v) < tiny ? tiny : v);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < ROUNDS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) return h;
  }
  return NaN;
}

/** P(X <= x) for X ~ Beta(a, b); a and b above 0, else NaN. */
export function betaCdf(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 0;
  return x >= 1 ? 1 : betaTails(x, 1 - x, a, b).lower;
}

/** The x with P(X <= x) = p for X ~ Beta(a, b), found on the logit scale, whose mean is digamma(a) - digamma(b). */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1 && a > 0 && b > 0)) return NaN;
  if (p === 0 || p === 1) return p;
  const odds = betaOdds(p, a, b);
  return odds === Infinity ? 1 : odds / (1 + odds);
}

/** The same as odds x / (1 - x), which keep their digits at both ends. */
function betaOdds(p: number, a: number, b: number): number {
  const at = (t: number) => betaTails(1 / (1 + exp(-t)), 1 / (1 + exp(t)), a, b);
  return exp(quantileOf(at, p, digamma(a) - digamma(b), Math.sqrt(trigamma(a) + trigamma(b))));
}

/** P(T <= x) for Student's t with `df` > 0 degrees of freedom; an infinite `df` is the normal. */
export function tCdf(x: number, df: number): number {
  if (!(df > 0) || Number.isNaN(x)) return NaN;
  if (df === Infinity) return normalCdf(x);
  if (x === 0) return 0.5;
  const square = x * x;
  const outside = square === Infinity ? 0 : betaTails(df / (df + square), square / (df + square), df / 2, 0.5).lower;
  return x < 0 ? outside / 2 : 1 - outside / 2;
}

/** The x with P(T <= x) = p for Student's t with `df` > 0 degrees of freedom; an infinite `df` is the normal. */
export function tQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1 && df > 0)) return NaN;
  if (df === Infinity || p === 0 || p === 1) return normalQuantile(p);
  if (p === 0.5) return 0;
  const outside = 2 * Math.min(p, 1 - p);
  // X^2 / df is the odds of a Beta(1/2, df/2); its upper tail is what lies outside.
  const size = Math.sqrt(df / betaOdds(outside, df / 2, 0.5));
  return p < 0.5 ? -size : size;
}

/** P(F <= x) for the F distribution with `df1`, `df2` > 0 degrees of freedom. */
export function fCdf(x: number, df1: number, df2: number): number {
  if (!(df1 > 0 && df2 > 0) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  const [top, all] = [df1 * x, df1 * x + df2];
  return betaTails(top / all, df2 / all, df1 / 2, df2 / 2).lower;
}

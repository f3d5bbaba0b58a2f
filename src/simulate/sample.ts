import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";

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

/** Standard normal quantile (Wichura 1988, algorithm AS 241, PPND16; about 16 digits). `u` in (0, 1). */
export function normal(u: number): number {
  const q = u - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q;
    return q * ratio(CENTRE_A, CENTRE_B, r);
  }
  const r = Math.sqrt(-ln(q < 0 ? u : 1 - u));
  const z = r <= 5 ? ratio(MIDDLE_C, MIDDLE_D, r - 1.6) : ratio(TAIL_E, TAIL_F, r - 5);
  return q < 0 ? -z : z;
}

function ratio(top: readonly number[], bottom: readonly number[], r: number): number {
  let a = 0;
  let b = 0;
  for (let i = 7; i >= 0; i--) {
    a = a * r + top[i]!;
    b = b * r + bottom[i]!;
  }
  return a / b;
}

const CENTRE_A = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
  67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
];
const CENTRE_B = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
  28729.085735721942674, 5226.495278852545925,
];
const MIDDLE_C = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
];
const MIDDLE_D = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];
const TAIL_E = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
  0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const TAIL_F = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
];

/** A share that is at least 0 and at most 1. */
export const clampShare = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x);

/** Monthly chance of an event with yearly rate `perYear`: 1 - exp(-rate / 12). */
export const monthly = (perYear: number): number => 1 - exp(-perYear / 12);
/** What is left after `time` of something that halves every `halfLife` (the same unit): 0.5 ** (time / halfLife). */
export const halved = (time: number, halfLife: number): number => exp((-Math.LN2 * time) / halfLife);
export { exp, ln };

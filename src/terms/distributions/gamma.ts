import erfc from "@stdlib/math-base-special-erfc";
import exp from "@stdlib/math-base-special-exp";
import { quantileOf, type Tails } from "./quantile.ts";
import { departure, digamma, lnPoissonTerm, trigamma } from "./special.ts";

/** Shapes from here on are so near the normal that its first correction is exact to the last digits. */
const LARGE_SHAPE = 1e6;
/** More rounds than any smaller shape takes. */
const ROUNDS = 100_000;

/** Lower and upper incomplete gamma function, regularised, and the density of ln X, for X ~ Gamma(shape, 1) at x > 0. */
function gammaTails(x: number, shape: number): Tails {
  const term = exp(lnPoissonTerm(shape, x));
  const density = shape * term;
  if (shape >= LARGE_SHAPE) return { ...largeTails(x, shape), density };
  if (x < shape + 1) {
    const lower = Math.min(1, term * series(x, shape));
    return { lower, upper: 1 - lower, density };
  }
  const upper = Math.min(1, density * fraction(x, shape));
  return { lower: 1 - upper, upper, density };
}

/**
 * Both tails for a large shape a, by Temme's uniform expansion with its first term: with eta^2 / 2 = x/a - 1 - ln(x/a), of the sign of x - a,
 * upper = erfc(eta sqrt(a/2)) / 2 + exp(-a eta^2 / 2) / sqrt(2 pi a) (a/(x - a) - 1/eta). The next term is below 1/(500 a) of that one
 * (Temme 1979, SIAM Journal on Mathematical Analysis 10, 757).
 */
function largeTails(x: number, a: number): { lower: number; upper: number } {
  const far = departure(a, x);
  const eta = Math.sqrt((2 * far) / a) * (x < a ? -1 : 1);
  const near = -1 / 3 + eta * (1 / 12 - eta * (2 / 135 - eta / 864));
  const correction = Math.abs(eta) < 0.01 ? near : a / (x - a) - 1 / eta;
  const rest = (exp(-far) / Math.sqrt(2 * Math.PI * a)) * correction;
  const side = Math.sqrt(far) * (x < a ? -1 : 1);
  return { lower: erfc(-side) / 2 - rest, upper: erfc(side) / 2 + rest };
}

/** 1 + x/(a+1) + x^2/((a+1)(a+2)) + ... (Abramowitz and Stegun 6.5.29). */
function series(x: number, a: number): number {
  let [sum, term] = [1, 1];
  for (let n = 1; n < ROUNDS; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-17) return sum;
  }
  return NaN;
}

/** The continued fraction 1/(x+1-a- 1(1-a)/(x+3-a- ...)) (Abramowitz and Stegun 6.5.31), by Lentz's method. */
function fraction(x: number, a: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < ROUNDS; i++) {
    const top = i * (a - i);
    b += 2;
    d = 1 / (top * d + b);
    c = b + top / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) return h;
  }
  return NaN;
}

/** P(X <= x) for X ~ Gamma(shape, rate), of mean shape / rate; both above 0, else NaN. */
export function gammaCdf(x: number, shape: number, rate: number): number {
  if (!(shape > 0 && rate > 0) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 0;
  return x === Infinity ? 1 : gammaTails(x * rate, shape).lower;
}

/** P(X > x), without the loss of 1 - gammaCdf in the far tail. */
export function gammaUpper(x: number, shape: number, rate: number): number {
  if (!(shape > 0 && rate > 0) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 1;
  return x === Infinity ? 0 : gammaTails(x * rate, shape).upper;
}

/** The x with P(X <= x) = p for X ~ Gamma(shape, rate), found on the scale of ln x, whose mean is digamma(shape). */
export function gammaQuantile(p: number, shape: number, rate: number): number {
  if (!(p >= 0 && p <= 1 && shape > 0 && rate > 0)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? 0 : Infinity;
  const at = (t: number) => gammaTails(exp(t), shape);
  return exp(quantileOf(at, p, digamma(shape), Math.sqrt(trigamma(shape)))) / rate;
}

/** P(X <= x) for the chi-square with `df` > 0 degrees of freedom. */
export const chiSquareCdf = (x: number, df: number): number => gammaCdf(x, df / 2, 0.5);

/** The x with P(X <= x) = p for the chi-square with `df` > 0 degrees of freedom. */
export const chiSquareQuantile = (p: number, df: number): number => gammaQuantile(p, df / 2, 0.5);

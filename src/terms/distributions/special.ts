import digamma from "@stdlib/math-base-special-digamma";
import lnGamma from "@stdlib/math-base-special-gammaln";
import ln from "@stdlib/math-base-special-ln";
import lnOnePlus from "@stdlib/math-base-special-log1p";
import trigamma from "@stdlib/math-base-special-trigamma";

/**
 * `lnGamma(x)` is the logarithm of |gamma(x)|, `digamma(x)` and `trigamma(x)` its first and second derivatives, `lnOnePlus(x)` is
 * ln(1 + x) without loss near 0. All give the same bits in every engine.
 */
export { digamma, lnGamma, lnOnePlus, trigamma };

const HALF_LN_TWO_PI = 0.9189385332046727;

/** What Stirling's formula leaves out of ln n!: ln n! - [(n + 1/2) ln n - n + ln(2 pi) / 2], n > 0 (Loader 2000, section 2.1). */
function stirlingRest(n: number): number {
  if (n <= 15) return lnGamma(n + 1) - (n + 0.5) * ln(n) + n - HALF_LN_TWO_PI;
  const s = 1 / (n * n);
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - s / 1188) * s) * s) * s) / n;
}

/** x ln(x / m) + m - x for x, m > 0, exact where x is near m (Loader 2000, section 2.2). */
export function departure(x: number, m: number): number {
  const gap = x - m;
  if (Math.abs(gap) >= 0.1 * (x + m)) return x * ln(x / m) - gap;
  const v = gap / (x + m);
  let sum = gap * v;
  let term = 2 * x * v;
  for (let j = 3; ; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) return sum;
    sum = next;
  }
}

/** ln of m^x e^-m / gamma(x + 1) for x >= 0, m > 0, not only whole x (Loader 2000, "Fast and accurate computation of binomial probabilities"). */
export function lnPoissonTerm(x: number, m: number): number {
  if (x < 1) return x * (x === 0 ? 0 : ln(m)) - m - lnGamma(x + 1);
  return -stirlingRest(x) - departure(x, m) - HALF_LN_TWO_PI - 0.5 * ln(x);
}

/** ln of gamma(a + b + 1) / (gamma(a + 1) gamma(b + 1)) p^a q^b, q = 1 - p given apart so that neither loses digits; a, b >= 0. */
export function lnBinomialTerm(a: number, b: number, p: number, q: number): number {
  if (a === 0) return b === 0 ? 0 : b * lnShare(q, p);
  if (b === 0) return a * lnShare(p, q);
  const n = a + b;
  const rest = stirlingRest(n) - stirlingRest(a) - stirlingRest(b);
  return rest - departure(a, n * p) - departure(b, n * q) - HALF_LN_TWO_PI + 0.5 * (ln(n / a) - ln(b));
}

/** ln p, by way of q = 1 - p where that is the smaller one. */
const lnShare = (p: number, q: number): number => (p < q ? ln(p) : lnOnePlus(-q));

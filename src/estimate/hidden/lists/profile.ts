import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { chiSquareQuantile, digamma, lnGamma } from "../../../terms/index.ts";
import { devianceOf, type Fit, type Interval } from "./model.ts";
import { fitPoisson } from "./poisson.ts";
import { rootBetween } from "./root.ts";

/** How far on the log of the dark figure a limit is looked for before it is called infinite. */
const REACH = 40;
/** ln of a millionth of a person: fewer hidden people are none. */
const NOBODY = -13.8;

/**
 * Interval for the total from the profile deviance of the Poisson intercept (the log of the dark figure): the intercepts whose best
 * fit is worse by no more than the chi-square quantile of 1 degree of freedom. A limit that is not reached is n or infinity.
 */
export function profileInterval(fit: Fit, level: number): Interval {
  const { problem, table, deviance } = fit;
  const allowed = chiSquareQuantile(level, 1);
  const withoutIntercept = problem.terms.slice(1);
  let near: Float64Array = fit.coefficients.slice(1);
  const excess = (b0: number): number => {
    const { fitted, coefficients } = fitPoisson({ ...problem, terms: withoutIntercept, offset: b0 }, near);
    near = coefficients;
    return devianceOf(table.counts, fitted) - deviance - allowed;
  };
  const at = (sign: number) => limit(excess, fit.coefficients[0], sign * fit.standardErrors[0], 1e-9);
  const [low, high] = [at(-1), at(1)];
  return { low: table.observed + exp(low), high: table.observed + exp(high) };
}

/** The root of a function that is below 0 at `middle`, on the side of `step`; -+ infinity when there is none within REACH. */
function limit(f: (x: number) => number, middle: number, step: number, tolerance: number): number {
  const side = Math.sign(step);
  for (let inner = middle, far = Math.min(1, 2 * Math.abs(step)); far < REACH; far *= 1.5) {
    const outer = Math.max(NOBODY, middle + side * far);
    if (f(outer) > 0) return rootBetween(f, Math.min(inner, outer), Math.max(inner, outer), tolerance);
    if (outer === NOBODY) break;
    inner = outer;
  }
  return side < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

export interface MultinomialProfile extends Interval {
  /** The most likely total. */
  mode: number;
}

/**
 * The most likely total and its interval when the total is a parameter and the histories are multinomial (Cormack 1992, "Interval
 * estimation for mark-recapture studies of closed populations"; the estimator of the UK study of 2014). Fits the model with N - n
 * people on no list. It lies some people below n + exp(b0): say which of the two is meant.
 */
export function multinomialProfile(fit: Fit, level: number): MultinomialProfile {
  const { table, problem } = fit;
  const n = table.observed;
  const counts = table.counts.slice();
  const isIn = problem.isIn.slice();
  isIn[0] = 1;
  let near: Float64Array = fit.coefficients;
  const fittedAt = (total: number) => {
    counts[0] = total - n;
    const { fitted, coefficients } = fitPoisson({ ...problem, counts, isIn }, near);
    near = coefficients;
    return fitted;
  };
  const logLikelihood = (total: number): number => {
    const fitted = fittedAt(total);
    let sum = lnGamma(total + 1) - lnGamma(total - n + 1) - total * ln(total);
    for (let h = 0; h < counts.length; h++) if (counts[h] > 0) sum += counts[h] * ln(fitted[h]);
    return sum;
  };
  // By the logarithm of the dark figure, on which the profile is nearly symmetric.
  const total = (x: number) => n + exp(x);
  const slope = (x: number) => digamma(total(x) + 1) - digamma(exp(x) + 1) + ln(fittedAt(total(x))[0] / total(x));
  const [b0, se] = [fit.coefficients[0], fit.standardErrors[0]];
  const mode = modeOf(slope, b0, se);
  const best = logLikelihood(total(mode));
  const excess = (x: number) => 2 * (best - logLikelihood(total(x))) - chiSquareQuantile(level, 1);
  const at = (sign: number) => total(limit(excess, mode, sign * se, 1e-9));
  return { mode: total(mode), low: at(-1), high: at(1) };
}

/** Where a falling slope is 0, near `b0`; NOBODY where it falls from there on. */
function modeOf(slope: (x: number) => number, b0: number, se: number): number {
  if (b0 - se <= NOBODY || slope(NOBODY) <= 0) return NOBODY;
  const sides = [-1, 1].map((sign) => {
    let x = b0 + sign * se;
    while (slope(x) * sign > 0) x = sign < 0 ? Math.max(NOBODY, x - se) : x + se;
    return x;
  });
  return rootBetween(slope, sides[0], sides[1], 1e-12);
}

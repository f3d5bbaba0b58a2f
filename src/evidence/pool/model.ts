import ln from "@stdlib/math-base-special-ln";
import { type Matrix, matrix, Problem } from "../../terms/index.ts";
import {
  type BetweenVariance,
  betweenVariance,
  freedom,
  type Scoring,
  TAU2_METHODS,
  TAU2_WORDS,
} from "./between-variance.ts";
import type { Design } from "./design.ts";
import type { Effects } from "./studies.ts";
import { halfWidth } from "./tails.ts";
import { fitWith, sumOver, type WeightedFit } from "./weighted-fit.ts";

/** "fixed" weighs each study by its own variance alone and takes them all to estimate one effect. */
export const POOL_METHODS = ["fixed", ...TAU2_METHODS] as const;
export type PoolMethod = (typeof POOL_METHODS)[number];

/** How the doubt about a mean or a coefficient is stated. */
export const INTERVALS = ["hartung-knapp", "normal"] as const;
export type IntervalRule = (typeof INTERVALS)[number];

export interface ModelOptions {
  method: PoolMethod;
  interval: IntervalRule;
  /** Of every interval, between 0 and 1; left out: 0.95. */
  level?: number;
  /** A variance between studies known from elsewhere, in place of the estimator's; 0 or more. Its standard error is then NaN. */
  tau2?: number;
  /** How iterative estimators search; left out: until nothing moves. */
  scoring?: Scoring;
}

/** A fitted model: pool and regression share it. Coefficients are in the units of the design. */
export interface FittedModel {
  between: BetweenVariance;
  fit: WeightedFit;
  /** Of the coefficients, by the rule for intervals. */
  covariance: Matrix;
  /** Degrees of freedom of t; undefined for the normal. */
  df: number | undefined;
  /** Half-width of an interval in standard errors. */
  width: number;
  /** ln likelihood at the estimates (not the restricted one). */
  logLikelihood: number;
}

/** What the rules for intervals do, and where they come from. */
export const INTERVAL_WORDS: Readonly<Record<IntervalRule, string>> = {
  "hartung-knapp":
    "Hartung and Knapp (2001), Sidik and Jonkman (2002): t with k - p degrees of freedom on a standard error from the weighted spread of the effects, not truncated at the normal one",
  normal: "Wald: normal quantile on the standard error from the weights",
};

export const methodWords = (method: PoolMethod): string =>
  method === "fixed" ? "none: one effect for all studies, inverse-variance weights" : TAU2_WORDS[method];

/**
 * Fits effects on a design. Needs more studies than coefficients. Throws a Problem where an iterative estimator does not settle, or where
 * Hartung and Knapp's standard error is nil because the model fits every effect exactly.
 */
export function fitModel(of: Effects, { x }: Design, options: ModelOptions): FittedModel {
  const between = betweenBy(options, of, x);
  const fit = fitWith(of, x, between.tau2);
  const isKnapp = options.interval === "hartung-knapp";
  if (isKnapp && !(fit.q > 1e-20 * x.rows)) throw new Problem({ code: "pool-no-spread", found: x.rows });
  const df = isKnapp ? freedom(x) : undefined;
  const factor = isKnapp ? fit.q / freedom(x) : 1;
  const covariance = matrix(x.columns, x.columns, (i, j) => factor * fit.covariance.values[i * x.columns + j]!);
  return {
    between,
    fit,
    covariance,
    df,
    width: halfWidth(options.level ?? 0.95, df),
    logLikelihood: logLikelihood(fit),
  };
}

function betweenBy({ method, tau2, scoring }: ModelOptions, of: Effects, x: Matrix): BetweenVariance {
  if (method === "fixed") return { tau2: 0, se: 0 };
  if (tau2 === undefined) return betweenVariance(method, of, x, scoring);
  if (!(tau2 >= 0 && Number.isFinite(tau2))) throw new Problem({ code: "pool-tau2", found: String(tau2) });
  return { tau2, se: Number.NaN };
}

const logLikelihood = ({ weights, q }: WeightedFit): number =>
  (sumOver(weights, (w) => ln(w)) - weights.length * ln(2 * Math.PI) - q) / 2;

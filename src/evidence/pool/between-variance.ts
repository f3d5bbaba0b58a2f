import { type Matrix, Problem } from "../../terms/index.ts";
import { risingRoot } from "./root.ts";
import type { Effects } from "./studies.ts";
import { fitWith, squareOfP, sumOver, traceOf, traceOfPair, type WeightedFit, weightedFit } from "./weighted-fit.ts";

/** Estimators of the variance between studies (Veroniki and others 2016, Research Synthesis Methods 7, has all of them side by side). */
export const TAU2_METHODS = ["DL", "REML", "ML", "PM", "HE", "HS", "SJ", "EB"] as const;
export type Tau2Method = (typeof TAU2_METHODS)[number];

/** A variance between studies, and the standard error that its estimator gives. Both in the square of the unit of the effect. */
export interface BetweenVariance {
  tau2: number;
  se: number;
}

/** What each estimator does, and where it comes from. */
export const TAU2_WORDS: Readonly<Record<Tau2Method, string>> = {
  DL: "DerSimonian and Laird (1986), moments",
  REML: "restricted maximum likelihood (Viechtbauer 2005)",
  ML: "maximum likelihood (Hardy and Thompson 1996)",
  PM: "Paule and Mandel (1982), moments",
  HE: "Hedges (1983), variance component",
  HS: "Hunter and Schmidt (1990)",
  SJ: "Sidik and Jonkman (2005)",
  EB: "empirical Bayes (Morris 1983)",
};

/** Steps of scoring before it is given up; data sets of the literature take 10 to 60. */
const STEPS = 1000;

/** How REML, ML and EB search: they stop when tau2 moves by no more than `tolerance`, and take `share` (0 to 1] of each step. */
export interface Scoring {
  tolerance: number;
  share: number;
}

/**
 * The variance between studies by one of the estimators, at or above 0, given a design x (k x p, k above p). Iterative ones (REML, ML,
 * EB) take whole steps until tau2 moves by no more than 1e-12 of its scale, unless told otherwise. Throws a Problem where they do not settle.
 */
export function betweenVariance(method: Tau2Method, of: Effects, x: Matrix, scoring?: Scoring): BetweenVariance {
  if (method === "REML" || method === "ML" || method === "EB") return scored(method, of, x, scoring);
  return MOMENTS[method](of, x);
}

const MOMENTS: Readonly<Record<"DL" | "PM" | "HE" | "HS" | "SJ", (of: Effects, x: Matrix) => BetweenVariance>> = {
  DL(of, x) {
    const fit = fitWith(of, x, 0);
    const scale = traceOf(fit);
    const tau2 = Math.max(0, (fit.q - freedom(x)) / scale);
    return { tau2, se: seOfMoments(fit, tau2, freedom(x), traceOf(fit)) / scale };
  },
  HS(of, x) {
    const fit = fitWith(of, x, 0);
    const scale = sumOver(fit.weights, (w) => w);
    const tau2 = Math.max(0, (fit.q - x.rows) / scale);
    return { tau2, se: seOfMoments(fit, tau2, freedom(x), traceOf(fit)) / scale };
  },
  HE(of, x) {
    const fit = weightedFit(
      of.effects,
      x,
      of.variances.map(() => 1),
    );
    const { variances: v } = of;
    const tau2 = Math.max(0, (fit.q - traceOf(fit, v)) / freedom(x));
    return { tau2, se: seOfQ(fit, v, tau2) / freedom(x) };
  },
  SJ(of, x) {
    const start = crudeVariance(of.effects);
    if (start === 0) return { tau2: 0, se: 0 };
    const fit = fitWith(of, x, start);
    const tau2 = (start * fit.q) / freedom(x);
    return { tau2, se: (start * seOfQ(fit, of.variances, tau2)) / freedom(x) };
  },
  PM(of, x) {
    const tau2 = tau2AtQ(of, x, freedom(x));
    const fit = fitWith(of, x, tau2);
    return { tau2, se: SE.EB(fit, x) };
  },
};

/** Studies less coefficients. */
export const freedom = (x: Matrix): number => x.rows - x.columns;

/** Standard deviation of Q = y'Py with weights 1/v, when the variance between studies is tau2. */
const seOfMoments = (fit: WeightedFit, tau2: number, df: number, trace: number): number =>
  Math.sqrt(2 * df + 4 * tau2 * trace + 2 * tau2 * tau2 * traceOfPair(fit));

/** Standard deviation of y'Py for any weights: 2 tr(P V P V), with V = v + tau2. */
const seOfQ = (fit: WeightedFit, v: Float64Array, tau2: number): number =>
  Math.sqrt(2 * traceOfPair(fit, v, v) + 4 * tau2 * traceOfPair(fit, v) + 2 * tau2 * tau2 * traceOfPair(fit));

/** The variance of the effects themselves, with k below the line: where Sidik and Jonkman start. */
function crudeVariance(effects: Float64Array): number {
  const mean = sumOver(effects, (y) => y) / effects.length;
  return sumOver(effects, (y) => (y - mean) * (y - mean)) / effects.length;
}

/** The tau2 at which Q(tau2), the weighted sum of squares, has a given value; 0 where it is below that already at tau2 = 0. Q falls as tau2 rises. */
export function tau2AtQ(of: Effects, x: Matrix, value: number): number {
  const excess = (tau2: number) => fitWith(of, x, tau2).q - value;
  return excess(0) <= 0 ? 0 : risingRoot((tau2) => -excess(tau2), Math.max(...of.variances));
}

/**
 * Fisher scoring from Hedges' estimate (Viechtbauer 2005); a step below 0 is halved until it is not. Where it settles within the default tolerance of 0, the
 * estimate is 0.
 */
function scored(method: "REML" | "ML" | "EB", of: Effects, x: Matrix, scoring: Scoring | undefined): BetweenVariance {
  const nil = 1e-12 * (crudeVariance(of.effects) + Math.min(...of.variances));
  const { tolerance, share } = scoring ?? { tolerance: nil, share: 1 };
  let { tau2 } = MOMENTS.HE(of, x);
  for (let step = 0; step < STEPS; step++) {
    const move = stepFrom(tau2, share * STEP[method](fitWith(of, x, tau2)));
    tau2 += move;
    if (Math.abs(move) > tolerance) continue;
    const settled = tau2 <= nil ? 0 : tau2;
    return { tau2: settled, se: SE[method](fitWith(of, x, settled), x) };
  }
  throw new Problem({ code: "pool-unsettled", method, steps: STEPS });
}

function stepFrom(tau2: number, step: number): number {
  if (tau2 === 0) return Math.max(0, step);
  let move = step;
  while (tau2 + move < 0) move /= 2;
  return move;
}

const STEP: Readonly<Record<"REML" | "ML" | "EB", (fit: WeightedFit) => number>> = {
  REML: (fit) => (squareOfP(fit) - traceOf(fit)) / traceOfPair(fit),
  ML: (fit) => (squareOfP(fit) - sumOver(fit.weights, (w) => w)) / sumOver(fit.weights, (w) => w * w),
  EB: (fit) => {
    const k = fit.weights.length;
    return ((fit.q * k) / (k - fit.x.columns) - k) / sumOver(fit.weights, (w) => w);
  },
};

/** At a root of Q, EB and PM are one estimator and share their standard error. */
const SE: Readonly<Record<"REML" | "ML" | "EB", (fit: WeightedFit, x: Matrix) => number>> = {
  REML: (fit) => Math.sqrt(2 / traceOfPair(fit)),
  ML: (fit) => Math.sqrt(2 / sumOver(fit.weights, (w) => w * w)),
  EB: (fit, x) => (Math.sqrt(2 * freedom(x)) * x.rows) / (freedom(x) * sumOver(fit.weights, (w) => w)),
};

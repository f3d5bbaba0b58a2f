import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { lnOnePlus, normalQuantile, poissonLogPmf, poissonQuantile } from "../../terms/index.ts";
import { cholesky, inverseFromCholesky, type Matrix, matrix, solveCholesky } from "../matrix/dense.ts";

/** Normal prior of one coefficient. */
export interface CoefficientPrior {
  mean: number;
  sd: number;
}

/**
 * Recorded counts of n areas with covariates of the true rate and of reporting: true z ~ Poisson(exposure x exp(X a)), recorded
 * y ~ Binomial(z, pi), logit pi = W b. A covariate of one must not stand in the other without a strong prior.
 */
export interface UnderReported {
  y: Float64Array;
  exposure: Float64Array;
  /** n x p; the intercept is a column of ones. */
  extent: Matrix;
  /** n x q; the intercept first, the others centred, so that its prior is one of the mean reporting rate. */
  reporting: Matrix;
  /** p + q priors, extent first. */
  priors: readonly CoefficientPrior[];
}

/** A uniform number in (0, 1), the same for the same arguments, independent for others: `(draw, word) => stream.unit(draw, 0, word)`. */
export type Chance = (draw: number, word: number) => number;

export interface UnderReportingFit {
  /** Posterior mode, mean and sd of the coefficients, extent first. */
  mode: Float64Array;
  mean: Float64Array;
  sd: Float64Array;
  /** Posterior over prior sd of each coefficient: near 1 where the counts say nothing of it. */
  sdOverPrior: Float64Array;
  /** Draws that the weighted ones are worth (Kong 1992). */
  effectiveDraws: number;
  /** True total: mean, and quantiles 2.5, 50 and 97.5%. */
  total: { mean: number; low: number; middle: number; high: number };
  recorded: number;
}

/** Words of chance that a draw takes before its coefficients: two for the scale of a t of four degrees of freedom, one for the total. */
const SCALE_WORDS = 2;
const T_DEGREES = 2 * SCALE_WORDS;
/** The proposal is this much wider than the information says: the posterior has a longer tail where reporting is low. */
const STRETCH = 1.2;
const LARGEST_STEPS = 200;

/**
 * Posterior of the hierarchical model of under-reporting (Stoner, Economou and Drummond 2019) by importance sampling: proposals from a
 * multivariate t about the mode, with the observed information. Throws an Error where the mode is not found or the information is
 * not positive definite (the priors then leave extent and reporting apart by nothing).
 */
export function underReporting(data: UnderReported, draws: number, chance: Chance): UnderReportingFit {
  const mode = modeOf(data);
  const covariance = inverseFromCholesky(cholesky(information(data, mode, false)));
  const root = cholesky(covariance);
  const top = logPosterior(data, mode);
  const d = mode.length;
  const points = new Float64Array(draws * d);
  const weights = new Float64Array(draws);
  const totals = new Float64Array(draws);
  const unseen = new Float64Array(draws);
  const recorded = data.y.reduce((sum, y) => sum + y, 0);
  for (let s = 0; s < draws; s++) {
    const { point, logDensity } = proposal(mode, root, (word) => chance(s, word));
    points.set(point, s * d);
    weights[s] = exp(logPosterior(data, point) - top - logDensity);
    unseen[s] = expectedUnseen(data, point);
    totals[s] = recorded + poissonQuantile(chance(s, SCALE_WORDS), unseen[s]);
  }
  return summary(data, { mode, points, weights, totals, unseen, recorded });
}

/** A point of the multivariate t and the log of its density less that at the mode. */
function proposal(mode: Float64Array, root: Matrix, word: (k: number) => number) {
  let product = 1;
  for (let k = 0; k < SCALE_WORDS; k++) product *= word(k);
  const stretch = Math.sqrt(T_DEGREES / (-2 * ln(product)));
  const d = mode.length;
  const z = mode.map((_, k) => normalQuantile(word(SCALE_WORDS + 1 + k)) * stretch);
  const square = z.reduce((sum, v) => sum + v * v, 0);
  const point = mode.map((m, i) => {
    let sum = m;
    for (let k = 0; k <= i; k++) sum += STRETCH * root.values[i * d + k] * z[k];
    return sum;
  });
  return { point, logDensity: -0.5 * (T_DEGREES + d) * lnOnePlus(square / T_DEGREES) };
}

const product = ({ columns, values }: Matrix, i: number, theta: Float64Array, from: number): number => {
  let sum = 0;
  for (let k = 0; k < columns; k++) sum += values[i * columns + k] * theta[from + k];
  return sum;
};

/** True mean and reporting rate of area i. */
function rates({ exposure, extent, reporting }: UnderReported, theta: Float64Array, i: number): [number, number] {
  const truth = exposure[i] * exp(product(extent, i, theta, 0));
  return [truth, 1 / (1 + exp(-product(reporting, i, theta, extent.columns)))];
}

function expectedUnseen(data: UnderReported, theta: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < data.y.length; i++) {
    const [truth, rate] = rates(data, theta, i);
    sum += truth * (1 - rate);
  }
  return sum;
}

function logPosterior(data: UnderReported, theta: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < data.y.length; i++) {
    const [truth, rate] = rates(data, theta, i);
    sum += poissonLogPmf(data.y[i], truth * rate);
  }
  data.priors.forEach(({ mean, sd }, k) => {
    sum -= 0.5 * ((theta[k] - mean) / sd) ** 2;
  });
  return sum;
}

/** Derivative of the log recorded mean by each coefficient in area i: x, and w (1 - pi). */
function slopes({ extent, reporting }: UnderReported, rate: number, i: number): number[] {
  const x = [...extent.values.subarray(i * extent.columns, (i + 1) * extent.columns)];
  const w = [...reporting.values.subarray(i * reporting.columns, (i + 1) * reporting.columns)];
  return [...x, ...w.map((v) => v * (1 - rate))];
}

/** Negative second derivative of the log-posterior; expected, it is positive definite everywhere. */
function information(data: UnderReported, theta: Float64Array, isExpected: boolean): Matrix {
  const d = theta.length;
  const { extent, reporting } = data;
  const h = matrix(d, d, (k, l) => (k === l ? 1 / (data.priors[k].sd * data.priors[k].sd) : 0));
  for (let i = 0; i < data.y.length; i++) {
    const [truth, rate] = rates(data, theta, i);
    const g = slopes(data, rate, i);
    for (let k = 0; k < d; k++) for (let l = 0; l < d; l++) h.values[k * d + l] += truth * rate * g[k] * g[l];
    if (isExpected) continue;
    const curve = (data.y[i] - truth * rate) * rate * (1 - rate);
    for (let k = 0; k < reporting.columns; k++)
      for (let l = 0; l < reporting.columns; l++)
        h.values[(extent.columns + k) * d + extent.columns + l] +=
          curve * reporting.values[i * reporting.columns + k] * reporting.values[i * reporting.columns + l];
  }
  return h;
}

/** Fisher scoring with halved steps; settles when no coefficient moves by 1e-11. */
function modeOf(data: UnderReported): Float64Array {
  let theta = Float64Array.from(data.priors, (p) => p.mean);
  let value = logPosterior(data, theta);
  for (let n = 0; n < LARGEST_STEPS; n++) {
    const step = solveCholesky(cholesky(information(data, theta, true)), gradient(data, theta));
    let [share, next, better] = [1, theta, value];
    for (; share > 1e-12; share /= 2) {
      next = theta.map((t, k) => t + share * step[k]);
      better = logPosterior(data, next);
      if (better >= value - 1e-11 * Math.abs(value)) break;
    }
    const moved = step.reduce((most, s) => Math.max(most, Math.abs(share * s)), 0);
    [theta, value] = [next, better];
    if (moved < 1e-11) return theta;
  }
  throw new Error(`the mode of the reporting model was not found in ${LARGEST_STEPS} steps`);
}

function gradient(data: UnderReported, theta: Float64Array): Float64Array {
  const g = theta.map((t, k) => (data.priors[k].mean - t) / data.priors[k].sd ** 2);
  for (let i = 0; i < data.y.length; i++) {
    const [truth, rate] = rates(data, theta, i);
    slopes(data, rate, i).forEach((s, k) => {
      g[k] += (data.y[i] - truth * rate) * s;
    });
  }
  return g;
}

interface Sample {
  mode: Float64Array;
  points: Float64Array;
  weights: Float64Array;
  totals: Float64Array;
  unseen: Float64Array;
  recorded: number;
}

function summary({ priors }: UnderReported, sample: Sample): UnderReportingFit {
  const { mode, points, weights, totals, unseen, recorded } = sample;
  const sum = weights.reduce((a, b) => a + b, 0);
  const squares = weights.reduce((a, b) => a + b * b, 0);
  const mean = (of: (s: number) => number) => weights.reduce((total, w, s) => total + w * of(s), 0) / sum;
  const at = (s: number, k: number) => points[s * mode.length + k];
  const means = mode.map((_, k) => mean((s) => at(s, k)));
  const sds = means.map((m, k) => Math.sqrt(mean((s) => (at(s, k) - m) ** 2)));
  const quantile = weightedQuantile(totals, weights);
  return {
    mode,
    mean: means,
    sd: sds,
    sdOverPrior: sds.map((sd, k) => sd / priors[k].sd),
    effectiveDraws: (sum * sum) / squares,
    total: {
      mean: recorded + mean((s) => unseen[s]),
      low: quantile(0.025),
      middle: quantile(0.5),
      high: quantile(0.975),
    },
    recorded,
  };
}

/** The smallest value at which the weights up to it reach a share of all. */
function weightedQuantile(values: Float64Array, weights: Float64Array): (p: number) => number {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const sum = weights.reduce((a, b) => a + b, 0);
  return (p) => {
    let reached = 0;
    for (const s of order) {
      reached += weights[s];
      if (reached >= p * sum) return values[s];
    }
    return values[order.at(-1)!];
  };
}

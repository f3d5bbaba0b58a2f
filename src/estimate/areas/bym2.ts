import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { negativeBinomialLogPmf, poissonLogPmf } from "../../terms/index.ts";
import {
  cholesky,
  inverseFromCholesky,
  logDeterminant,
  type Matrix,
  matrix,
  multiplyVector,
  solveCholesky,
} from "../matrix/dense.ts";
import { bym2Covariance } from "./graph.ts";

/** Counts of n areas at one time: y ~ Poisson or negative binomial with mean exposure x exp(eta), eta = X beta + u. */
export interface AreaCounts {
  /** n counts. */
  y: Float64Array;
  /** n expected counts or residents, above 0. */
  exposure: Float64Array;
  /** n x p; the intercept is a column of ones. */
  covariates: Matrix;
  /** Size of the negative binomial (variance = mean + mean^2/size); undefined for Poisson. */
  size: number | undefined;
  /** Standard deviation of the normal prior of every coefficient, mean 0. */
  coefficientSd: number;
}

/** Spread of the area effect (log scale) and the share of its variance that neighbours share; 0 < sigma, 0 <= phi < 1. */
export interface Bym2Point {
  sigma: number;
  phi: number;
}

/** Posterior mode and standard deviations at one point, and the Laplace log-marginal of the counts there. */
export interface Bym2Fit extends Bym2Point {
  coefficients: Float64Array;
  coefficientSds: Float64Array;
  effects: Float64Array;
  eta: Float64Array;
  etaSds: Float64Array;
  logMarginal: number;
}

interface Prior {
  /** (p + n) square: coefficients first, then effects. */
  precision: Matrix;
  logDeterminant: number;
}

const LARGEST_STEPS = 100;

/**
 * Mode, standard deviations and Laplace log-marginal of the BYM2 model at fixed sigma and phi (Riebler et al. 2016; Rue, Martino and
 * Chopin 2009): u ~ N(0, sigma^2 [phi G/s + (1 - phi) I]), observed information. `structured` is `scaledCovariance(graph)`; `start` a mode
 * nearby (coefficients, then effects). Throws an Error where Newton's steps do not settle.
 */
export function fitBym2(data: AreaCounts, structured: Matrix, point: Bym2Point, start?: Float64Array): Bym2Fit {
  const prior = priorAt(data, structured, point);
  const mode = newton(data, prior, start ?? new Float64Array(prior.precision.rows));
  const factor = cholesky(information(data, prior, mode));
  const covariance = inverseFromCholesky(factor);
  const p = data.covariates.columns;
  return {
    ...point,
    coefficients: mode.slice(0, p),
    coefficientSds: Float64Array.from({ length: p }, (_, k) => Math.sqrt(covariance.values[k * mode.length + k])),
    effects: mode.slice(p),
    eta: etaOf(data, mode),
    etaSds: data.y.map((_, i) => Math.sqrt(etaVariance(data, covariance, i))),
    logMarginal: logJoint(data, prior, mode) + 0.5 * prior.logDeterminant - 0.5 * logDeterminant(factor),
  };
}

function priorAt({ covariates, coefficientSd }: AreaCounts, structured: Matrix, { sigma, phi }: Bym2Point): Prior {
  const [p, n] = [covariates.columns, covariates.rows];
  const factor = cholesky(bym2Covariance(structured, phi));
  const inverse = inverseFromCholesky(factor);
  const precision = matrix(p + n, p + n, (i, j) => {
    if (i >= p && j >= p) return inverse.values[(i - p) * n + j - p] / (sigma * sigma);
    return i === j ? 1 / (coefficientSd * coefficientSd) : 0;
  });
  return { precision, logDeterminant: -logDeterminant(factor) - 2 * n * ln(sigma) - 2 * p * ln(coefficientSd) };
}

/** eta of the n areas from coefficients and effects. */
function etaOf({ covariates, y }: AreaCounts, theta: Float64Array): Float64Array {
  const p = covariates.columns;
  return y.map((_, i) => {
    let sum = theta[p + i];
    for (let k = 0; k < p; k++) sum += covariates.values[i * p + k] * theta[k];
    return sum;
  });
}

const logMass = (y: number, mean: number, size: number | undefined): number =>
  size === undefined ? poissonLogPmf(y, mean) : negativeBinomialLogPmf(y, mean, size);

/** Log-likelihood less half the quadratic form of the prior; the constants of 2 pi cancel those of Laplace. */
function logJoint(data: AreaCounts, prior: Prior, theta: Float64Array): number {
  const eta = etaOf(data, theta);
  let sum = 0;
  for (let i = 0; i < eta.length; i++) sum += logMass(data.y[i], data.exposure[i] * exp(eta[i]), data.size);
  const pulled = multiplyVector(prior.precision, theta);
  for (let k = 0; k < theta.length; k++) sum -= 0.5 * theta[k] * pulled[k];
  return sum;
}

/** First and (negative) second derivative of the log-mass by eta: observed, not expected, information. */
function derivatives(y: number, mean: number, size: number | undefined): [number, number] {
  if (size === undefined) return [y - mean, mean];
  const all = size + mean;
  return [(size * (y - mean)) / all, (mean * size * (size + y)) / (all * all)];
}

function information(data: AreaCounts, prior: Prior, theta: Float64Array): Matrix {
  const h = { ...prior.precision, values: prior.precision.values.slice() };
  const { covariates, y, exposure, size } = data;
  const [p, d] = [covariates.columns, h.rows];
  const eta = etaOf(data, theta);
  for (let i = 0; i < y.length; i++) {
    const [, weight] = derivatives(y[i], exposure[i] * exp(eta[i]), size);
    h.values[(p + i) * d + p + i] += weight;
    for (let k = 0; k < p; k++) {
      const x = weight * covariates.values[i * p + k];
      h.values[(p + i) * d + k] += x;
      h.values[k * d + p + i] += x;
      for (let l = 0; l < p; l++) h.values[k * d + l] += x * covariates.values[i * p + l];
    }
  }
  return h;
}

function gradient(data: AreaCounts, prior: Prior, theta: Float64Array): Float64Array {
  const { covariates, y, exposure, size } = data;
  const p = covariates.columns;
  const g = multiplyVector(prior.precision, theta).map((v) => -v);
  const eta = etaOf(data, theta);
  for (let i = 0; i < y.length; i++) {
    const [slope] = derivatives(y[i], exposure[i] * exp(eta[i]), size);
    g[p + i] += slope;
    for (let k = 0; k < p; k++) g[k] += slope * covariates.values[i * p + k];
  }
  return g;
}

/** Newton's method with halved steps; settles when no element moves by 1e-10. */
function newton(data: AreaCounts, prior: Prior, start: Float64Array): Float64Array {
  let theta = start;
  let value = logJoint(data, prior, theta);
  for (let n = 0; n < LARGEST_STEPS; n++) {
    const step = solveCholesky(cholesky(information(data, prior, theta)), gradient(data, prior, theta));
    let share = 1;
    let next = theta;
    let better = Number.NEGATIVE_INFINITY;
    for (; share > 1e-10; share /= 2) {
      next = theta.map((t, k) => t + share * step[k]);
      better = logJoint(data, prior, next);
      if (better >= value - 1e-10 * Math.abs(value)) break;
    }
    const moved = step.reduce((most, s) => Math.max(most, Math.abs(share * s)), 0);
    [theta, value] = [next, better];
    if (moved < 1e-10) return theta;
  }
  throw new Error(`the mode of ${data.y.length} areas was not found in ${LARGEST_STEPS} steps`);
}

/** Variance of eta in area i: x' C x with x the covariates and 1 for its effect. */
function etaVariance({ covariates }: AreaCounts, covariance: Matrix, i: number): number {
  const [p, d] = [covariates.columns, covariance.rows];
  const at = (a: number, b: number) => covariance.values[a * d + b];
  const x = (k: number) => covariates.values[i * p + k];
  let sum = at(p + i, p + i);
  for (let k = 0; k < p; k++) {
    sum += 2 * x(k) * at(k, p + i);
    for (let l = 0; l < p; l++) sum += x(k) * x(l) * at(k, l);
  }
  return sum;
}

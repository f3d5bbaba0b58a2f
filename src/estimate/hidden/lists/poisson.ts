import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { cholesky, type Matrix, matrix, solveCholesky } from "../../matrix/dense.ts";
import { subsetSumsInPlace, supersetSums } from "./sums.ts";

/** A Poisson regression with a log link over the histories of 2^lists cells. */
export interface PoissonProblem {
  /** People by history. */
  counts: Float64Array;
  /** 1 for the histories that the model covers, 0 for those it leaves out (on no list; structurally empty). */
  isIn: Uint8Array;
  /** Masks of the terms: 0 the intercept, one bit a list, two a two-list effect. */
  terms: readonly number[];
  /** Added to every linear predictor: a fixed intercept. */
  offset: number;
}

export interface PoissonFit {
  /** In the order of the terms. */
  coefficients: Float64Array;
  /** Fitted people by history; 0 outside the model. */
  fitted: Float64Array;
  /** Cholesky factor of the information matrix at the fit: its inverse is the covariance of the coefficients. */
  information: Matrix;
  /** Sum of y eta - mu: the log-likelihood without ln y!. */
  kernel: number;
}

const STEPS_MOST = 200;
const HALVINGS_MOST = 40;
/** Newton's squared distance from the top, in units of log-likelihood, below which one step more changes nothing. */
const CLOSE = 1e-9;

/**
 * Maximum likelihood by iteratively reweighted least squares (McCullagh and Nelder, Generalized Linear Models, 2.5), which for this
 * link is Newton's method; steps are halved while they lose likelihood. Throws an Error where it does not converge: ask
 * `existenceCode` first. `start` has coefficients of a near model, which save steps.
 */
export function fitPoisson(problem: PoissonProblem, start?: Float64Array): PoissonFit {
  const { counts, isIn, terms, offset } = problem;
  const size = counts.length;
  const [fitted, sums, work] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  let b = start ?? firstStep(problem, fitted, sums, work);
  let kernel = predict(problem, b, work, fitted);
  for (let step = 0; step < STEPS_MOST; step++) {
    const information = cholesky(gram(supersetSums(fitted, sums), terms));
    for (let h = 0; h < size; h++) work[h] = isIn[h] === 1 ? counts[h] - fitted[h] : 0;
    supersetSums(work, sums);
    const score = Float64Array.from(terms, (t) => sums[t]);
    const move = solveCholesky(information, score);
    const gain = move.reduce((sum, m, i) => sum + m * score[i], 0);
    ({ b, kernel } = climb(problem, { b, kernel }, move, work, fitted));
    if (gain < CLOSE)
      return { coefficients: b, fitted, information: cholesky(gram(supersetSums(fitted, sums), terms)), kernel };
  }
  throw new Error(`a log-linear fit (offset ${offset}) did not converge`);
}

/** The move, or the first half of a half of it that does not lose likelihood; fitted values are those of its end. */
function climb(
  problem: PoissonProblem,
  from: { b: Float64Array; kernel: number },
  move: Float64Array,
  work: Float64Array,
  fitted: Float64Array,
): { b: Float64Array; kernel: number } {
  const least = from.kernel - 1e-9 * (1 + Math.abs(from.kernel));
  for (let halving = 0, scale = 1; halving <= HALVINGS_MOST; halving++, scale /= 2) {
    const b = from.b.map((value, i) => value + scale * move[i]);
    const kernel = predict(problem, b, work, fitted);
    if (kernel >= least) return { b, kernel };
  }
  throw new Error("a log-linear fit made no headway");
}

/** Weighted least squares from fitted values a little above the counts, as is usual for this link. */
function firstStep(
  { counts, isIn, terms, offset }: PoissonProblem,
  weights: Float64Array,
  sums: Float64Array,
  work: Float64Array,
): Float64Array {
  for (let h = 0; h < counts.length; h++) {
    const mu = counts[h] + 0.1;
    weights[h] = isIn[h] === 1 ? mu : 0;
    work[h] = weights[h] * (ln(mu) - offset - 0.1 / mu);
  }
  const factor = cholesky(gram(supersetSums(weights, sums), terms));
  supersetSums(work, sums);
  return solveCholesky(
    factor,
    Float64Array.from(terms, (t) => sums[t]),
  );
}

/** The lower triangle of X'WX, all that `cholesky` reads, from the superset sums of the weights. */
function gram(sums: Float64Array, terms: readonly number[]): Matrix {
  const n = terms.length;
  const g = matrix(n, n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) g.values[i * n + j] = sums[terms[i] | terms[j]];
  return g;
}

/** Fitted values into `fitted`; the kernel of the log-likelihood, minus infinity when they overflow. */
function predict(
  { counts, isIn, terms, offset }: PoissonProblem,
  b: Float64Array,
  eta: Float64Array,
  fitted: Float64Array,
): number {
  eta.fill(0);
  for (let i = 0; i < terms.length; i++) eta[terms[i]] += b[i];
  subsetSumsInPlace(eta);
  let kernel = 0;
  for (let h = 0; h < counts.length; h++) {
    if (isIn[h] === 0) continue;
    const predictor = eta[h] + offset;
    fitted[h] = exp(predictor);
    kernel += counts[h] * predictor - fitted[h];
  }
  return Number.isFinite(kernel) ? kernel : Number.NEGATIVE_INFINITY;
}

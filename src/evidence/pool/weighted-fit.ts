import {
  cholesky,
  inverseFromCholesky,
  logDeterminant,
  type Matrix,
  matrix,
  multiply,
  multiplyVector,
} from "../../terms/index.ts";
import type { Effects } from "./studies.ts";

/** A weighted least-squares fit of effects y on a design X with weights w (diagonal W), and P = W - W X (X'WX)^-1 X'W in short. */
export interface WeightedFit {
  weights: Float64Array;
  x: Matrix;
  coefficients: Float64Array;
  /** (X'WX)^-1 */
  covariance: Matrix;
  /** ln |X'WX| */
  logDeterminant: number;
  residuals: Float64Array;
  /** y'Py, the weighted sum of squares that is left. */
  q: number;
}

/** The fit with given weights, all above 0. Throws an Error where the columns of X depend on each other. */
export function weightedFit(effects: Float64Array, x: Matrix, weights: Float64Array): WeightedFit {
  const factor = cholesky(gram(x, weights));
  const covariance = inverseFromCholesky(factor);
  const right = Float64Array.from({ length: x.columns }, (_, j) =>
    sumOver(weights, (w, i) => w * x.values[i * x.columns + j]! * effects[i]!),
  );
  const coefficients = multiplyVector(covariance, right);
  const fitted = multiplyVector(x, coefficients);
  const residuals = effects.map((y, i) => y - fitted[i]!);
  const q = sumOver(weights, (w, i) => w * residuals[i]! * residuals[i]!);
  return { weights, x, coefficients, covariance, logDeterminant: logDeterminant(factor), residuals, q };
}

/** The fit of a model with a variance between studies: weights 1 / (v + tau2). */
export const fitWith = ({ effects, variances }: Effects, x: Matrix, tau2: number): WeightedFit =>
  weightedFit(
    effects,
    x,
    variances.map((v) => 1 / (v + tau2)),
  );

/** X' D X for a diagonal D. */
function gram(x: Matrix, diagonal: Float64Array): Matrix {
  const at = (i: number, j: number) => x.values[i * x.columns + j]!;
  return matrix(x.columns, x.columns, (a, b) => sumOver(diagonal, (d, i) => d * at(i, a) * at(i, b)));
}

/** tr(P D) for a diagonal D (ones where left out). */
export function traceOf({ weights, x, covariance }: WeightedFit, d?: Float64Array): number {
  const wd = d ? weights.map((w, i) => w * d[i]!) : weights;
  const inner = gram(
    x,
    weights.map((w, i) => w * wd[i]!),
  );
  return sumOver(wd, (value) => value) - trace(multiply(covariance, inner));
}

/** tr(P D P E) for diagonals D and E (ones where left out). */
export function traceOfPair({ weights, x, covariance }: WeightedFit, d?: Float64Array, e?: Float64Array): number {
  const wd = d ? weights.map((w, i) => w * d[i]!) : weights;
  const we = e ? weights.map((w, i) => w * e[i]!) : weights;
  const both = gram(
    x,
    weights.map((w, i) => w * wd[i]! * we[i]!),
  );
  const byD = multiply(
    covariance,
    gram(
      x,
      weights.map((w, i) => w * wd[i]!),
    ),
  );
  const byE = multiply(
    covariance,
    gram(
      x,
      weights.map((w, i) => w * we[i]!),
    ),
  );
  return sumOver(wd, (value, i) => value * we[i]!) - 2 * trace(multiply(covariance, both)) + trace(multiply(byD, byE));
}

/** y'PPy, the sum of squares of Py. */
export const squareOfP = ({ weights, residuals }: WeightedFit): number =>
  sumOver(weights, (w, i) => w * residuals[i]! * (w * residuals[i]!));

const trace = (a: Matrix): number =>
  a.values.reduce((sum, value, n) => (n % (a.columns + 1) === 0 ? sum + value : sum), 0);

/** The sum of a function of each value and its place. */
export function sumOver(values: Float64Array, of: (value: number, i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += of(values[i]!, i);
  return sum;
}

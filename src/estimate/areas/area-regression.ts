import { cholesky, inverseFromCholesky, type Matrix, matrix, multiplyVector } from "../matrix/dense.ts";

/** Direct survey estimates of m areas with the sampling variance of each, and covariates. */
export interface DirectEstimates {
  /** m estimates. */
  direct: Float64Array;
  /** m known sampling variances, above 0. */
  variance: Float64Array;
  /** m x p, m > p; the intercept is a column of ones. */
  covariates: Matrix;
}

/** Generalised least squares with weights 1/(A + D): coefficients, their covariance, fitted values. */
export function weightedRegression({ direct, variance, covariates }: DirectEstimates, a: number) {
  const p = covariates.columns;
  const weights = variance.map((d) => 1 / (a + d));
  const covariance = inverseFromCholesky(cholesky(weightedCross(covariates, weights)));
  const right = new Float64Array(p);
  direct.forEach((y, i) => {
    for (let k = 0; k < p; k++) right[k] += weights[i] * y * covariates.values[i * p + k];
  });
  const coefficients = multiplyVector(covariance, right);
  return { coefficients, covariance, fitted: multiplyVector(covariates, coefficients) };
}

/** X' W X, p x p. */
export const weightedCross = ({ rows, columns, values }: Matrix, weights: Float64Array): Matrix =>
  matrix(columns, columns, (k, l) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += weights[i] * values[i * columns + k] * values[i * columns + l];
    return sum;
  });

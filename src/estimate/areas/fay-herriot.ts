import type { Matrix } from "../matrix/dense.ts";
import { type DirectEstimates, weightedRegression } from "./area-regression.ts";
import { areaVariance, type VarianceMethod } from "./area-variance.ts";

/** Estimates of the areas that borrow from each other through the regression. */
export interface FayHerriotFit {
  method: VarianceMethod;
  /** Variance between areas beyond the regression. */
  areaVariance: number;
  /** True where that variance is 0: every area then gets the value of the regression, and none of its own. */
  isRegressionOnly: boolean;
  coefficients: Float64Array;
  coefficientSds: Float64Array;
  /** A/(A + D): share of an area's estimate that is evidence from the area itself. */
  evidence: Float64Array;
  /** Empirical best linear unbiased predictor. */
  estimate: Float64Array;
  /** Mean squared error g1 + g2 + 2 g3; with method "moment" less the bias of A. */
  mse: Float64Array;
  g1: Float64Array;
  g2: Float64Array;
  g3: Float64Array;
}

/**
 * Fay-Herriot area-level model (Fay and Herriot 1979): direct = X beta + v + e, v ~ N(0, A), e ~ N(0, D known). Mean squared error of
 * Prasad and Rao (1990), for "moment" of Datta, Rao and Smith (2005). Throws a RangeError on a variance not above 0 or too few areas.
 */
export function fayHerriot(data: DirectEstimates, method: VarianceMethod = "REML"): FayHerriotFit {
  const { direct, variance, covariates } = data;
  const m = direct.length;
  if (!variance.every((d) => d > 0)) throw new RangeError("A sampling variance is not above 0");
  if (m <= covariates.columns) throw new RangeError(`${m} areas cannot carry ${covariates.columns} coefficients`);
  const a = areaVariance(data, method);
  const { coefficients, covariance, fitted } = weightedRegression(data, a);
  const evidence = variance.map((d) => a / (a + d));
  const g1 = variance.map((d, i) => evidence[i] * d);
  const g2 = variance.map((_, i) => (1 - evidence[i]) ** 2 * quadraticForm(covariance, covariates, i));
  const { variance: ofA, bias } = accuracyOf(variance, a, method);
  const g3 = variance.map((d) => (d * d * ofA) / (a + d) ** 3);
  return {
    method,
    areaVariance: a,
    isRegressionOnly: a === 0,
    coefficients,
    coefficientSds: coefficients.map((_, k) => Math.sqrt(covariance.values[k * coefficients.length + k])),
    evidence,
    estimate: direct.map((y, i) => evidence[i] * y + (1 - evidence[i]) * fitted[i]),
    mse: g1.map((g, i) => g + g2[i] + 2 * g3[i] - bias * (1 - evidence[i]) ** 2),
    g1,
    g2,
    g3,
  };
}

/** x' C x of row i. */
function quadraticForm(c: Matrix, { columns: p, values }: Matrix, i: number): number {
  let sum = 0;
  for (let k = 0; k < p; k++)
    for (let l = 0; l < p; l++) sum += values[i * p + k] * c.values[k * p + l] * values[i * p + l];
  return sum;
}

/** Asymptotic variance of the estimated A, and its bias where the moment method has one. */
function accuracyOf(variance: Float64Array, a: number, method: VarianceMethod): { variance: number; bias: number } {
  const m = variance.length;
  const one = variance.reduce((sum, d) => sum + 1 / (a + d), 0);
  const two = variance.reduce((sum, d) => sum + 1 / (a + d) ** 2, 0);
  if (method === "moment") return { variance: (2 * m) / (one * one), bias: (2 * (m * two - one * one)) / one ** 3 };
  if (method === "Prasad-Rao")
    return { variance: (2 / (m * m)) * variance.reduce((sum, d) => sum + (a + d) ** 2, 0), bias: 0 };
  return { variance: 2 / two, bias: 0 };
}

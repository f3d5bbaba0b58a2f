import ln from "@stdlib/math-base-special-ln";
import {
  cholesky,
  inverseFromCholesky,
  leastSquares,
  logDeterminant,
  multiply,
  multiplyVector,
} from "../matrix/dense.ts";
import { type DirectEstimates, weightedCross, weightedRegression } from "./area-regression.ts";

/** How the variance between areas is estimated. */
export type VarianceMethod = "REML" | "ML" | "moment" | "Prasad-Rao";

/** Bisections from an interval down to the last bits. */
const BISECTIONS = 200;
/** Points at which a likelihood is looked at before its slope is followed, each a fifth larger than the last. */
const LOOKS = 120;
const LOOK_RATIO = 1.2;

/**
 * Variance A between areas, 0 or more. REML and ML: the highest likelihood (Rao and Molina 2015, 6.1.2); "moment": the A at which the
 * weighted squares equal m - p (Fay and Herriot 1979); "Prasad-Rao": closed form from ordinary least squares, 0 where negative.
 */
export function areaVariance(data: DirectEstimates, method: VarianceMethod): number {
  if (method === "Prasad-Rao") return prasadRao(data);
  if (method === "moment") return moment(data);
  return mostLikely(data, method === "REML");
}

function prasadRao({ direct, variance, covariates }: DirectEstimates): number {
  const [m, p] = [direct.length, covariates.columns];
  const inverse = inverseFromCholesky(cholesky(weightedCross(covariates, new Float64Array(m).fill(1))));
  const fitted = multiplyVector(covariates, leastSquares(covariates, direct));
  const half = multiply(covariates, inverse);
  let sum = 0;
  for (let i = 0; i < m; i++) {
    let leverage = 0;
    for (let k = 0; k < p; k++) leverage += half.values[i * p + k] * covariates.values[i * p + k];
    sum += (direct[i] - fitted[i]) ** 2 - variance[i] * (1 - leverage);
  }
  return Math.max(0, sum / (m - p));
}

function moment(data: DirectEstimates): number {
  const spare = data.direct.length - data.covariates.columns;
  const excess = (a: number) => squares(data, a, 1) - spare;
  if (excess(0) <= 0) return 0;
  let high = 1;
  while (excess(high) > 0) high *= 2;
  return crossing(excess, 0, high);
}

/** Sum of squared residuals over (A + D)^power. */
function squares(data: DirectEstimates, a: number, power: 1 | 2): number {
  const { fitted } = weightedRegression(data, a);
  return data.direct.reduce((sum, y, i) => sum + (y - fitted[i]) ** 2 / (a + data.variance[i]) ** power, 0);
}

/** The likelihood may have two tops: it is looked at over the whole range, then its slope is followed to 0 beside the best look. */
function mostLikely(data: DirectEstimates, isRestricted: boolean): number {
  const scale = data.variance.reduce((sum, d) => sum + d, 0) / data.variance.length;
  const looks = [0, ...Array.from({ length: LOOKS }, (_, k) => scale * 1e-4 * LOOK_RATIO ** k)];
  const heights = looks.map((a) => logLikelihood(data, a, isRestricted));
  const best = heights.indexOf(Math.max(...heights));
  const slope = (a: number) => score(data, a, isRestricted);
  const low = looks[Math.max(0, best - 1)];
  if (best === 0 && slope(0) <= 0) return 0;
  return crossing(slope, low, looks[Math.min(looks.length - 1, best + 1)]);
}

function logLikelihood(data: DirectEstimates, a: number, isRestricted: boolean): number {
  const cross = weightedCross(
    data.covariates,
    data.variance.map((d) => 1 / (a + d)),
  );
  const logs = data.variance.reduce((sum, d) => sum + ln(a + d), 0);
  const lost = isRestricted ? logDeterminant(cholesky(cross)) : 0;
  return -0.5 * (logs + lost + squares(data, a, 1));
}

/** Derivative of the log-likelihood by A: half of y'PPy less the trace of P (of V^-1 for ML). */
function score(data: DirectEstimates, a: number, isRestricted: boolean): number {
  const weights = data.variance.map((d) => 1 / (a + d));
  let trace = weights.reduce((sum, w) => sum + w, 0);
  if (isRestricted) {
    const inverse = inverseFromCholesky(cholesky(weightedCross(data.covariates, weights)));
    const product = multiply(
      inverse,
      weightedCross(
        data.covariates,
        weights.map((w) => w * w),
      ),
    );
    for (let k = 0; k < product.rows; k++) trace -= product.values[k * product.rows + k];
  }
  return 0.5 * (squares(data, a, 2) - trace);
}

/** Where a function that is above 0 at `low` and below at `high` is 0. */
function crossing(f: (a: number) => number, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (from + to) / 2;
    if (middle === from || middle === to) break;
    if (f(middle) > 0) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import type { Matrix } from "../matrix/dense.ts";
import { type AreaCounts, type Bym2Fit, fitBym2 } from "./bym2.ts";

/** Equal steps of ln sigma and of logit phi, `points` of each, ends included. */
export interface Bym2Grid {
  points: number;
  sigma: readonly [number, number];
  logitPhi: readonly [number, number];
}

/** From a spread of 3% to one of a factor of 12, from no to full sharing between neighbours. */
export const BYM2_GRID: Bym2Grid = { points: 41, sigma: [0.03, 2.5], logitPhi: [-5, 5] };

/** Posterior with sigma and phi integrated over a grid; means and standard deviations of the mixture. */
export interface Bym2Posterior {
  /** Log of the integral of likelihood x prior over the grid. */
  logEvidence: number;
  sigma: number;
  phi: number;
  coefficients: Float64Array;
  coefficientSds: Float64Array;
  eta: Float64Array;
  etaSds: Float64Array;
}

const LOG_2_PI = 1.8378770664093453;
const LOGIT_PHI_SD = 1.5;

/** ln of the prior at a point, by ln sigma and logit phi: sigma half-normal of scale 1, logit phi normal of mean 0 and sd 1.5. */
function logPrior(sigma: number, logitPhi: number): number {
  const halfNormal = ln(2) - 0.5 * LOG_2_PI - 0.5 * sigma * sigma + ln(sigma);
  const z = logitPhi / LOGIT_PHI_SD;
  return halfNormal - 0.5 * LOG_2_PI - ln(LOGIT_PHI_SD) - 0.5 * z * z;
}

/**
 * BYM2 with sigma and phi integrated: Laplace at every point of the grid, weighted by its log-marginal and prior (Rue, Martino and
 * Chopin 2009, section 3). Takes points^2 fits; `structured` is `scaledCovariance(graph)`.
 */
export function integrateBym2(data: AreaCounts, structured: Matrix, grid: Bym2Grid = BYM2_GRID): Bym2Posterior {
  const [logLow, logHigh] = [ln(grid.sigma[0]), ln(grid.sigma[1])];
  const steps = [(logHigh - logLow) / (grid.points - 1), (grid.logitPhi[1] - grid.logitPhi[0]) / (grid.points - 1)];
  const fits: Bym2Fit[] = [];
  const logWeights: number[] = [];
  let start: Float64Array | undefined;
  for (let a = 0; a < grid.points; a++)
    for (let b = 0; b < grid.points; b++) {
      const sigma = exp(logLow + a * steps[0]);
      const logitPhi = grid.logitPhi[0] + b * steps[1];
      const fit = fitBym2(data, structured, { sigma, phi: 1 / (1 + exp(-logitPhi)) }, start);
      start = Float64Array.from([...fit.coefficients, ...fit.effects]);
      fits.push(fit);
      logWeights.push(fit.logMarginal + logPrior(sigma, logitPhi));
    }
  return mixture(fits, logWeights, ln(steps[0] * steps[1]));
}

function mixture(fits: readonly Bym2Fit[], logWeights: readonly number[], logCell: number): Bym2Posterior {
  const top = logWeights.reduce((a, b) => Math.max(a, b));
  const raw = logWeights.map((w) => exp(w - top));
  const sum = raw.reduce((a, b) => a + b);
  const weights = raw.map((w) => w / sum);
  const mean = (of: (fit: Bym2Fit) => number) => fits.reduce((total, fit, g) => total + weights[g] * of(fit), 0);
  const sd = (middle: number, value: (fit: Bym2Fit) => number, spread: (fit: Bym2Fit) => number) =>
    Math.sqrt(mean((f) => spread(f) ** 2 + (value(f) - middle) ** 2));
  const coefficients = fits[0].coefficients.map((_, k) => mean((f) => f.coefficients[k]));
  const eta = fits[0].eta.map((_, i) => mean((f) => f.eta[i]));
  return {
    logEvidence: top + ln(sum) + logCell,
    sigma: mean((f) => f.sigma),
    phi: mean((f) => f.phi),
    coefficients,
    coefficientSds: coefficients.map((m, k) =>
      sd(
        m,
        (f) => f.coefficients[k],
        (f) => f.coefficientSds[k],
      ),
    ),
    eta,
    etaSds: eta.map((m, i) =>
      sd(
        m,
        (f) => f.eta[i],
        (f) => f.etaSds[i],
      ),
    ),
  };
}

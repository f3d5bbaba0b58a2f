import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { gammaCdf, lnGamma, negativeBinomialLogPmf, normalCdf, poissonLogPmf } from "../../../terms/index.ts";

/** Beyond this much of the distribution a count's tail adds nothing to its score. */
const TAIL = 1e-13;
const LN_PI = 1.1447298858494002;
const SQRT_TWO = Math.SQRT2;
const INVERSE_SQRT_TWO_PI = 0.3989422804014327;
const INVERSE_SQRT_PI = 0.5641895835477563;

/**
 * Continuous ranked probability score of an ensemble: mean |x-y| - half the mean |x-x'|. `isFair` divides the second term
 * by m(m-1) in place of m^2, which makes ensembles of different sizes comparable (Ferro 2014). Needs at least two members when fair.
 */
export function crpsEnsemble(members: ArrayLike<number>, observed: number, isFair = false): number {
  const sorted = Float64Array.from(members).sort();
  const m = sorted.length;
  let distance = 0;
  let spread = 0;
  for (let i = 0; i < m; i++) {
    distance += Math.abs(sorted[i] - observed);
    // Sum over pairs i<j of x_j - x_i, each value counted by its rank.
    spread += (2 * i - m + 1) * sorted[i];
  }
  return distance / m - spread / (isFair ? m * (m - 1) : m * m);
}

/** Dawid-Sebastiani score, ln s^2 + ((y-mean)/s)^2, with the ensemble's n-1 variance. Needs two different members. */
export function dawidSebastiani(members: ArrayLike<number>, observed: number): number {
  const values = Array.from(members);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, x) => a + (x - mean) ** 2, 0) / (values.length - 1);
  return ln(variance) + (observed - mean) ** 2 / variance;
}

/** CRPS of a normal forecast. Gneiting and Raftery 2007, eq. 21. */
export function crpsNormal(mean: number, sd: number, observed: number): number {
  const z = (observed - mean) / sd;
  return sd * (z * (2 * normalCdf(z) - 1) + 2 * INVERSE_SQRT_TWO_PI * exp((-z * z) / 2) - INVERSE_SQRT_PI);
}

/** CRPS of a log-normal forecast, `observed` above 0. Baran and Lerch 2015, QJRMS 141, eq. 4. */
export function crpsLogNormal(meanLog: number, sdLog: number, observed: number): number {
  const w = (ln(observed) - meanLog) / sdLog;
  const tail = normalCdf(w - sdLog) + normalCdf(sdLog / SQRT_TWO) - 1;
  return observed * (2 * normalCdf(w) - 1) - 2 * exp(meanLog + (sdLog * sdLog) / 2) * tail;
}

/** CRPS of a gamma forecast. Scheuerer and Möller 2015, Annals of Applied Statistics 9(3), eq. 10. */
export function crpsGamma(shape: number, rate: number, observed: number): number {
  const lnBeta = 0.5 * LN_PI + lnGamma(shape) - lnGamma(shape + 0.5);
  const below = observed * (2 * gammaCdf(observed, shape, rate) - 1);
  const mean = (shape / rate) * (2 * gammaCdf(observed, shape + 1, rate) - 1);
  return below - mean - exp(-lnBeta) / rate;
}

/** CRPS (ranked probability score) of a Poisson forecast: the sum over k of (F(k) - 1[y<=k])^2. */
export const crpsPoisson = (mean: number, observed: number): number =>
  crpsCount((k) => exp(poissonLogPmf(k, mean)), observed);

/** The same of a negative binomial forecast with variance mean + mean^2/size, by the direct sum: closed forms fail for some sizes. */
export const crpsNegativeBinomial = (mean: number, size: number, observed: number): number =>
  crpsCount((k) => exp(negativeBinomialLogPmf(k, mean, size)), observed);

function crpsCount(pmf: (k: number) => number, observed: number): number {
  let below = 0;
  let score = 0;
  for (let k = 0; k < observed || 1 - below > TAIL; k++) {
    const mass = pmf(k);
    below += mass;
    const gap = k >= observed ? below - 1 : below;
    score += gap * gap;
    // Rounding may leave `below` short of 1 for ever: past the truth and the mode, a vanished mass ends the sum.
    if (k > observed && mass < TAIL * TAIL && below > 0.5) break;
  }
  return score;
}

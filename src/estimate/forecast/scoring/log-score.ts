import ln from "@stdlib/math-base-special-ln";
import { lnGamma, negativeBinomialLogPmf, poissonLogPmf } from "../../../terms/index.ts";

const HALF_LN_TWO_PI = 0.9189385332046727;

/** Minus the natural log of the forecast's density (or probability) at the truth: smaller is better. Normal forecast. */
export const logScoreNormal = (mean: number, sd: number, observed: number): number =>
  HALF_LN_TWO_PI + ln(sd) + ((observed - mean) / sd) ** 2 / 2;

/** Log score of a log-normal forecast, `observed` above 0. */
export const logScoreLogNormal = (meanLog: number, sdLog: number, observed: number): number =>
  logScoreNormal(meanLog, sdLog, ln(observed)) + ln(observed);

/** Log score of a gamma forecast, `observed` above 0. */
export const logScoreGamma = (shape: number, rate: number, observed: number): number =>
  lnGamma(shape) - shape * ln(rate) - (shape - 1) * ln(observed) + rate * observed;

/** Log score of a Poisson forecast. */
export const logScorePoisson = (mean: number, observed: number): number => -poissonLogPmf(observed, mean);

/** Log score of a negative binomial forecast with variance mean + mean^2/size. */
export const logScoreNegativeBinomial = (mean: number, size: number, observed: number): number =>
  -negativeBinomialLogPmf(observed, mean, size);

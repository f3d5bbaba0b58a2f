import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { minimiseBetween } from "./golden.ts";

const LN_TWO_PI = 1.8378770664093453;

/** A level that walks at random, seen with noise: the two variances and the filter's path. */
export interface LocalLevel {
  /** Variance of the noise. */
  epsilon: number;
  /** Variance of the level's steps. */
  eta: number;
  logLikelihood: number;
  filteredMean: number[];
  filteredVariance: number[];
}

/** The filter at given variances; the first observation starts it (mean y1, variance epsilon) and is no evidence. Durbin and Koopman 2012, section 2.9. */
export function localLevelAt(series: readonly number[], epsilon: number, eta: number): LocalLevel {
  const filteredMean = [series[0]];
  const filteredVariance = [epsilon];
  let logLikelihood = 0;
  for (let t = 1; t < series.length; t++) {
    const prior = filteredVariance[t - 1] + eta;
    const variance = prior + epsilon;
    const error = series[t] - filteredMean[t - 1];
    filteredMean.push(filteredMean[t - 1] + (prior / variance) * error);
    filteredVariance.push((prior * epsilon) / variance);
    logLikelihood -= (LN_TWO_PI + ln(variance) + (error * error) / variance) / 2;
  }
  return { epsilon, eta, logLikelihood, filteredMean, filteredVariance };
}

/** Both variances by diffuse maximum likelihood: the noise is concentrated out, the ratio eta/epsilon searched on a log scale. */
export function fitLocalLevel(series: readonly number[]): LocalLevel {
  const noiseAt = (ratio: number) => {
    let [mean, variance, squares] = [series[0], 1, 0];
    for (let t = 1; t < series.length; t++) {
      const prior = variance + ratio;
      const error = series[t] - mean;
      squares += (error * error) / (prior + 1);
      mean += (prior / (prior + 1)) * error;
      variance = prior / (prior + 1);
    }
    return squares / (series.length - 1);
  };
  const at = (lnRatio: number) => {
    const ratio = exp(lnRatio);
    const epsilon = noiseAt(ratio);
    return localLevelAt(series, epsilon, ratio * epsilon);
  };
  return at(minimiseBetween((x) => -at(x).logLikelihood, -20, 20));
}

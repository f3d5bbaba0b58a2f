import { interceptOnly } from "./design.ts";
import { type Heterogeneity, heterogeneityOf } from "./heterogeneity.ts";
import {
  type FittedModel,
  fitModel,
  INTERVAL_WORDS,
  type ModelOptions,
  methodWords,
  type PoolMethod,
} from "./model.ts";
import { effectsOf, type PoolScale, type PoolStudy } from "./studies.ts";
import { bothTails, halfWidth } from "./tails.ts";
import { sumOver } from "./weighted-fit.ts";

/** Which quantile a prediction interval takes, on sqrt(tau2 + se2). */
export const PREDICTIONS = ["t k-2", "t k-1", "normal"] as const;
export type PredictionRule = (typeof PREDICTIONS)[number];

export interface PoolOptions extends ModelOptions {
  /** Left out: "t k-2". */
  prediction?: PredictionRule;
}

/** A number with its interval. */
export interface Span {
  low: number;
  high: number;
}

/** Why there is no number. */
export interface NoSpan {
  notEstimable: string;
}

/** A pooled effect and all that goes with it; every convention in words. */
export interface PooledEffect {
  kind: "estimated";
  scale: PoolScale;
  /** Number of effects. */
  studies: number;
  method: PoolMethod;
  mean: number;
  se: number;
  low: number;
  high: number;
  level: number;
  /** mean / se, its degrees of freedom (undefined: normal), and both tails. */
  statistic: number;
  df: number | undefined;
  p: number;
  /** Variance between studies with its estimator's standard error; 0 and 0 for the fixed effect. */
  tau2: number;
  tau2Se: number;
  heterogeneity: Heterogeneity;
  /** Where the effect of a new study of the same kind would lie. */
  prediction: Span | NoSpan;
  logLikelihood: number;
  /** Share of each study in the mean, by id. */
  weights: Record<string, number>;
  /** What a reader should know of this result; empty where nothing. */
  note: string;
  conventions: { tau2: string; interval: string; prediction: string; heterogeneity: string };
}

/** Studies pooled by default with REML and Hartung and Knapp, as the Cochrane Handbook (10.10.4) and Veroniki and others (2016) advise. */
export const POOL_DEFAULTS = {
  method: "REML",
  interval: "hartung-knapp",
  prediction: "t k-2",
} as const satisfies PoolOptions;

const PREDICTION_WORDS: Readonly<Record<PredictionRule, string>> = {
  "t k-2":
    "t with k - 2 degrees of freedom on sqrt(tau2 + se2) (Higgins, Thompson and Spiegelhalter 2009; Riley and others 2011)",
  "t k-1": "t with k - 1 degrees of freedom on sqrt(tau2 + se2)",
  normal: "normal quantile on sqrt(tau2 + se2)",
};
const HETEROGENEITY_WORDS =
  "I2 = tau2 / (tau2 + s2), s2 the typical variance within studies (Higgins and Thompson 2002); interval of tau2 by the Q-profile (Viechtbauer 2007)";

/**
 * The mean effect of studies. Two studies at least, on one scale. Throws a Problem as `effectsOf` and `fitModel` do. Two studies give no
 * prediction interval with k - 2 degrees of freedom: the result says so.
 */
export function poolStudies(studies: readonly PoolStudy[], options: PoolOptions = POOL_DEFAULTS): PooledEffect {
  const of = effectsOf(studies, 2, "a pool");
  const design = interceptOnly(studies.length);
  const level = options.level ?? 0.95;
  const model = fitModel(of, design, options);
  const { between, fit } = model;
  const [mean, se] = [fit.coefficients[0]!, Math.sqrt(model.covariance.values[0]!)];
  const total = sumOver(fit.weights, (w) => w);
  return {
    kind: "estimated",
    scale: studies[0].scale,
    studies: studies.length,
    method: options.method,
    mean,
    se,
    low: mean - model.width * se,
    high: mean + model.width * se,
    level,
    statistic: mean / se,
    df: model.df,
    p: bothTails(mean / se, model.df),
    tau2: between.tau2,
    tau2Se: between.se,
    heterogeneity: heterogeneityOf(of, design.x, options.method === "fixed" ? undefined : between.tau2, level),
    prediction: predictionOf(studies.length, model, options),
    logLikelihood: model.logLikelihood,
    weights: Object.fromEntries(studies.map(({ id }, i) => [id, fit.weights[i]! / total])),
    note: noteOf(model),
    conventions: {
      tau2: methodWords(options.method),
      interval: INTERVAL_WORDS[options.interval],
      prediction: PREDICTION_WORDS[options.prediction ?? "t k-2"],
      heterogeneity: HETEROGENEITY_WORDS,
    },
  };
}

/** Hartung and Knapp's error can fall below the normal one where effects happen to agree (Jackson and others 2017, Statistics in Medicine 36, 3923). */
const noteOf = ({ fit, covariance, df }: FittedModel): string =>
  df !== undefined && covariance.values[0]! < fit.covariance.values[0]!
    ? "Hartung and Knapp's standard error is smaller here than the normal one, as the effects agree more than tau2 and their variances let expect: compare --interval normal"
    : "";

function predictionOf(k: number, { between, fit, covariance }: FittedModel, options: PoolOptions): Span | NoSpan {
  const rule = options.prediction ?? "t k-2";
  if (options.method === "fixed")
    return { notEstimable: "a fixed-effect pool says nothing about a study that is not in it" };
  if (rule === "t k-2" && k < 3)
    return { notEstimable: "two studies leave no degree of freedom for a prediction (t with k - 2)" };
  const df = rule === "normal" ? undefined : rule === "t k-1" ? k - 1 : k - 2;
  const half = halfWidth(options.level ?? 0.95, df) * Math.sqrt(between.tau2 + covariance.values[0]!);
  return { low: fit.coefficients[0]! - half, high: fit.coefficients[0]! + half };
}

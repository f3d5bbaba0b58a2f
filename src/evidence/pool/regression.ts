import { cholesky, gammaUpper, matrix, Problem, solveCholesky } from "../../terms/index.ts";
import { designOf, inOwnUnits, interceptOnly, withModerators } from "./design.ts";
import { type Heterogeneity, heterogeneityOf } from "./heterogeneity.ts";
import {
  type FittedModel,
  fitModel,
  INTERVAL_WORDS,
  type ModelOptions,
  methodWords,
  type PoolMethod,
} from "./model.ts";
import { type Effects, effectsOf, type PoolScale, type PoolStudy } from "./studies.ts";
import { bothTails, fUpper } from "./tails.ts";

/** One coefficient: change of the effect for one unit more of its moderator. */
export interface Coefficient {
  name: string;
  value: number;
  se: number;
  statistic: number;
  p: number;
  low: number;
  high: number;
}

/** A regression of effects on what differs between studies. */
export interface MetaRegression {
  kind: "estimated";
  scale: PoolScale;
  studies: number;
  /** Ids of studies that do not state a moderator. */
  leftOut: string[];
  method: PoolMethod;
  coefficients: Coefficient[];
  df: number | undefined;
  level: number;
  /** Variance between studies that the moderators leave. */
  tau2: number;
  tau2Se: number;
  heterogeneity: Heterogeneity;
  /** Do the moderators matter at all? Chi-square with df1 (normal), or F with df1 and df2 (Hartung and Knapp). */
  moderators: { statistic: number; df1: number; df2: number | undefined; p: number };
  /** Share of the variance between studies that the moderators explain; for the fixed effect the adjusted R2 of the weighted fit. */
  r2: number;
  logLikelihood: number;
  conventions: { tau2: string; interval: string; r2: string };
}

const R2_WORDS = {
  random: "1 - tau2 / tau2 without moderators, same studies and estimator, at or above 0 (Raudenbush 1994)",
  fixed: "adjusted R2 of the weighted fit, at or above 0",
};

/**
 * Effects on moderators by name. Studies that do not state one are left out and named. Throws a Problem where there are not more studies than
 * coefficients, where a moderator does not vary, and as `effectsOf` and `fitModel` do.
 */
export function metaRegression(
  studies: readonly PoolStudy[],
  names: readonly string[],
  options: ModelOptions,
): MetaRegression {
  checkNames(studies, names);
  const { kept, columns, leftOut } = withModerators(studies, names);
  return { ...regressOn(kept, columns, options), leftOut };
}

/** The same on columns of numbers, each as long as the studies. */
export function regressOn(
  studies: readonly PoolStudy[],
  columns: Readonly<Record<string, Float64Array>>,
  options: ModelOptions,
): MetaRegression {
  const of = effectsOf(studies, Object.keys(columns).length + 2, "a meta-regression");
  const design = designOf(studies.length, columns);
  const model = fitModel(of, design, options);
  const own = inOwnUnits(design, model.fit.coefficients, model.covariance);
  const level = options.level ?? 0.95;
  const isFixed = options.method === "fixed";
  const heterogeneity = heterogeneityOf(of, design.x, isFixed ? undefined : model.between.tau2, level);
  return {
    kind: "estimated",
    scale: studies[0].scale,
    studies: studies.length,
    leftOut: [],
    method: options.method,
    coefficients: design.names.map((name, j) =>
      coefficientOf(name, own.coefficients[j]!, Math.sqrt(own.covariance.values[j * design.names.length + j]!), model),
    ),
    df: model.df,
    level,
    tau2: model.between.tau2,
    tau2Se: model.between.se,
    heterogeneity,
    moderators: moderatorTest(model),
    r2: explained(of, model, options, heterogeneity),
    logLikelihood: model.logLikelihood,
    conventions: {
      tau2: methodWords(options.method),
      interval: INTERVAL_WORDS[options.interval],
      r2: isFixed ? R2_WORDS.fixed : R2_WORDS.random,
    },
  };
}

function coefficientOf(name: string, value: number, se: number, { df, width }: FittedModel): Coefficient {
  const statistic = value / se;
  return { name, value, se, statistic, p: bothTails(statistic, df), low: value - width * se, high: value + width * se };
}

/** Wald's test of all coefficients but the intercept: b' V^-1 b. It is the same in any unit of the moderators. */
function moderatorTest({ fit, covariance, df }: FittedModel): MetaRegression["moderators"] {
  const m = covariance.columns - 1;
  const inner = matrix(m, m, (i, j) => covariance.values[(i + 1) * (m + 1) + j + 1]!);
  const b = fit.coefficients.slice(1);
  const solved = solveCholesky(cholesky(inner), b);
  const wald = b.reduce((sum, value, i) => sum + value * solved[i]!, 0);
  return df === undefined
    ? { statistic: wald, df1: m, df2: undefined, p: gammaUpper(wald, m / 2, 0.5) }
    : { statistic: wald / m, df1: m, df2: df, p: fUpper(wald / m, m, df) };
}

function explained(of: Effects, { between }: FittedModel, options: ModelOptions, left: Heterogeneity): number {
  const x = interceptOnly(of.effects.length);
  if (options.method === "fixed") {
    const all = heterogeneityOf(of, x.x, undefined, 0.95);
    return all.q > 0 ? Math.max(0, 1 - left.q / left.df / (all.q / all.df)) : 0;
  }
  const { tau2 } = fitModel(of, x, { ...options, interval: "normal" }).between;
  return tau2 > 0 ? Math.max(0, 1 - between.tau2 / tau2) : 0;
}

function checkNames(studies: readonly PoolStudy[], names: readonly string[]): void {
  const known = [...new Set(studies.flatMap((s) => Object.keys(s.moderators ?? {})))];
  for (const name of names)
    if (!known.includes(name)) {
      const next = known.length > 0 ? `The studies have ${known.join(", ")}.` : "The studies have no moderators.";
      throw new Problem({ code: "unknown-name", what: "moderator", name, known, next });
    }
}

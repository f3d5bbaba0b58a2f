export { type Appraisal, appraise, type Robustness } from "./appraise.ts";
export { type AsymmetryTest, eggerMixedTest, eggerTest, rankTest } from "./asymmetry.ts";
export { TAU2_METHODS, type Tau2Method } from "./between-variance.ts";
export type { Heterogeneity } from "./heterogeneity.ts";
export { cumulative, failSafe, leaveOneOut, shrunken, type WithoutOne } from "./influence.ts";
export { type CountStudy, type MantelHaenszel, type MantelHaenszelRatio, mantelHaenszel } from "./mantel-haenszel.ts";
export { INTERVALS, type IntervalRule, type ModelOptions, POOL_METHODS, type PoolMethod } from "./model.ts";
export {
  POOL_DEFAULTS,
  type PooledEffect,
  type PoolOptions,
  PREDICTIONS,
  type PredictionRule,
  poolStudies,
} from "./pool.ts";
export { type Coefficient, type MetaRegression, metaRegression } from "./regression.ts";
export { POOL_SCALES, type PoolScale, type PoolStudy } from "./studies.ts";
export { type ThreeLevelPool, threeLevelPool } from "./three-level.ts";
export { type MissingEstimator, type TrimAndFill, trimAndFill } from "./trim-and-fill.ts";

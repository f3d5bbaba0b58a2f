import { Problem } from "../../terms/index.ts";
import { type AsymmetryTest, eggerTest, rankTest } from "./asymmetry.ts";
import { failSafe, leaveOneOut, type WithoutOne } from "./influence.ts";
import { type PooledEffect, type PoolOptions, poolStudies } from "./pool.ts";
import { type MetaRegression, metaRegression } from "./regression.ts";
import type { PoolStudy } from "./studies.ts";
import { type ThreeLevelPool, threeLevelPool } from "./three-level.ts";
import { type TrimAndFill, trimAndFill } from "./trim-and-fill.ts";

/** What hangs on missing or odd studies; only with three studies or more. */
export interface Robustness {
  /** Undefined where all variances or all effects are one, or a line goes through every effect. */
  egger: AsymmetryTest | undefined;
  rank: ReturnType<typeof rankTest> | undefined;
  trimAndFill: TrimAndFill;
  failSafe: number;
  leaveOneOut: WithoutOne[];
}

/** A pool with everything that a reader needs to judge it. */
export interface Appraisal {
  pooled: PooledEffect;
  /** Only where a sample gives more than one effect: then this, not `pooled`, is the mean to read. */
  threeLevel: ThreeLevelPool | undefined;
  regression: MetaRegression | undefined;
  robustness: Robustness | undefined;
}

/** Pools studies and appraises the pool; `moderators` asks for a regression on them. Throws a Problem as its parts do. */
export function appraise(
  studies: readonly PoolStudy[],
  options: PoolOptions,
  moderators: readonly string[] = [],
): Appraisal {
  const pooled = poolStudies(studies, options);
  return {
    pooled,
    threeLevel: sharesSamples(studies) ? threeLevelPool(studies, options.level) : undefined,
    regression: moderators.length > 0 ? metaRegression(studies, moderators, options) : undefined,
    robustness: studies.length > 2 ? robustnessOf(studies, options) : undefined,
  };
}

function robustnessOf(studies: readonly PoolStudy[], options: PoolOptions): Robustness {
  const differ = (of: (s: PoolStudy) => number) => studies.some((s) => of(s) !== of(studies[0]));
  const isTestable = differ((s) => s.variance) && differ((s) => s.effect);
  return {
    egger: isTestable ? unlessExact(() => eggerTest(studies)) : undefined,
    rank: isTestable ? rankTest(studies) : undefined,
    trimAndFill: trimAndFill(studies, "L0", options),
    failSafe: failSafe(studies),
    leaveOneOut: leaveOneOut(studies, options),
  };
}

/** Undefined where a line goes through every effect exactly, so that nothing is left to test it by. */
function unlessExact<T>(test: () => T): T | undefined {
  try {
    return test();
  } catch (error) {
    if (error instanceof Problem && error.data.code === "pool-no-spread") return undefined;
    throw error;
  }
}

function sharesSamples(studies: readonly PoolStudy[]): boolean {
  const named = studies.flatMap((s) => (s.cluster === undefined ? [] : [s.cluster]));
  const several = new Set(named).size < named.length;
  return several && new Set(named).size + (studies.length - named.length) > 1;
}

import { interceptOnly } from "./design.ts";
import { fitModel, type ModelOptions } from "./model.ts";
import { type PooledEffect, poolStudies } from "./pool.ts";
import { regressOn } from "./regression.ts";
import { effectsOf, type PoolStudy } from "./studies.ts";

/** Estimators of the number of missing studies (Duval and Tweedie 2000, Biometrics 56; R0 and L0). */
export type MissingEstimator = "L0" | "R0";

/** A pool with the studies added that a symmetric funnel would have. */
export interface TrimAndFill {
  estimator: MissingEstimator;
  /** Number of studies that seem to be missing, and its standard error. */
  missing: number;
  missingSe: number;
  /** The side of the funnel where they are missing. */
  side: "left" | "right";
  filled: PoolStudy[];
  pooled: PooledEffect;
  convention: string;
}

/** Rounds of trimming after which a number that swings to and fro is taken as it is. */
const ROUNDS = 100;

/**
 * Duval and Tweedie's trim and fill: the most extreme studies of one side are trimmed until the rest is symmetric about its mean, then mirrored.
 * The side, unless given, is the one that Egger's line (same estimator) points away from. It is a check of how much could hang on missing studies,
 * not a correction. Three studies at least.
 */
export function trimAndFill(
  studies: readonly PoolStudy[],
  estimator: MissingEstimator,
  options: ModelOptions,
  given?: "left" | "right",
): TrimAndFill {
  effectsOf(studies, 3, "trim and fill");
  const side = given ?? emptierSide(studies, options);
  const sign = side === "right" ? -1 : 1;
  const order = studies.map((study) => ({ ...study, effect: sign * study.effect })).sort((a, b) => a.effect - b.effect);
  const { missing, missingSe, mean } = trim(order, estimator, options);
  const filled = (missing > 0 ? order.slice(-missing) : []).map((study, i) => ({
    id: `filled ${i + 1}`,
    scale: study.scale,
    effect: sign * (2 * mean - study.effect),
    variance: study.variance,
  }));
  return {
    estimator,
    missing,
    missingSe,
    side,
    filled,
    pooled: poolStudies([...studies, ...filled], options),
    convention: `Duval and Tweedie (2000), estimator ${estimator}, missing on the ${side}`,
  };
}

function emptierSide(studies: readonly PoolStudy[], options: ModelOptions): "left" | "right" {
  const errors = Float64Array.from(studies, (s) => Math.sqrt(s.variance));
  if (errors.every((e) => e === errors[0])) return "left";
  const slope = regressOn(studies, { "standard error": errors }, { ...options, interval: "normal" }).coefficients[1]
    .value;
  return slope < 0 ? "right" : "left";
}

/** Studies in rising order, with those missing on the left: how many, and the mean of what is left after trimming as many on the right. */
function trim(order: readonly PoolStudy[], estimator: MissingEstimator, options: ModelOptions) {
  let found = { missing: 0, missingSe: 0, mean: 0 };
  for (let round = 0, before = -1; round <= ROUNDS && found.missing !== before; round++) {
    before = found.missing;
    // One study at least is left: it is its own mean.
    const rest = order.slice(0, Math.max(1, order.length - before));
    const mean = rest.length === 1 ? rest[0].effect : meanOf(rest, options);
    const [raw, se] = ESTIMATORS[estimator](signedRanks(order.map((s) => s.effect - mean)));
    found = { missing: Math.min(order.length - 1, Math.max(0, halfToEven(raw))), missingSe: se, mean };
  }
  return found;
}

function meanOf(studies: readonly PoolStudy[], options: ModelOptions): number {
  const of = effectsOf(studies, 2, "trim and fill");
  return fitModel(of, interceptOnly(studies.length), { ...options, interval: "normal" }).fit.coefficients[0]!;
}

/** The rank of each deviation by size, with its sign; equal ones in the order in which they stand. */
function signedRanks(deviations: readonly number[]): number[] {
  const order = deviations.map((_, i) => i).sort((a, b) => Math.abs(deviations[a]) - Math.abs(deviations[b]) || a - b);
  const ranks = deviations.map(() => 0);
  for (const [rank, i] of order.entries()) ranks[i] = Math.sign(deviations[i]) * (rank + 1);
  return ranks;
}

const ESTIMATORS: Readonly<Record<MissingEstimator, (ranks: readonly number[]) => [number, number]>> = {
  R0: (ranks) => {
    const missing = ranks.length - Math.max(0, ...ranks.map((r) => -r)) - 1;
    return [missing, Math.sqrt(2 * Math.max(0, missing) + 2)];
  },
  L0: (ranks) => {
    const k = ranks.length;
    const sum = ranks.reduce((total, r) => (r > 0 ? total + r : total), 0);
    const m = (4 * sum - k * (k + 1)) / (2 * k - 1);
    const variance =
      (k * (k + 1) * (2 * k + 1) + 10 * m * m * m + 27 * m * m + 17 * m - 18 * k * m * m - 18 * k * m + 6 * k * k * m) /
      24;
    return [m, (4 * Math.sqrt(Math.max(0, variance))) / (2 * k - 1)];
  },
};

/** Rounds to a whole number, halves to the even one, as the reference does. */
function halfToEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(value);
}

import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { betaQuantile } from "../../terms/index.ts";

/** A positive quantity on the log scale: its middle is exp(logMiddle), its doubt the variance of the logarithm. */
export interface LogEstimate {
  logMiddle: number;
  logVariance: number;
}

/** Half-widths of normal intervals in standard deviations, by level. */
const Z95 = 1.959963984540054;
export const Z90 = 1.6448536269514722;

/** A share that stands between extent and record, with the answers behind it (after the design effect). */
export interface SampledShare {
  share: number;
  effectiveN: number;
}

/**
 * Two-stage multiplier N = R / (r c): R recorded, r reported by victims, c recorded by the police.
 * Var log N = 1/R + (1-r)/(r n_r) + (1-c)/(c n_c), delta method with Poisson R and binomial shares.
 */
export function twoStage(recorded: number, ...stages: readonly SampledShare[]): LogEstimate {
  let logMiddle = ln(recorded);
  let logVariance = 1 / recorded;
  for (const stage of stages) {
    logMiddle -= ln(stage.share);
    logVariance += shareLogVariance(stage);
  }
  return { logMiddle, logVariance };
}

/** Variance of the log of a share from n answers: (1-p)/(p n). */
export const shareLogVariance = ({ share, effectiveN }: SampledShare): number => (1 - share) / (share * effectiveN);

/** Variance of the log of a quantity published as a range that covers 95% (or 90%) of it. */
export function rangeLogVariance(low: number, high: number, level: 0.9 | 0.95 = 0.95): number {
  const sd = (ln(high) - ln(low)) / (2 * (level === 0.95 ? Z95 : Z90));
  return sd * sd;
}

/** Jeffreys interval of a published share with `effectiveN` answers behind it; the share itself stays the middle. */
export function jeffreys({ share, effectiveN }: SampledShare, level: number): { low: number; high: number } {
  const [a, b] = [share * effectiveN + 0.5, (1 - share) * effectiveN + 0.5];
  return {
    low: Math.min(share, betaQuantile((1 - level) / 2, a, b)),
    high: Math.max(share, betaQuantile((1 + level) / 2, a, b)),
  };
}

/** A share that several parts may use: the same id moves them together. */
export interface Stage {
  id: string;
  share: number;
  logVariance: number;
}

/**
 * Sum over parts of R / (product of shares). Var N by the delta method: Poisson parts are independent, a share
 * that stands in several parts moves them together. Returns the sum on the log scale. Needs a recorded part above 0.
 */
export function sumOfParts(parts: readonly { recorded: number; stages: readonly Stage[] }[]): LogEstimate {
  let total = 0;
  let variance = 0;
  const through = new Map<string, { sum: number; logVariance: number }>();
  for (const { recorded, stages } of parts) {
    const size = stages.reduce((n, stage) => n / stage.share, recorded);
    total += size;
    if (recorded > 0) variance += (size * size) / recorded;
    for (const { id, logVariance } of stages) {
      const before = through.get(id)?.sum ?? 0;
      through.set(id, { sum: before + size, logVariance });
    }
  }
  for (const { sum, logVariance } of through.values()) variance += sum * sum * logVariance;
  return { logMiddle: ln(total), logVariance: variance / (total * total) };
}

/** Middle and interval at the level 0.9 of a quantity on the log scale. */
export function interval90({ logMiddle, logVariance }: LogEstimate): { value: number; low: number; high: number } {
  const half = Z90 * Math.sqrt(logVariance);
  return { value: exp(logMiddle), low: exp(logMiddle - half), high: exp(logMiddle + half) };
}

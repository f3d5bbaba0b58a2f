import exp from "@stdlib/math-base-special-exp";
import { normalQuantile, Problem } from "../../terms/index.ts";
import type { PoolStudy } from "../pool/index.ts";
import { CONVERSIONS, type EffectMetric } from "./metrics.ts";

/** An effect as a study prints it. The doubt is one of: a variance, a standard error, or an interval; all in the metric's own unit. */
export interface PrintedEffect {
  id: string;
  metric: EffectMetric;
  value: number;
  doubt: { variance: number } | { se: number } | { low: number; high: number; level?: number };
}

/** An effect on the scale on which it can be pooled, with the formula that took it there. */
export interface ConvertedEffect extends PoolStudy {
  formula: string;
  reference: string;
}

/**
 * Puts a printed effect on its scale: ratios, % changes and standardised differences become log rate ratios; elasticities and percentage
 * points stay what they are, and a pool of ratios refuses them. An interval is taken over end by end, its width giving the standard error; a
 * standard error or variance goes by the delta method. Throws a Problem where the value has no finite logarithm, or the interval is not around it.
 */
export function convertEffect({ id, metric, value, doubt }: PrintedEffect): ConvertedEffect {
  const { scale, to, slope, formula, reference } = CONVERSIONS[metric];
  const refuse = (found: string, why: string) => new Problem({ code: "pool-conversion", id, metric, found, why });
  const effect = to(value);
  if (!Number.isFinite(effect)) throw refuse(String(value), CONVERSIONS[metric].fails);
  if (!("low" in doubt)) {
    const se = "se" in doubt ? doubt.se : Math.sqrt(doubt.variance);
    if (!(se > 0)) throw refuse(`a standard error of ${se}`, "it must be above 0");
    const onScale = se * Math.abs(slope(value));
    return { id, scale, effect, variance: onScale * onScale, formula, reference };
  }
  const { low, high, level = 0.95 } = doubt;
  if (!(low < high && low <= value && value <= high))
    throw refuse(`${value} (${low} to ${high})`, "the interval does not lie around it");
  const width = Math.abs(to(high) - to(low));
  if (!Number.isFinite(width)) throw refuse(`${low} to ${high}`, CONVERSIONS[metric].fails);
  const se = width / (2 * normalQuantile((1 + level) / 2));
  return { id, scale, effect, variance: se * se, formula, reference };
}

/** A log ratio as a change in per cent: 100 (exp(x) - 1). */
export const percentOf = (logRatio: number): number => 100 * (exp(logRatio) - 1);

/**
 * The risk ratio that an odds ratio stands for where a share `risk` of the untreated have the event: OR / (1 - risk + risk OR) (Zhang and Yu 1998, JAMA 280,
 * 1690). Where events are rare the two agree; where they are not, an odds ratio taken for a risk ratio overstates. Throws a Problem on a share outside 0 to 1.
 */
export function riskRatioOf(oddsRatio: number, risk: number): number {
  if (!(risk >= 0 && risk <= 1))
    throw new Problem({
      code: "out-of-range",
      what: "The risk of the untreated",
      found: String(risk),
      low: "0",
      high: "1",
      next: "Give the share of the untreated who have the event.",
    });
  return oddsRatio / (1 - risk + risk * oddsRatio);
}

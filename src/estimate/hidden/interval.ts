import exp from "@stdlib/math-base-special-exp";
import { lnOnePlus, normalQuantile } from "../../terms/index.ts";

/** A total with what is hidden in it, its standard error and an interval of that level. */
export interface Estimate {
  value: number;
  standardError: number;
  low: number;
  high: number;
  level: number;
}

/** Half-width of the normal interval of a level, in standard deviations. */
export const halfWidth = (level: number): number => normalQuantile((1 + level) / 2);

/**
 * Seen people plus unseen ones, the unseen log-normal: C = exp(z sqrt(ln(1 + variance / unseen^2))), from seen + unseen / C to
 * seen + unseen C (Chao 1987, Biometrics 43, 783). The interval never falls below what was seen. Units: people.
 */
export function seenAndUnseen(seen: number, unseen: number, variance: number, level: number): Estimate {
  const spread = unseen > 0 ? Math.sqrt(lnOnePlus(variance / (unseen * unseen))) : 0;
  const factor = exp(halfWidth(level) * spread);
  return {
    value: seen + unseen,
    standardError: Math.sqrt(variance),
    low: seen + unseen / factor,
    high: seen + unseen * factor,
    level,
  };
}

/** A positive total with a standard deviation of its logarithm: the interval is value exp(-z sd) to value exp(z sd). */
export function logInterval(value: number, logSd: number, level: number): Estimate {
  const factor = exp(halfWidth(level) * logSd);
  return { value, standardError: value * logSd, low: value / factor, high: value * factor, level };
}

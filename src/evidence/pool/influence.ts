import { normalQuantile } from "../../terms/index.ts";
import { type PooledEffect, type PoolOptions, poolStudies } from "./pool.ts";
import { effectsOf, type PoolStudy } from "./studies.ts";
import { sumOver } from "./weighted-fit.ts";

/** The pool without one study. */
export interface WithoutOne {
  /** Id of the study left out. */
  without: string;
  pooled: PooledEffect;
  /** Cook's distance: how far the mean moves, squared, in units of the full pool's variance. */
  cook: number;
}

/** The pool without each study in turn, in the order of the studies. Three studies at least. */
export function leaveOneOut(studies: readonly PoolStudy[], options: PoolOptions): WithoutOne[] {
  effectsOf(studies, 3, "leave-one-out");
  const all = poolStudies(studies, options);
  return studies.map((left) => {
    const pooled = poolOfSome(
      studies.filter((s) => s !== left),
      options,
    );
    const move = (all.mean - pooled.mean) / all.se;
    return { without: left.id, pooled, cook: move * move };
  });
}

/** The pool as each study came in: of the first two, the first three, and so on, in the order given (that of their years, as a rule). */
export function cumulative(
  studies: readonly PoolStudy[],
  options: PoolOptions,
): { upTo: string; pooled: PooledEffect }[] {
  effectsOf(studies, 2, "a cumulative pool");
  return studies.slice(1).map(({ id }, i) => ({ upTo: id, pooled: poolOfSome(studies.slice(0, i + 2), options) }));
}

/** The pool of a part of the studies; where its effects are all equal the interval is the normal one, as its conventions then say. */
function poolOfSome(studies: readonly PoolStudy[], options: PoolOptions): PooledEffect {
  const isAlike = studies.every((s) => s.effect === studies[0].effect);
  return poolStudies(studies, isAlike ? { ...options, interval: "normal" } : options);
}

/**
 * Each study's own effect, drawn to the mean by as much as its variance is large against tau2 (best linear unbiased prediction; Raudenbush and Bryk
 * 1985): tau2 / (tau2 + v) of the way from the mean to the study.
 */
export const shrunken = (studies: readonly PoolStudy[], { mean, tau2 }: PooledEffect): Record<string, number> =>
  Object.fromEntries(studies.map((s) => [s.id, mean + (tau2 / (tau2 + s.variance)) * (s.effect - mean)]));

/**
 * How many unseen studies without any effect would take the sum of z beyond 5% (one-sided) (Rosenthal 1979, Psychological Bulletin 86). Reported because
 * readers ask for it; it assumes that the unseen studies average nil, which is the very thing in doubt.
 */
export function failSafe(studies: readonly PoolStudy[]): number {
  const { effects, variances } = effectsOf(studies, 2, "a fail-safe number");
  const sum = sumOver(effects, (y, i) => y / Math.sqrt(variances[i]!));
  const critical = normalQuantile(0.05);
  return Math.max(0, Math.ceil((sum * sum) / (critical * critical) - studies.length));
}

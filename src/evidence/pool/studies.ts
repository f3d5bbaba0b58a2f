import { Problem } from "../../terms/index.ts";

/** Scales on which effects can be pooled. Effects of different scales never enter one pool; `effect-size/` puts ratios on the first. */
export const POOL_SCALES = [
  "log rate ratio",
  "log risk ratio",
  "log odds ratio",
  "standardised mean difference",
  "mean difference",
  "elasticity",
  "percentage points",
] as const;
export type PoolScale = (typeof POOL_SCALES)[number];

/** One effect of one study, ready to be pooled. */
export interface PoolStudy {
  id: string;
  scale: PoolScale;
  /** On its scale; a log ratio below 0 is a reduction. */
  effect: number;
  /** Sampling variance, above 0, in the square of the unit of the effect. */
  variance: number;
  /** The sample it comes from, where one sample gives several effects. */
  cluster?: string;
  /** Numbers by name; undefined where the study does not say. */
  moderators?: Readonly<Record<string, number | undefined>>;
}

/** Effects beside their variances, checked. */
export interface Effects {
  effects: Float64Array;
  variances: Float64Array;
}

/**
 * The effects and variances of studies that can be pooled. Throws a Problem where there are fewer than `least` studies for what is
 * asked (`method`), two have one id, an effect is not finite, a variance is not above 0, or scales are mixed.
 */
export function effectsOf(studies: readonly PoolStudy[], least: number, method: string): Effects {
  if (studies.length < least) throw new Problem({ code: "pool-too-few", method, found: studies.length, least });
  const [first] = studies;
  const seen = new Set<string>();
  for (const study of studies) {
    if (seen.has(study.id)) throw new Problem({ code: "pool-study-twice", id: study.id });
    seen.add(study.id);
    checkStudy(study);
    if (study.scale !== first.scale)
      throw new Problem({
        code: "pool-mixed-scales",
        first: first.id,
        scale: first.scale,
        second: study.id,
        other: study.scale,
      });
  }
  return {
    effects: Float64Array.from(studies, (s) => s.effect),
    variances: Float64Array.from(studies, (s) => s.variance),
  };
}

function checkStudy({ id, effect, variance }: PoolStudy): void {
  if (!Number.isFinite(effect)) throw new Problem({ code: "pool-effect", id, found: String(effect) });
  if (!(variance > 0 && Number.isFinite(variance)))
    throw new Problem({ code: "pool-variance", id, found: String(variance) });
}

import ln from "@stdlib/math-base-special-ln";
import { gammaUpper, Problem } from "../../terms/index.ts";
import { type Cluster, clusterSums, type TwoVariances, weightedResiduals } from "./clusters.ts";
import { interceptOnly } from "./design.ts";
import { effectsOf, type PoolScale, type PoolStudy } from "./studies.ts";
import { bothTails, halfWidth } from "./tails.ts";
import { fitWith, sumOver } from "./weighted-fit.ts";

/** A mean with its doubt. */
export interface Inference {
  se: number;
  statistic: number;
  df: number | undefined;
  p: number;
  low: number;
  high: number;
  convention: string;
}

/** Effects that share samples, pooled without counting a sample as often as it has effects. */
export interface ThreeLevelPool {
  kind: "estimated";
  scale: PoolScale;
  studies: number;
  clusters: number;
  mean: number;
  level: number;
  /** Variance between samples, and between the effects of one sample. */
  between: number;
  within: number;
  /** Restricted ln likelihood, constants included. */
  logLikelihood: number;
  q: { statistic: number; df: number; p: number };
  /** As the model has it, and robust to whatever ties the effects of one sample have: use this one. */
  model: Inference;
  robust: Inference;
}

const MODEL_WORDS = "REML on two variances (Van den Noortgate and others 2013); normal";
const ROBUST_WORDS =
  "cluster-robust (sandwich) with the factor n / (n - 1) for n clusters, CR1 (Hedges, Tipton and Johnson 2010); t with n - 1 degrees of freedom";
const STEPS = 1000;

/**
 * The three-level model: effect = mean + sample + effect within sample + sampling error. `cluster` names the sample; without one a study is its own.
 * Throws a Problem where there are fewer than two samples, or none with two effects, so that the two variances cannot be told apart.
 */
export function threeLevelPool(studies: readonly PoolStudy[], level = 0.95): ThreeLevelPool {
  const of = effectsOf(studies, 3, "a three-level model");
  const clusters = clustersOf(studies);
  if (clusters.length < 2 || clusters.length === studies.length)
    throw new Problem({ code: "pool-clusters", clusters: clusters.length, effects: studies.length });
  const variances = settle(clusters, of.effects);
  const { mean, ones, logLikelihood } = profile(clusters, variances);
  const flat = fitWith(of, interceptOnly(studies.length).x, 0);
  const df = studies.length - 1;
  const n = clusters.length;
  const meat = clusters.reduce((sum, c) => sum + square(sumOver(weightedResiduals(c, variances, mean), (r) => r)), 0);
  return {
    kind: "estimated",
    scale: studies[0].scale,
    studies: studies.length,
    clusters: n,
    mean,
    level,
    between: variances[0],
    within: variances[1],
    logLikelihood,
    q: { statistic: flat.q, df, p: gammaUpper(flat.q, df / 2, 0.5) },
    model: inference(mean, Math.sqrt(1 / ones), undefined, level, MODEL_WORDS),
    robust: inference(mean, Math.sqrt((meat * n) / (n - 1)) / ones, n - 1, level, ROBUST_WORDS),
  };
}

function inference(mean: number, se: number, df: number | undefined, level: number, convention: string): Inference {
  const half = halfWidth(level, df) * se;
  return { se, statistic: mean / se, df, p: bothTails(mean / se, df), low: mean - half, high: mean + half, convention };
}

function clustersOf(studies: readonly PoolStudy[]): Cluster[] {
  const groups = new Map<string, PoolStudy[]>();
  for (const study of studies) {
    const name = study.cluster === undefined ? `study ${study.id}` : `sample ${study.cluster}`;
    groups.set(name, [...(groups.get(name) ?? []), study]);
  }
  return [...groups.values()].map((group) => ({
    effects: Float64Array.from(group, (s) => s.effect),
    variances: Float64Array.from(group, (s) => s.variance),
  }));
}

/** Restricted likelihood with the mean at its best, its gradient and expected information in the two variances. */
function profile(clusters: readonly Cluster[], variances: TwoVariances) {
  const sums = clusters.map((c) => clusterSums(c, variances));
  const total = (of: (s: (typeof sums)[number]) => number) => sums.reduce((sum, s) => sum + of(s), 0);
  const ones = total((s) => s.ones);
  const mean = total((s) => s.onesY) / ones;
  const residuals = clusters.map((c) => weightedResiduals(c, variances, mean));
  const squares = residuals.reduce((sum, r) => sum + sumOver(r, (value) => value * value), 0);
  const shared = residuals.reduce((sum, r) => sum + square(sumOver(r, (value) => value)), 0);
  const q = residuals.reduce(
    (sum, r, j) => sum + sumOver(r, (value, i) => value * (clusters[j].effects[i]! - mean)),
    0,
  );
  const k = clusters.reduce((sum, c) => sum + c.effects.length, 0);
  const [onesSquare, uu] = [total((s) => s.ones * s.ones), total((s) => s.uu)];
  // tr(PVa) = tr(MVa) - u'Va u / s and tr(PVaPVb) = tr(MVaMVb) - 2 u'VaMVb u / s + (u'Va u)(u'Vb u) / s^2, s = 1'M1.
  const gradient: TwoVariances = [
    (shared - ones + onesSquare / ones) / 2,
    (squares - total((s) => s.trace) + uu / ones) / 2,
  ];
  const information = {
    between: (onesSquare - (2 * total((s) => s.ones * s.ones * s.ones)) / ones + square(onesSquare / ones)) / 2,
    both: (uu - (2 * total((s) => s.ones * s.uu)) / ones + (onesSquare * uu) / (ones * ones)) / 2,
    within: (total((s) => s.traceSquare) - (2 * total((s) => s.uMu)) / ones + square(uu / ones)) / 2,
  };
  const logLikelihood = -((k - 1) * ln(2 * Math.PI) - ln(k) + total((s) => s.logDeterminant) + ln(ones) + q) / 2;
  return { mean, ones, logLikelihood, gradient, information };
}

/** Fisher scoring on variances at or above 0; a step that lowers the likelihood is halved, and a variance at 0 that wants to fall stays there. */
function settle(clusters: readonly Cluster[], effects: Float64Array): TwoVariances {
  const mean = sumOver(effects, (y) => y) / effects.length;
  const spread = sumOver(effects, (y) => square(y - mean)) / effects.length;
  let at: TwoVariances = [spread / 2, spread / 2];
  for (let step = 0; step < STEPS; step++) {
    const here = profile(clusters, at);
    const next = uphill(clusters, at, here, moveOf(at, here));
    const moved = Math.abs(next[0] - at[0]) + Math.abs(next[1] - at[1]);
    at = next;
    if (moved <= 1e-12 * spread) return at;
  }
  throw new Problem({ code: "pool-unsettled", method: "three-level REML", steps: STEPS });
}

type Profile = ReturnType<typeof profile>;

function moveOf(at: TwoVariances, { gradient: [a, b], information }: Profile): TwoVariances {
  const { between, both, within } = information;
  if (at[0] === 0 && a <= 0) return [0, b / within];
  if (at[1] === 0 && b <= 0) return [a / between, 0];
  const determinant = between * within - both * both;
  return [(within * a - both * b) / determinant, (between * b - both * a) / determinant];
}

function uphill(clusters: readonly Cluster[], at: TwoVariances, here: Profile, move: TwoVariances): TwoVariances {
  for (let share = 1; share > 1e-8; share /= 2) {
    const next: TwoVariances = [Math.max(0, at[0] + share * move[0]), Math.max(0, at[1] + share * move[1])];
    if (profile(clusters, next).logLikelihood >= here.logLikelihood - 1e-13 * Math.abs(here.logLikelihood)) return next;
  }
  return at;
}

const square = (x: number): number => x * x;

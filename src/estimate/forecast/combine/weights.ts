import exp from "@stdlib/math-base-special-exp";

/** Past forecasts of one case: each member's quantiles on the log scale, and the truth that has since been seen. */
export interface PastCase {
  /** members[m][k] at the k-th level. */
  members: readonly (readonly number[])[];
  truth: number;
}

/** Rounds of the search and its first step; later steps shrink with the root of the round. */
const ROUNDS = 200;
const FIRST_STEP = 2;

/**
 * Weights on the simplex that would have had the least mean WIS over past cases had the members' quantiles been averaged
 * with them. The score is convex in the weights; solved by exponentiated subgradients from equal weights (Kivinen and
 * Warmuth 1997, Information and Computation 132(1)), the best point seen. No case: equal weights.
 */
export function bestWeights(cases: readonly PastCase[], levels: readonly number[], members: number): number[] {
  let weights = new Array<number>(members).fill(1 / members);
  let best = weights;
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS && cases.length > 0; round++) {
    const { score, slope } = scoreAndSlope(cases, levels, weights);
    if (score < least) [least, best] = [score, weights];
    const middle = slope.reduce((sum, g, m) => sum + weights[m] * g, 0);
    const spread = Math.max(...slope.map((g) => Math.abs(g - middle)));
    if (!(spread > 0)) break;
    const step = FIRST_STEP / Math.sqrt(round + 1) / spread;
    const moved = weights.map((w, m) => w * exp(-step * (slope[m] - middle)));
    const total = moved.reduce((a, b) => a + b, 0);
    weights = moved.map((w) => w / total);
  }
  return best;
}

/** Mean of twice the pinball loss, and its slope in each member's weight. */
function scoreAndSlope(cases: readonly PastCase[], levels: readonly number[], weights: readonly number[]) {
  const slope = new Array<number>(weights.length).fill(0);
  const scale = 2 / (cases.length * levels.length);
  let score = 0;
  for (const { members, truth } of cases)
    for (let k = 0; k < levels.length; k++) {
      let quantile = 0;
      for (let m = 0; m < weights.length; m++) quantile += weights[m] * members[m][k];
      // Loss of a quantile rises by 1 - tau where it lies above the truth and falls by tau where below.
      const side = truth >= quantile ? -levels[k] : 1 - levels[k];
      score += side * (quantile - truth) * scale;
      for (let m = 0; m < weights.length; m++) slope[m] += side * members[m][k] * scale;
    }
  return { score, slope };
}

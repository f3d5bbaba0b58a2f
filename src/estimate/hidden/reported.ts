import exp from "@stdlib/math-base-special-exp";
import { betaQuantile, lnGamma } from "../../terms/index.ts";
import { countFault, positiveFault, type Refusal, refuse } from "./refusal.ts";

/** Posterior of a whole count of which only some were recorded. */
export interface RecordedOf {
  mean: number;
  median: number;
  low: number;
  high: number;
  level: number;
}

/** Above this many recorded, the count's own chance is below a thousandth of it and only the doubt about the rate is left. */
const COUNTED_ONE_BY_ONE = 100_000;
/** A thousand times what was recorded and more: a total that far is no estimate. */
const FURTHEST = 1e8;

/**
 * Whole count N when `recorded` of it are known and the rate is p ~ Beta(a, b): prior 1/N, P(N) = C(N-1, y-1) B(a+y, b+N-y) / B(a, b),
 * mean y (a+b-1)/(a-1). Quantiles are whole numbers; above 100,000 recorded those of y / p. Refused for a <= 1 (infinite mean) and
 * where nothing is recorded (the prior alone would speak). (Raftery 1988, Biometrika 75, 223, for a known rate; mixed over the Beta here.)
 */
export function hiddenGivenRate(recorded: number, a: number, b: number, level = 0.95): RecordedOf | Refusal {
  const fault =
    countFault({ "The recorded count": recorded }, 1) ?? positiveFault({ "The prior's second parameter": b });
  if (fault) return fault;
  if (!(a > 1 && a < Infinity)) return refuse({ code: "hidden-rate-prior", a });
  const tails = [(1 - level) / 2, 0.5, (1 + level) / 2];
  const large = tails.map((q) => recorded / betaQuantile(1 - q, a, b));
  const isLarge = recorded > COUNTED_ONE_BY_ONE;
  if (!isLarge && large[2] > FURTHEST)
    return refuse({ code: "hidden-too-wide", recorded, a, b, furthest: Math.round(large[2]) });
  const [low, median, high] = isLarge ? large : wholeQuantiles(tails, recorded, a, b);
  return { mean: (recorded * (a + b - 1)) / (a - 1), median, low, high, level };
}

/** Probability of each whole count under that posterior. */
export const chanceOfTotal = (total: number, recorded: number, a: number, b: number): number =>
  total < recorded || !Number.isInteger(total) ? 0 : exp(lnChance(total, recorded, a, b));

function lnChance(total: number, recorded: number, a: number, b: number): number {
  const hidden = total - recorded;
  return lnGamma(total) - lnGamma(recorded) - lnGamma(hidden + 1) + (lnBeta(a + recorded, b + hidden) - lnBeta(a, b));
}

const lnBeta = (a: number, b: number): number => lnGamma(a) + lnGamma(b) - lnGamma(a + b);

/** Smallest counts that reach each of some rising probabilities: sums from the first count on, each term from the one before. */
function wholeQuantiles(tails: readonly number[], recorded: number, a: number, b: number): number[] {
  let total = startOf(recorded, a, b);
  let chance = exp(lnChance(total, recorded, a, b));
  let sum = chance;
  return tails.map((q) => {
    while (sum < q) {
      const hidden = total - recorded;
      chance *= (total * (b + hidden)) / ((hidden + 1) * (a + b + total));
      sum += chance;
      total++;
    }
    return total;
  });
}

/** The first count whose probability is not lost beside the others: the chance rises up to the mode, so halving finds it. */
function startOf(recorded: number, a: number, b: number): number {
  const kept = (total: number) => lnChance(total, recorded, a, b) > -60;
  let [low, high] = [recorded - 1, Math.max(recorded, Math.ceil(recorded / betaQuantile(0.5, a, b)))];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (kept(middle)) high = middle;
    else low = middle;
  }
  return high;
}

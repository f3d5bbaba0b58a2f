import { negativeBinomialLogPmf, negativeBinomialQuantile } from "../../terms/index.ts";
import { countFault, positiveFault, type Refusal, shareFault } from "./refusal.ts";

/** A recorded count, the exposure behind it (population, firms), the share recorded, and a Gamma prior of the rate per exposure. */
export interface UnderReported {
  recorded: number;
  exposure: number;
  share: number;
  shape: number;
  rate: number;
}

/** Posterior of the true count, and how well the prior foretold the record. */
export interface TrueCount {
  shape: number;
  rate: number;
  mean: number;
  standardDeviation: number;
  median: number;
  low: number;
  high: number;
  level: number;
  logMarginal: number;
}

/**
 * True count behind a record: y ~ Poisson(rate x exposure x share) with a Gamma(shape, rate) prior of the rate, the share known. The
 * unrecorded count is then negative binomial with size shape + y. (Gelman et al. 2013, Bayesian Data Analysis, section 2.6; thinning of
 * Poisson counts.) The share carries no doubt here: for a doubtful one see `hiddenGivenRate`.
 */
export function trueCount(
  { recorded, exposure, share, shape, rate }: UnderReported,
  level = 0.95,
): TrueCount | Refusal {
  const fault =
    countFault({ "The recorded count": recorded }) ??
    shareFault({ "The share recorded": share }) ??
    positiveFault({ "The exposure": exposure, "The prior's shape": shape, "The prior's rate": rate });
  if (fault) return fault;
  const after = { shape: shape + recorded, rate: rate + exposure * share };
  const unrecorded = (after.shape / after.rate) * exposure * (1 - share);
  const at = (q: number) => recorded + negativeBinomialQuantile(q, unrecorded, after.shape);
  return {
    ...after,
    mean: recorded + unrecorded,
    standardDeviation: Math.sqrt(unrecorded + (unrecorded * unrecorded) / after.shape),
    median: at(0.5),
    low: at((1 - level) / 2),
    high: at((1 + level) / 2),
    level,
    logMarginal: negativeBinomialLogPmf(recorded, (shape / rate) * exposure * share, shape),
  };
}

import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { lnOnePlus, negativeBinomialLogPmf } from "../../terms/index.ts";
import { type Estimate, seenAndUnseen } from "./interval.ts";
import { rootBetween } from "./lists/root.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Repeats } from "./repeats.ts";

/** A fitted distribution of sightings with the never seen cut off. */
export interface Truncated extends Estimate {
  /** Mean sightings a person, the unseen counted in. */
  mean: number;
  /** Size of the negative binomial: 1 is the geometric, infinite the Poisson. */
  size: number;
  logLikelihood: number;
  aic: number;
}

/** Zero-truncated Poisson: everybody has the same rate. Maximum likelihood; variance of Sanathanan 1977 (Journal of the American Statistical Association 72, 669). */
export const truncatedPoisson = (repeats: Repeats, level = 0.95): Truncated | Refusal =>
  fitted(repeats, () => Infinity, 1, level);

/** Zero-truncated geometric: rates are exponential between people. Maximum likelihood in closed form. */
export const truncatedGeometric = (repeats: Repeats, level = 0.95): Truncated | Refusal =>
  fitted(repeats, () => 1, 1, level);

/**
 * Zero-truncated negative binomial: rates are gamma between people. Maximum likelihood. Refused at the boundary, where the best size is
 * 0 and the total has no end; where rates spread no more than chance it is the Poisson, with size Infinity.
 */
export const truncatedNegativeBinomial = (repeats: Repeats, level = 0.95): Truncated | Refusal =>
  fitted(repeats, bestSize, 2, level);

type SizeOf = (repeats: Repeats) => number;

function fitted(repeats: Repeats, sizeOf: SizeOf, parameters: number, level: number): Truncated | Refusal {
  const { people, observed, sightings } = repeats;
  if (sightings === observed) return refuse({ code: "hidden-seen-once", people: observed });
  const size = sizeOf(repeats);
  if (size === 0) return refuse({ code: "hidden-boundary", people: observed });
  const mean = meanOf(sightings / observed, size);
  const nobody = unseenOdds(mean, size);
  const lnSeen = ln(seenShare(mean, size));
  const each = (k: number) => negativeBinomialLogPmf(k, mean, size) - lnSeen;
  const logLikelihood = people.reduce((sum, n, i) => (n === 0 ? sum : sum + n * each(i + 1)), 0);
  const variance = (observed * (1 + nobody)) / informationOnUnseen(mean, size, parameters);
  const whole = seenAndUnseen(observed, observed * nobody, variance, level);
  return { ...whole, mean, size, logLikelihood, aic: 2 * parameters - 2 * logLikelihood };
}

/** -ln of the chance of not being seen. */
const lnOddsSeen = (mean: number, size: number): number => (size === Infinity ? mean : size * lnOnePlus(mean / size));

/** Chance of being seen at all, with all its digits where it is small. */
function seenShare(mean: number, size: number): number {
  const x = lnOddsSeen(mean, size);
  return x > 0.01 ? 1 - exp(-x) : x * (1 - (x / 2) * (1 - (x / 3) * (1 - (x / 4) * (1 - (x / 5) * (1 - x / 6)))));
}

/** People never seen for each that was. */
const unseenOdds = (mean: number, size: number): number => exp(-lnOddsSeen(mean, size)) / seenShare(mean, size);

/** The mean over all at which those seen at all are seen `seen` > 1 times on average: where the likelihood's slope is 0. */
function meanOf(seen: number, size: number): number {
  const gap = (t: number) => exp(t) / seenShare(exp(t), size) - seen;
  return exp(rootBetween(gap, ln(seen - 1) - 40, ln(seen), 1e-15));
}

/** The size of highest likelihood: 0 at the boundary, Infinity where the Poisson is best. */
function bestSize(repeats: Repeats): number {
  if (slopeAtZero(repeats) <= 0) return 0;
  const slope = (t: number) => slopeOfSize(repeats, exp(t));
  const [small, large] = [ln(1e-6), ln(1e6)];
  if (slope(large) > 0) return Infinity;
  return slope(small) <= 0 ? 0 : exp(rootBetween(slope, small, large, 1e-12));
}

/** Slope of the likelihood along the size, the mean at its best for each. */
function slopeOfSize({ people, observed, sightings }: Repeats, size: number): number {
  const mean = meanOf(sightings / observed, size);
  let [rising, sum] = [0, 0];
  people.forEach((n, j) => {
    rising += 1 / (size + j);
    sum += n * rising;
  });
  return sum - (observed * lnOnePlus(mean / size)) / seenShare(mean, size);
}

/** The same at size 0, where the sightings of those seen follow the logarithmic series of Fisher, Corbet and Williams (1943). */
function slopeAtZero({ people, observed, sightings }: Repeats): number {
  const seen = sightings / observed;
  const w = rootBetween((x) => (exp(x) - 1) / x - seen, 1e-9, 2 * ln(seen) + 1e-3, 1e-14);
  let [harmonic, sum] = [0, 0];
  people.forEach((n, j) => {
    harmonic += j === 0 ? 0 : 1 / j;
    sum += n * harmonic;
  });
  return sum - (observed * w) / 2;
}

/**
 * Var N = N / this: the odds of being seen less what must be spent on the mean, and on the size where it is fitted too (Sanathanan 1972,
 * Annals of Mathematical Statistics 43, 142). For the Poisson it is exp(mean) - mean - 1.
 */
function informationOnUnseen(mean: number, size: number, parameters: number): number {
  const odds = 1 / unseenOdds(mean, size);
  if (size === Infinity) return odds - mean;
  const onMean = (size * mean) / (size + mean);
  if (parameters === 1) return odds - onMean;
  const slope = mean / (size + mean) - lnOnePlus(mean / size);
  return odds - onMean - (slope * slope) / informationOnSize(mean, size);
}

/** Fisher information of one person's sightings about the size: E sum_{j < X} 1 / (size + j)^2 - mean / (size (size + mean)). */
function informationOnSize(mean: number, size: number): number {
  let chance = exp(-lnOddsSeen(mean, size));
  let [above, sum] = [1 - chance, 0];
  for (let j = 0; above > 1e-14 && j < 1_000_000; j++) {
    sum += above / (size + j) ** 2;
    chance *= ((size + j) * mean) / ((j + 1) * (size + mean));
    above -= chance;
  }
  return sum - mean / (size * (size + mean));
}

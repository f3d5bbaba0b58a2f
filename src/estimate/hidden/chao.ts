import exp from "@stdlib/math-base-special-exp";
import { type Estimate, seenAndUnseen } from "./interval.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Repeats } from "./repeats.ts";

const onceAndTwice = ({ people }: Repeats): [number, number] => [people[0] ?? 0, people[1] ?? 0];

/**
 * Chao's lower bound n + f1^2 / (2 f2), which holds whatever the spread of rates between people (Chao 1987, Biometrics 43, 783,
 * formulas 7 and 11). Units: people. Refused where nobody was seen twice; see `chaoCorrected` then.
 */
export function chao(repeats: Repeats, level = 0.95): Estimate | Refusal {
  const [once, twice] = onceAndTwice(repeats);
  if (twice === 0) return refuse({ code: "hidden-no-pairs", once, twice });
  const r = once / twice;
  const variance = twice * (r ** 4 / 4 + r ** 3 + r ** 2 / 2);
  return seenAndUnseen(repeats.observed, (once * once) / (2 * twice), variance, level);
}

/** Chao's bound with the bias of small counts taken off, n + f1 (f1 - 1) / (2 (f2 + 1)); stands without pairs (Chao 1989, Biometrics 45, 427). */
export function chaoCorrected(repeats: Repeats, level = 0.95): Estimate {
  const [once, twice] = onceAndTwice(repeats);
  const pairs = twice + 1;
  const unseen = (once * (once - 1)) / (2 * pairs);
  const variance =
    unseen +
    (once * (2 * once - 1) ** 2) / (4 * pairs ** 2) +
    (once * once * twice * (once - 1) ** 2) / (4 * pairs ** 4);
  return seenAndUnseen(repeats.observed, unseen, variance, level);
}

/** A Zelterman estimate with the rate of sightings per person that it stands on. */
export interface Zelterman extends Estimate {
  rate: number;
}

/**
 * Zelterman's estimate n / (1 - exp(-rate)), rate 2 f2 / f1: a Poisson fitted where the unseen are nearest (Zelterman 1988, Journal of
 * Statistical Planning and Inference 18, 225; variance of Bohning 2008, Statistical Methodology 5, 410). Units: people.
 */
export function zelterman(repeats: Repeats, level = 0.95): Zelterman | Refusal {
  const [once, twice] = onceAndTwice(repeats);
  if (once === 0 || twice === 0) return refuse({ code: "hidden-no-pairs", once, twice });
  const n = repeats.observed;
  const rate = (2 * twice) / once;
  const none = exp(-rate);
  const g = none / (1 - none) ** 2;
  const variance = n * g * (1 + n * g * rate * rate * (1 / once + 1 / twice));
  return { ...seenAndUnseen(n, (n * none) / (1 - none), variance, level), rate };
}

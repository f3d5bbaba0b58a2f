import exp from "@stdlib/math-base-special-exp";
import { type Estimate, logInterval } from "./interval.ts";
import { type SampledShare, shareLogVariance, twoStage } from "./multiplier.ts";
import { countFault, positiveFault, type Refusal, shareFault } from "./refusal.ts";

/** A two-stage total with where its doubt comes from, as parts of the variance of its logarithm. */
export interface TwoStage extends Estimate {
  logVariance: number;
  parts: { recorded: number; reporting: number; recording: number };
}

/**
 * Two-stage multiplier N = R / (r c): R recorded, r the share that victims report (survey), c the share of reports that the police record
 * (audit); see `twoStage`. The parts of the doubt say which of the three to measure better. Units: events.
 */
export function twoStageTotal(
  recorded: number,
  reporting: SampledShare,
  recording: SampledShare,
  level = 0.95,
): TwoStage | Refusal {
  const fault =
    countFault({ "The recorded count": recorded }, 1) ??
    shareFault({ "The share reported": reporting.share, "The share recorded": recording.share }) ??
    positiveFault({
      "The number of answers on reporting": reporting.effectiveN,
      "The number of reports audited": recording.effectiveN,
    });
  if (fault) return fault;
  const { logMiddle, logVariance } = twoStage(recorded, reporting, recording);
  const parts = {
    recorded: 1 / recorded,
    reporting: shareLogVariance(reporting),
    recording: shareLogVariance(recording),
  };
  return { ...logInterval(exp(logMiddle), Math.sqrt(logVariance), level), logVariance, parts };
}

import ln from "@stdlib/math-base-special-ln";
import { Problem } from "../../terms/index.ts";
import type { PoolScale } from "./studies.ts";
import { bothTails, halfWidth } from "./tails.ts";

/** Counts of one study: events and people, or person-time, of the treated and the untreated. */
export interface CountStudy {
  id: string;
  treatedEvents: number;
  /** People in the arm, events included; for a rate, its person-time. */
  treated: number;
  untreatedEvents: number;
  untreated: number;
}

export type MantelHaenszelRatio = "risk ratio" | "odds ratio" | "rate ratio";

/** A common ratio over studies, on the log scale. */
export interface MantelHaenszel {
  kind: "estimated";
  scale: PoolScale;
  studies: number;
  mean: number;
  se: number;
  low: number;
  high: number;
  level: number;
  p: number;
  convention: string;
}

const SCALES: Readonly<Record<MantelHaenszelRatio, PoolScale>> = {
  "risk ratio": "log risk ratio",
  "odds ratio": "log odds ratio",
  "rate ratio": "log rate ratio",
};
const WORDS: Readonly<Record<MantelHaenszelRatio, string>> = {
  "risk ratio": "Mantel-Haenszel risk ratio, variance of Greenland and Robins (1985); one effect for all studies",
  "odds ratio":
    "Mantel-Haenszel (1959) odds ratio, variance of Robins, Breslow and Greenland (1986); one effect for all studies",
  "rate ratio": "Mantel-Haenszel rate ratio, variance of Greenland and Robins (1985); one effect for all studies",
};

/** What each study adds to the sums: numerator, denominator, and the parts of the variance. */
type Terms = [top: number, bottom: number, ...parts: number[]];

const TERMS: Readonly<Record<MantelHaenszelRatio, (s: CountStudy) => Terms>> = {
  "risk ratio": ({ treatedEvents: a, treated: n1, untreatedEvents: c, untreated: n2 }) => {
    const n = n1 + n2;
    return [(a * n2) / n, (c * n1) / n, (n1 * n2 * (a + c) - a * c * n) / (n * n)];
  },
  "rate ratio": ({ treatedEvents: a, treated: t1, untreatedEvents: c, untreated: t2 }) => {
    const t = t1 + t2;
    return [(a * t2) / t, (c * t1) / t, ((a + c) * t1 * t2) / (t * t)];
  },
  "odds ratio": ({ treatedEvents: a, treated: n1, untreatedEvents: c, untreated: n2 }) => {
    const n = n1 + n2;
    const [r, s] = [(a * (n2 - c)) / n, ((n1 - a) * c) / n];
    const [p, q] = [(a + n2 - c) / n, (n1 - a + c) / n];
    return [r, s, p * r, p * s + q * r, q * s];
  },
};

/**
 * The Mantel-Haenszel ratio of counts: for few events, where a log ratio of each study has no use. Throws a Problem where a count is not one, or where
 * one side has no events at all.
 */
export function mantelHaenszel(
  studies: readonly CountStudy[],
  ratio: MantelHaenszelRatio,
  level = 0.95,
): MantelHaenszel {
  if (studies.length < 2)
    throw new Problem({ code: "pool-too-few", method: "Mantel-Haenszel", found: studies.length, least: 2 });
  for (const study of studies) checkCounts(study, ratio);
  const [top, bottom, ...parts] = studies
    .map(TERMS[ratio])
    .reduce((sums, terms) => sums.map((sum, i) => sum + terms[i]) as Terms);
  if (!(top > 0 && bottom > 0)) throw new Problem({ code: "pool-no-events", ratio });
  const [first, both, last] = parts;
  const variance =
    ratio === "odds ratio"
      ? first / (2 * top * top) + both / (2 * top * bottom) + last / (2 * bottom * bottom)
      : first / (top * bottom);
  const [mean, se] = [ln(top / bottom), Math.sqrt(variance)];
  const half = halfWidth(level) * se;
  return {
    kind: "estimated",
    scale: SCALES[ratio],
    studies: studies.length,
    mean,
    se,
    low: mean - half,
    high: mean + half,
    level,
    p: bothTails(mean / se),
    convention: WORDS[ratio],
  };
}

function checkCounts(
  { id, treatedEvents, treated, untreatedEvents, untreated }: CountStudy,
  ratio: MantelHaenszelRatio,
): void {
  const arm = (events: number, size: number) =>
    events >= 0 &&
    Number.isSafeInteger(events) &&
    size > 0 &&
    Number.isFinite(size) &&
    (ratio === "rate ratio" || events <= size);
  if (!arm(treatedEvents, treated) || !arm(untreatedEvents, untreated)) throw new Problem({ code: "pool-counts", id });
}

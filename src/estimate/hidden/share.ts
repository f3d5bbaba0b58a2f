import type { Figure, Kind, OriginId } from "../../terms/index.ts";
import type { Anchor } from "../anchors.ts";
import { yearOf } from "../tally.ts";
import { interval90, jeffreys, type LogEstimate } from "./multiplier.ts";

const LEVEL = 0.9;
const unitShare = (x: number): number => Math.min(1, Math.max(0, x));

/**
 * Rule hidden-share: 1 - recorded / extent, between 0 and 1, with the interval of the extent (level 0.9).
 * Recorded and extent must cover the same area and year.
 */
export function hiddenShare(recorded: number, extent: LogEstimate, kind: Kind, from: readonly OriginId[]): Figure {
  const { value, low, high } = interval90(extent);
  return {
    value: unitShare(1 - recorded / value),
    low: unitShare(1 - recorded / low),
    high: unitShare(1 - recorded / high),
    level: LEVEL,
    unit: "share",
    kind,
    from: [...from, "rule:hidden-share"],
  };
}

/** 1 less the share of incidents that victims report, by a survey: the last one up to the year, else the first. */
export function unreportedShare(anchors: readonly Anchor[], year: number): Figure | undefined {
  const dated = anchors
    .flatMap((a) => (a.window && a.value !== undefined ? [{ anchor: a, share: a.value, year: yearOf(a.window) }] : []))
    .sort((a, b) => a.year - b.year);
  const used = dated.filter((d) => d.year <= year).at(-1) ?? dated[0];
  if (!used) return undefined;
  const { low, high } = jeffreys({ share: used.share, effectiveN: used.anchor.effectiveN ?? 1 }, LEVEL);
  return {
    value: 1 - used.share,
    low: 1 - high,
    high: 1 - low,
    level: LEVEL,
    unit: "share",
    kind: used.anchor.kind,
    from: [`anchor:${used.anchor.id}`, "rule:hidden-share"],
  };
}

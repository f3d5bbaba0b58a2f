import { type Figure, isNotEstimable, type NotEstimable } from "../../../terms/index.ts";
import type { ListEstimate } from "./comparison.ts";
import type { ListMethodId } from "./methods.ts";

/** What is said of a table instead of any one fit. */
export interface Envelope {
  /** Lowest and highest limit of the members, and the median of their medians; or why there is none. */
  total: Figure | NotEstimable;
  /** Share of the people that is on no list, from the same three numbers. */
  hiddenShare: Figure | NotEstimable;
  members: ListMethodId[];
  /** Methods of the envelope that could not be used, with the reason. */
  without: { id: ListMethodId; why: string }[];
}

/** Fewer are one method's interval and no envelope. */
const MEMBERS_LEAST = 2;

/**
 * The rule of the product for overlapping lists: never one fit, but the envelope of the stepwise bootstrap, the average by BIC and the
 * average over decomposable graphs (`isInEnvelope`). `observed` people are on at least one list.
 */
export function envelopeOf(estimates: readonly ListEstimate[], observed: number): Envelope {
  const meant = estimates.filter((e) => e.method.isInEnvelope);
  const without = meant.flatMap(({ method: { id }, total }) =>
    isNotEstimable(total) ? [{ id, why: total.notEstimable }] : [],
  );
  const figures = meant.flatMap(({ total }) => (isNotEstimable(total) ? [] : [total]));
  const members = meant.filter(({ total }) => !isNotEstimable(total)).map(({ method }) => method.id);
  if (figures.length < MEMBERS_LEAST) {
    const none = {
      notEstimable: `an envelope needs two methods or more of those that choose or average models, and ${figures.length} could be used`,
      from: estimates.flatMap(({ total }) => total.from),
    };
    return { total: none, hiddenShare: none, members, without };
  }
  const total: Figure = {
    ...figures[0],
    value: medianOf(figures.map((f) => f.value)),
    low: Math.min(...figures.map((f) => f.low)),
    high: Math.max(...figures.map((f) => f.high)),
    from: [...new Set(figures.flatMap((f) => f.from))],
  };
  const share = (n: number) => 1 - observed / n;
  const { value, low, high } = total;
  const hiddenShare = { ...total, value: share(value), low: share(low), high: share(high), unit: "share" };
  return { total, hiddenShare, members, without };
}

/** Lowest and highest limit of every estimate, those outside the envelope too; undefined when there is none. */
export function spreadOf(estimates: readonly ListEstimate[]): { low: number; high: number } | undefined {
  const figures = estimates.flatMap(({ total }) => (isNotEstimable(total) ? [] : [total]));
  if (figures.length === 0) return undefined;
  return { low: Math.min(...figures.map((f) => f.low)), high: Math.max(...figures.map((f) => f.high)) };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

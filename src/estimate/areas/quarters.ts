import type { Period } from "../../terms/index.ts";

/** A run of quarters one after another: `first` counts from the year 0 (year x 4 + quarter of the year - 1). */
export interface QuarterRange {
  first: number;
  count: number;
}

/** April 2017 to March 2025: the quarters that the collated counts by force begin and end in. */
export const FIELD_QUARTERS: QuarterRange = { first: 2017 * 4 + 1, count: 32 };

/** The quarter that a day lies in, counted from the year 0. `day` is an ISO date. */
const absolute = (day: string): number => Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);

/** Number of the quarter that a day lies in, from the first of the range; below 0 or from `count` where it lies outside. */
export const quarterAt = ({ first }: QuarterRange, day: string): number => absolute(day) - first;

/** "2017Q2" of a number in the range. */
export const quarterName = ({ first }: QuarterRange, index: number): string =>
  `${Math.floor((first + index) / 4)}Q${((first + index) % 4) + 1}`;

const STARTS = ["-01-01", "-04-01", "-07-01", "-10-01"];
const ENDS = ["-03-31", "-06-30", "-09-30", "-12-31"];

/** First and last day of a quarter of the range. */
export function quarterPeriod({ first }: QuarterRange, index: number): Period {
  const [year, quarter] = [Math.floor((first + index) / 4), (first + index) % 4];
  return { start: `${year}${STARTS[quarter]}`, end: `${year}${ENDS[quarter]}` };
}

/** Quarters of the range that a period is made of; undefined where it is not of whole quarters or reaches outside. */
export function quartersOf(range: QuarterRange, { start, end }: Period): number[] | undefined {
  const isWhole = STARTS.includes(start.slice(4)) && ENDS.includes(end.slice(4));
  const [from, until] = [quarterAt(range, start), quarterAt(range, end)];
  if (!isWhole || from < 0 || until >= range.count || until < from) return undefined;
  return Array.from({ length: until - from + 1 }, (_, k) => from + k);
}

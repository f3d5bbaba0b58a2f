import { type Cell, isMissing } from "../../terms/index.ts";

/** Counts of unpublished records from 1 to here are given as a band: the rule of promise 8. */
export const LARGEST_SMALL = 7;

/** What a dimension says in a row that is the total over it. */
export const TOTAL = "";

/** A figure among those that could be added up and subtracted: one measure, unit and period. */
export interface CountCell {
  series: string;
  /** The same dimensions in the same order everywhere; TOTAL where the figure is the total over one. */
  dims: readonly string[];
  value: Cell<number>;
}

/** What becomes of a figure: given, given as a band, not given because it would undo a band, or not taken at all. */
export type Fate = "given" | "banded" | "withheld" | "aside";

export const isSmall = (value: Cell<number>): boolean =>
  !isMissing(value) && value.value >= 1 && value.value <= LARGEST_SMALL && Number.isInteger(value.value);

/**
 * What of unpublished counts may be seen. The parts are the figures with the fewest totals in them; of these the small ones
 * are banded. A total is given only where every part of it is given and they add up to it: then all that is given follows
 * from the parts that are, and nothing can be had by subtraction. A total of another breakdown than the parts' cannot be
 * judged and is not taken.
 */
export function fatesOf(cells: readonly CountCell[]): Fate[] {
  const finest = finestPattern(cells);
  const parts = cells.filter(({ dims }) => patternOf(dims) === finest);
  const sums = new Map<string, Map<string, { sum: number; isWhole: boolean }>>();
  return cells.map((cell) => {
    const pattern = patternOf(cell.dims);
    if (pattern === finest) return isSmall(cell.value) ? "banded" : "given";
    if (!isCoarser(pattern, finest)) return "aside";
    const level = sums.get(pattern) ?? sumsOf(parts, pattern);
    sums.set(pattern, level);
    const of = level.get(keyOf(cell, pattern));
    if (isMissing(cell.value)) return "given";
    if (isSmall(cell.value)) return "banded";
    return of?.isWhole === true && of.sum === cell.value.value ? "given" : "withheld";
  });
}

/** Which dimensions are totals, as a text of 0 and 1. */
const patternOf = (dims: readonly string[]): string => dims.map((dim) => (dim === TOTAL ? "1" : "0")).join("");

const totalsIn = (pattern: string): number => pattern.replaceAll("0", "").length;

function finestPattern(cells: readonly CountCell[]): string {
  const patterns = [...new Set(cells.map(({ dims }) => patternOf(dims)))].sort();
  return patterns.reduce((a, b) => (totalsIn(b) < totalsIn(a) ? b : a), patterns[0] ?? "");
}

const isCoarser = (pattern: string, finest: string): boolean =>
  [...finest].every((mark, i) => mark === "0" || pattern[i] === "1");

const keyOf = ({ series, dims }: CountCell, pattern: string): string =>
  JSON.stringify([series, dims.map((dim, i) => (pattern[i] === "1" ? TOTAL : dim))]);

function sumsOf(parts: readonly CountCell[], pattern: string): Map<string, { sum: number; isWhole: boolean }> {
  const sums = new Map<string, { sum: number; isWhole: boolean }>();
  for (const part of parts) {
    const key = keyOf(part, pattern);
    const of = sums.get(key) ?? { sum: 0, isWhole: true };
    if (isMissing(part.value) || isSmall(part.value)) of.isWhole = false;
    else of.sum += part.value.value;
    sums.set(key, of);
  }
  return sums;
}

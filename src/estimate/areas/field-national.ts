import ln from "@stdlib/math-base-special-ln";
import { type OriginId, UNITED_KINGDOM } from "../../terms/index.ts";
import { interval90, type LogEstimate, Z90 } from "../hidden/multiplier.ts";
import { nationMasses, nationsOf, toUnitedKingdom } from "../nations.ts";
import type { FieldSummary } from "./field/result.ts";
import type { FieldSources, ThreatField } from "./threat-field.ts";

/** A middle and the ends of its central 90%. */
export interface Range {
  value: number;
  low: number;
  high: number;
}

/** The United Kingdom in one quarter: extent, the part of it not recorded by the series in its unit, and the shifted priors. */
export interface NationalQuarter {
  extent: Range;
  /** Share not seen by the first indicator (weighted by extent over components). */
  hidden: Range;
  /** Middles with all reporting rates lower (index 0) and higher (index 1) by the shift. */
  shifted: [number, number];
  /** Rules beyond the field's own, and origins that they bring. */
  rules: string[];
  from: OriginId[];
}

/** One threat as fitted: its parts, in the order of the table. */
export interface FittedThreat {
  fields: readonly ThreatField[];
  fits: readonly FieldSummary[];
}

/** The nation's quarters: parts added draw by draw, and what covers less than the United Kingdom raised to it. */
export function nationalQuarters(fitted: FittedThreat, sources: FieldSources): NationalQuarter[] {
  const { fits } = fitted;
  return Array.from({ length: sources.range.count }, (_, q) => {
    const plain = extentOf(fitted, [q]);
    const { extent, rules, from } = raised(fitted, plain, sources);
    const factor = extent.value / plain.value;
    const shifted: [number, number] = [shiftOf(fits, q, 1) * factor, shiftOf(fits, q, 0) * factor];
    return { extent, hidden: hiddenOf(fits, q), shifted, rules, from };
  });
}

/**
 * The United Kingdom over several quarters together, from joint draws: a flow summed, a stock averaged. `quarters` are numbers in the range
 * of the fields, at least one. What a year of the extent is, with its doubt: quarters err together, so their intervals do not add.
 */
export function nationalWindow(fitted: FittedThreat, quarters: readonly number[], sources: FieldSources): Range {
  return raised(fitted, extentOf(fitted, quarters), sources).extent;
}

/** Raised from the nations that the field covers to the United Kingdom (rule outside-coverage). */
function raised({ fields }: FittedThreat, extent: Range, { book, index, places }: FieldSources) {
  const [{ threat, covers }] = fields;
  if (covers === UNITED_KINGDOM) return { extent, rules: [], from: [] };
  const covered = nationsOf(covers);
  const masses = nationMasses(book.anchors, threat, index, places, covered);
  const level = { ...logOf(extent), kind: "estimated" as const, anchor: "", rules: [], from: [] };
  const wider = toUnitedKingdom(level, masses, covered);
  return { extent: interval90(wider), rules: wider.rules, from: wider.from };
}

/** A range as middle and variance of the logarithm. */
export function logOf({ value, low, high }: Range): LogEstimate {
  const sd = ln(high / low) / (2 * Z90);
  return { logMiddle: ln(value), logVariance: sd * sd };
}

/**
 * Joint draws of what a threat's fields cover over several quarters together, parts added draw by draw: draw m is the same draw in every
 * window, so that a ratio of two windows keeps only the errors that they do not share. Not raised to the United Kingdom: that is a constant.
 */
export function windowDraws({ fields, fits }: FittedThreat, quarters: readonly number[]): Float64Array {
  const draws = Math.min(...fits.map((f) => f.draws));
  const share = fields[0].row.unitKind === "stock" ? 1 / quarters.length : 1;
  return Float64Array.from({ length: draws }, (_, m) =>
    fits.reduce((sum, f) => sum + quarters.reduce((part, q) => part + share * f.national.draws[q * f.draws + m], 0), 0),
  );
}

function extentOf(fitted: FittedThreat, quarters: readonly number[]): Range {
  const sums = windowDraws(fitted, quarters).sort();
  return { value: quantile(sums, 0.5), low: quantile(sums, 0.05), high: quantile(sums, 0.95) };
}

/** Quantile of sorted values, between neighbours in proportion (type 7 of Hyndman and Fan 1996). */
function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

function hiddenOf(fits: readonly FieldSummary[], q: number): Range {
  const total = fits.reduce((sum, f) => sum + f.national.extent.middle[q], 0);
  const mean = (of: "middle" | "low" | "high") =>
    fits.reduce((sum, f) => sum + f.national.hidden[of][q] * f.national.extent.middle[q], 0) / total;
  return { value: mean("middle"), low: mean("low"), high: mean("high") };
}

/** Middle under the k-th shifted prior: shifts stand as higher, then lower. */
function shiftOf(fits: readonly FieldSummary[], q: number, k: 0 | 1): number {
  return fits.reduce((sum, f) => sum + (f.shifts[k]?.national[q] ?? f.national.extent.middle[q]), 0);
}

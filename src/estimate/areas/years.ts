import {
  type Figure,
  isMissing,
  isNotEstimable,
  type NotEstimable,
  type ThreatId,
  UNITED_KINGDOM,
} from "../../terms/index.ts";
import type { Basis } from "../anchors.ts";
import type { ExtentRow } from "../extent.ts";
import { hiddenShare } from "../hidden/share.ts";
import { type FittedThreat, logOf, nationalWindow, type Range } from "./field-national.ts";
import type { FieldRow } from "./field-rows.ts";
import { quartersOf } from "./quarters.ts";
import type { FieldSources } from "./threat-field.ts";

/**
 * Yearly rows with the extent and hidden share of the field in every year that its quarters hold; other years stay as the anchors alone give
 * them. The nation's year comes from joint draws. A place's year is the sum (a stock: the mean) of its quarters, ends included, for they err
 * together; places are then scaled to add up to the nation (rule sum-to-nation). Pure.
 */
export function yearsOfFields(
  rows: readonly ExtentRow[],
  quarters: readonly FieldRow[],
  threats: ReadonlyMap<ThreatId, FittedThreat>,
  sources: FieldSources,
): ExtentRow[] {
  const byPlace = groupByPlace(quarters);
  const factors = new Map<string, number>();
  return rows.map((row) => {
    const fitted = threats.get(row.threat);
    const held = quartersOfYear(row, sources);
    if (!fitted || !held) return row;
    const own = held.map((q) => byPlace.get(`${row.threat} ${row.place}`)![q]);
    const parts = own.map((quarter) => quarter.extent);
    if (own.some((quarter) => quarter.state === "before the first count")) return row;
    if (!parts.every(isFigure)) return withReason(row, parts.find(isNotEstimable)!);
    if (row.place === UNITED_KINGDOM) return nationalYear(row, own, nationalWindow(fitted, held, sources));
    const key = `${row.threat} ${row.year}`;
    const factor = factors.get(key) ?? factorOf(row.threat, fitted, held, byPlace, sources);
    factors.set(key, factor);
    return localYear(row, own, scaled(windowOf(parts, own[0].unitKind), factor));
  });
}

const isFigure = (x: Figure | NotEstimable): x is Figure => !isNotEstimable(x);

/** Rows of each threat and place in the order of the quarters. */
function groupByPlace(quarters: readonly FieldRow[]): Map<string, FieldRow[]> {
  const groups = new Map<string, FieldRow[]>();
  for (const row of quarters) {
    const key = `${row.threat} ${row.place}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

const withReason = (row: ExtentRow, why: NotEstimable): ExtentRow => ({ ...row, extent: why, hiddenShare: why });

/** Numbers of the four quarters of a row's year, where the range holds them. */
export const quartersOfYear = (
  { year, basis }: { year: number; basis: Basis },
  { range }: FieldSources,
): number[] | undefined =>
  quartersOf(
    range,
    basis === "financial"
      ? { start: `${year}-04-01`, end: `${year + 1}-03-31` }
      : { start: `${year}-01-01`, end: `${year}-12-31` },
  );

/** Quarters of one place together: a flow summed, a stock averaged, each end as the middle. */
function windowOf(parts: readonly Range[], unitKind: FieldRow["unitKind"]): Range {
  const share = unitKind === "stock" ? 1 / parts.length : 1;
  const sum = (end: "value" | "low" | "high") => parts.reduce((total, part) => total + share * part[end], 0);
  return { value: sum("value"), low: sum("low"), high: sum("high") };
}

const scaled = ({ value, low, high }: Range, by: number): Range => ({
  value: value * by,
  low: low * by,
  high: high * by,
});

/** Nation over sum of places: near 1, for middles of skewed distributions do not add. */
function factorOf(
  threat: ThreatId,
  fitted: FittedThreat,
  held: readonly number[],
  byPlace: ReadonlyMap<string, FieldRow[]>,
  sources: FieldSources,
): number {
  const sum = sources.places.reduce((total, { code }) => {
    const own = held.map((q) => byPlace.get(`${threat} ${code}`)![q]);
    const parts = own.map((quarter) => quarter.extent);
    return parts.every(isFigure) ? total + windowOf(parts, own[0].unitKind).value : total;
  }, 0);
  return nationalWindow(fitted, held, sources).value / sum;
}

function nationalYear(row: ExtentRow, own: readonly FieldRow[], range: Range): ExtentRow {
  return { ...row, ...commonOf(own), extent: figureOf(own, range, []), hiddenShare: hiddenOf(row, own, range) };
}

function localYear(row: ExtentRow, own: readonly FieldRow[], range: Range): ExtentRow {
  const { anchor, rule } = commonOf(own);
  return {
    ...row,
    anchor,
    rule: `${rule} + sum-to-nation`,
    extent: figureOf(own, range, ["rule:sum-to-nation"]),
    hiddenShare: hiddenOf(row, own, range),
  };
}

const commonOf = (own: readonly FieldRow[]) => ({
  anchor: own[0].anchor,
  rule: ["field", ...(own.some((quarter) => quarter.isNowcast) ? ["nowcast"] : [])].join(" + "),
});

function figureOf(own: readonly FieldRow[], range: Range, rules: string[]): Figure {
  const parts = own.map((quarter) => quarter.extent as Figure);
  return { ...parts[0], ...range, from: [...new Set([...parts.flatMap((part) => part.from), ...rules])] };
}

/** Of a flow the quarters' shares weighted by their extents; of a stock 1 - the year's count over it; a survey's share as it is. */
function hiddenOf(row: ExtentRow, own: readonly FieldRow[], range: Range): Figure | NotEstimable {
  const shares = own.map((quarter) => quarter.hiddenShare);
  const last = shares.at(-1)!;
  if (own[0].unitKind === "stock" && !isMissing(row.recorded) && isFigure(last))
    return hiddenShare(
      row.recorded.value,
      logOf(range),
      last.kind,
      last.from.filter((id) => id !== "rule:hidden-share"),
    );
  if (!shares.every(isFigure)) return shares.find(isNotEstimable)!;
  const weights = own.map((quarter) => (quarter.extent as Figure).value);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (end: "value" | "low" | "high") =>
    shares.reduce((sum, share, k) => sum + share[end] * weights[k], 0) / total;
  return {
    ...last,
    ...{ value: mean("value"), low: mean("low"), high: mean("high") },
    from: [...new Set(shares.flatMap((share) => share.from))],
  };
}

import { isMissing, type OriginId, type Place } from "../../terms/index.ts";
import type { Selector } from "../anchors.ts";
import { nationsOf } from "../nations.ts";
import { latest, type ObservationIndex, observationsAt } from "../tally.ts";
import type { FieldCount } from "./field/input.ts";
import type { ObservationProcess, PeriodLength } from "./processes.ts";
import { type QuarterRange, quartersOf } from "./quarters.ts";

/** A count of the field with the observations that make it. */
export interface SourcedCount extends FieldCount {
  from: OriginId[];
}

const QUARTERS: Record<PeriodLength, number> = { quarter: 1, year: 4 };

/**
 * Counts that one process has in a range of quarters, each once: a year gives way to its four quarters, and what `less` names is taken
 * off. Areas are numbered as `places`. A sum below 0 (more taken back than recorded) is left out.
 */
export function countsOf(
  process: ObservationProcess,
  all: readonly ObservationProcess[],
  index: ObservationIndex,
  places: readonly Place[],
  range: QuarterRange,
): SourcedCount[] {
  const taken = all.filter((p) => process.less.includes(p.indicator));
  const off = taken.flatMap((p) => countsOf(p, all, index, places, range));
  return sitesOf(process.area, places)
    .flatMap(({ place, areas }) =>
      quarterSums(process, index, place, range).map(({ quarters, value, from }) => ({
        ...{ indicator: process.indicator, areas, quarters, value, from },
      })),
    )
    .map((count) => without(count, off, taken))
    .filter((count) => count.value >= 0 && count.areas.length > 0);
}

/** Where a process is looked up, and the areas that its count speaks of. */
function sitesOf(area: string, places: readonly Place[]): { place: string; areas: number[] }[] {
  if (area === "forces") return places.map((p, i) => ({ place: p.code, areas: [i] }));
  return [{ place: area === "none" ? "" : area, areas: areasOf(area, places) }];
}

/** Numbers of the areas that a code covers: one area, a nation or union of nations; a body without a place counts for England and Wales. */
export function areasOf(code: string, places: readonly Place[]): number[] {
  const own = places.findIndex((p) => p.code === code);
  if (own >= 0) return [own];
  const nations = nationsOf(code === "none" || code === "forces" ? "forces" : code);
  return places.flatMap((p, i) => (nations.includes(p.nation) ? [i] : []));
}

interface Sum {
  quarters: number[];
  value: number;
  from: OriginId[];
}

/**
 * Sums of the first alternative that a period has in full, for periods of the lengths asked for that no finer ones make up, by quarter:
 * whatever the order of the observations, the input of a fit is the same.
 */
function quarterSums(
  { selector, periods }: ObservationProcess,
  index: ObservationIndex,
  place: string,
  range: QuarterRange,
): Sum[] {
  const found = new Map<string, Sum>();
  for (const parts of selector.alternatives)
    for (const [key, sum] of fullSums(selector, parts, index, place, range)) if (!found.has(key)) found.set(key, sum);
  const lengths = periods.map((p) => QUARTERS[p]);
  const sums = [...found.values()]
    .filter((s) => lengths.includes(s.quarters.length))
    .sort((a, b) => a.quarters[0] - b.quarters[0] || a.quarters.length - b.quarters.length);
  const single = new Set(sums.filter((s) => s.quarters.length === 1).map((s) => s.quarters[0]));
  return sums.filter((s) => s.quarters.length === 1 || !s.quarters.some((q) => single.has(q)));
}

function fullSums(
  { measure }: Selector,
  parts: readonly string[],
  index: ObservationIndex,
  place: string,
  range: QuarterRange,
): Map<string, Sum> {
  const sums = new Map<string, Sum & { parts: number }>();
  for (const part of parts)
    for (const { id, period, value } of latest(observationsAt(index, measure, place, part))) {
      const quarters = quartersOf(range, period);
      if (!quarters || isMissing(value)) continue;
      const key = quarters.join(" ");
      const sum = sums.get(key) ?? { quarters, value: 0, from: [], parts: 0 };
      sums.set(key, { quarters, value: sum.value + value.value, from: [...sum.from, id], parts: sum.parts + 1 });
    }
  return new Map([...sums].filter(([, sum]) => sum.parts === parts.length));
}

/** Takes off the counts of the same quarters; where they are of whole nations the areas go with them. */
function without(
  count: SourcedCount,
  off: readonly SourcedCount[],
  taken: readonly ObservationProcess[],
): SourcedCount {
  const same = off.filter((o) => o.quarters.every((q) => count.quarters.includes(q)));
  const nations = new Set(taken.filter((p) => p.area !== "forces").map((p) => p.indicator));
  const gone = new Set(same.filter((o) => nations.has(o.indicator)).flatMap((o) => o.areas));
  return {
    ...count,
    areas: count.areas.filter((i) => !gone.has(i)),
    value: count.value - same.reduce((sum, o) => sum + o.value, 0),
    from: [...count.from, ...same.flatMap((o) => o.from)],
  };
}

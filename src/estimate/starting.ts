import {
  type Cell,
  type Figure,
  isNotEstimable,
  type NotEstimable,
  type Observation,
  type Place,
  THREATS,
  type ThreatId,
  UNITED_KINGDOM,
} from "../terms/index.ts";
import { type AnchorBook, readAnchors } from "./anchors.ts";
import { BASE_YEAR, type ExtentRow, whyNone } from "./extent.ts";
import { figureOf, pictureOf, viewYear } from "./picture.ts";
import { indexObservations } from "./tally.ts";

/** What the simulated country starts from, for one threat. */
export interface StartingExtent {
  threat: ThreatId;
  /** United Kingdom in the base year 2023, in the threat's own unit; or why there is none. */
  national: Figure | NotEstimable;
  /** The last recorded count (whole area of the series) and its year: a floor where nothing can be estimated. */
  lastRecorded: { year: number; recorded: Cell<number> };
  /** Share of each of the 45 places, in their order; sums to 1. Given even where extents by place are not shown. */
  weights: number[];
}

/** Starting extents of the eleven threats in their one order. Reads the reference tables of data/ unless given. */
export function startingExtent(
  observations: readonly Observation[],
  places: readonly Place[],
  anchors: AnchorBook = readAnchors(),
): StartingExtent[] {
  const index = indexObservations(observations);
  return THREATS.map((threat) => {
    const picture = pictureOf(anchors, threat, index, places);
    const { national, spread } = viewYear(picture, BASE_YEAR);
    const years = [...picture.series.keys()].filter((y) => y <= BASE_YEAR);
    const year = years.length > 0 ? Math.max(...years) : BASE_YEAR;
    const tally = picture.series.get(year);
    return {
      threat: threat.id,
      national: national ? figureOf(national, threat.unit) : whyNone(picture, BASE_YEAR),
      lastRecorded: { year, recorded: tally ? { value: tally.value } : { missing: "not-available" } },
      weights: spread.weights,
    };
  });
}

/** National extent by threat in the base year, from rows of `estimateExtent`; null where not estimable. */
export function nationalExtent(
  rows: readonly ExtentRow[],
): Record<ThreatId, { value: number; low: number; high: number } | null> {
  const found = rows.filter((r) => r.place === UNITED_KINGDOM && r.year === BASE_YEAR);
  const entries = THREATS.map(({ id }) => {
    const extent = found.find((r) => r.threat === id)?.extent;
    return [id, extent && !isNotEstimable(extent) ? { value: extent.value, low: extent.low, high: extent.high } : null];
  });
  return Object.fromEntries(entries) as Record<ThreatId, { value: number; low: number; high: number } | null>;
}

/** Weights of the places by threat in the base year, each array in the order of `places` and summing to 1. */
export function placeWeights(
  observations: readonly Observation[],
  places: readonly Place[],
  anchors: AnchorBook = readAnchors(),
): Record<ThreatId, Float64Array> {
  const index = indexObservations(observations);
  const entries = THREATS.map((t) => [
    t.id,
    Float64Array.from(viewYear(pictureOf(anchors, t, index, places), BASE_YEAR).spread.weights),
  ]);
  return Object.fromEntries(entries) as Record<ThreatId, Float64Array>;
}

/** What share of a threat's events is serious and organised: mostly assumed, and says so. */
export function organisedShares(anchors: AnchorBook = readAnchors()): Partial<Record<ThreatId, Figure>> {
  const rows = anchors.anchors.filter((a) => a.role === "organised-share" && a.value !== undefined);
  return Object.fromEntries(
    rows.map((a) => [
      a.threat,
      {
        value: a.value!,
        low: a.low ?? a.value!,
        high: a.high ?? a.value!,
        level: a.level ?? 0.9,
        unit: "share",
        kind: a.kind,
        from: [`anchor:${a.id}`],
      } satisfies Figure,
    ]),
  );
}

/** Titles of the rules of the estimate by id, those of the spread included: what a page says beside an extent. */
export function ruleTitles(anchors: AnchorBook = readAnchors()): Record<string, string> {
  return Object.fromEntries([
    ...[...anchors.rules.values()].map((r) => [r.id, r.title]),
    ...anchors.spread.map((s) => [s.id, s.note]),
  ]);
}

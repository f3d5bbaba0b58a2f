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
import { BASE_YEAR, type ExtentRow } from "./extent.ts";
import type { FittedExtent } from "./fitted-extent.ts";
import { pictureOf, viewYear } from "./picture.ts";
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

/**
 * Starting extents of the eleven threats in their one order, from the fitted fields: the nation's base year, and the share of each place in
 * it. Where a threat has no field, or none by place, the spread rule seats it.
 */
export function startingExtent(
  observations: readonly Observation[],
  places: readonly Place[],
  fitted: Pick<FittedExtent, "years">,
  anchors: AnchorBook = readAnchors(),
): StartingExtent[] {
  const index = indexObservations(observations);
  return THREATS.map((threat) => {
    const picture = pictureOf(anchors, threat, index, places);
    const { spread } = viewYear(picture, BASE_YEAR);
    const rows = fitted.years.filter((row) => row.threat === threat.id && row.year === BASE_YEAR);
    const years = [...picture.series.keys()].filter((y) => y <= BASE_YEAR);
    const year = years.length > 0 ? Math.max(...years) : BASE_YEAR;
    const tally = picture.series.get(year);
    return {
      threat: threat.id,
      national: rows.find((row) => row.place === UNITED_KINGDOM)!.extent,
      lastRecorded: { year, recorded: tally ? { value: tally.value } : { missing: "not-available" } },
      weights: localWeights(rows, places) ?? spread.weights,
    };
  });
}

/** Share of each place in the sum of the places; undefined where any is not estimable. */
function localWeights(rows: readonly ExtentRow[], places: readonly Place[]): number[] | undefined {
  const extents = places.map(({ code }) => rows.find((row) => row.place === code)!.extent);
  if (extents.some(isNotEstimable)) return undefined;
  const values = extents.map((extent) => (extent as Figure).value);
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
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

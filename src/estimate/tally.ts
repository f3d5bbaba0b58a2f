import { isMissing, type Observation, type OriginId, type Period } from "../terms/index.ts";
import type { Basis, Selector } from "./anchors.ts";

/** A count of one year or window, and the observations that make it. */
export interface Tally {
  value: number;
  from: OriginId[];
}

/** Observations by measure, place and breakdown, so that a selector need not look at all of them. */
export type ObservationIndex = Map<string, Observation[]>;

const key = (measure: string, place: string, breakdown: string): string => `${measure}\n${place}\n${breakdown}`;

export function indexObservations(observations: readonly Observation[]): ObservationIndex {
  const index: ObservationIndex = new Map();
  for (const observation of observations) {
    const at = key(observation.measure, observation.place, observation.breakdown);
    const known = index.get(at);
    if (known) known.push(observation);
    else index.set(at, [observation]);
  }
  return index;
}

/** Everything observed of one measure in one place and breakdown. */
export const observationsAt = (
  index: ObservationIndex,
  measure: string,
  place: string,
  breakdown: string,
): readonly Observation[] => index.get(key(measure, place, breakdown)) ?? [];

/** Rule year-of-period: the calendar year that holds the middle of the period. */
export function yearOf({ start, end }: Period): number {
  const middle = (Date.parse(`${start}T00:00:00Z`) + Date.parse(`${end}T00:00:00Z`)) / 2;
  return new Date(middle).getUTCFullYear();
}

const days = ({ start, end }: Period): number => Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000) + 1;

/** Values by year of one selector in one place: yearly figures, or four quarters where there is none. */
export function yearlyTallies(
  index: ObservationIndex,
  selector: Selector,
  place: string,
  basis: Basis,
): Map<number, Tally> {
  const years = new Map<number, Tally>();
  for (const parts of selector.alternatives) {
    const series = parts.map((part) => partByYear(observationsAt(index, selector.measure, place, part), basis));
    for (const year of series[0].keys()) {
      const found = series.map((s) => s.get(year)).filter((t) => t !== undefined);
      if (found.length === parts.length && !years.has(year)) years.set(year, sumTallies(found));
    }
  }
  return years;
}

/** Sum over places, for the years in which every place has a value. */
export function tallyOfPlaces(
  index: ObservationIndex,
  selector: Selector,
  places: readonly string[],
  basis: Basis,
): Map<number, Tally> {
  return sumSeries(places.map((place) => yearlyTallies(index, selector, place, basis)));
}

/** Sum of series, for the years that all of them have. */
export function sumSeries(series: readonly Map<number, Tally>[]): Map<number, Tally> {
  const years = new Map<number, Tally>();
  for (const year of series[0]?.keys() ?? []) {
    const found = series.map((s) => s.get(year)).filter((t) => t !== undefined);
    if (found.length === series.length) years.set(year, sumTallies(found));
  }
  return years;
}

/** Sum of everything that a selector finds in a window, a year standing for its own quarters; undefined when it finds nothing. */
export function tallyInWindow(
  index: ObservationIndex,
  selector: Selector,
  place: string,
  window: Period,
): Tally | undefined {
  const found = selector.alternatives
    .flat()
    .flatMap((part) =>
      outermost(latest(observationsAt(index, selector.measure, place, part)).filter((o) => isWithin(o.period, window))),
    )
    .flatMap((o) => (isMissing(o.value) ? [] : [{ value: o.value.value, from: [o.id] }]));
  return found.length === 0 ? undefined : sumTallies(found);
}

const isWithin = (inner: Period, outer: Period): boolean => inner.start >= outer.start && inner.end <= outer.end;

/** Without those whose period lies in the longer period of another: the year is the sum of its quarters already. */
const outermost = (found: readonly Observation[]): Observation[] =>
  found.filter((o) => !found.some((other) => isWithin(o.period, other.period) && !isWithin(other.period, o.period)));

function partByYear(observations: readonly Observation[], basis: Basis): Map<number, Tally> {
  const years = new Map<number, Tally>();
  const quarters = new Map<number, Tally[]>();
  for (const { id, period, value } of latest(observations)) {
    if (isMissing(value)) continue;
    const tally = { value: value.value, from: [id] };
    const length = days(period);
    if (length >= 360 && length <= 367) years.set(yearOf(period), tally);
    if (length >= 88 && length <= 93) {
      const year = basisYear(period, basis);
      quarters.set(year, [...(quarters.get(year) ?? []), tally]);
    }
  }
  for (const [year, four] of quarters) if (four.length === 4 && !years.has(year)) years.set(year, sumTallies(four));
  return years;
}

const basisYear = ({ start }: Period, basis: Basis): number =>
  Number(start.slice(0, 4)) - (basis === "financial" && start.slice(5, 7) < "04" ? 1 : 0);

/** Rule latest-publication: of two publications of one statistic the later counts. */
export function latest(observations: readonly Observation[]): Observation[] {
  const byPeriod = new Map<string, Observation>();
  for (const observation of observations) {
    const at = `${observation.period.start}/${observation.period.end}`;
    const known = byPeriod.get(at);
    if (!known || isLater(observation, known)) byPeriod.set(at, observation);
  }
  return [...byPeriod.values()];
}

const isLater = (a: Observation, b: Observation): boolean =>
  a.published > b.published || (a.published === b.published && a.id > b.id);

const sumTallies = (tallies: readonly Tally[]): Tally => ({
  value: tallies.reduce((sum, t) => sum + t.value, 0),
  from: tallies.flatMap((t) => t.from),
});

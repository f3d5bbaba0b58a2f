import ln from "@stdlib/math-base-special-ln";
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
import type { Anchor, AnchorBook, Basis } from "./anchors.ts";
import { hiddenShare, unreportedShare } from "./hidden/share.ts";
import { anchorsOf, type Level, ruleValue } from "./national.ts";
import { nationsOf } from "./nations.ts";
import { figureOf, type Picture, pictureOf, viewYear, type YearView } from "./picture.ts";
import { indexObservations, sumSeries, type Tally, yearlyTallies } from "./tally.ts";

/** Extent of one threat in one place and year, with what was recorded of it and the share that stayed hidden. */
export interface ExtentRow {
  threat: ThreatId;
  /** ONS code of a police area, or K02000001. */
  place: string;
  year: number;
  /** What `year` is: calendar, or financial (April to March, named by its start). */
  basis: Basis;
  /** In the threat's own unit, over `recordedIn`; missing when no such count is collated for the year. */
  recorded: Cell<number>;
  /** Nations that `recorded` covers in the national row, for example "E W"; the place itself in the others. */
  recordedIn: string;
  extent: Figure | NotEstimable;
  hiddenShare: Figure | NotEstimable;
  /** Id of the anchor that carries the extent, or of the row that says why there is none. */
  anchor: string;
  /** Ids of the rules applied, first to last, joined by " + ". */
  rule: string;
}

/** Years for which rows are made. A year without an anchor is a row that says so. */
export const YEARS: readonly number[] = [2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024];

/** The latest year that most anchors reach: the twin starts from it. */
export const BASE_YEAR = 2023;

/**
 * Extent by threat, place (the United Kingdom, then the 45 areas) and year. Pure.
 * Middle values of the places sum to the nation's where places are shown; every figure is at the level 0.9 and carries
 * its origins. `observations` in any order; `places` in the order of data/places/places.csv.
 */
export function estimateExtent(
  observations: readonly Observation[],
  anchors: AnchorBook,
  places: readonly Place[],
): ExtentRow[] {
  const index = indexObservations(observations);
  return THREATS.flatMap((threat) => {
    const picture = pictureOf(anchors, threat, index, places);
    const views = new Map(YEARS.map((year) => [year, viewYear(picture, year)]));
    const local = places.map((_, i) => localSeries(picture, i));
    return [...views.values()].flatMap((view) => {
      // A year without a recorded count borrows the share of the nearest year that has one (rule carry-forward).
      const near = nearestYear(picture, view.year);
      const beside = near === undefined ? undefined : (views.get(near) ?? viewYear(picture, near));
      return [nationalRow(view, beside), ...places.map((_, i) => placeRow(view, beside, i, local[i]))];
    });
  });
}

/** The year of the recorded series nearest to a year (the earlier of two), from the first anchor on. */
function nearestYear({ series, levels }: Picture, year: number): number | undefined {
  const first = Math.min(...levels.keys());
  const years = [...series.keys()].filter((y) => y >= first);
  return years.sort((a, b) => Math.abs(a - year) - Math.abs(b - year) || a - b)[0];
}

const cellOf = (tally: Tally | undefined): Cell<number> =>
  tally ? { value: tally.value } : { missing: "not-available" };

function nationalRow(view: YearView, beside: YearView | undefined): ExtentRow {
  const { picture, year, national } = view;
  const extent = national ? figureOf(national, picture.threat.unit) : whyNone(picture, year);
  return {
    threat: picture.threat.id,
    place: UNITED_KINGDOM,
    year,
    basis: picture.basis,
    recorded: cellOf(picture.series.get(year)),
    recordedIn: picture.recorded[0] ? nationsOf(picture.recorded[0].area).join(" ") : "",
    extent,
    hiddenShare: isNotEstimable(extent) ? extent : nationalHidden(view, beside),
    anchor: national?.anchor ?? reasonRow(picture)?.id ?? "",
    rule: (national?.rules ?? []).join(" + "),
  };
}

const reasonRow = (picture: Picture): Anchor | undefined => anchorsOf(picture.book, picture.threat.id, "none")[0];

/** Why a threat has no extent in a year: no method at all, or no anchor that early. */
export function whyNone(picture: Picture, year: number): NotEstimable {
  const none = reasonRow(picture);
  if (none) return { notEstimable: none.note, from: [`anchor:${none.id}`] };
  const first = Math.min(...picture.levels.keys());
  if (Number.isFinite(first)) {
    const reason = `The first anchor is of ${first}; nothing is carried back to ${year}`;
    return { notEstimable: reason, from: ["rule:carry-forward"] };
  }
  const named = picture.book.anchors.filter((a) => a.threat === picture.threat.id && a.selector);
  return {
    notEstimable: "The observations that the anchors select are not collated",
    from: named.map((a) => `anchor:${a.id}`),
  };
}

function nationalHidden({ picture, year }: YearView, beside: YearView | undefined): Figure | NotEstimable {
  const survey = unreportedShare(anchorsOf(picture.book, picture.threat.id, "reported-share"), year);
  if (survey) return survey;
  const [none] = anchorsOf(picture.book, picture.threat.id, "no-hidden-share");
  if (none) return { notEstimable: none.note, from: [`anchor:${none.id}`] };
  const tally = beside && picture.series.get(beside.year);
  if (!beside?.covered || !tally) return noCount("No recorded count in the same unit is collated");
  // Recorded and extent are compared over the area that both cover, not over the United Kingdom.
  return shareAt(picture, tally, beside.covered, Math.abs(year - beside.year));
}

const noCount = (reason: string): NotEstimable => ({ notEstimable: reason, from: ["rule:hidden-share"] });

/** Hidden share of a recorded count, its level made more doubtful by the years it is carried. */
function shareAt(picture: Picture, tally: Tally, level: Level, years: number): Figure {
  const drift = ruleValue(picture.book, "carry-forward") * years;
  const aged = { ...level, logVariance: level.logVariance + drift * drift };
  const rules = years > 0 ? ["rule:carry-forward"] : [];
  return hiddenShare(tally.value, aged, level.kind, [...new Set([...level.from, ...tally.from, ...rules])]);
}

function placeRow(
  view: YearView,
  beside: YearView | undefined,
  i: number,
  recorded: ReadonlyMap<number, Tally>,
): ExtentRow {
  const { picture, year, national, spread } = view;
  const level = localLevel(view, i);
  const extent = level ? figureOf(level, picture.threat.unit) : whyNotHere(view, i);
  return {
    threat: picture.threat.id,
    place: picture.places[i].code,
    year,
    basis: picture.basis,
    recorded: cellOf(recorded.get(year)),
    recordedIn: picture.places[i].code,
    extent,
    hiddenShare: level ? localHidden(view, beside, i, recorded) : (extent as NotEstimable),
    anchor: national?.anchor ?? reasonRow(picture)?.id ?? "",
    rule: [...(national?.rules ?? []), spread.rule.id].join(" + "),
  };
}

/** Level of one place: the nation's times its weight, with the doubt of the spread. Undefined where it is not shown. */
function localLevel({ national, spread }: YearView, i: number): Level | undefined {
  if (!national || !spread.rule.isPublished || spread.weights[i] === 0) return undefined;
  return {
    ...national,
    logMiddle: national.logMiddle + ln(spread.weights[i]),
    logVariance: national.logVariance + spread.logSds[i] ** 2,
    // The observations behind the nation stand in the national row; here stand those of the place.
    from: [...national.from.filter((id) => !id.startsWith("obs:")), ...spread.from[i]],
    rules: [...national.rules, "sum-to-nation", spread.rule.id],
  };
}

function whyNotHere({ picture, year, national, spread }: YearView, i: number): NotEstimable {
  if (!national) return whyNone(picture, year);
  const { name, hasResidentRates } = picture.places[i];
  const reason =
    spread.rule.isPublished && !hasResidentRates
      ? `${name} has hardly any residents, and this threat is spread by residents`
      : spread.rule.note;
  return { notEstimable: reason, from: [`rule:${spread.rule.id}`] };
}

/** Recorded counts of one place, where the recorded series is by force. */
function localSeries({ recorded, index, places }: Picture, i: number): Map<number, Tally> {
  const selected = recorded
    .filter((a) => a.area === "forces")
    .flatMap((a) => (a.selector ? [{ ...a, selector: a.selector }] : []));
  return sumSeries(selected.map((a) => yearlyTallies(index, a.selector, places[i].code, a.basis)));
}

function localHidden(
  { picture, year }: YearView,
  beside: YearView | undefined,
  i: number,
  recorded: ReadonlyMap<number, Tally>,
): Figure | NotEstimable {
  const tally = beside && recorded.get(beside.year);
  const level = beside && localLevel(beside, i);
  if (!beside || !tally || !level)
    return noCount(
      "No recorded count of this place is collated in the threat's unit; the national share need not hold here",
    );
  return shareAt(picture, tally, level, Math.abs(year - beside.year));
}

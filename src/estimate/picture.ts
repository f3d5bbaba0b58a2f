import { type Figure, type Nation, type Place, type Threat, UNITED_KINGDOM } from "../terms/index.ts";
import type { Anchor, AnchorBook, Basis } from "./anchors.ts";
import { interval90 } from "./hidden/multiplier.ts";
import { anchoredLevels, anchorsOf, type Level, levelIn, recordedSeries } from "./national.ts";
import { type NationMass, nationMasses, nationsOf, toUnitedKingdom } from "./nations.ts";
import { type Spread, spreadOf, spreadRuleOf } from "./spread.ts";
import { type ObservationIndex, sumSeries, type Tally } from "./tally.ts";

/** All that is known of one threat before any row is written. */
export interface Picture {
  book: AnchorBook;
  threat: Threat;
  index: ObservationIndex;
  places: readonly Place[];
  /** Levels over the covered nations, in the years that have an anchor. */
  levels: Map<number, Level>;
  covered: readonly Nation[];
  masses: Record<Nation, NationMass>;
  /** Anchors that select what was recorded, and their sum by year. */
  recorded: Anchor[];
  series: Map<number, Tally>;
  basis: Basis;
}

/** Gathers one threat from the anchors and the observations. Pure. */
export function pictureOf(
  book: AnchorBook,
  threat: Threat,
  index: ObservationIndex,
  places: readonly Place[],
): Picture {
  const recorded = anchorsOf(book, threat.id, "recorded");
  const lead = anchorsOf(book, threat.id, "extent")[0] ?? recorded[0];
  const covered = nationsOf(lead?.area ?? UNITED_KINGDOM);
  return {
    book,
    threat,
    index,
    places,
    recorded,
    covered,
    levels: anchoredLevels(book, threat.id, index, places),
    masses: nationMasses(book, threat.id, index, places, covered),
    series: sumSeries(recorded.map((anchor) => recordedSeries(anchor, index, places))),
    basis: lead?.basis ?? "calendar",
  };
}

/** One year of a picture: level over the covered nations, level of the United Kingdom, spread over the places. */
export interface YearView {
  picture: Picture;
  year: number;
  covered: Level | undefined;
  national: Level | undefined;
  spread: Spread;
}

export function viewYear(picture: Picture, year: number): YearView {
  const { book, threat, index, places, levels, masses } = picture;
  const covered = levelIn(book, levels, year);
  return {
    picture,
    year,
    covered,
    national: covered && toUnitedKingdom(covered, masses, picture.covered),
    spread: spreadOf(spreadRuleOf(book, threat.id, year), masses, index, places),
  };
}

/** A level as a figure at the level 0.9, with its anchors, observations and rules as origins. */
export const figureOf = (level: Level, unit: string): Figure => ({
  ...interval90(level),
  level: 0.9,
  unit,
  kind: level.kind,
  from: [...level.from, ...level.rules.map((id) => `rule:${id}`)],
});

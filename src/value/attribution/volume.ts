import exp from "@stdlib/math-base-special-exp";
import { type Figure, isMissing, type NotEstimable, type Observation, type OriginId } from "../../terms/index.ts";
import { Z90 } from "./product.ts";
import type { WiderHarm } from "./read.ts";

/** How much of a harm there was in its latest whole year, and which year that is. */
export interface Volume {
  figure: Figure;
  from: string;
  until: string;
}

/**
 * The latest year (any twelve months) in which every part of a harm is published, the last publication of each. `forces` are
 * the areas that "forces" sums over. A part that is missing anywhere leaves the year out. Pure.
 */
export function volumeOf(
  harm: WiderHarm,
  observations: readonly Observation[],
  forces: readonly string[],
): Volume | NotEstimable {
  const places = harm.place === "forces" ? forces : [harm.place];
  const own = observations.filter(
    (o) =>
      o.measure === harm.measure &&
      places.includes(o.place) &&
      harm.breakdowns.includes(o.breakdown) &&
      isYear(o.period.start, o.period.end) &&
      !isMissing(o.value),
  );
  const years = [...new Set(own.map((o) => `${o.period.end} ${o.period.start}`))].sort().reverse();
  for (const year of years) {
    const [end, start] = year.split(" ");
    const parts = places.flatMap((place) =>
      harm.breakdowns.map((b) =>
        latest(
          own.filter((o) => o.place === place && o.breakdown === b && o.period.end === end && o.period.start === start),
        ),
      ),
    );
    const found = parts.filter((o) => o !== undefined);
    if (found.length === parts.length) return { figure: figureOf(harm, found), from: start, until: end };
  }
  return {
    notEstimable: `No whole year of "${harm.measure}" is collated for every part of ${harm.title.toLowerCase()}`,
    from: [`harm:${harm.harm}`],
  };
}

/** 364 to 366 days, both ends included: a calendar year, a financial year, or a year ending in another month. */
const isYear = (start: string, end: string): boolean => {
  const days = (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1;
  return days >= 364 && days <= 366;
};

const latest = (same: readonly Observation[]): Observation | undefined =>
  same.reduce<Observation | undefined>((best, o) => (best && best.published >= o.published ? best : o), undefined);

function figureOf(harm: WiderHarm, parts: readonly Observation[]): Figure {
  const value = parts.reduce((sum, o) => sum + (isMissing(o.value) ? 0 : o.value.value), 0);
  const from: OriginId[] =
    parts.length > 9 ? [...parts.slice(0, 9).map((o) => o.id), `harm:${harm.harm}`] : parts.map((o) => o.id);
  return {
    value,
    low: value * exp(-Z90 * harm.logSd),
    high: value * exp(Z90 * harm.logSd),
    level: 0.9,
    unit: harm.unit,
    kind: harm.logSd > 0 ? "estimated" : "measured",
    from,
  };
}

import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { type Nation, type OriginId, type Place, type ThreatId, UNITED_KINGDOM } from "../terms/index.ts";
import type { AnchorBook } from "./anchors.ts";
import { anchorsOf, type Level, ruleValue } from "./national.ts";
import { type ObservationIndex, yearlyTallies } from "./tally.ts";

/** Residents of a nation times its rate relative to the anchor's area, with the doubt of that rate on the log scale. */
export interface NationMass {
  mass: number;
  logSd: number;
  from: OriginId[];
  rules: string[];
}

const COVERED: Record<string, readonly Nation[]> = {
  E92000001: ["E"],
  K04000001: ["E", "W"],
  forces: ["E", "W"],
  [UNITED_KINGDOM]: ["E", "W", "S", "N"],
};

/** Nations that an anchor's area covers. */
export const nationsOf = (area: string): readonly Nation[] => COVERED[area] ?? COVERED[UNITED_KINGDOM];

/** Mass of each nation for one threat: rules outside-coverage and, for drugs in Scotland, scotland-drug-deaths. */
export function nationMasses(
  book: AnchorBook,
  threat: ThreatId,
  index: ObservationIndex,
  places: readonly Place[],
  covered: readonly Nation[],
): Record<Nation, NationMass> {
  const residents = (nations: readonly Nation[]) =>
    places.filter((p) => nations.includes(p.nation)).reduce((sum, p) => sum + p.population, 0);
  const massOf = (nation: Nation): NationMass => {
    const isCovered = covered.includes(nation);
    return {
      mass: residents([nation]),
      logSd: isCovered ? 0 : ruleValue(book, "outside-coverage"),
      from: [],
      rules: isCovered ? [] : ["outside-coverage"],
    };
  };
  const masses = { E: massOf("E"), W: massOf("W"), S: massOf("S"), N: massOf("N") };
  const relative = relativeRate(book, threat, index, residents(["S"]), residents(["E", "W"]));
  if (relative && !covered.includes("S")) {
    masses.S.mass *= exp(ruleValue(book, "scotland-drug-deaths") * relative.logRatio);
    masses.S.logSd = Math.sqrt(masses.S.logSd ** 2 + (relative.logRatio / 3.92) ** 2);
    masses.S.from = relative.from;
    masses.S.rules = [...masses.S.rules, "scotland-drug-deaths"];
  }
  return masses;
}

/** Log of Scotland's rate per resident over that of England and Wales, in the last year that both series have. */
function relativeRate(
  book: AnchorBook,
  threat: ThreatId,
  index: ObservationIndex,
  scots: number,
  englishAndWelsh: number,
) {
  const [above] = anchorsOf(book, threat, "nation-factor");
  const [below] = anchorsOf(book, threat, "nation-reference");
  if (!above?.selector || !below?.selector) return undefined;
  const top = yearlyTallies(index, above.selector, above.area, above.basis);
  const bottom = yearlyTallies(index, below.selector, below.area, below.basis);
  const year = [...top.keys()]
    .filter((y) => bottom.has(y))
    .sort((a, b) => a - b)
    .at(-1);
  if (year === undefined) return undefined;
  const [deaths, reference] = [top.get(year)!, bottom.get(year)!];
  if (deaths.value <= 0 || reference.value <= 0) return undefined;
  return {
    logRatio: ln(deaths.value / scots / (reference.value / englishAndWelsh)),
    from: [`anchor:${above.id}`, `anchor:${below.id}`, ...deaths.from, ...reference.from],
  };
}

/** A level over the covered nations, raised to the United Kingdom; the part not covered brings its own doubt. */
export function toUnitedKingdom(
  level: Level,
  masses: Readonly<Record<Nation, NationMass>>,
  covered: readonly Nation[],
): Level {
  const all = Object.values(masses);
  const total = all.reduce((sum, n) => sum + n.mass, 0);
  const seen = covered.reduce((sum, n) => sum + masses[n].mass, 0);
  const variance = all.reduce((sum, n) => sum + ((n.mass / total) * n.logSd) ** 2, 0);
  return {
    ...level,
    logMiddle: level.logMiddle + ln(total / seen),
    logVariance: level.logVariance + variance,
    rules: [...new Set([...level.rules, ...all.flatMap((n) => n.rules)])],
    from: [...new Set([...level.from, ...all.flatMap((n) => n.from)])],
  };
}

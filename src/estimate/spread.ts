import type { Nation, OriginId, Place, ThreatId } from "../terms/index.ts";
import type { AnchorBook, SpreadRule } from "./anchors.ts";
import type { NationMass } from "./nations.ts";
import { type ObservationIndex, tallyInWindow, yearOf } from "./tally.ts";

/** Share of the national total that falls in each place, in the order of `places`; sums to 1. */
export interface Spread {
  rule: SpreadRule;
  weights: number[];
  /** Doubt of each weight on the log scale, standard deviation. */
  logSds: number[];
  /** Observations behind each place's weight. */
  from: OriginId[][];
}

/** The spread rule of a threat whose indicator is nearest to a year. Throws a plain error when data/spread.csv has none. */
export function spreadRuleOf(book: AnchorBook, threat: ThreatId, year: number): SpreadRule {
  const distance = (r: SpreadRule) => (r.indicator ? Math.abs(yearOf(r.indicator.window) - year) : 0);
  const rules = book.spread.filter((r) => r.threat === threat).sort((a, b) => distance(a) - distance(b));
  if (!rules[0]) throw new Error(`data/spread.csv has no row for ${threat}`);
  return rules[0];
}

/**
 * Rule spread: inside the nations that the indicator covers, a mix of shares of the indicator, of residents and of
 * deprived residents; each other nation has its mass. Weights sum to 1 over all places.
 */
export function spreadOf(
  rule: SpreadRule,
  masses: Readonly<Record<Nation, NationMass>>,
  index: ObservationIndex,
  places: readonly Place[],
): Spread {
  const covered: readonly Nation[] = rule.covers === "UK" ? ["E", "W", "S", "N"] : ["E", "W"];
  const isInside = places.map((p) => covered.includes(p.nation));
  const tallies = places.map((p, i) =>
    rule.indicator && isInside[i]
      ? tallyInWindow(index, rule.indicator.selector, p.code, rule.indicator.window)
      : undefined,
  );
  const residents = places.map((p) => (p.hasResidentRates ? p.population : 0));
  const mix = mixOf(
    { weight: rule.wPopulation, amounts: residents },
    [
      { weight: rule.wIndicator, amounts: tallies.map((t) => t?.value ?? 0) },
      { weight: rule.wDeprived, amounts: places.map((p, i) => residents[i] * p.deprivedShare) },
    ],
    isInside,
  );
  const massInside = covered.reduce((sum, n) => sum + masses[n].mass, 0);
  const raw = places.map((p, i) => (isInside[i] ? mix[i] * massInside : outside(p, masses, places)));
  const total = raw.reduce((sum, w) => sum + w, 0);
  return {
    rule,
    weights: raw.map((w) => w / total),
    logSds: places.map((p) => Math.sqrt(rule.logSd ** 2 + masses[p.nation].logSd ** 2)),
    from: tallies.map((t) => t?.from ?? []),
  };
}

/** Places of a nation outside the indicator share its mass by residents. */
function outside(place: Place, masses: Readonly<Record<Nation, NationMass>>, places: readonly Place[]): number {
  const residents = places.filter((p) => p.nation === place.nation).reduce((sum, p) => sum + p.population, 0);
  return (masses[place.nation].mass * place.population) / residents;
}

interface Part {
  weight: number;
  amounts: readonly number[];
}

/** Weighted mean of shares over the places inside. A part that is nowhere above 0 leaves its weight to the residents. */
function mixOf(residents: Part, others: readonly Part[], isInside: readonly boolean[]): number[] {
  const sumOf = ({ amounts }: Part) => amounts.reduce((sum, a, i) => sum + (isInside[i] ? a : 0), 0);
  const usable = others.filter((part) => part.weight > 0 && sumOf(part) > 0);
  const left = others.reduce((sum, part) => sum + (usable.includes(part) ? 0 : part.weight), residents.weight);
  const parts = [{ ...residents, weight: left }, ...usable].map((part) => ({ ...part, sum: sumOf(part) }));
  return isInside.map((inside, i) =>
    inside ? parts.reduce((share, { weight, amounts, sum }) => share + (weight * amounts[i]) / sum, 0) : 0,
  );
}

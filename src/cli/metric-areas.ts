import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { type BearDown, type DrawOrder, probabilityInTop } from "../decide/index.ts";
import { type ExtentRow, YEARS } from "../estimate/index.ts";
import { type Figure, isNotEstimable, normalQuantile, type Place, PROCESS, Stream } from "../terms/index.ts";

/** How likely an area is to be among the five with most harm a resident; its rank is not published. */
interface AreaChance {
  place: string;
  inTopFive: number;
}

/** The chances with the threats that they rest on; `without` have no extent by place. */
export interface AreaChances {
  threats: string[];
  without: string[];
  chances: AreaChance[];
}

/** Half-width of a 90% interval in standard deviations. */
const Z90 = 1.6448536269514722;
/** Draws of areas have entities of their own, far from those of threats. */
const FIRST_ENTITY = 2000;

/**
 * Probability by area, in the order of ONS codes, over the basket's threats in the last year: harm a resident is
 * sum_k w_k X_pk / (sum over areas of X_k, times residents). Areas without resident rates are left out, and so is a threat
 * without an extent in every other area. Errors of areas are drawn apart.
 */
export function areaChances(
  rows: readonly ExtentRow[],
  places: readonly Place[],
  { basket }: BearDown,
  order: DrawOrder,
): AreaChances {
  const areas = places.filter((p) => p.hasResidentRates);
  const draws = areas.map(() => new Float64Array(order.draws));
  const extents = basket.map(({ threat }) => extentsOf(rows, areas, threat));
  basket.forEach(({ weight }, k) => {
    const own = extents[k];
    if (own) addHarm(draws, areas, own, { ...order, weight, entity: FIRST_ENTITY + k });
  });
  const threats = basket.flatMap(({ threat }, k) => (extents[k] ? [threat] : []));
  const without = basket.flatMap(({ threat }, k) => (extents[k] ? [] : [threat]));
  const chances = threats.length === 0 ? [] : probabilityInTop(draws);
  return { threats, without, chances: chances.map((inTopFive, i) => ({ place: areas[i].code, inTopFive })) };
}

/** Extents of a threat in the last year by area; undefined where one of them is not estimable. */
function extentsOf(rows: readonly ExtentRow[], areas: readonly Place[], threat: string): Figure[] | undefined {
  const own = rows.filter((r) => r.threat === threat && r.year === YEARS.at(-1));
  const found = areas.flatMap((p) => {
    const extent = own.find((r) => r.place === p.code)?.extent;
    return extent && !isNotEstimable(extent) ? [extent] : [];
  });
  return found.length === areas.length ? found : undefined;
}

function addHarm(
  draws: readonly Float64Array[],
  areas: readonly Place[],
  extents: readonly Figure[],
  { seed, draws: count, weight, entity }: DrawOrder & { weight: number; entity: number },
): void {
  const total = extents.reduce((sum, e) => sum + e.value, 0);
  extents.forEach(({ value, low, high }, i) => {
    const middle = ln((weight * value) / total / areas[i].population);
    const sd = (ln(high) - ln(low)) / (2 * Z90);
    for (let d = 0; d < count; d++)
      draws[i][d] += exp(middle + sd * normalQuantile(new Stream(seed, d, PROCESS.indexExtents).unit(entity, i)));
  });
}

import { Problem } from "../../terms/index.ts";
import { extentIn, type IndexExtent, type IndexInput, type IndexWeight } from "./input.ts";

/** A threat that is in the index, with its weight (they sum to 1) and its extents in the order of the input's periods. */
export interface InBasket {
  threat: string;
  weight: number;
  /** Share of the harm of every threat that has a weight, those that dropped out included. */
  shareOfAll: number;
  extents: readonly IndexExtent[];
}

/** A threat that has a weight and no place in the index. */
export interface DroppedOut {
  threat: string;
  shareOfAll: number;
  why: string;
  /** Last known extent over the first known one: what left, and which way it was going. Undefined with fewer than two. */
  logChange?: number;
  lastPeriod?: string;
}

export interface Basket {
  threats: readonly InBasket[];
  dropped: readonly DroppedOut[];
  /** Share of all weighted harm that the index covers. */
  coverage: number;
}

/** "anchored" leaves out what moves with recording; "all" does not, and is shown beside, never as the headline. */
export type BasketRule = "anchored" | "all";

/**
 * The basket is one for all periods: a threat without an extent in the base period or any other drops out of the whole
 * index, with its reason, and the weights of the others are made to sum to 1 again. Throws a Problem when nothing is left,
 * when a proactive count stands behind an extent, or when a category is not the one of the base period.
 */
export function basketOf(input: IndexInput, rule: BasketRule): Basket {
  const all = input.weights.reduce((sum, w) => sum + w.harm, 0);
  const threats: InBasket[] = [];
  const dropped: DroppedOut[] = [];
  for (const weight of input.weights) {
    const known = input.periods.map((p) => extentIn(input, weight.threat, p)).filter((e) => e !== undefined);
    refuse(input, known);
    const why = reasonToDrop(input, weight, known, rule);
    const shareOfAll = weight.harm / all;
    if (why === undefined) threats.push({ threat: weight.threat, weight: weight.harm, shareOfAll, extents: known });
    else dropped.push({ threat: weight.threat, shareOfAll, why, ...lastKnown(known) });
  }
  const inside = threats.reduce((sum, t) => sum + t.weight, 0);
  if (threats.length === 0)
    throw new Problem({ code: "basket-empty", base: input.base, dropped: dropped.map((d) => `${d.threat}: ${d.why}`) });
  return { threats: threats.map((t) => ({ ...t, weight: t.weight / inside })), dropped, coverage: inside / all };
}

/** What may not be: an extent made of proactive counts, or a category that is another one than in the base period. */
function refuse(input: IndexInput, known: readonly IndexExtent[]): void {
  for (const e of known) {
    const measure = e.measures.find((m) => input.proactive.includes(m));
    if (measure !== undefined) throw new Problem({ code: "proactive-in-index", threat: e.threat, measure });
    if (e.category !== known[0].category)
      throw new Problem({ code: "category-moved", threat: e.threat, period: e.period, base: known[0].period });
  }
}

function reasonToDrop(
  input: IndexInput,
  weight: IndexWeight,
  known: readonly IndexExtent[],
  rule: BasketRule,
): string | undefined {
  if (!(weight.harm > 0)) return "no weight";
  if (known.length === 0) return "its extent is not estimable";
  const missing = input.periods.filter((p) => !known.some((e) => e.period === p));
  if (missing.length > 0) return `no extent in ${listed(missing)}`;
  if (rule === "anchored" && known.some((e) => e.restsOn === "recorded"))
    return "its extent moves with what is recorded, so recording less would pass for less crime";
  return undefined;
}

/** A few by name; many as how many, with the first and the last. */
const listed = (periods: readonly string[]): string =>
  periods.length <= 3 ? periods.join(", ") : `${periods.length} periods from ${periods[0]} to ${periods.at(-1)}`;

const lastKnown = (known: readonly IndexExtent[]): Pick<DroppedOut, "logChange" | "lastPeriod"> => {
  const [first, last] = [known[0], known.at(-1)];
  return first === undefined || last === undefined || first === last
    ? {}
    : { logChange: last.logMiddle - first.logMiddle, lastPeriod: last.period };
};

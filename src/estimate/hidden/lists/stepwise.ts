import { gammaCdf, poissonCdf } from "../../../terms/index.ts";
import { type Fit, fitModel, tryFit, waldP } from "./model.ts";
import { supersetSums } from "./sums.ts";
import { allPairs, type ListTable, namesOf } from "./table.ts";

/** One two-list effect that was added. */
export interface Step {
  pair: number;
  /** The rule's measure of it: a p-value, or the criterion after it was added. */
  measure: number;
  /** People on both lists. */
  overlap: number;
  /** The estimate after it was added. */
  total: number;
}

export interface Selection {
  steps: Step[];
  fit: Fit;
}

export type Criterion = "aic" | "bic";

/**
 * Forward selection by p-value (Chan, Silverman and Vincent 2021): from independent lists on, the overlap that the model
 * explains worst is added while min(P(X <= T), P(X >= T)) of X ~ Poisson(fitted overlap) is below the threshold; a pair whose model
 * has no estimate is passed over. Throws a Problem where independent lists have no estimate.
 */
export function stepwiseByPValue(table: ListTable, threshold: number): Selection {
  const steps: Step[] = [];
  let current = fitModel(table, []);
  for (;;) {
    const next = nextByPValue(current, threshold);
    if (next === undefined) return { steps, fit: current };
    const { pair, p, fit: found } = next;
    steps.push({ pair, measure: p, overlap: table.totals[pair], total: found.total });
    current = found;
  }
}

function nextByPValue(current: Fit, threshold: number): { pair: number; p: number; fit: Fit } | undefined {
  const { table } = current;
  const expected = supersetSums(current.fitted);
  const ranked = others(current)
    .map((pair) => ({ pair, p: overlapPValue(table.totals[pair], expected[pair]) }))
    .filter(({ p }) => p < threshold)
    .sort((a, b) => a.p - b.p);
  for (const { pair, p } of ranked) {
    const found = tryFit(table, [...current.pairs, pair], current.coefficients);
    if (typeof found !== "number") return { pair, p, fit: found };
  }
  return undefined;
}

/** min(P(X <= T), P(X >= T)) for X ~ Poisson(mean); the upper tail is summed itself, so that it keeps its digits. */
function overlapPValue(overlap: number, mean: number): number {
  const above = overlap === 0 ? 1 : gammaCdf(mean, overlap, 1);
  return Math.min(poissonCdf(overlap, mean), above);
}

/** Pairs not in the model, by the names of their lists: ties fall the same way whatever the order of the columns. */
function others({ table, pairs }: Fit): number[] {
  const key = (pair: number) => namesOf(pair, table.lists).sort().join("\u0000");
  const left = allPairs(table).filter((pair) => !pairs.includes(pair));
  return left.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Forward selection by AIC or BIC: the pair that lowers it most is added while it falls. Throws as `stepwiseByPValue`. */
export function forward(table: ListTable, criterion: Criterion): Selection {
  return forwardWhile(table, criterion, () => true);
}

/**
 * The rule of the UK study (Bales, Hesketh and Silverman 2015): the pair of the best AIC is added, and the search stops at the first
 * whose own Wald p-value is above `significance` (0.05 there); an empty pair has no finite one and stops it too.
 */
export function forwardWhileSignificant(table: ListTable, significance: number): Selection {
  return forwardWhile(table, "aic", (found, pair) => waldP(found, pair) <= significance);
}

function forwardWhile(
  table: ListTable,
  criterion: Criterion,
  isKept: (found: Fit, pair: number) => boolean,
): Selection {
  const steps: Step[] = [];
  let current = fitModel(table, []);
  for (;;) {
    let best: { pair: number; fit: Fit } | undefined;
    for (const pair of others(current)) {
      const found = tryFit(table, [...current.pairs, pair], current.coefficients);
      if (typeof found !== "number" && found[criterion] < (best?.fit ?? current)[criterion])
        best = { pair, fit: found };
    }
    if (best === undefined || !isKept(best.fit, best.pair)) return { steps, fit: current };
    current = best.fit;
    steps.push({
      pair: best.pair,
      measure: current[criterion],
      overlap: table.totals[best.pair],
      total: current.total,
    });
  }
}

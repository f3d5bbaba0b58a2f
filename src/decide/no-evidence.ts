import { hasEvidence, type Lever, type LeverCatalogue, type Scenario, type SplitLine } from "../terms/index.ts";

/** Name of the scenario, or split, from which what lacks evidence is left out. */
export const proven = (name: string): string => `${name}~evidence`;

/** Levers whose effect rests, in part or whole, on the labelled no-evidence prior; bought by a split or named themselves. */
export function unprovenLevers(scenario: Scenario, catalogue: LeverCatalogue): Lever[] {
  const named = new Set(scenario.levers.flatMap((l) => [l.lever, ...boughtBy(l.split, catalogue)]));
  return catalogue.levers.filter((lever) => named.has(lever.id) && !hasEvidence(lever));
}

const boughtBy = (split: string | undefined, catalogue: LeverCatalogue): string[] =>
  split === undefined ? [] : catalogue.splits.filter((line) => line.split === split).map((line) => line.buys);

/**
 * The scenario without the levers that have no evidence, named `<name>~evidence`: such levers are dropped, and a budget
 * that buys one spends by the split `<split>~evidence` of `withProvenSplits`, where its share stays unspent. Pure.
 */
export function withoutNoEvidence(scenario: Scenario, catalogue: LeverCatalogue): Scenario {
  const unproven = new Set(unprovenLevers(scenario, catalogue).map((lever) => lever.id));
  return {
    ...scenario,
    name: proven(scenario.name),
    title: `${scenario.title}, without the levers that have no evidence`,
    levers: scenario.levers
      .filter((l) => !unproven.has(l.lever))
      .map((l) =>
        l.split !== undefined && boughtBy(l.split, catalogue).some((id) => unproven.has(id))
          ? { ...l, split: proven(l.split) }
          : l,
      ),
  };
}

/** The catalogue with, beside each split that buys a lever without evidence, the same split less those lines. Pure. */
export function withProvenSplits(catalogue: LeverCatalogue): LeverCatalogue {
  const unproven = new Set(catalogue.levers.filter((lever) => !hasEvidence(lever)).map((lever) => lever.id));
  const touched = new Set(catalogue.splits.filter((line) => unproven.has(line.buys)).map((line) => line.split));
  const added: SplitLine[] = catalogue.splits
    .filter((line) => touched.has(line.split) && !unproven.has(line.buys))
    .map((line) => ({ ...line, split: proven(line.split) }));
  return { ...catalogue, splits: [...catalogue.splits, ...added] };
}

import { GBP_A_YEAR_UNIT, type LeverCatalogue, type Scenario } from "../terms/index.ts";
import { lineTotal, type Prices } from "../value/index.ts";
import { caveatsOf } from "./caveats.ts";
import type { Comparison, OutcomeComparison } from "./comparison.ts";
import { displacement } from "./displacement.ts";
import { type EnsembleView, resultsOf } from "./ensemble-view.ts";
import { proven, unprovenLevers } from "./no-evidence.ts";
import { comparedOutcomes, HEADLINE, type Sheet, sheetOf } from "./outcomes.ts";
import { medianError, shareBetter, spread, varianceShare } from "./statistics.ts";

/** What a comparison is made of beside the runs. */
export interface CompareContext {
  prices: Prices;
  catalogue: LeverCatalogue;
  /** The scenarios by name, at least the two compared. */
  scenarios: readonly Scenario[];
  /** The 45 police areas in the order of the run's arrays. */
  places: readonly { code: string; name: string }[];
  dataFingerprint: string;
}

/**
 * Scenario b against scenario a over the same runs, run by run. Pure; the result is the JSON contract of `soclab compare`.
 * `withoutNoEvidence` is filled when the ensemble also holds `<b>~evidence` (see `withoutNoEvidence`).
 * Throws a Problem when a scenario is not in the ensemble or the horizon lies outside its months.
 */
export function compareScenarios(ensemble: EnsembleView, a: string, b: string, context: CompareContext): Comparison {
  const [first, second] = [resultsOf(ensemble, a), resultsOf(ensemble, b)];
  const [sheetA, sheetB] = [sheetOf(ensemble, a, context.prices), sheetOf(ensemble, b, context.prices)];
  const without = withoutPart(ensemble, b, { sheetA, sheetB }, context);
  const title = (name: string) => context.scenarios.find((s) => s.name === name)?.title ?? name;
  return {
    contract: "soclab-compare-1",
    resultHash: ensemble.resultHash,
    dataFingerprint: context.dataFingerprint,
    runs: ensemble.runs,
    seed: ensemble.seed,
    horizon: { ...ensemble.horizon },
    scenarios: [first, second].map(({ id, hash }) => ({ id, hash, title: title(id) })),
    lines: context.prices.lines.map((line) => ({
      id: line.id,
      title: line.title,
      what: line.what,
      unit: GBP_A_YEAR_UNIT,
      base: lineTotal(line),
      unallocated: line.unallocated,
      notMonetised: [...line.notMonetised],
    })),
    headline: HEADLINE,
    outcomes: compareSheets(sheetA, sheetB, context.prices),
    displacement: displacement(first.results, second.results, context.places),
    withoutNoEvidence: without,
    caveats: caveatsOf({ runs: ensemble.runs, lines: context.prices.lines, without }),
  };
}

/** Every outcome of two sheets, in the order of `comparedOutcomes`. Differences are b - a within a run. */
export function compareSheets(a: Sheet, b: Sheet, prices: Prices): OutcomeComparison[] {
  return comparedOutcomes(prices.lines).map((outcome) => {
    const [valuesA, valuesB] = [a.get(outcome.id)!, b.get(outcome.id)!];
    const [spreadA, spreadB] = [spread(valuesA), spread(valuesB)];
    const differences = minus(valuesB, valuesA);
    return {
      ...outcome,
      a: spreadA.median,
      b: spreadB.median,
      aRange: ends(spreadA),
      bRange: ends(spreadB),
      difference: spread(differences),
      medianError: medianError(differences),
      shareBetter: shareBetter(differences, outcome.better),
    };
  });
}

function withoutPart(
  ensemble: EnsembleView,
  b: string,
  { sheetA, sheetB }: { sheetA: Sheet; sheetB: Sheet },
  context: CompareContext,
): Comparison["withoutNoEvidence"] {
  const found = ensemble.scenarios.find((s) => s.id === proven(b));
  const scenario = context.scenarios.find((s) => s.name === b);
  if (!found || !scenario) return null;
  const sheet = sheetOf(ensemble, found.id, context.prices);
  const headline = (s: Sheet) => minus(s.get(HEADLINE)!, sheetA.get(HEADLINE)!);
  return {
    scenario: { id: found.id, hash: found.hash },
    leftOut: unprovenLevers(scenario, context.catalogue).map(({ id, title }) => ({ id, title })),
    outcomes: compareSheets(sheetA, sheet, context.prices),
    varianceShare: varianceShare(headline(sheetB), headline(sheet)),
  };
}

const ends = ({ low, high, level }: { low: number; high: number; level: 0.9 }) => ({ low, high, level });

const minus = (x: Float64Array, y: Float64Array): Float64Array => x.map((v, i) => v - y[i]);

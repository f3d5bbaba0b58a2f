import { availableParallelism } from "node:os";
import { twinInput } from "../calibrate/index.ts";
import {
  type CompareContext,
  checkAssumptions,
  type EnsembleView,
  type Manifest,
  manifestOf,
  withProvenSplits,
} from "../decide/index.ts";
import { runEnsemble } from "../ensemble/index.ts";
import { type ExtentRow, observedFigures } from "../estimate/index.ts";
import { readCatalogue, readUnitCosts } from "../evidence/index.ts";
import type { TwinInput } from "../simulate/index.ts";
import { openSnapshot, readPlaces } from "../store/index.ts";
import { type Horizon, type LeverCatalogue, type Observation, Problem, type Scenario } from "../terms/index.ts";
import { estimatedExtent } from "./estimated-extent.ts";
import { untilInterrupted } from "./interrupt.ts";
import { readPrices } from "./prices.ts";
import { progressBar } from "./progress.ts";
import { VERSION } from "./version.ts";

/** What a command asks of the twin. */
export interface TwinOrder {
  home: string;
  scenarios: readonly Scenario[];
  runs: number;
  seed: number;
  workers: number;
  horizon: Horizon;
  /** The words that gave this order, for the manifest. */
  command: string;
}

/** Runs of the twin with all that was read for them. */
export interface TwinRun {
  ensemble: EnsembleView;
  manifest: Manifest;
  context: CompareContext;
  observations: Observation[];
  /** Yearly extents that the run started from. */
  extent: ExtentRow[];
  input: TwinInput;
}

/** Worker threads unless asked otherwise: one for each core that this process may use. */
export const DEFAULT_WORKERS = Math.min(availableParallelism(), 64);

/**
 * Runs every scenario on the twin with the same luck, from the current snapshot of the home folder. Progress on stderr; SIGINT
 * stops it with `Interrupted` and nothing written. Throws a Problem when nothing is collated, or when two different
 * scenarios bear one name, or when one fixes a parameter that does not exist.
 */
export async function runTwin(order: TwinOrder): Promise<TwinRun> {
  const catalogue = withProvenSplits(readCatalogue());
  const scenarios = uniqueByName(order.scenarios);
  const { input, observations, extent } = await read(order.home, catalogue);
  for (const scenario of scenarios) checkAssumptions(scenario, input.parameters);
  const prices = readPrices();
  const ensemble = await simulate(order, scenarios, input);
  const manifest = manifestOf(ensemble, {
    command: order.command,
    versions: { soclab: VERSION, node: process.versions.node },
    scenarios,
    dataFingerprint: input.dataFingerprint,
    parameters: input.parameters,
    catalogue,
    prices,
    createdAt: new Date().toISOString(),
  });
  const context = { prices, catalogue, scenarios, places: readPlaces(), dataFingerprint: input.dataFingerprint };
  return { ensemble, manifest, context, observations, extent, input };
}

async function read(
  home: string,
  catalogue: LeverCatalogue,
): Promise<Pick<TwinRun, "input" | "observations" | "extent">> {
  const snapshot = await openSnapshot(home);
  try {
    const costs = [...readUnitCosts().values()].map(({ id, value, low, high }) => ({ id, central: value, low, high }));
    const fitted = await estimatedExtent(snapshot);
    const input = await twinInput(snapshot, fitted, catalogue, costs);
    return { input, observations: await observedFigures(snapshot), extent: fitted.years };
  } finally {
    snapshot.close();
  }
}

async function simulate(order: TwinOrder, scenarios: Scenario[], input: TwinInput): Promise<EnsembleView> {
  const bar = progressBar(`${order.runs} runs of ${scenarios.map((s) => s.name).join(", ")}`);
  try {
    return await untilInterrupted((signal) =>
      runEnsemble({
        input,
        scenarios,
        runs: order.runs,
        seed: order.seed,
        workers: order.workers,
        horizon: order.horizon,
        signal,
        onProgress: bar.show,
      }),
    );
  } finally {
    bar.end();
  }
}

function uniqueByName(scenarios: readonly Scenario[]): Scenario[] {
  const byName = new Map<string, Scenario>();
  for (const scenario of scenarios) {
    const known = byName.get(scenario.name);
    if (known && JSON.stringify(known) !== JSON.stringify(scenario))
      throw new Problem({ code: "same-name", name: scenario.name });
    byName.set(scenario.name, scenario);
  }
  return [...byName.values()];
}

import { createEngine, simulateRun, type TwinInput } from "../../src/simulate/index.ts";
import type { Scenario } from "../../src/terms/index.ts";

/** What the replay test calls inside the page: the hashes of a few runs of each scenario. */
export function hashesOf(
  input: TwinInput,
  scenarios: Scenario[],
  seed: number,
  runs: number,
  months: number,
  horizonMonth: number,
): string[] {
  const engine = createEngine(input);
  return Array.from({ length: runs }, (_, run) =>
    simulateRun(engine, scenarios, seed, run, months, horizonMonth).map((r) => r.hash),
  ).flat();
}

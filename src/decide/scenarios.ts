import { readCatalogue, readOwnScenario, readScenarioFile, scenarioFiles } from "../evidence/index.ts";
import { type LeverCatalogue, Problem, type Scenario } from "../terms/index.ts";
import { checkScenario } from "./scenario-check.ts";

/** The project's own scenarios, by name, each checked. Throws a Problem on a fault in one of them. */
export function listScenarios(catalogue: LeverCatalogue = readCatalogue()): Scenario[] {
  return [...scenarioFiles()].map(([name, path]) => checked(readOwnScenario(name, path), catalogue, name));
}

/**
 * A scenario by its name, or from a file of the reader's own (anything with a slash or ending in .json). Throws a Problem
 * on an unknown name, a file that is not there or not of the right shape, and on everything that `checkScenario` finds.
 */
export function readScenario(nameOrPath: string, catalogue: LeverCatalogue = readCatalogue()): Scenario {
  if (/[/\\]|\.json$/.test(nameOrPath)) return checked(readScenarioFile(nameOrPath), catalogue, nameOrPath);
  const files = scenarioFiles();
  const path = files.get(nameOrPath);
  if (path) return checked(readOwnScenario(nameOrPath, path), catalogue, nameOrPath);
  throw new Problem({
    code: "unknown-name",
    what: "scenario",
    name: nameOrPath,
    known: [...files.keys()],
    next: '"soclab scenarios" lists them all; a file of your own ends in .json.',
  });
}

function checked(scenario: Scenario, catalogue: LeverCatalogue, shown: string): Scenario {
  checkScenario(scenario, catalogue, shown);
  return scenario;
}

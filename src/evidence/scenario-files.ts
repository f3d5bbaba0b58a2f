import { basename, relative } from "node:path";
import { filesIn, projectFile, readJson } from "../store/index.ts";
import { Problem, type Scenario, ScenarioSchema } from "../terms/index.ts";

// The file half of scenarios stands here because `decide` opens no files of its own: what it does with one is pure.

/** Paths of the project's own scenarios, data/scenarios/*.json, by name. */
export const scenarioFiles = (): Map<string, string> =>
  new Map(filesIn(projectFile("data", "scenarios"), ".json").map((path) => [basename(path, ".json"), path]));

/** One scenario file, checked against its schema only. Throws a Problem: not there, not JSON, not of the right shape. */
export const readScenarioFile = (path: string): Scenario => readJson(path, ScenarioSchema);

/** One of the project's own scenarios; its name must be that of its file. Throws a Problem otherwise. */
export function readOwnScenario(name: string, path: string): Scenario {
  const scenario = readScenarioFile(path);
  if (scenario.name === name) return scenario;
  throw new Problem({
    code: "bad-json",
    file: relative(process.cwd(), path),
    path: "/name",
    found: `"${scenario.name}"`,
    expected: `the name of the file, "${name}"`,
  });
}

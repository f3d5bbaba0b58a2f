import type { Command } from "commander";
import { compareScenarios, readScenario, unprovenLevers, withoutNoEvidence } from "../decide/index.ts";
import { readCatalogue } from "../evidence/index.ts";
import type { LeverCatalogue, Scenario } from "../terms/index.ts";
import { keepAnswer } from "./answers.ts";
import { comparisonText } from "./comparison-text.ts";
import { addRunOptions, commandOf, orderOf, type RunOptions } from "./run-options.ts";
import { runTwin } from "./run-twin.ts";

/** `soclab compare <a> <b>`: two scenarios run by run with the same luck; JSON as docs/reference/compare.schema.json says. */
export function addTo(program: Command): void {
  const command = program
    .command("compare")
    .description(
      "Compare two scenarios: medians, difference with its 90% interval, share of runs in which the second is better.",
    )
    .argument("<a>", "a scenario by name, or a .json file")
    .argument("<b>", "the one compared with it");
  addRunOptions(command, 200)
    .addHelpText("after", "\nExample:\n  $ soclab compare baseline parity-prevention --runs 200 --seed 1")
    .action(async (a: string, b: string, options: RunOptions) => {
      const catalogue = readCatalogue();
      const [first, second] = [readScenario(a, catalogue), readScenario(b, catalogue)];
      const scenarios = [first, second, ...withProven([second], catalogue)];
      const run = await runTwin({ ...orderOf(options), scenarios, command: commandOf(["compare", a, b], options) });
      const comparison = compareScenarios(run.ensemble, first.name, second.name, run.context);
      const folder = await keepAnswer(orderOf(options).home, {
        manifest: run.manifest,
        comparison,
        ensemble: run.ensemble,
      });
      if (options.json) process.stdout.write(`${JSON.stringify(comparison, null, 2)}\n`);
      else process.stdout.write(`${comparisonText(comparison)}Kept in ${folder}\n`);
    });
}

/** For each scenario that rests in part on levers without evidence, the same without them. */
export const withProven = (scenarios: readonly Scenario[], catalogue: LeverCatalogue): Scenario[] =>
  scenarios.filter((s) => unprovenLevers(s, catalogue).length > 0).map((s) => withoutNoEvidence(s, catalogue));

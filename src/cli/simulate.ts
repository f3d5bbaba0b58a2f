import { resolve } from "node:path";
import type { Command } from "commander";
import { readScenario } from "../decide/index.ts";
import { OUTCOMES } from "../simulate/index.ts";
import { countWords } from "../terms/index.ts";
import { keepAnswer, writeFolder } from "./answers.ts";
import { addRunOptions, commandOf, orderOf, type RunOptions } from "./run-options.ts";
import { runTwin } from "./run-twin.ts";

/** `soclab simulate <scenario>`: the runs of one scenario as Parquet with a manifest. */
export function addTo(program: Command): void {
  const command = program
    .command("simulate")
    .description("Run one scenario on the twin; the national series of every run and year as Parquet, with a manifest.")
    .argument("<scenario>", "a scenario by name, or a .json file")
    .option("--out <folder>", "where the files go (default: answers/<result> in the home folder)");
  addRunOptions(command, 100)
    .addHelpText("after", "\nExample:\n  $ soclab simulate parity-prevention --runs 500 --seed 1 --out runs")
    .action(async (name: string, options: RunOptions & { out?: string }) => {
      const scenario = readScenario(name);
      const { ensemble, manifest } = await runTwin({
        ...orderOf(options),
        scenarios: [scenario],
        command: commandOf(["simulate", name], options),
      });
      const kept = { manifest, ensemble };
      const folder = options.out === undefined ? await keepAnswer(orderOf(options).home, kept) : resolve(options.out);
      if (options.out !== undefined) await writeFolder(folder, kept);
      const said = {
        resultHash: manifest.resultHash,
        scenario: { id: scenario.name, hash: manifest.scenarios[0].hash },
        runs: options.runs,
        seed: options.seed,
        months: ensemble.months,
        outcomes: OUTCOMES.length,
        folder,
        files: ["manifest.json", "results.parquet"],
      };
      if (options.json) process.stdout.write(`${JSON.stringify(said, null, 2)}\n`);
      else
        process.stdout.write(
          `${scenario.title}: ${countWords(options.runs)} runs of ${ensemble.months} months, ${OUTCOMES.length} outcomes a year in ${folder}/results.parquet\nResult ${manifest.resultHash}\n`,
        );
    });
}

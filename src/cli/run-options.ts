import type { Command } from "commander";
import { homeFolder } from "../store/index.ts";
import { DEFAULT_HORIZON, type Horizon } from "../terms/index.ts";
import { horizonOption, runsOption, seedOption, workersOption } from "./numbers.ts";
import { DEFAULT_WORKERS } from "./run-twin.ts";

/** Options of every command that runs the twin. */
export interface RunOptions {
  runs: number;
  seed: number;
  workers: number;
  horizon: Horizon;
  home?: string;
  json?: boolean;
}

/** Adds --runs, --seed, --workers, --horizon, --home and --json to a command. */
export const addRunOptions = (command: Command, runs: number): Command =>
  command
    .option("--runs <n>", "runs of each scenario, 1 to 10,000", runsOption, runs)
    .option("--seed <n>", "seed of the luck that all scenarios share, 0 to 4,294,967,295", seedOption, 1)
    .option(
      "--workers <n>",
      "worker threads, 1 to 64; the result does not depend on it",
      workersOption,
      DEFAULT_WORKERS,
    )
    .option("--horizon <first..last>", "months summed, both included (default: 2027-04..2037-03)", horizonOption)
    .option(
      "--home <folder>",
      "where collated figures and answers live (default: SOCLAB_HOME, else .soclab in the project)",
    )
    .option("--json", "print JSON");

/** The parts of an order that options decide. */
export const orderOf = (options: RunOptions) => ({
  home: homeFolder(options.home),
  runs: options.runs,
  seed: options.seed,
  workers: options.workers,
  horizon: options.horizon ?? DEFAULT_HORIZON,
});

/** The words that give the same answer again. */
export const commandOf = (words: readonly string[], { runs, seed, horizon }: RunOptions): string =>
  [
    "soclab",
    ...words,
    `--runs ${runs}`,
    `--seed ${seed}`,
    ...(horizon ? [`--horizon ${horizon.from}..${horizon.until}`] : []),
  ].join(" ");

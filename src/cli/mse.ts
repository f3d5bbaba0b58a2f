import type { Command } from "commander";
import {
  envelopeOf,
  estimateByLists,
  type ListMethod,
  type ListMethodId,
  mergeLists,
  readListMethods,
  readListTable,
  sourceOfTable,
  spreadOf,
} from "../estimate/index.ts";
import { listsSentence, Problem } from "../terms/index.ts";
import { untilInterrupted } from "./interrupt.ts";
import { type ComparedLists, listsText } from "./mse-text.ts";
import { deltaOption, resamplesOption, seedOption, thresholdOption } from "./numbers.ts";
import { steadily } from "./steadily.ts";

/** Methods that `--model` asks for; "envelope" asks for every one. */
const FAMILIES: Readonly<Record<string, readonly ListMethodId[]>> = {
  main: ["independent"],
  stepwise: ["stepwise", "forward-aic", "forward-bic", "rule-2014"],
  all: ["best-bic", "bic-average"],
  decomposable: ["decomposable", "decomposable-strong"],
  envelope: [],
};

interface Options {
  model: string;
  merge?: string[];
  threshold?: number;
  resamples?: number;
  delta?: number;
  seed: number;
  json?: boolean;
}

/** `soclab mse <table.csv> [--model] [--merge] [--threshold] [--resamples] [--delta] [--seed] [--json]`: people on no list, from the overlap of lists. */
export function addTo(program: Command): void {
  const families = Object.keys(FAMILIES).join(", ");
  program
    .command("mse")
    .argument("<table>", "a CSV file of capture histories: a column of 0 and 1 for each list, and count")
    .description("Estimate how many people are on none of several lists, from how many are on more than one.")
    .option("--model <model>", `${families}: some of the methods; envelope is all of them`, modelOption, "envelope")
    .option("--merge <lists>", "treat lists as one, for example PF+NCA", (text: string) => text.split("+"))
    .option("--threshold <p>", "stepwise: largest p-value that adds a pair of lists (default: 0.02)", thresholdOption)
    .option("--resamples <n>", "bootstrap: number of resamples (default: 200)", resamplesOption)
    .option("--delta <people>", "graphs: prior people in each history (default: 0.03125)", deltaOption)
    .option("--seed <n>", "bootstrap: seed of the resamples", seedOption, 1)
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ soclab mse data/lists/uk-2013.csv\n  $ soclab mse data/lists/uk-2013.csv --merge PF+NCA --model all",
    )
    .action(async (path: string, options: Options) => {
      const found = await untilInterrupted((signal) => compared(path, options, signal));
      process.stdout.write(options.json ? `${JSON.stringify(jsonOf(found), null, 2)}\n` : listsText(found));
    });
}

async function compared(path: string, options: Options, signal: AbortSignal): Promise<ComparedLists> {
  const read = readListTable(path);
  const lists = options.merge === undefined ? read : mergeLists(read, options.merge);
  const methods = readListMethods().map((method) => ({ ...method, value: chosenValue(method, options) }));
  const isEvery = options.model === "envelope";
  const wanted = isEvery ? methods.map((m) => m.id) : FAMILIES[options.model];
  const estimates = await steadily(estimateByLists(lists, methods, wanted, options.seed), signal);
  const envelope = isEvery ? envelopeOf(estimates, lists.observed) : undefined;
  return { lists, source: sourceOfTable(path), estimates, envelope };
}

function chosenValue({ id, value }: ListMethod, { threshold, resamples, delta }: Options): number | undefined {
  const chosen: { [id in ListMethodId]?: number | undefined } = {
    stepwise: threshold,
    bootstrap: resamples,
    decomposable: delta,
  };
  return chosen[id] ?? value;
}

/** The plain object of --json; a limit that the counts do not set is null there. */
const jsonOf = ({ lists, source, estimates, envelope }: ComparedLists) => ({
  table: lists.file,
  lists: lists.lists,
  observed: lists.observed,
  told: lists.told.map(listsSentence),
  source,
  estimates,
  envelope,
  spread: spreadOf(estimates),
});

function modelOption(text: string): string {
  if (Object.hasOwn(FAMILIES, text)) return text;
  const known = Object.keys(FAMILIES);
  const next = `Give one of ${known.join(", ")}.`;
  throw new Problem({ code: "unknown-name", what: "family of methods", name: text, known, next });
}

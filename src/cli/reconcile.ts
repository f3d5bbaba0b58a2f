import type { Command } from "commander";
import {
  type Disagreement,
  disagreements,
  fittedFactors,
  type Reconciled,
  type ReconciledFactor,
  readDisagreementRow,
  readReconcileRow,
  readScenario,
  reconcile,
  validation,
} from "../decide/index.ts";
import { readDeflator, readUnitCosts } from "../evidence/index.ts";
import { projectFile, readTable } from "../store/index.ts";
import { rangeWords, valueWords } from "../terms/index.ts";
import { addRunOptions, commandOf, orderOf, type RunOptions } from "./run-options.ts";
import { runTwin } from "./run-twin.ts";
import { table } from "./table.ts";

/** `soclab reconcile`: published figures against the twin's baseline, with tolerances that were written before the run. */
export function addTo(program: Command): void {
  const command = program
    .command("reconcile")
    .description(
      "Hold the twin against published figures: put in, fitted or predicted; only predicted rows can pass or fail.",
    );
  addRunOptions(command, 50)
    .addHelpText("after", "\nExample:\n  $ soclab reconcile --runs 50 --seed 1")
    .action(async (options: RunOptions) => {
      const rows = readTable(projectFile("data", "reconcile.csv"), readReconcileRow);
      const baseline = readScenario("baseline");
      const run = await runTwin({
        ...orderOf(options),
        scenarios: [baseline],
        command: commandOf(["reconcile"], options),
      });
      const tables = { prices: run.context.prices, costs: readUnitCosts(), deflator: readDeflator() };
      const reconciled = reconcile(rows, run.observations, run.ensemble, baseline.name, tables);
      const apart = disagreements(
        readTable(projectFile("data", "disagreements.csv"), readDisagreementRow),
        run.observations,
      );
      const factors = fittedFactors(run.ensemble, baseline.name);
      const said = {
        resultHash: run.ensemble.resultHash,
        runs: options.runs,
        seed: options.seed,
        rows: reconciled,
        fitted: factors,
        disagreements: apart,
        validation: validation(reconciled),
      };
      process.stdout.write(
        options.json ? `${JSON.stringify(said, null, 2)}\n` : reconcileText(reconciled, factors, apart),
      );
    });
}

function reconcileText(
  rows: readonly Reconciled[],
  factors: readonly ReconciledFactor[],
  apart: readonly Disagreement[],
): string {
  const columns = [
    { title: "figure" },
    { title: "kind" },
    { title: "published", isNumber: true },
    { title: "twin (90% of runs)", isNumber: true },
    { title: "twin/published", isNumber: true },
    { title: "tolerance", isNumber: true },
    { title: "within" },
    { title: "interval holds it" },
  ];
  const { predicted, within, covered } = validation(rows);
  return [
    table(
      columns,
      rows.map((r) => [
        r.title,
        r.kind,
        valueWords(r.published, r.unit),
        rangeWords(r.twin.median, r.twin.low, r.twin.high, r.unit),
        r.ratio.toFixed(2),
        `${r.tolerance.low} to ${r.tolerance.high}`,
        r.isWithin ? "yes" : "NO",
        r.isCovered ? "yes" : "no",
      ]),
    ),
    "Factors that each run fits so that April 2021 holds; nobody publishes them, so they are no test of anything:",
    ...factors.map((f) => `  ${f.title}: ${factorWords(f)}, ${f.unit}`),
    "",
    "Sources and definitions:",
    ...rows.map(
      (r) => `  ${r.title}: ${r.source}.${r.note ? ` ${r.note}.` : ""}${r.decision ? ` See ${r.decision}.` : ""}`,
    ),
    "",
    "Where the paper and an official table disagree, both stand:",
    ...apart.map(
      (d) =>
        `  ${d.title}: paper ${valueWords(d.paper, d.unit)}, official ${valueWords(d.official, d.unit)}. ${d.note}. See ${d.decision}.`,
    ),
    "",
    `${within} of ${predicted} predicted rows lie within the tolerance written before the run, and for ${covered} of them the 90% interval holds the published figure; the other rows were put in or fitted and prove nothing.`,
    "",
  ].join("\n");
}

/** Three figures are enough: a factor may be 0.0102 or 1.37. */
const factorWords = ({ twin }: ReconciledFactor): string => {
  const short = (n: number) => String(Number(n.toPrecision(3)));
  return `${short(twin.median)} (${short(twin.low)} to ${short(twin.high)})`;
};

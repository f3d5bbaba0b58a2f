import { spawnSync } from "node:child_process";
import { addReadings } from "../src/estimate/areas/field/curvature.ts";
import { type InventedOptions, invent } from "../src/estimate/areas/field/invented.ts";
import { readingsAt } from "../src/estimate/areas/field/likelihood.ts";
import { findMode, searchOf } from "../src/estimate/areas/field/mode.ts";
import { modelOf } from "../src/estimate/areas/field/model.ts";
import { priorAt, writePrecision } from "../src/estimate/areas/field/prior.ts";
import { blockMatrix, elementOf } from "../src/estimate/matrix/blocks.ts";
import { cholesky, matrix } from "../src/estimate/matrix/dense.ts";
import { factorWide } from "../src/estimate/matrix/wide-rows.ts";
import { projectFile } from "../src/store/index.ts";
import { type Times, timed } from "./time.ts";

/** What `soclab bench --field` measures: the latent field of 45 areas and 32 quarters, made up. Times in milliseconds. */
export interface FieldBenchmark {
  unknowns: number;
  /** The information matrix of one field, factored by blocks and as a plain dense one; `ratio` is dense over blocks, of processor times. */
  blocks: Times;
  dense: Times;
  ratio: number;
  /** As many fields as there are threats, on two threads, in a process of its own; and one of them again with a quarter more. */
  fields: FieldRun;
}

/** What bench/field-run.ts prints. Processor times are of all threads. */
export interface FieldRun {
  threats: number;
  wall: number;
  processor: number;
  warmWall: number;
  warmProcessor: number;
  megabytes: number;
}

/** One threat of the benchmark: a count by quarter and one by year for every area, and an anchor of the last year. */
export const fieldOfThreat = (threat: number, quarters = 32) => invent({ ...THREAT, quarters, seed: threat }).input;

const THREAT: Omit<InventedOptions, "seed" | "quarters"> = {
  ...{
    areas: 45,
    rates: [-1.8, -0.6],
    rateSd: 0.3,
    toldWrongBy: 0,
    sizes: [12, 8],
    anchorSd: 0.12,
    isSecondYearly: true,
  },
};

/** Measures all of it, in one to three minutes; throws a plain error when the process that fits the threats fails. */
export function benchmarkField(onStep: (what: string) => void): FieldBenchmark {
  onStep("factoring one field by blocks and dense");
  const factors = measureFactors();
  onStep("fitting 11 threats on two threads, then one quarter more");
  const { status, stdout, stderr } = spawnSync(process.execPath, [projectFile("dist", "bench", "field-run.js")], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the process that fits the fields failed: ${stderr}`);
  return { ...factors, fields: JSON.parse(stdout) as FieldRun };
}

function measureFactors(): Omit<FieldBenchmark, "fields"> {
  const model = modelOf(fieldOfThreat(1));
  const values = Object.fromEntries(model.hyperparameters.map(({ name, start }) => [name, start]));
  const search = searchOf(model);
  const { x } = findMode(search, values, new Float64Array(model.unknowns.count));
  const information = blockMatrix(model.shape);
  writePrecision(priorAt(model.unknowns, model.structured, values), information);
  const wide = addReadings(model, readingsAt(model, values), search.view, information);
  const n = x.length;
  const whole = matrix(n, n, (i, j) => elementOf(information, i, j));
  const copy = () => ({ ...information, values: information.values.slice() });
  const blocks = timed(20, 5, copy, (of) => void factorWide(of, wide));
  const dense = timed(
    3,
    1,
    () => whole,
    (of) => void cholesky(of),
  );
  return { unknowns: n, blocks, dense, ratio: dense.processor / blocks.processor };
}

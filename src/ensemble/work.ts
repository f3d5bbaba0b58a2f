import { createEngine, type Engine, type RunResult, simulateRun } from "../simulate/index.ts";
import type { Chunk, WorkerJob } from "./ensemble.ts";

/** Does chunks of one job on one thread; keeps its arrays from chunk to chunk. The same in a Node worker and in a page. */
export function workerOf(job: WorkerJob): (chunk: Chunk) => RunResult[][] {
  let engine: Engine | undefined;
  return ({ from, until }) => {
    engine ??= createEngine(job.input);
    const results: RunResult[][] = [];
    for (let run = from; run < until; run++)
      results.push(simulateRun(engine, job.scenarios, job.seed, run, job.months, job.horizonMonth));
    return results;
  };
}

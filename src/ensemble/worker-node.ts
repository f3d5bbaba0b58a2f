import { workerData } from "piscina";
import type { RunResult } from "../simulate/index.ts";
import type { Chunk, WorkerJob } from "./ensemble.ts";
import { workerOf } from "./work.ts";

const work = workerOf(workerData as WorkerJob);

/** Entry of a worker thread: one chunk in, its results out. */
export default (chunk: Chunk): RunResult[][] => work(chunk);

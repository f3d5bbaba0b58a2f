export {
  type Chunk,
  chunksOf,
  type EnsembleQuestion,
  type EnsembleResult,
  jobOf,
  merge,
  type WorkerJob,
} from "./ensemble.ts";
export { type EnsembleOptions, runEnsemble } from "./run-ensemble.ts";
export { workerOf } from "./work.ts";

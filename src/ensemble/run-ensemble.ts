import { Piscina } from "piscina";
import type { RunResult } from "../simulate/index.ts";
import { chunksOf, type EnsembleQuestion, type EnsembleResult, jobOf, merge } from "./ensemble.ts";

export interface EnsembleOptions extends EnsembleQuestion {
  workers: number;
  /** Called when a chunk is done: runs finished and runs in all. */
  onProgress?: (done: number, all: number) => void;
  /** Stops within a chunk; the promise is then rejected with the signal's reason and no thread is left behind. */
  signal?: AbortSignal;
}

// Threads run built JavaScript, whether this file is the source (tests) or the build.
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/src/ensemble/worker-node.js" : "./worker-node.js",
  import.meta.url,
);

/**
 * Runs every scenario `runs` times on worker threads. Chunks are fixed by run number and merged in that order, so the result, its hash
 * included, is the same for any number of workers.
 */
export async function runEnsemble(options: EnsembleOptions): Promise<EnsembleResult> {
  const { onProgress, signal } = options;
  const job = jobOf(options);
  const chunks = chunksOf(options.runs);
  const threads = Math.max(1, Math.min(options.workers, chunks.length));
  const pool = new Piscina({ filename: WORKER.href, workerData: job, minThreads: threads, maxThreads: threads });
  // One listener for the whole pool: destroying it ends the threads in the middle of a chunk and rejects what is waiting.
  const stop = () => void pool.destroy();
  signal?.throwIfAborted();
  signal?.addEventListener("abort", stop, { once: true });
  let done = 0;
  try {
    const results = await Promise.all(
      chunks.map(async (chunk): Promise<RunResult[][]> => {
        const result: RunResult[][] = await pool.run(chunk);
        done += chunk.until - chunk.from;
        onProgress?.(done, options.runs);
        return result;
      }),
    );
    return merge(options, job, results);
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener("abort", stop);
    await pool.destroy();
  }
}

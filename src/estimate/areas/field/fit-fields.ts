import { Piscina } from "piscina";
import type { FieldOptions } from "./fit.ts";
import type { FieldInput } from "./input.ts";
import type { FieldFit } from "./result.ts";

/** One field to fit, as it is sent to a thread. */
export interface FieldJob {
  input: FieldInput;
  options: Omit<FieldOptions, "onProgress" | "signal">;
}

export interface FieldsOptions {
  workers: number;
  /** Called when a field is fitted: how many are, and how many there are in all. */
  onProgress?: (done: number, all: number) => void;
  /** Stops within a fit; the promise is then rejected with the signal's reason and no thread is left behind. */
  signal?: AbortSignal;
}

// Threads run built JavaScript, whether this file is the source (tests) or the build.
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../../../../dist/src/estimate/areas/field/worker-field.js" : "./worker-field.js",
  import.meta.url,
);

/**
 * Fits many fields on worker threads, in the order of the jobs; the fits are those of `fitField`, bit for bit, for any number of workers. Rejects
 * with what the first failing fit throws.
 */
export async function fitFields(
  jobs: readonly FieldJob[],
  { workers, onProgress, signal }: FieldsOptions,
): Promise<FieldFit[]> {
  signal?.throwIfAborted();
  const threads = Math.max(1, Math.min(workers, jobs.length));
  const pool = new Piscina({ filename: WORKER.href, minThreads: threads, maxThreads: threads });
  const stop = () => void pool.destroy();
  signal?.addEventListener("abort", stop, { once: true });
  let done = 0;
  try {
    return await Promise.all(
      jobs.map(async (job): Promise<FieldFit> => {
        const fit: FieldFit = await pool.run(job);
        onProgress?.(++done, jobs.length);
        return fit;
      }),
    );
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener("abort", stop);
    await pool.destroy();
  }
}

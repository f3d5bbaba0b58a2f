import { setImmediate } from "node:timers/promises";
import { progressBar } from "./progress.ts";

/** A slice of a long computation, in milliseconds, between two looks at the keyboard. */
const SLICE_MS = 50;
/** A computation that ends within this shows no progress. */
const QUIET_MS = 500;

/**
 * Runs a long computation that tells its progress: shown on stderr, and stopped at the next step once the signal is aborted.
 * Its result is the same as when it is run at one go.
 */
export async function steadily<T>(
  work: Generator<{ what: string; done: number; total: number }, T>,
  signal: AbortSignal,
): Promise<T> {
  const start = performance.now();
  let [sliceStart, shown] = [start, ""];
  let bar: ReturnType<typeof progressBar> | undefined;
  try {
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      const now = performance.now();
      if (now - sliceStart < SLICE_MS) continue;
      await setImmediate();
      signal.throwIfAborted();
      sliceStart = performance.now();
      if (now - start < QUIET_MS) continue;
      const { what, done, total } = step.value;
      if (what !== shown) {
        bar?.end();
        [bar, shown] = [progressBar(what), what];
      }
      bar?.show(done, total);
    }
  } finally {
    bar?.end();
  }
}

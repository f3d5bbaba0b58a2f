import { setMaxListeners } from "node:events";
import { Problem } from "../terms/index.ts";

/** Thrown when the person at the keyboard (or the machine) asked to stop: the command line ends with 130, as shells expect. */
export class Interrupted extends Error {
  constructor(sentence = "Stopped as asked. Nothing half-written is used.") {
    super(sentence);
    this.name = "Interrupted";
  }
}

/**
 * Runs `work` with a signal that SIGINT and SIGTERM abort. Whatever the work throws once aborted becomes `Interrupted`;
 * a second signal ends the process at once. Work must write its files last, and under another name until they are whole.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const control = new AbortController();
  // Every chunk of runs listens to the one signal: many listeners are no leak here.
  setMaxListeners(0, control.signal);
  const stop = () => {
    if (control.signal.aborted) process.exit(130);
    process.stderr.write("\nStopping …\n");
    control.abort(new Interrupted());
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    const result = await work(control.signal);
    control.signal.throwIfAborted();
    return result;
  } catch (error) {
    if (!control.signal.aborted) throw error;
    throw new Interrupted(error instanceof Problem ? error.message : undefined);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}

/** How far a long computation is: `done` of `total` models, graphs or resamples. */
export interface Progress {
  what: string;
  done: number;
  total: number;
}

/**
 * A long computation as a generator: it tells its progress now and then, and whoever runs it may stop between two of these or let
 * other work in. Its result does not depend on how it is run.
 */
export type Work<T> = Generator<Progress, T>;

/** Runs a computation to its end. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

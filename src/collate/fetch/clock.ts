import { setTimeout } from "node:timers/promises";

/** The door to time: tests put one behind it that jumps. */
export interface Clock {
  /** Milliseconds; only differences mean something. */
  now: () => number;
  /** Wall-clock milliseconds since 1970, for dates that a server states. */
  today: () => number;
  /** Throws when the signal aborts. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  today: () => Date.now(),
  sleep: async (ms, signal) => void (await setTimeout(ms, undefined, signal === undefined ? {} : { signal })),
};

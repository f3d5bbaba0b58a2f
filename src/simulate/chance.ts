import { PROCESS, Stream } from "../terms/index.ts";

/** All streams of a run. */
export type Chance = { readonly [K in keyof typeof PROCESS]: Stream };

/** The streams of run number `run` under `seed` (both 32-bit integers). */
export function chanceOf(seed: number, run: number): Chance {
  const streams = Object.entries(PROCESS).map(([name, process]) => [name, new Stream(seed, run, process)]);
  return Object.fromEntries(streams) as Chance;
}

import type { Process } from "./process.ts";
import { threefry } from "./threefry.ts";

/** The key of one process in one run: two 32-bit words. */
export function streamKey(seed: number, run: number, process: Process): [number, number] {
  const out = new Uint32Array(2);
  threefry(seed, process, run, 0, out);
  return [out[0]!, out[1]!];
}

/** A word as a number in the open interval (0, 1), the middle of its 2^32 parts. */
export const unitOf = (word: number): number => (word + 0.5) / 4294967296;

/** Draws of one process of one run. `u32(entity, month, block)` is a word, `unit` the same as (word + 0.5) / 2^32. */
export class Stream {
  readonly k0: number;
  readonly k1: number;
  private readonly out = new Uint32Array(2);

  constructor(seed: number, run: number, process: Process) {
    [this.k0, this.k1] = streamKey(seed, run, process);
  }

  u32(entity: number, month: number, block = 0): number {
    threefry(this.k0, this.k1, entity * 16 + (block >>> 1), month, this.out);
    return this.out[block & 1]!;
  }

  /** Open interval (0, 1). Entities up to 2^28, blocks 0 to 31. */
  unit(entity: number, month: number, block = 0): number {
    return unitOf(this.u32(entity, month, block));
  }
}

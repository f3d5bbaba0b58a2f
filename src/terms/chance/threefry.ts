/**
 * Chance as a pure function: every random word is Threefry-2x32 with 13 rounds (Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011) of (seed, run, process) as key and (entity, block, month) as counter. Adding a process
 * or an entity never shifts another's draws, and a policy and its baseline share their luck.
 */

const PARITY = 0x1bd11bda;

/** Two 32-bit words into `out[0]`, `out[1]`. Key (k0, k1), counter (c0, c1): any integers, taken modulo 2^32. */
export function threefry(k0: number, k1: number, c0: number, c1: number, out: Uint32Array): void {
  threefryRow(k0, k1, c0, 0, 1, c1, out);
}

/**
 * Two words into `out` for each of `count` counters (c0, c1), (c0 + step, c1), ...: a processor works at several of them at once, as
 * none waits for another.
 */
export function threefryRow(
  k0: number,
  k1: number,
  c0: number,
  step: number,
  count: number,
  c1: number,
  out: Uint32Array,
): void {
  const k2 = k0 ^ k1 ^ PARITY;
  const start = (c1 + k1) | 0;
  for (let i = 0; i < count; i++) {
    let a = (c0 + Math.imul(step, i) + k0) | 0;
    let b = start;
    a = (a + b) | 0;
    b = ((b << 13) | (b >>> 19)) ^ a;
    a = (a + b) | 0;
    b = ((b << 15) | (b >>> 17)) ^ a;
    a = (a + b) | 0;
    b = ((b << 26) | (b >>> 6)) ^ a;
    a = (a + b) | 0;
    b = ((b << 6) | (b >>> 26)) ^ a;
    a = (a + k1) | 0;
    b = (b + k2 + 1) | 0;
    a = (a + b) | 0;
    b = ((b << 17) | (b >>> 15)) ^ a;
    a = (a + b) | 0;
    b = ((b << 29) | (b >>> 3)) ^ a;
    a = (a + b) | 0;
    b = ((b << 16) | (b >>> 16)) ^ a;
    a = (a + b) | 0;
    b = ((b << 24) | (b >>> 8)) ^ a;
    a = (a + k2) | 0;
    b = (b + k0 + 2) | 0;
    a = (a + b) | 0;
    b = ((b << 13) | (b >>> 19)) ^ a;
    a = (a + b) | 0;
    b = ((b << 15) | (b >>> 17)) ^ a;
    a = (a + b) | 0;
    b = ((b << 26) | (b >>> 6)) ^ a;
    a = (a + b) | 0;
    b = ((b << 6) | (b >>> 26)) ^ a;
    a = (a + k0) | 0;
    b = (b + k1 + 3) | 0;
    a = (a + b) | 0;
    b = ((b << 17) | (b >>> 15)) ^ a;
    out[2 * i] = a;
    out[2 * i + 1] = b;
  }
}

import type { Minimum } from "./minimise.ts";

const STEP = 1e-5;
const MOST_ROUNDS = 100;
const FLAT = 1e-10;

/**
 * Least value of a smooth function by BFGS with central differences (Nocedal and Wright 2006, algorithm 6.1), steps halved
 * until they gain enough. `f` may give Infinity or NaN where a point is not allowed; the start must be allowed. Deterministic.
 */
export function descend(f: (x: readonly number[]) => number, start: readonly number[]): Minimum {
  let evaluations = 0;
  const value = (x: readonly number[]) => {
    evaluations++;
    const y = f(x);
    return Number.isFinite(y) ? y : Number.POSITIVE_INFINITY;
  };
  let at = [...start];
  let best = value(at);
  let slope = gradient(value, at);
  let inverse = identity(at.length);
  for (let round = 0; round < MOST_ROUNDS && at.length > 0; round++) {
    let direction = inverse.map((row) => -dot(row, slope));
    let fall = dot(direction, slope);
    if (!(fall < 0)) {
      inverse = identity(at.length);
      direction = slope.map((g) => -g);
      fall = -dot(slope, slope);
    }
    const moved = lineSearch(value, at, best, direction, fall);
    if (!moved || best - moved.value < FLAT * (Math.abs(best) + FLAT)) break;
    const next = gradient(value, moved.at);
    inverse = updated(
      inverse,
      moved.at.map((x, i) => x - at[i]),
      next.map((g, i) => g - slope[i]),
    );
    [at, best, slope] = [moved.at, moved.value, next];
  }
  return { at, value: best, evaluations };
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i], 0);

const identity = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));

const gradient = (f: (x: readonly number[]) => number, at: readonly number[]): number[] =>
  at.map((x, i) => {
    const shifted = (by: number) => f(at.map((v, k) => (k === i ? x + by : v)));
    const slope = (shifted(STEP) - shifted(-STEP)) / (2 * STEP);
    return Number.isFinite(slope) ? slope : 0;
  });

/** The longest of the steps 1, 1/2, 1/4, ... that gains at least a ten-thousandth of what the slope promises. */
function lineSearch(
  f: (x: readonly number[]) => number,
  at: readonly number[],
  best: number,
  direction: readonly number[],
  fall: number,
): { at: number[]; value: number } | undefined {
  for (let step = 1; step > 1e-8; step /= 2) {
    const there = at.map((x, i) => x + step * direction[i]);
    const value = f(there);
    if (value <= best + 1e-4 * step * fall) return { at: there, value };
  }
  return undefined;
}

/** The inverse of the curvature after a move s that changed the slope by y; kept when the curvature is not positive. */
function updated(inverse: number[][], s: readonly number[], y: readonly number[]): number[][] {
  const curvature = dot(s, y);
  if (!(curvature > 1e-12)) return inverse;
  const hy = inverse.map((row) => dot(row, y));
  const scale = (1 + dot(y, hy) / curvature) / curvature;
  return inverse.map((row, i) =>
    row.map((h, j) => h + scale * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / curvature),
  );
}

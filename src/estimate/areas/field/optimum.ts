import { cholesky, dot, type Matrix, matrix, multiplyVector, solveCholesky } from "../../matrix/dense.ts";

/** The top of a function, and its curvature there (minus the matrix of second derivatives). */
export interface Optimum {
  at: Float64Array;
  value: number;
  curvature: Matrix;
  evaluations: number;
  /** False where the allowed evaluations ran out or no step led up. */
  isSettled: boolean;
}

export interface OptimumOptions {
  /** Curvature near the top, from an earlier search: spares the differences at both ends. */
  curvature?: Matrix;
  mostEvaluations?: number;
}

/** Step of the differences, in units of a log or logit: a forward one moves the top by half of it, which is nothing beside its spread. */
const STEP = 0.02;
/** A further step that promises less than this much of the function is not worth making. */
const WORTHWHILE = 0.02;
/** No curvature below this is believed: it would send a step, or a point of the composite design, beyond 1.7. */
const LEAST_CURVATURE = 0.35;
const LONGEST_STEP = 0.8;

interface Slope {
  gradient: Float64Array;
  second: Float64Array;
}

/**
 * Top of a smooth function by BFGS with finite differences (Nocedal and Wright 2006, Numerical Optimization, chapter 6): central ones at the
 * start, which also give the first curvature, forward ones on the way, central ones at the top. `f` gives -Infinity where it cannot be had.
 */
export function maximise(f: (at: Float64Array) => number, start: Float64Array, options: OptimumOptions = {}): Optimum {
  const most = options.mostEvaluations ?? 200;
  let evaluations = 0;
  const counted = (at: Float64Array): number => {
    evaluations++;
    return f(at);
  };
  let at = start.slice();
  let value = counted(at);
  if (!Number.isFinite(value)) throw new Error("the search for hyperparameters begins where the field has no mode");
  const first = options.curvature ? undefined : centralSlope(counted, at, value);
  let curvature = options.curvature ?? diagonalOf(first!.second);
  let gradient = first?.gradient ?? forwardSlope(counted, at, value);
  let isSettled = false;
  while (evaluations < most && at.length > 0) {
    const step = shortened(solveCholesky(cholesky(curvature), gradient));
    if (dot(step, 0, gradient, 0, step.length) < 2 * WORTHWHILE) {
      isSettled = true;
      break;
    }
    const next = climb(counted, at, value, step, dot(step, 0, gradient, 0, step.length));
    if (!next) break;
    const slope = forwardSlope(counted, next.at, next.value);
    curvature = updated(
      curvature,
      next.at.map((v, i) => v - at[i]),
      gradient.map((g, i) => g - slope[i]),
    );
    [at, value, gradient] = [next.at, next.value, slope];
  }
  if (!options.curvature) curvature = rescaled(curvature, centralSlope(counted, at, value).second);
  return { at, value, curvature, evaluations, isSettled: isSettled || at.length === 0 };
}

function centralSlope(f: (at: Float64Array) => number, at: Float64Array, value: number): Slope {
  const gradient = new Float64Array(at.length);
  const second = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) {
    const [up, down] = [f(moved(at, i, 5 * STEP)), f(moved(at, i, -5 * STEP))];
    if (!Number.isFinite(up + down)) continue;
    gradient[i] = (up - down) / (10 * STEP);
    second[i] = (2 * value - up - down) / (25 * STEP * STEP);
  }
  return { gradient, second };
}

function forwardSlope(f: (at: Float64Array) => number, at: Float64Array, value: number): Float64Array {
  return at.map((_, i) => {
    const up = f(moved(at, i, STEP));
    return Number.isFinite(up) ? (up - value) / STEP : 0;
  });
}

function moved(at: Float64Array, i: number, by: number): Float64Array {
  const to = at.slice();
  to[i] += by;
  return to;
}

const diagonalOf = (second: Float64Array): Matrix =>
  matrix(second.length, second.length, (i, j) => (i === j ? Math.max(second[i], LEAST_CURVATURE) : 0));

function shortened(step: Float64Array): Float64Array {
  const longest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return longest > LONGEST_STEP ? step.map((value) => (value * LONGEST_STEP) / longest) : step;
}

function climb(
  f: (at: Float64Array) => number,
  from: Float64Array,
  value: number,
  step: Float64Array,
  promise: number,
) {
  for (let share = 1; share > 0.05; share /= 2.5) {
    const at = from.map((v, i) => v + share * step[i]);
    const to = f(at);
    if (to > value + 1e-3 * share * promise) return { at, value: to };
  }
  return undefined;
}

/** The curvature after a step `s` over which the gradient fell by `y`; unchanged where that would not be positive definite. */
function updated(curvature: Matrix, s: Float64Array, y: Float64Array): Matrix {
  const n = s.length;
  const bs = multiplyVector(curvature, s);
  const [sBs, sy] = [dot(s, 0, bs, 0, n), dot(s, 0, y, 0, n)];
  if (sy < 0.05 * sBs) return curvature;
  const { values } = curvature;
  return matrix(n, n, (i, j) => values[i * n + j] + (y[i] * y[j]) / sy - (bs[i] * bs[j]) / sBs);
}

/** Correlations of the curvature from the search, its diagonal from central differences. */
function rescaled({ rows: n, values }: Matrix, second: Float64Array): Matrix {
  const scale = second.map((value, i) => Math.sqrt(Math.max(value, LEAST_CURVATURE) / values[i * n + i]));
  return matrix(n, n, (i, j) => scale[i] * scale[j] * values[i * n + j]);
}

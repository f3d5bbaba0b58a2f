import type { Matrix } from "./dense.ts";

/** Smallest pivot, against the largest, that least squares takes for a column of its own. */
const SMALLEST_PIVOT = 1e-12;

/** A = Q R with columns in the order `order`, as reflections below the diagonal of `values` and R on and above it. */
interface Reflections {
  rows: number;
  columns: number;
  values: Float64Array;
  order: Int32Array;
  /** Diagonal of R, steps of them. */
  diagonal: Float64Array;
  /** b, reflected: Q'b. */
  b: Float64Array;
}

/**
 * The x that makes |A x - b| least, by Householder reflections with pivoted columns (Golub and Van Loan, Matrix Computations, 5.2 and
 * 5.4). Throws an Error where A has fewer rows than columns or its columns depend on each other, as there is then no one answer.
 */
export function leastSquares(a: Matrix, b: Float64Array): Float64Array {
  const n = a.columns;
  if (b.length !== a.rows) throw new Error(`least squares: ${a.rows} rows and ${b.length} values`);
  const { values, order, diagonal, b: reflected } = reflect(a, b);
  if (rankOfDiagonal(diagonal, SMALLEST_PIVOT) < n) throw new Error("least squares: columns depend on each other");
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = reflected[i]!;
    for (let j = i + 1; j < n; j++) sum -= values[i * n + j]! * x[order[j]!]!;
    x[order[i]!] = sum / diagonal[i]!;
  }
  return x;
}

/** How many columns of A are independent: pivots of the reflections above `tolerance` times the largest. Zero matrix: 0. */
export function rankOf(a: Matrix, tolerance = 1e-10): number {
  return rankOfDiagonal(reflect(a, new Float64Array(a.rows)).diagonal, tolerance);
}

function rankOfDiagonal(diagonal: Float64Array, tolerance: number): number {
  const largest = Math.abs(diagonal[0] ?? 0);
  return largest === 0 ? 0 : diagonal.filter((pivot) => Math.abs(pivot) > tolerance * largest).length;
}

function reflect(a: Matrix, b: Float64Array): Reflections {
  const steps = Math.min(a.rows, a.columns);
  const order = Int32Array.from({ length: a.columns }, (_, j) => j);
  const of = { ...a, values: a.values.slice(), order, diagonal: new Float64Array(steps), b: b.slice() };
  for (let k = 0; k < steps; k++) {
    bringLargest(of, k);
    of.diagonal[k] = reflectColumn(of, k);
  }
  return of;
}

/** Puts the column with most left below row k in place k. */
function bringLargest(of: Reflections, k: number): void {
  let best = k;
  let most = -1;
  for (let j = k; j < of.columns; j++) {
    const left = squareBelow(of, j, k);
    if (left > most) [best, most] = [j, left];
  }
  if (best === k) return;
  [of.order[k], of.order[best]] = [of.order[best]!, of.order[k]!];
  for (let i = 0; i < of.rows; i++) {
    const [p, q] = [i * of.columns + k, i * of.columns + best];
    [of.values[p], of.values[q]] = [of.values[q]!, of.values[p]!];
  }
}

function squareBelow({ rows, columns, values }: Reflections, j: number, k: number): number {
  let sum = 0;
  for (let i = k; i < rows; i++) sum += values[i * columns + j]! * values[i * columns + j]!;
  return sum;
}

/** Reflects column k on its first element, and what stands to the right, and b. Returns the pivot. */
function reflectColumn(of: Reflections, k: number): number {
  const { rows, columns, values, b } = of;
  const length = Math.sqrt(squareBelow(of, k, k));
  if (length === 0) return 0;
  const head = values[k * columns + k]!;
  const pivot = head > 0 ? -length : length;
  values[k * columns + k] = head - pivot;
  const square = squareBelow(of, k, k);
  for (let j = k + 1; j < columns; j++) reflectAlong(of, k, values, j, columns, square);
  reflectAlong(of, k, b, 0, 1, square);
  for (let i = k; i < rows; i++) values[i * columns + k] = 0;
  return pivot;
}

function reflectAlong(
  of: Reflections,
  k: number,
  target: Float64Array,
  at: number,
  stride: number,
  square: number,
): void {
  let sum = 0;
  for (let i = k; i < of.rows; i++) sum += of.values[i * of.columns + k]! * target[i * stride + at]!;
  const factor = (2 * sum) / square;
  for (let i = k; i < of.rows; i++) {
    target[i * stride + at] = target[i * stride + at]! - factor * of.values[i * of.columns + k]!;
  }
}

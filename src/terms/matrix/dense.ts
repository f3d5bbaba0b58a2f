import ln from "@stdlib/math-base-special-ln";

export { leastSquares, rankOf } from "./orthogonal.ts";

/** A dense matrix, row by row: element (i, j) is `values[i * columns + j]`. */
export interface Matrix {
  rows: number;
  columns: number;
  values: Float64Array;
}

/** A matrix of zeros, or one filled by `at(i, j)`. */
export function matrix(rows: number, columns: number, at?: (i: number, j: number) => number): Matrix {
  const values = new Float64Array(rows * columns);
  if (at) for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) values[i * columns + j] = at(i, j);
  return { rows, columns, values };
}

/**
 * The lower triangular L with L L' = A (Golub and Van Loan, Matrix Computations, 4.2); only the lower triangle of A is read, and the
 * upper one of L is zero. Throws an Error that names the pivot where A is not square or not positive definite.
 */
export function cholesky(a: Matrix): Matrix {
  const n = a.rows;
  if (a.columns !== n) throw new Error(`Cholesky needs a square matrix, not ${n} x ${a.columns}`);
  const l = matrix(n, n);
  const v = l.values;
  for (let j = 0; j < n; j++) {
    const pivot = a.values[j * n + j]! - dot(v, j * n, v, j * n, j);
    if (!(pivot > 0) || pivot === Number.POSITIVE_INFINITY) {
      throw new Error(`the matrix is not positive definite: pivot ${j + 1} of ${n} is ${pivot}`);
    }
    const root = Math.sqrt(pivot);
    v[j * n + j] = root;
    for (let i = j + 1; i < n; i++) v[i * n + j] = (a.values[i * n + j]! - dot(v, i * n, v, j * n, j)) / root;
  }
  return l;
}

/** Solves L L' x = b; `l` from `cholesky`, `b` of as many elements as it has rows. A new vector. */
export function solveCholesky(l: Matrix, b: Float64Array): Float64Array {
  return solveTransposed(l, solveLower(l, b));
}

/** Solves L x = b by forward substitution. A new vector. */
export function solveLower(l: Matrix, b: Float64Array): Float64Array {
  const n = l.rows;
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) x[i] = (x[i]! - dot(l.values, i * n, x, 0, i)) / l.values[i * n + i]!;
  return x;
}

/** Solves L' x = b by back substitution (b standard normal: x has precision L L'). A new vector. */
export function solveTransposed(l: Matrix, b: Float64Array): Float64Array {
  const n = l.rows;
  const x = Float64Array.from(b);
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i]! / l.values[i * n + i]!;
    x[i] = value;
    for (let j = 0; j < i; j++) x[j] = x[j]! - l.values[i * n + j]! * value;
  }
  return x;
}

/** ln |A| from its factor: twice the sum of the logarithms of the diagonal of L. */
export function logDeterminant(l: Matrix): number {
  let sum = 0;
  for (let i = 0; i < l.rows; i++) sum += ln(l.values[i * l.rows + i]!);
  return 2 * sum;
}

/** The inverse of A from its factor, symmetric to the last bit. */
export function inverseFromCholesky(l: Matrix): Matrix {
  const n = l.rows;
  const inverse = matrix(n, n);
  const unit = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    unit.fill(0);
    unit[j] = 1;
    const column = solveCholesky(l, unit);
    for (let i = j; i < n; i++) {
      inverse.values[i * n + j] = column[i]!;
      inverse.values[j * n + i] = column[i]!;
    }
  }
  return inverse;
}

/** The product A B. Throws an Error with both sizes where they do not fit. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows) throw new Error(`${a.rows} x ${a.columns} by ${b.rows} x ${b.columns} do not fit`);
  const product = matrix(a.rows, b.columns);
  const { values } = product;
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = a.values[i * a.columns + k]!;
      for (let j = 0; j < b.columns; j++) {
        values[i * b.columns + j] = values[i * b.columns + j]! + factor * b.values[k * b.columns + j]!;
      }
    }
  }
  return product;
}

/** The product A x of a matrix and a vector. */
export function multiplyVector(a: Matrix, x: Float64Array): Float64Array {
  return Float64Array.from({ length: a.rows }, (_, i) => dot(a.values, i * a.columns, x, 0, a.columns));
}

/** A turned over its diagonal. */
export function transpose(a: Matrix): Matrix {
  return matrix(a.columns, a.rows, (i, j) => a.values[j * a.columns + i]!);
}

/** The sum of products of two runs of `count` numbers. */
export function dot(a: Float64Array, aStart: number, b: Float64Array, bStart: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += a[aStart + k]! * b[bStart + k]!;
  return sum;
}

import {
  blockLogDeterminant,
  factorBlocks,
  solveBlocksLower,
  solveBlocksMany,
  solveBlocksUpper,
} from "./block-cholesky.ts";
import type { BlockMatrix } from "./blocks.ts";
import { cholesky, dot, logDeterminant, type Matrix, matrix, solveCholesky } from "./dense.ts";

/**
 * The factor of A + sum of w w' over wide rows w, which meet too many unknowns for A's skyline. With V the rows turned to columns, by the
 * formula of Woodbury: (A + V V')^-1 = A^-1 - A^-1 V S^-1 V' A^-1, S = I + V' A^-1 V (Golub and Van Loan, 2.1.4).
 */
export interface WideFactor {
  factor: BlockMatrix;
  /** The wide rows, and A^-1 times each. */
  rows: Float64Array[];
  solved: Float64Array[];
  /** Cholesky factor of S; none without wide rows. */
  middle: Matrix | undefined;
}

/** Overwrites `a` by its factor and adds the wide rows, each of as many numbers as there are unknowns. Throws like `factorBlocks`. */
export function factorWide(a: BlockMatrix, rows: Float64Array[]): WideFactor {
  factorBlocks(a);
  const solved = rows.map((row) => {
    const x = row.slice();
    solveBlocksLower(a, x);
    solveBlocksUpper(a, x);
    return x;
  });
  const n = a.shape.rowOf.length;
  const at = (i: number, j: number): number => (i === j ? 1 : 0) + dot(rows[i], 0, solved[j], 0, n);
  const middle = rows.length === 0 ? undefined : cholesky(matrix(rows.length, rows.length, at));
  return { factor: a, rows, solved, middle };
}

/** ln |A + V V'| = ln |A| + ln |S|. */
export function wideLogDeterminant({ factor, middle }: WideFactor): number {
  return blockLogDeterminant(factor) + (middle ? logDeterminant(middle) : 0);
}

/** Solves (A + V V') x = b over b. */
export function solveWide(of: WideFactor, b: Float64Array): void {
  const inner = Float64Array.from(of.solved, (column) => dot(column, 0, b, 0, b.length));
  solveBlocksLower(of.factor, b);
  solveBlocksUpper(of.factor, b);
  correct(of, b, inner);
}

/**
 * Turns standard normals into a draw with precision A + V V', over `b`; `extra` is one standard normal a wide row. A draw of precision A is
 * moved by what it misses of V' x + e = 0 (Rue and Held 2005, Gaussian Markov Random Fields, 2.3.3).
 */
export function drawWide(of: WideFactor, b: Float64Array, extra: Float64Array): void {
  solveBlocksUpper(of.factor, b);
  const missed = Float64Array.from(of.rows, (row, k) => dot(row, 0, b, 0, b.length) + extra[k]);
  correct(of, b, missed);
}

/**
 * g' (A + V V')^-1 g for `rows` vectors g one under another, which are overwritten. Block rows before `from` are known to be zero in them.
 */
export function wideVariances(of: WideFactor, g: Float64Array, rows: number, from = 0): Float64Array {
  const n = of.factor.shape.rowOf.length;
  const inner = Array.from({ length: of.middle ? rows : 0 }, (_, k) =>
    Float64Array.from(of.solved, (column) => dot(column, 0, g, k * n, n)),
  );
  solveBlocksMany(of.factor, g, rows, from);
  const start = of.factor.shape.offsets[from];
  return Float64Array.from({ length: rows }, (_, k) => {
    const square = dot(g, k * n + start, g, k * n + start, n - start);
    return of.middle ? square - dot(inner[k], 0, solveCholesky(of.middle, inner[k]), 0, inner[k].length) : square;
  });
}

/** Vectors one under another, `count` of them, which are zero before block row `from`. */
export interface Rows {
  values: Float64Array;
  count: number;
  from: number;
}

/**
 * Variances and covariance under (A + V V')^-1 of each vector of `a` and the one of `b` in its place, three numbers a pair: of a, of both, of b. Both are
 * overwritten; b may not begin before a.
 */
export function wideCovariances(of: WideFactor, a: Rows, b: Rows): Float64Array {
  const { rowOf, offsets } = of.factor.shape;
  const n = rowOf.length;
  const innerOf = ({ values, count }: Rows): Float64Array[] =>
    Array.from({ length: of.middle ? count : 0 }, (_, k) =>
      Float64Array.from(of.solved, (column) => dot(column, 0, values, k * n, n)),
    );
  const [innerA, innerB] = [innerOf(a), innerOf(b)];
  solveBlocksMany(of.factor, a.values, a.count, a.from);
  solveBlocksMany(of.factor, b.values, b.count, b.from);
  const between = (k: number, x: Rows, y: Rows, innerX: Float64Array[], innerY: Float64Array[]): number => {
    const start = offsets[y.from];
    const plain = dot(x.values, k * n + start, y.values, k * n + start, n - start);
    return of.middle ? plain - dot(innerX[k], 0, solveCholesky(of.middle, innerY[k]), 0, innerX[k].length) : plain;
  };
  const covariances = new Float64Array(3 * a.count);
  for (let k = 0; k < a.count; k++) {
    covariances[3 * k] = between(k, a, a, innerA, innerA);
    covariances[3 * k + 1] = between(k, a, b, innerA, innerB);
    covariances[3 * k + 2] = between(k, b, b, innerB, innerB);
  }
  return covariances;
}

/** x -= A^-1 V S^-1 inner. */
function correct({ solved, middle }: WideFactor, x: Float64Array, inner: Float64Array): void {
  if (!middle) return;
  const share = solveCholesky(middle, inner);
  for (let k = 0; k < solved.length; k++) {
    for (let i = 0; i < x.length; i++) x[i] -= share[k] * solved[k][i];
  }
}

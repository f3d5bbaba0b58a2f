import ln from "@stdlib/math-base-special-ln";
import { type BlockMatrix, blockAt } from "./blocks.ts";
import { factorBlock, solveRows, subtractProduct, subtractSquare } from "./kernels.ts";

/**
 * Overwrites a positive definite matrix by its lower triangular factor, block row by block row (a skyline keeps its zeros: George and Liu
 * 1981, Computer Solution of Large Sparse Positive Definite Systems, chapter 4). The last row of an arrow becomes its Schur complement's
 * factor on the way. Allocates nothing. Throws an Error where the matrix is not positive definite.
 */
export function factorBlocks(a: BlockMatrix): void {
  const { first, sizes } = a.shape;
  for (let r = 0; r < sizes.length; r++) {
    for (let s = first[r]; s < r; s++) eliminate(a, r, s);
    const diagonal = blockAt(a.shape, r, r);
    for (let s = first[r]; s < r; s++) {
      const left = blockAt(a.shape, r, s);
      subtractSquare(a.values, diagonal, sizes[r], a.values, left, sizes[s], sizes[r], sizes[s]);
    }
    if (!factorBlock(a.values, diagonal, sizes[r])) throw new Error(`block ${r} is not positive definite`);
  }
}

/** Block (r, s) of the factor from block (r, s) of the matrix. */
function eliminate({ shape, values }: BlockMatrix, r: number, s: number): void {
  const { first, sizes } = shape;
  const target = blockAt(shape, r, s);
  for (let k = Math.max(first[r], first[s]); k < s; k++) {
    const left = blockAt(shape, r, k);
    const right = blockAt(shape, s, k);
    subtractProduct(
      values,
      target,
      sizes[s],
      values,
      left,
      sizes[k],
      values,
      right,
      sizes[k],
      sizes[r],
      sizes[s],
      sizes[k],
    );
  }
  solveRows(values, target, values, blockAt(shape, s, s), sizes[r], sizes[s], sizes[s], sizes[s]);
}

/** ln of the determinant, from the factor. */
export function blockLogDeterminant({ shape, values }: BlockMatrix): number {
  let sum = 0;
  for (let r = 0; r < shape.sizes.length; r++) {
    const at = blockAt(shape, r, r);
    for (let i = 0; i < shape.sizes[r]; i++) sum += ln(values[at + i * (shape.sizes[r] + 1)]);
  }
  return 2 * sum;
}

/** Solves L x = b over b. Block rows before `from` are known to be zero in b. */
export function solveBlocksLower({ shape, values }: BlockMatrix, b: Float64Array, from = 0): void {
  const { first, sizes, offsets } = shape;
  for (let r = from; r < sizes.length; r++) {
    const size = sizes[r];
    for (let s = Math.max(first[r], from); s < r; s++) {
      const at = blockAt(shape, r, s);
      for (let i = 0; i < size; i++) b[offsets[r] + i] -= quickDot(values, at + i * sizes[s], b, offsets[s], sizes[s]);
    }
    const at = blockAt(shape, r, r);
    for (let i = 0; i < size; i++) {
      let value = b[offsets[r] + i];
      for (let k = 0; k < i; k++) value -= values[at + i * size + k] * b[offsets[r] + k];
      b[offsets[r] + i] = value / values[at + i * size + i];
    }
  }
}

/** Solves L' x = b over b. For b of independent standard normals, x has the matrix as its precision. */
export function solveBlocksUpper({ shape, values }: BlockMatrix, b: Float64Array): void {
  const { first, sizes, offsets } = shape;
  for (let r = sizes.length - 1; r >= 0; r--) {
    const size = sizes[r];
    const own = blockAt(shape, r, r);
    for (let i = size - 1; i >= 0; i--) {
      const x = b[offsets[r] + i] / values[own + i * size + i];
      b[offsets[r] + i] = x;
      for (let k = 0; k < i; k++) b[offsets[r] + k] -= values[own + i * size + k] * x;
    }
    for (let s = first[r]; s < r; s++) {
      const at = blockAt(shape, r, s);
      for (let i = 0; i < size; i++) {
        const x = b[offsets[r] + i];
        for (let k = 0, p = at + i * sizes[s], y = offsets[s]; k < sizes[s]; k++) b[y + k] -= values[p + k] * x;
      }
    }
  }
}

/**
 * Solves X L' = G over G, `rows` vectors one under another, each of all unknowns: many right-hand sides of L x = b at once. Block rows before `from`
 * are known to be zero in all of them.
 */
export function solveBlocksMany({ shape, values }: BlockMatrix, g: Float64Array, rows: number, from = 0): void {
  const { first, sizes, offsets } = shape;
  const n = offsets[sizes.length];
  for (let r = from; r < sizes.length; r++) {
    for (let s = Math.max(first[r], from); s < r; s++) {
      const at = blockAt(shape, r, s);
      subtractProduct(g, offsets[r], n, g, offsets[s], n, values, at, sizes[s], rows, sizes[r], sizes[s]);
    }
    solveRows(g, offsets[r], values, blockAt(shape, r, r), rows, sizes[r], n, sizes[r]);
  }
}

/** A sum of products in four parts, which a processor adds at once. */
function quickDot(a: Float64Array, aAt: number, b: Float64Array, bAt: number, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < count; k += 4) {
    s0 += a[aAt + k] * b[bAt + k];
    s1 += a[aAt + k + 1] * b[bAt + k + 1];
    s2 += a[aAt + k + 2] * b[bAt + k + 2];
    s3 += a[aAt + k + 3] * b[bAt + k + 3];
  }
  for (; k < count; k++) s0 += a[aAt + k] * b[bAt + k];
  return s0 + s1 + (s2 + s3);
}

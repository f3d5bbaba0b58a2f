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
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let k = 0, p = at + i * sizes[s], x = offsets[s]; k < sizes[s]; k++) sum += values[p + k] * b[x + k];
        b[offsets[r] + i] -= sum;
      }
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

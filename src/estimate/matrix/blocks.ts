/**
 * A symmetric matrix by blocks whose lower triangle is filled, in block row r, from block `first[r]` to the diagonal: a skyline of blocks.
 * A chain in time is `first[t] = t - 1`; a row of unknowns that meet all others (the arrow) is the last with `first = 0`.
 */
export interface BlockShape {
  /** Height of each block row. */
  sizes: Int32Array;
  first: Int32Array;
  /** First unknown of each block row, and at the end the number of unknowns. */
  offsets: Int32Array;
  /** First position of each block row in the values, and at the end their number. */
  starts: Int32Array;
  /** Block row of each unknown. */
  rowOf: Int32Array;
}

/** A matrix of such a shape: block (r, s) is row-major, blocks of a row one after another. Above the diagonal it means nothing. */
export interface BlockMatrix {
  shape: BlockShape;
  values: Float64Array;
}

/** Shape of the given heights and first blocks. Throws a RangeError where a first block lies outside 0 to its own row. */
export function blockShape(sizes: ArrayLike<number>, first: ArrayLike<number>): BlockShape {
  const count = sizes.length;
  const offsets = new Int32Array(count + 1);
  const starts = new Int32Array(count + 1);
  for (let r = 0; r < count; r++) {
    if (!(first[r] >= 0 && first[r] <= r)) throw new RangeError(`Block row ${r} cannot begin at block ${first[r]}`);
    offsets[r + 1] = offsets[r] + sizes[r];
    starts[r + 1] = starts[r] + sizes[r] * (offsets[r + 1] - offsets[first[r]]);
  }
  const rowOf = new Int32Array(offsets[count]);
  for (let r = 0; r < count; r++) rowOf.fill(r, offsets[r], offsets[r + 1]);
  return { sizes: Int32Array.from(sizes), first: Int32Array.from(first), offsets, starts, rowOf };
}

/** A matrix of zeros. */
export function blockMatrix(shape: BlockShape): BlockMatrix {
  return { shape, values: new Float64Array(shape.starts[shape.sizes.length]) };
}

/** Position of block (r, s) in the values, s from `first[r]` to r; its stride is the height of block row s. */
export function blockAt({ first, offsets, starts, sizes }: BlockShape, r: number, s: number): number {
  return starts[r] + sizes[r] * (offsets[s] - offsets[first[r]]);
}

/**
 * Adds `weight` g g' for a vector g that is `values` at the unknowns `indices` and 0 elsewhere. Every two of the unknowns must meet inside
 * the skyline.
 */
export function addSquare(
  { shape, values: of }: BlockMatrix,
  indices: Int32Array,
  values: Float64Array,
  count: number,
  weight: number,
): void {
  const { rowOf, offsets, sizes } = shape;
  for (let a = 0; a < count; a++) {
    const i = indices[a];
    const r = rowOf[i];
    const local = i - offsets[r];
    const factor = weight * values[a];
    for (let b = 0; b < count; b++) {
      const j = indices[b];
      if (j > i) continue;
      const s = rowOf[j];
      of[blockAt(shape, r, s) + local * sizes[s] + j - offsets[s]] += factor * values[b];
    }
  }
}

/** Element (i, j), 0 outside the skyline. */
export function elementOf({ shape, values }: BlockMatrix, i: number, j: number): number {
  const [low, high] = i < j ? [i, j] : [j, i];
  const [r, s] = [shape.rowOf[high], shape.rowOf[low]];
  if (s < shape.first[r]) return 0;
  return values[blockAt(shape, r, s) + (high - shape.offsets[r]) * shape.sizes[s] + low - shape.offsets[s]];
}

/**
 * The inner loops of the block factorisation, on row-major pieces of one Float64Array each. A piece is told by its first position and
 * its stride (numbers from one row to the next). Four by four sums are held in registers; nothing is allocated.
 */

/** C -= A B' for C of `rows` x `columns`, A of `rows` x `depth`, B of `columns` x `depth`. C may share an array with A and B, not a piece. */
export function subtractProduct(
  c: Float64Array,
  cAt: number,
  cStride: number,
  a: Float64Array,
  aAt: number,
  aStride: number,
  b: Float64Array,
  bAt: number,
  bStride: number,
  rows: number,
  columns: number,
  depth: number,
): void {
  const fullRows = rows & ~3;
  const fullColumns = columns & ~3;
  for (let i = 0; i < fullRows; i += 4) {
    const a0 = aAt + i * aStride;
    const a1 = a0 + aStride;
    const a2 = a1 + aStride;
    const a3 = a2 + aStride;
    for (let j = 0; j < fullColumns; j += 4) {
      const b0 = bAt + j * bStride;
      const b1 = b0 + bStride;
      const b2 = b1 + bStride;
      const b3 = b2 + bStride;
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      let s20 = 0;
      let s21 = 0;
      let s22 = 0;
      let s23 = 0;
      let s30 = 0;
      let s31 = 0;
      let s32 = 0;
      let s33 = 0;
      for (let k = 0; k < depth; k++) {
        const x0 = a[a0 + k];
        const x1 = a[a1 + k];
        const x2 = a[a2 + k];
        const x3 = a[a3 + k];
        const y0 = b[b0 + k];
        const y1 = b[b1 + k];
        const y2 = b[b2 + k];
        const y3 = b[b3 + k];
        s00 += x0 * y0;
        s01 += x0 * y1;
        s02 += x0 * y2;
        s03 += x0 * y3;
        s10 += x1 * y0;
        s11 += x1 * y1;
        s12 += x1 * y2;
        s13 += x1 * y3;
        s20 += x2 * y0;
        s21 += x2 * y1;
        s22 += x2 * y2;
        s23 += x2 * y3;
        s30 += x3 * y0;
        s31 += x3 * y1;
        s32 += x3 * y2;
        s33 += x3 * y3;
      }
      const c0 = cAt + i * cStride + j;
      const c1 = c0 + cStride;
      const c2 = c1 + cStride;
      const c3 = c2 + cStride;
      c[c0] -= s00;
      c[c0 + 1] -= s01;
      c[c0 + 2] -= s02;
      c[c0 + 3] -= s03;
      c[c1] -= s10;
      c[c1 + 1] -= s11;
      c[c1 + 2] -= s12;
      c[c1 + 3] -= s13;
      c[c2] -= s20;
      c[c2 + 1] -= s21;
      c[c2 + 2] -= s22;
      c[c2 + 3] -= s23;
      c[c3] -= s30;
      c[c3 + 1] -= s31;
      c[c3 + 2] -= s32;
      c[c3 + 3] -= s33;
    }
  }
  for (let i = 0; i < rows; i++) {
    for (let j = i < fullRows ? fullColumns : 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < depth; k++) sum += a[aAt + i * aStride + k] * b[bAt + j * bStride + k];
      c[cAt + i * cStride + j] -= sum;
    }
  }
}

/** Lower triangle of C -= A A' for C of `rows` x `rows`; some elements just above the diagonal are touched as well. */
export function subtractSquare(
  c: Float64Array,
  cAt: number,
  cStride: number,
  a: Float64Array,
  aAt: number,
  aStride: number,
  rows: number,
  depth: number,
): void {
  for (let i = 0; i < rows; i += PANEL) {
    const height = Math.min(PANEL, rows - i);
    const from = aAt + i * aStride;
    subtractProduct(c, cAt + i * cStride, cStride, a, from, aStride, a, aAt, aStride, height, i + height, depth);
  }
}

/** X with X L' = A, over A: `rows` x `size`; L the lower triangle of `size` x `size` at `lAt`. */
export function solveRows(
  a: Float64Array,
  aAt: number,
  l: Float64Array,
  lAt: number,
  rows: number,
  size: number,
  aStride: number,
  lStride: number,
): void {
  for (let j = 0; j < size; j += PANEL) {
    const width = Math.min(PANEL, size - j);
    subtractProduct(a, aAt + j, aStride, a, aAt, aStride, l, lAt + j * lStride, lStride, rows, width, j);
    solvePanel(a, aAt + j, aStride, l, lAt + j * lStride + j, lStride, rows, width);
  }
}

/** Lower triangular factor of A over its lower triangle, `size` x `size`; false where a pivot is not above 0. */
export function factorBlock(a: Float64Array, at: number, size: number): boolean {
  for (let j = 0; j < size; j += PANEL) {
    const width = Math.min(PANEL, size - j);
    const row = at + j * size;
    subtractProduct(a, row + j, size, a, row, size, a, row, size, size - j, width, j);
    if (!factorPanel(a, row + j, size, width)) return false;
    solvePanel(a, row + width * size + j, size, a, row + j, size, size - j - width, width);
  }
  return true;
}

/** Columns that are taken together: a multiple of four. */
const PANEL = 8;

function solvePanel(
  a: Float64Array,
  aAt: number,
  aStride: number,
  l: Float64Array,
  lAt: number,
  lStride: number,
  rows: number,
  width: number,
): void {
  for (let i = 0; i < rows; i++) {
    const row = aAt + i * aStride;
    for (let j = 0; j < width; j++) {
      let value = a[row + j];
      for (let k = 0; k < j; k++) value -= a[row + k] * l[lAt + j * lStride + k];
      a[row + j] = value / l[lAt + j * lStride + j];
    }
  }
}

function factorPanel(a: Float64Array, at: number, stride: number, width: number): boolean {
  for (let j = 0; j < width; j++) {
    for (let i = j; i < width; i++) {
      let value = a[at + i * stride + j];
      for (let k = 0; k < j; k++) value -= a[at + i * stride + k] * a[at + j * stride + k];
      if (i > j) a[at + i * stride + j] = value / a[at + j * stride + j];
      else if (value > 0 && value < Number.POSITIVE_INFINITY) a[at + j * stride + j] = Math.sqrt(value);
      else return false;
    }
  }
  return true;
}

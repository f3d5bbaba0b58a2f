import { expect, test } from "vitest";
import { blockLogDeterminant, factorBlocks, solveBlocksLower, solveBlocksUpper } from "./block-cholesky.ts";
import { addSquare, type BlockMatrix, blockMatrix, blockShape, elementOf } from "./blocks.ts";
import {
  cholesky,
  logDeterminant,
  type Matrix,
  matrix,
  multiplyVector,
  solveCholesky,
  solveTransposed,
} from "./dense.ts";
import { drawWide, factorWide, solveWide, wideCovariances, wideLogDeterminant, wideVariances } from "./wide-rows.ts";

/** Numbers between -1 and 1 that look like chance. */
const number = (k: number): number => (((k + 1) * 7919) % 1009) / 504.5 - 1;

/** A chain of blocks with a wider stretch (rows 2 to 4 meet) and an arrow, and the same matrix dense. */
function example(size: number, arrow: number): { blocks: BlockMatrix; dense: Matrix } {
  const sizes = [size, size, size, size, size, arrow];
  const first = [0, 0, 1, 2, 2, 0];
  const blocks = blockMatrix(blockShape(sizes, first));
  const n = 5 * size + arrow;
  const groups = [
    [0, 1],
    [1, 2],
    [2, 3, 4],
    [0, 5],
    [1, 5],
    [2, 3, 4, 5],
  ];
  const at = (g: number): number[] => Array.from({ length: sizes[g] }, (_, i) => g * size + i);
  for (const [k, group] of groups.entries()) {
    const indices = Int32Array.from(group.flatMap(at));
    for (let copy = 0; copy < size; copy++) {
      const values = Float64Array.from(indices, (i) => number(31 * i + 101 * k + 1013 * copy));
      addSquare(blocks, indices, values, indices.length, 0.5 + 0.1 * copy);
    }
  }
  for (let i = 0; i < n; i++) addSquare(blocks, Int32Array.of(i), Float64Array.of(1), 1, 2);
  return { blocks, dense: matrix(n, n, (i, j) => elementOf(blocks, i, j)) };
}

const close = (a: ArrayLike<number>, b: ArrayLike<number>): void => {
  for (let i = 0; i < b.length; i++) expect(a[i]).toBeCloseTo(b[i], 9);
};

for (const [size, arrow] of [
  [1, 1],
  [5, 3],
  [6, 0],
  [13, 21],
] as const) {
  test(`blocks of ${size} with an arrow of ${arrow}: determinant, solve and back-substitution are those of the dense matrix`, () => {
    const { blocks, dense } = example(size, arrow);
    const l = cholesky(dense);
    factorBlocks(blocks);
    expect(blockLogDeterminant(blocks)).toBeCloseTo(logDeterminant(l), 9);
    const b = Float64Array.from({ length: dense.rows }, (_, i) => number(i));
    const x = b.slice();
    solveBlocksUpper(blocks, x);
    close(x, solveTransposed(l, b));
    const y = b.slice();
    solveBlocksLower(blocks, y);
    solveBlocksUpper(blocks, y);
    close(y, solveCholesky(l, b));
  });
}

test("wide rows: determinant, solve and variance are those of the dense sum", () => {
  const { blocks, dense } = example(5, 3);
  const n = dense.rows;
  const rows = [3, 8].map((k) => Float64Array.from({ length: n }, (_, i) => number(k * i + k)));
  const sum = matrix(n, n, (i, j) => dense.values[i * n + j] + rows.reduce((s, row) => s + row[i] * row[j], 0));
  const l = cholesky(sum);
  const of = factorWide(blocks, rows);
  expect(wideLogDeterminant(of)).toBeCloseTo(logDeterminant(l), 9);
  const b = Float64Array.from({ length: n }, (_, i) => number(5 * i));
  const x = b.slice();
  solveWide(of, x);
  close(x, solveCholesky(l, b));
  const g = [12, 20].map((start) => new Float64Array(n).fill(1, start));
  const together = Float64Array.from([...g[0], ...g[1]]);
  close(
    wideVariances(of, together, 2, 2),
    g.map((one) => one.reduce((s, v, i) => s + v * solveCholesky(l, one)[i], 0)),
  );
  const between = (a: Float64Array, c: Float64Array): number =>
    a.reduce((s, v, i) => s + v * solveCholesky(l, c)[i], 0);
  close(wideCovariances(of, { values: g[0].slice(), count: 1, from: 2 }, { values: g[1].slice(), count: 1, from: 4 }), [
    ...[between(g[0], g[0]), between(g[0], g[1]), between(g[1], g[1])],
  ]);
});

test("draws with wide rows: their covariance is the inverse of the sum, exactly, summed over the unit vectors of chance", () => {
  const { blocks, dense } = example(2, 1);
  const n = dense.rows;
  const rows = [Float64Array.from({ length: n }, (_, i) => number(3 * i + 3))];
  const of = factorWide(blocks, rows);
  const sum = matrix(n, n, (i, j) => dense.values[i * n + j] + rows[0][i] * rows[0][j]);
  const covariance = new Float64Array(n * n);
  for (let k = 0; k <= n; k++) {
    const draw = new Float64Array(n);
    if (k < n) draw[k] = 1;
    drawWide(of, draw, Float64Array.of(k === n ? 1 : 0));
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) covariance[i * n + j] += draw[i] * draw[j];
  }
  for (let j = 0; j < n; j++) {
    const column = Float64Array.from({ length: n }, (_, i) => covariance[i * n + j]);
    close(
      multiplyVector(sum, column),
      Float64Array.from({ length: n }, (_, i) => (i === j ? 1 : 0)),
    );
  }
});

test("a matrix that is not positive definite is refused by block", () => {
  const blocks = blockMatrix(blockShape([1, 1], [0, 0]));
  blocks.values.set([1, 2, 1]);
  expect(() => factorBlocks(blocks)).toThrow(/block 1 is not positive definite/);
  expect(() => blockShape([1, 1], [0, 2])).toThrow(/cannot begin/);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  cholesky,
  inverseFromCholesky,
  logDeterminant,
  matrix,
  multiply,
  multiplyVector,
  solveCholesky,
  solveLower,
  solveTransposed,
  transpose,
} from "./dense.ts";
import { leastSquares, rankOf } from "./orthogonal.ts";

const of = (...rows: number[][]) => matrix(rows.length, rows[0]!.length, (i, j) => rows[i]![j]!);

// A = L L' with L = [2 0 0; 6 1 0; -8 5 3], by hand; |A| = (2 * 1 * 3)^2 = 36.
const A = of([4, 12, -16], [12, 37, -43], [-16, -43, 98]);

test("the factor, determinant and inverse of a matrix worked by hand", () => {
  const l = cholesky(A);
  expect([...l.values]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  expect(logDeterminant(l)).toBeCloseTo(Math.log(36), 12);
  const x = solveCholesky(l, Float64Array.of(1, 2, 3));
  expect(multiplyVector(A, x).map((v) => Math.round(v * 1e9) / 1e9)).toEqual(Float64Array.of(1, 2, 3));
  const unit = multiply(A, inverseFromCholesky(l));
  for (const [k, v] of unit.values.entries()) expect(v).toBeCloseTo(k % 4 === 0 ? 1 : 0, 9);
});

test("a matrix that is not positive definite is refused, with the pivot", () => {
  expect(() => cholesky(of([1, 2], [2, 1]))).toThrow(/pivot 2 of 2 is -3/);
  expect(() => cholesky(of([Number.NaN]))).toThrow(/pivot 1 of 1/);
  expect(() => cholesky(of([1, 2]))).toThrow(/square/);
  expect(() => multiply(A, of([1, 2]))).toThrow(/3 x 3 by 1 x 2/);
});

test("solving undoes multiplying, in both triangles", () => {
  const l = cholesky(A);
  const b = Float64Array.of(3, -1, 2);
  expect([...multiplyVector(l, solveLower(l, b))]).toEqual([3, -1, 2]);
  const back = multiplyVector(transpose(l), solveTransposed(l, b));
  for (const [k, v] of back.entries()) expect(v).toBeCloseTo(b[k]!, 12);
});

test("least squares: the line through (0,1), (1,3), (2,4), (3,4) is 1.5 + x, residuals -0.5 0.5 0.5 -0.5", () => {
  const x = leastSquares(of([1, 0], [1, 1], [1, 2], [1, 3]), Float64Array.of(1, 3, 4, 4));
  expect(x[0]).toBeCloseTo(1.5, 12);
  expect(x[1]).toBeCloseTo(1, 12);
});

test("least squares leaves a residual at right angles to every column", () => {
  const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 18, maxLength: 18 });
  fc.assert(
    fc.property(numbers, fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 6, maxLength: 6 }), (v, w) => {
      const a = matrix(6, 3, (i, j) => v[3 * i + j]!);
      fc.pre(rankOf(a) === 3);
      const b = Float64Array.from(w);
      const fitted = multiplyVector(a, leastSquares(a, b));
      const residual = b.map((value, i) => value - fitted[i]!);
      for (const left of multiplyVector(transpose(a), residual)) expect(Math.abs(left)).toBeLessThan(1e-8);
    }),
    { numRuns: 50 },
  );
});

test("the rank counts independent columns, whatever the shape", () => {
  expect(rankOf(of([1, 2, 3], [2, 4, 6], [1, 0, 1]))).toBe(2);
  expect(rankOf(of([0, 0], [0, 0]))).toBe(0);
  expect(rankOf(of([1, 2, 3]))).toBe(1);
  expect(() => leastSquares(of([1, 2], [2, 4], [3, 6]), Float64Array.of(1, 2, 3))).toThrow(/depend/);
  expect(() => leastSquares(of([1, 2]), Float64Array.of(1))).toThrow(/depend/);
});

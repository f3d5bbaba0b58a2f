import { expect, test } from "vitest";
import { matrix } from "../../matrix/dense.ts";
import { compositePoints } from "./composite.ts";
import { maximise } from "./optimum.ts";

const A = [
  [4, 1, 0],
  [1, 2, -0.5],
  [0, -0.5, 1],
];
const TOP = [1, -2, 0.5];
const quadratic = (x: Float64Array): number =>
  -0.5 * A.reduce((sum, row, i) => sum + row.reduce((s, a, j) => s + a * (x[i] - TOP[i]) * (x[j] - TOP[j]), 0), 0);

test("the top of a quadratic, and its diagonal curvature", () => {
  const { at, curvature, isSettled, evaluations } = maximise(quadratic, new Float64Array(3));
  expect(isSettled).toBe(true);
  expect(evaluations).toBeLessThan(60);
  expect(quadratic(at)).toBeGreaterThan(-0.02);
  for (let i = 0; i < 3; i++) expect(curvature.values[4 * i]).toBeCloseTo(A[i][i], 6);
});

test("a curved ridge and a region without a value are climbed round", () => {
  const ridge = (x: Float64Array): number =>
    x[0] > 2 ? Number.NEGATIVE_INFINITY : -((1 - x[0]) ** 2) - 5 * (x[1] - x[0] ** 2) ** 2;
  const { value } = maximise(ridge, Float64Array.of(-1.2, 1));
  expect(value).toBeGreaterThan(-0.1);
});

test("evaluations are bounded, and a start without a value is refused", () => {
  const { evaluations, isSettled } = maximise((x) => x[0], new Float64Array(1), { mostEvaluations: 12 });
  expect(evaluations).toBeLessThan(20);
  expect(isSettled).toBe(false);
  expect(() => maximise(() => Number.NaN, new Float64Array(1))).toThrow(/no mode/);
});

test("the composite design gives a normal its mean and covariance back, in 1 to 9 dimensions", () => {
  for (let d = 1; d <= 9; d++) {
    const centre = Float64Array.from({ length: d }, (_, i) => i);
    const sds = Array.from({ length: d }, (_, i) => 0.5 + i);
    const points = compositePoints(
      centre,
      matrix(d, d, (i, j) => (i === j ? 1 / sds[i] ** 2 : 0)),
    );
    const z = points.map(({ at }) => at.map((v, i) => (v - centre[i]) / sds[i]));
    const mass = points.map(({ weight }, k) => weight * Math.exp(-0.5 * z[k].reduce((s, v) => s + v * v, 0)));
    expect(mass.reduce((s, m) => s + m, 0)).toBeCloseTo(1, 9);
    for (let i = 0; i < d; i++) {
      expect(mass.reduce((s, m, k) => s + m * z[k][i], 0)).toBeCloseTo(0, 9);
      for (let j = 0; j < d; j++)
        expect(mass.reduce((s, m, k) => s + m * z[k][i] * z[k][j], 0)).toBeCloseTo(i === j ? 1 : 0, 9);
    }
    expect(points.length).toBeLessThanOrEqual(d <= 8 ? 33 : 51);
  }
});

import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { projectFile } from "../../store/index.ts";
import { matrix } from "../matrix/dense.ts";
import { areaVariance, type VarianceMethod } from "./area-variance.ts";
import { type FayHerriotFit, fayHerriot } from "./fay-herriot.ts";

/** Two areas, 0 and 4, each with sampling variance 1 and no covariate: mean 2, squares about it 8. */
const two = {
  direct: Float64Array.of(0, 4),
  variance: Float64Array.of(1, 1),
  covariates: matrix(2, 1, () => 1),
};

describe("Fay-Herriot, two areas by hand", () => {
  it("A: 8/(2 - 1) - 1 = 7 without the loss of a degree of freedom 8/2 - 1 = 3", () => {
    expect(areaVariance(two, "REML")).toBeCloseTo(7, 10);
    expect(areaVariance(two, "ML")).toBeCloseTo(3, 10);
    expect(areaVariance(two, "moment")).toBeCloseTo(7, 10);
    expect(areaVariance(two, "Prasad-Rao")).toBeCloseTo(7, 10);
  });

  it("evidence 7/8, estimates 1/4 and 15/4, error 7/8 + 1/16 + 2/8", () => {
    const fit = fayHerriot(two);
    expect(fit).toMatchObject({ method: "REML", isRegressionOnly: false });
    expect([...fit.evidence]).toEqual([expect.closeTo(7 / 8, 10), expect.closeTo(7 / 8, 10)]);
    expect([...fit.estimate]).toEqual([expect.closeTo(1 / 4, 9), expect.closeTo(15 / 4, 9)]);
    expect(fit.mse[0]).toBeCloseTo(7 / 8 + 1 / 16 + 2 / 8, 9);
  });

  it("areas closer than their sampling error: A is 0 and that is said", () => {
    const close = { ...two, direct: Float64Array.of(1.9, 2.1) };
    for (const method of ["REML", "ML", "moment", "Prasad-Rao"] as VarianceMethod[]) {
      const fit = fayHerriot(close, method);
      expect(fit).toMatchObject({ areaVariance: 0, isRegressionOnly: true });
      expect([...fit.estimate]).toEqual([expect.closeTo(2, 12), expect.closeTo(2, 12)]);
    }
  });

  it("refuses a sampling variance of 0 and as many coefficients as areas", () => {
    expect(() => fayHerriot({ ...two, variance: Float64Array.of(1, 0) })).toThrow("not above 0");
    expect(() => fayHerriot({ ...two, covariates: matrix(2, 2, (i, j) => i * j + 1) })).toThrow("cannot carry");
  });
});

const reference = projectFile("..", "shared", "reference", "sae", "fay_herriot.json");

interface ExpectedFit extends Record<string, number[]> {
  beta: number[];
  beta_se: number[];
  shrinkage: number[];
  eblup: number[];
}
interface Case {
  id: string;
  direct: number[];
  sampling_variance: number[];
  X: number[][];
  A: Record<string, number>;
  REML: ExpectedFit;
  FayHerriot_moment: ExpectedFit;
}

describe("fay_herriot.json (needs ../shared)", () => {
  beforeEach((context) =>
    context.skip(!existsSync(reference), "the shared reference answers are not beside the project"),
  );
  const near = (found: ArrayLike<number>, expected: readonly number[]) => {
    expect(found.length).toBe(expected.length);
    expected.forEach((e, i) => {
      expect(Math.abs(found[i] - e)).toBeLessThan(1e-6);
    });
  };
  const same = (fit: FayHerriotFit, expected: ExpectedFit) => {
    near(fit.coefficients, expected.beta);
    near(fit.coefficientSds, expected.beta_se);
    near(fit.evidence, expected.shrinkage);
    near(fit.estimate, expected.eblup);
    for (const part of ["mse", "g1", "g2", "g3"] as const) near(fit[part], expected[part]);
  };

  it("A by four methods; coefficients, evidence, estimates and errors by two, at 1e-6", () => {
    const cases: Case[] = JSON.parse(readFileSync(reference, "utf8"));
    expect(cases.length).toBeGreaterThan(1);
    for (const c of cases) {
      const data = {
        direct: Float64Array.from(c.direct),
        variance: Float64Array.from(c.sampling_variance),
        covariates: matrix(c.X.length, c.X[0].length, (i, j) => c.X[i][j]),
      };
      near([areaVariance(data, "REML")], [c.A.REML]);
      near([areaVariance(data, "ML")], [c.A.ML]);
      near([areaVariance(data, "moment")], [c.A.FayHerriot_moment]);
      near([areaVariance(data, "Prasad-Rao")], [c.A.PrasadRao]);
      same(fayHerriot(data, "REML"), c.REML);
      same(fayHerriot(data, "moment"), c.FayHerriot_moment);
    }
  });
});

import { existsSync, readFileSync } from "node:fs";
import ln from "@stdlib/math-base-special-ln";
import { beforeEach, describe, expect, it } from "vitest";
import { projectFile } from "../../store/index.ts";
import { matrix } from "../matrix/dense.ts";
import { type AreaCounts, fitBym2 } from "./bym2.ts";
import { BYM2_GRID, integrateBym2 } from "./bym2-grid.ts";
import { graphOf, scaledCovariance } from "./graph.ts";

const ones = (n: number) => matrix(n, 1, () => 1);

describe("BYM2 by hand", () => {
  it("one island with count 0: the mode solves e^eta = -eta/variance, here eta = -1 at variance e", () => {
    // u ~ N(0, sigma^2), beta held at 0 by a tiny sd: slope 0 - e^eta - eta/sigma^2 = 0 at eta = -1, sigma^2 = e.
    const data: AreaCounts = {
      y: Float64Array.of(0),
      exposure: Float64Array.of(1),
      covariates: ones(1),
      size: undefined,
      coefficientSd: 1e-6,
    };
    const fit = fitBym2(data, scaledCovariance(graphOf(1, [])), { sigma: Math.sqrt(Math.E), phi: 0.3 });
    expect(fit.eta[0]).toBeCloseTo(-1, 9);
    // Information e^-1 + e^-1.
    expect(fit.etaSds[0]).toBeCloseTo(Math.sqrt(Math.E / 2), 9);
  });

  it("equal counts in a ring: no area differs, and the rate is that of the whole", () => {
    const ring = graphOf(
      6,
      [0, 1, 2, 3, 4, 5].map((i): [number, number] => [i, (i + 1) % 6]),
    );
    const data: AreaCounts = {
      y: new Float64Array(6).fill(50),
      exposure: new Float64Array(6).fill(100),
      covariates: ones(6),
      size: undefined,
      coefficientSd: 100,
    };
    const fit = fitBym2(data, scaledCovariance(ring), { sigma: 0.5, phi: 0.5 });
    expect(Math.max(...fit.effects.map(Math.abs))).toBeLessThan(1e-4);
    expect(fit.eta[0]).toBeCloseTo(ln(0.5), 4);
  });
});

const folder = projectFile("..", "shared", "reference", "sae");
const isLong = process.env.SOCLAB_LONG === "1";

interface Case {
  id: string;
  scaling_factor: number;
  y: number[];
  E: number[];
  X: number[][];
  fixed: (Record<"sigma" | "phi" | "laplace_log_marginal", number> &
    Record<"mode_beta" | "mode_u" | "sd_beta" | "eta_mode" | "eta_sd", number[]>)[];
  grid_laplace?: Record<"log_evidence" | "sigma_mean" | "phi_mean", number> &
    Record<"eta_mean" | "eta_sd" | "beta_mean" | "beta_sd", number[]>;
}

describe("bym2.json (needs ../shared)", () => {
  beforeEach((context) => context.skip(!existsSync(folder), "the shared reference answers are not beside the project"));
  const read = (name: string) => JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));
  const cases = (): Case[] => read("bym2");
  const structured = () => scaledCovariance(graphOf(43, read("graphs").edges_43));
  const dataOf = (c: Case): AreaCounts => ({
    y: Float64Array.from(c.y),
    exposure: Float64Array.from(c.E),
    covariates: matrix(c.X.length, c.X[0].length, (i, j) => c.X[i][j]),
    size: c.id.endsWith("negbin") ? 4 : undefined,
    coefficientSd: 5,
  });
  const near = (found: ArrayLike<number>, expected: readonly number[], tolerance = 1e-6) =>
    expected.forEach((e, i) => {
      expect(Math.abs(found[i] - e)).toBeLessThan(tolerance);
    });

  it("mode, standard deviations and log-marginal at three points, Poisson and negative binomial, at 1e-6", () => {
    for (const c of cases())
      for (const at of c.fixed) {
        const fit = fitBym2(dataOf(c), structured(), at);
        near(fit.coefficients, at.mode_beta);
        near(fit.coefficientSds, at.sd_beta);
        near(fit.effects, at.mode_u);
        near(fit.eta, at.eta_mode);
        near(fit.etaSds, at.eta_sd);
        near([fit.logMarginal], [at.laplace_log_marginal]);
      }
  });

  it("bym2_laplace_error.json: off by no more than the sampled error, 0.1 in log-marginal and 0.051 in any eta", () => {
    const [c] = cases();
    for (const check of read("bym2_laplace_error").checks) {
      const fit = fitBym2(dataOf(c), structured(), check);
      near([fit.logMarginal], [check.log_marginal_laplace]);
      expect(Math.abs(fit.logMarginal - check.log_marginal_IS)).toBeLessThan(0.1);
      const gaps = check.eta_posterior_mean_IS.map((mean: number, i: number) => Math.abs(mean - fit.eta[i]));
      expect(Math.max(...gaps)).toBeCloseTo(check.max_abs_eta_mean_minus_mode, 5);
    }
  });

  it("a coarse grid integrates to nearly the same (the full one runs with SOCLAB_LONG=1)", () => {
    const [c] = cases();
    const grid = c.grid_laplace!;
    const points = isLong ? BYM2_GRID.points : 17;
    const tolerance = isLong ? 1e-5 : 0.02;
    const found = integrateBym2(dataOf(c), structured(), { ...BYM2_GRID, points });
    near([found.logEvidence], [grid.log_evidence], isLong ? 1e-5 : 0.2);
    near([found.sigma, found.phi], [grid.sigma_mean, grid.phi_mean], tolerance);
    near(found.eta, grid.eta_mean, tolerance);
    near(found.etaSds, grid.eta_sd, tolerance);
    near(found.coefficients, grid.beta_mean, tolerance);
    near(found.coefficientSds, grid.beta_sd, tolerance);
  });
});

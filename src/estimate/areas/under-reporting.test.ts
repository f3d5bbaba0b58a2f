import { existsSync, readFileSync } from "node:fs";
import ln from "@stdlib/math-base-special-ln";
import { describe, expect, it } from "vitest";
import { projectFile } from "../../store/index.ts";
import { PROCESS, Stream } from "../../terms/index.ts";
import { matrix } from "../matrix/dense.ts";
import { type UnderReported, underReporting } from "./under-reporting.ts";

const stream = new Stream(2026, 0, PROCESS.fieldDraws);
const chance = (draw: number, word: number): number => stream.unit(draw, 0, word);

const ones = (n: number) => matrix(n, 1, () => 1);

describe("under-reporting", () => {
  const half = (reportingSd: number): UnderReported => ({
    y: Float64Array.of(400, 400),
    exposure: Float64Array.of(1000, 1000),
    extent: ones(2),
    reporting: ones(2),
    priors: [
      { mean: 0, sd: 10 },
      { mean: 0, sd: reportingSd },
    ],
  });

  it("a reporting rate known to be a half doubles the count: 800 recorded, 1,600 true, rate 0.8 per head", () => {
    const fit = underReporting(half(1e-4), 1500, chance);
    expect(fit.recorded).toBe(800);
    expect(Math.abs(fit.mode[0] - ln(0.8))).toBeLessThan(1e-4);
    expect(Math.abs(fit.total.mean - 1600)).toBeLessThan(3);
    // Unseen 800 with Poisson doubt of its own and of its rate: sd of about 40.
    expect(fit.total.high - fit.total.low).toBeGreaterThan(2 * 1.96 * 35);
    expect(fit.total.high - fit.total.low).toBeLessThan(2 * 1.96 * 45);
  });

  it("counts without covariates say nothing of reporting: the prior comes back and the total is as wide as it", () => {
    const fit = underReporting(half(0.5), 1500, chance);
    expect(fit.sdOverPrior[1]).toBeGreaterThan(0.9);
    expect(fit.sdOverPrior[1]).toBeLessThan(1.1);
    expect(fit.total.high / fit.total.low).toBeGreaterThan(1.5);
    // Rate and reporting trade off along a curve that no normal proposal follows: the draws are worth less, and that shows.
    expect(fit.effectiveDraws).toBeGreaterThan(100);
  });

  const reference = projectFile("..", "shared", "reference", "sae", "under_reporting.json");
  it("under_reporting.json: mode at 1e-6, means within 4 standard errors of the sampling (needs ../shared)", (context) => {
    context.skip(!existsSync(reference), "the shared reference answers are not beside the project");
    const r = JSON.parse(readFileSync(reference, "utf8"));
    const draws = process.env.SOCLAB_LONG === "1" ? 40_000 : 3_000;
    const n = r.y.length;
    const data: UnderReported = {
      y: Float64Array.from(r.y),
      exposure: Float64Array.from(r.P),
      extent: matrix(n, 2, (i, k) => (k === 0 ? 1 : r.x[i])),
      reporting: matrix(n, 2, (i, k) => (k === 0 ? 1 : r.w[i])),
      priors: [
        { mean: 0, sd: 10 },
        { mean: 0, sd: 10 },
        { mean: 0.5, sd: 0.3 },
        { mean: 0, sd: 10 },
      ],
    };
    const fit = underReporting(data, draws, chance);
    expect(fit.effectiveDraws).toBeGreaterThan(draws / 2);
    const error = (sd: number) => (4 * sd) / Math.sqrt(fit.effectiveDraws);
    for (let k = 0; k < 4; k++) {
      expect(Math.abs(fit.mode[k] - r.posterior_mode[k])).toBeLessThan(1e-6);
      expect(Math.abs(fit.mean[k] - r.posterior_mean[k])).toBeLessThan(error(r.posterior_sd[k]));
      // The README gives a tolerance of means; a standard deviation leans on the tails and may err by half as much again.
      expect(Math.abs(fit.sd[k] - r.posterior_sd[k])).toBeLessThan(1.5 * error(r.posterior_sd[k]));
    }
    const [low, middle, high] = r.total_true_quantiles_2_5_50_97_5;
    const totalSd = (high - low) / 3.92;
    expect(fit.recorded).toBe(r.total_observed);
    expect(Math.abs(fit.total.mean - r.total_true_mean)).toBeLessThan(error(totalSd));
    expect(Math.abs(fit.total.middle - middle)).toBeLessThan(2 * error(totalSd));
    expect(Math.abs(fit.total.low - low)).toBeLessThan(3 * error(totalSd));
    expect(Math.abs(fit.total.high - high)).toBeLessThan(3 * error(totalSd));
  });
});

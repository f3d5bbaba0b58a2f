import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { projectFile } from "../../../store/index.ts";
import { negativeBinomialCdf, normalCdf, poissonCdf } from "../../../terms/index.ts";
import { dieboldMariano, relativeSkill } from "./compare.ts";
import { coverageOf } from "./coverage.ts";
import {
  crpsEnsemble,
  crpsGamma,
  crpsLogNormal,
  crpsNegativeBinomial,
  crpsNormal,
  crpsPoisson,
  dawidSebastiani,
} from "./crps.ts";
import {
  logScoreGamma,
  logScoreLogNormal,
  logScoreNegativeBinomial,
  logScoreNormal,
  logScorePoisson,
} from "./log-score.ts";
import { energyScore, variogramScore } from "./multivariate.ts";
import { pitAtEdges, pitBounds, pitHistogram } from "./pit.ts";
import { intervalScore, pinball, weightedIntervalScore } from "./wis.ts";

const FILE = projectFile("..", "shared", "reference", "scoring", "scoring.json");
const known = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : undefined;
const NEAR = 1e-9;

/** Within 1e-9 of the reference, absolutely below 1 and relatively above. */
const same = (found: number, wanted: number): void => {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(NEAR * Math.max(1, Math.abs(wanted)));
};

describe("scores against the reference", () => {
  beforeEach((context) => context.skip(known === undefined, "../shared/reference/scoring is not here"));

  it("weighted interval scores with their parts, on the log scale too", () => {
    for (const c of [...known.wis, known.wis_log1p]) {
      const found = weightedIntervalScore(c.quantiles, c.levels, c.observed);
      for (const part of ["wis", "dispersion", "underprediction", "overprediction"] as const)
        same(found[part], c[part]);
      const losses = c.levels.map((p: number, k: number) => 2 * pinball(c.quantiles[k], p, c.observed));
      same(losses.reduce((a: number, b: number) => a + b, 0) / losses.length, c.wis);
    }
  });

  it("interval scores and pinball losses", () => {
    for (const c of known.interval_score) same(intervalScore(c.lower, c.upper, c.alpha, c.observed).wis, c.score);
    for (const c of known.pinball) same(pinball(c.q, c.tau, c.observed), c.loss);
  });

  it("scores of ensembles", () => {
    for (const c of known.crps_ensemble) {
      same(crpsEnsemble(c.members, c.observed), c.crps);
      same(crpsEnsemble(c.members, c.observed, true), c.crps_fair);
      if (c.dss !== undefined) same(dawidSebastiani(c.members, c.observed), c.dss);
    }
  });

  it("CRPS, log scores and PIT of distributions", () => {
    for (const c of known.parametric) {
      const [crps, log, pit] = parametric(c);
      same(crps, c.crps);
      same(log, c.log_score);
      if (c.pit !== undefined) same(pit![1], c.pit);
      if (c.pit_lower !== undefined) [same(pit![0], c.pit_lower), same(pit![1], c.pit_upper)];
    }
  });

  it("the non-randomised PIT", () => {
    const { observed, bins, mean_F_at_bin_edges, bin_heights } = known.pit_nonrandomised;
    const bounds = observed.map((y: number) => pitBounds((k) => poissonCdf(k, 6), y));
    pitAtEdges(bounds, bins).forEach((x, j) => {
      same(x, mean_F_at_bin_edges[j]);
    });
    pitHistogram(bounds, bins).forEach((x, j) => {
      same(x, bin_heights[j]);
    });
  });

  it("coverage, relative skill, Diebold-Mariano and joint scores", () => {
    const { observed, lower, upper, nominal, ...wanted } = known.coverage;
    const inside = observed.filter((y: number) => y >= lower && y <= upper).length;
    const found = coverageOf(inside, observed.length, nominal);
    same(found.empirical, wanted.empirical);
    same(found.p, wanted.binomial_two_sided_p);
    same(found.wilson95[0], wanted.wilson95[0]);
    same(found.wilson95[1], wanted.wilson95[1]);
    const skill = relativeSkill(known.relative_skill.scores, 1);
    known.relative_skill.theta.forEach((x: number, i: number) => {
      same(skill.theta[i], x);
      same(skill.scaled[i], known.relative_skill.scaled_by_baseline[i]);
    });
    const dm = dieboldMariano(known.diebold_mariano.d, known.diebold_mariano.h);
    same(dm.dm, known.diebold_mariano.dm);
    same(dm.hln, known.diebold_mariano.hln);
    same(dm.p, known.diebold_mariano.p_two_sided_t);
    same(energyScore(known.multivariate.members, known.multivariate.observed), known.multivariate.energy_score);
    const variogram = variogramScore(known.multivariate.members, known.multivariate.observed);
    same(variogram, known.multivariate.variogram_score_p05_unit_weights_all_ordered_pairs);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a row of the reference's JSON, one shape a distribution
function parametric(c: any): [crps: number, log: number, pit?: [number, number]] {
  const y = c.observed;
  if (c.dist === "normal")
    return [crpsNormal(c.mean, c.sd, y), logScoreNormal(c.mean, c.sd, y), [0, normalCdf((y - c.mean) / c.sd)]];
  if (c.dist === "poisson")
    return [crpsPoisson(c.mean, y), logScorePoisson(c.mean, y), pitBounds((k) => poissonCdf(k, c.mean), y)];
  if (c.dist === "negbin") {
    const pit = pitBounds((k) => negativeBinomialCdf(k, c.mean, c.size), y);
    return [crpsNegativeBinomial(c.mean, c.size, y), logScoreNegativeBinomial(c.mean, c.size, y), pit];
  }
  if (c.dist === "lognormal") return [crpsLogNormal(c.meanlog, c.sdlog, y), logScoreLogNormal(c.meanlog, c.sdlog, y)];
  return [crpsGamma(c.shape, c.rate, y), logScoreGamma(c.shape, c.rate, y)];
}

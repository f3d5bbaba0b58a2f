import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { normalQuantile } from "../../terms/index.ts";
import { benchmarkTotal } from "./benchmark.ts";
import { chao, chaoCorrected, zelterman } from "./chao.ts";
import { isRefused, type Refusal } from "./refusal.ts";
import { coverage, repeatsOf } from "./repeats.ts";
import { chanceOfTotal, hiddenGivenRate } from "./reported.ts";
import { adjusted, scaleUp } from "./scale-up.ts";
import { truncatedGeometric, truncatedNegativeBinomial, truncatedPoisson } from "./truncated.ts";
import { chapman, lincolnPetersen } from "./two-lists.ts";
import { twoStageTotal } from "./two-stage.ts";
import { trueCount } from "./under-reported.ts";

// Tolerances of the reference: 1e-9 for closed forms, 1e-6 for maximum likelihood (negative binomial 1e-4), whole quantiles exact.
const reference = "../shared/reference/hidden/hidden_share.json";
const read = (block: string) => JSON.parse(readFileSync(reference, "utf8"))[block];

const near = (found: number, wanted: number, relative = 1e-9) =>
  expect(Math.abs(found - wanted), `${found} for ${wanted}`).toBeLessThanOrEqual(relative * Math.abs(wanted));

function given<T extends object>(x: T | Refusal): T {
  if (isRefused(x)) throw new Error(x.why);
  return x;
}

const Z = normalQuantile(0.975);
const nearNormal = ({ value, standardError }: { value: number; standardError: number }, [low, high]: number[]) => {
  near(value - Z * standardError, low);
  near(value + Z * standardError, high);
};
const nearRange = (x: { low: number; high: number }, [low, high]: number[]) => {
  near(x.low, low);
  near(x.high, high);
};

describe("hidden numbers against the reference (needs ../shared)", () => {
  beforeEach((context) =>
    context.skip(!existsSync(reference), "the shared reference answers are not beside the project"),
  );

  it("repeat counts: Chao, Zelterman, coverage", () => {
    for (const r of read("frequency_counts")) {
      const repeats = given(repeatsOf(Object.values(r.frequencies)));
      expect([repeats.observed, repeats.sightings]).toEqual([r.n_observed, r.total_captures]);
      near(coverage(repeats), r.good_turing_coverage);
      for (const [found, wanted] of [
        [given(chao(repeats)), r.chao_lower_bound],
        [chaoCorrected(repeats), r.chao_bias_corrected],
      ] as const) {
        near(found.value, wanted.N);
        near(found.standardError, wanted.se);
        nearRange(found, wanted.lognormal95);
      }
      const z = given(zelterman(repeats));
      near(z.rate, r.zelterman.lambda);
      near(z.value, r.zelterman.N);
      near(z.standardError, r.zelterman.se);
      nearNormal(z, r.zelterman.normal95);
    }
  });

  it("repeat counts: truncated models", () => {
    for (const r of read("frequency_counts")) {
      const repeats = given(repeatsOf(Object.values(r.frequencies)));
      const poisson = given(truncatedPoisson(repeats));
      near(poisson.mean, r.zt_poisson.lambda, 1e-6);
      near(poisson.value, r.zt_poisson.N, 1e-6);
      near(poisson.standardError, r.zt_poisson.se, 1e-6);
      near(poisson.logLikelihood, r.zt_poisson.loglik, 1e-6);
      near(poisson.aic, r.zt_poisson.aic, 1e-6);
      const geometric = given(truncatedGeometric(repeats));
      near(geometric.mean, r.zt_geometric.mu);
      near(geometric.value, r.zt_geometric.N);
      near(geometric.logLikelihood, r.zt_geometric.loglik);
      near(geometric.aic, r.zt_geometric.aic);
      const negative = truncatedNegativeBinomial(repeats);
      expect(isRefused(negative)).toBe(r.zt_negbin.boundary_warning);
      if (isRefused(negative)) {
        expect(negative.refused).toBe("hidden-boundary");
        continue;
      }
      near(negative.size, r.zt_negbin.size, 1e-4);
      near(negative.mean, r.zt_negbin.mu, 1e-4);
      near(negative.value, r.zt_negbin.N, 1e-4);
      near(negative.logLikelihood, r.zt_negbin.loglik, 1e-6);
      near(negative.aic, r.zt_negbin.aic, 1e-6);
    }
  });

  it("two lists", () => {
    for (const r of read("two_list")) {
      const lists = { first: r.n1, second: r.n2, both: r.m };
      near(given(lincolnPetersen(lists)).value, r.lincoln_petersen);
      const found = given(chapman(lists));
      near(found.value, r.chapman);
      near(found.standardError ** 2, r.chapman_var);
      nearNormal(found, r.chapman_normal95);
      nearRange(found, r.chapman_lognormal95);
    }
  });

  it("benchmark multipliers", () => {
    for (const r of read("multiplier")) {
      const found = given(
        benchmarkTotal(r.benchmark_B, { yes: r.survey_yes, asked: r.survey_n, designEffect: r.deff }),
      );
      near(found.value, r.N_hat);
      near(found.standardError, r.delta_se);
      near(found.standardError / found.value, r.cv);
      nearNormal(found, r.delta_normal95);
      nearRange(found, r.delta_log95);
      const { a, b, mean, standardDeviation, median, low, high } = found.posterior;
      expect([a, b]).toEqual([r.beta_a, r.beta_b]);
      near(mean, r.posterior_mean_N);
      near(standardDeviation, r.posterior_sd_N);
      near(median, r.posterior_median_N);
      nearRange({ low, high }, r.posterior95);
    }
  });

  it("two-stage multipliers", () => {
    for (const r of read("two_stage_multiplier")) {
      const found = given(
        twoStageTotal(
          r.recorded,
          { share: r.reporting_rate, effectiveN: r.reporting_n / r.deff },
          { share: r.recording_rate, effectiveN: r.recording_n },
        ),
      );
      near(found.value, r.N_hat);
      near(found.logVariance, r.log_var);
      near(found.parts.recorded, r.log_parts.poisson);
      near(found.parts.reporting, r.log_parts.reporting);
      near(found.parts.recording, r.log_parts.recording);
      nearRange(found, r.log95);
    }
  });

  it("hidden count given a reporting rate", () => {
    for (const r of read("hidden_beta_negbinomial")) {
      const found = given(hiddenGivenRate(r.recorded_y, r.beta_a, r.beta_b));
      near(found.mean, r.posterior_mean_N);
      expect([found.low, found.median, found.high]).toEqual([r.posterior_q025, r.posterior_median, r.posterior_q975]);
      for (const [total, wanted] of Object.entries(r.pmf_at))
        near(chanceOfTotal(Number(total), r.recorded_y, r.beta_a, r.beta_b), wanted as number);
    }
  });

  it("true count behind an under-reported one", () => {
    for (const r of read("under_reporting_gamma_poisson")) {
      const asked = { recorded: r.y, exposure: r.exposure, share: r.pi, shape: r.gamma_shape, rate: r.gamma_rate };
      const found = given(trueCount(asked));
      near(found.shape, r.lambda_post_shape);
      near(found.rate, r.lambda_post_rate);
      near(found.mean, r.true_count_mean);
      near(found.standardDeviation, r.true_count_sd);
      near(found.logMarginal, r.log_marginal_y);
      expect([found.low, found.median, found.high]).toEqual([
        r.true_count_q025,
        r.true_count_median,
        r.true_count_q975,
      ]);
    }
  });

  it("network scale-up, all parts", () => {
    for (const r of read("network_scale_up")) {
      const found = given(scaleUp({ population: r.population, knownSizes: r.known_sizes, responses: r.responses }));
      found.degrees.forEach((d, i) => {
        near(d, r.degrees[i]);
      });
      near(found.meanDegree, r.mean_degree);
      near(found.value, r.N_hidden_killworth_mle);
      near(found.standardError, r.se_killworth);
      nearNormal(found, r.normal95);
      near(found.jackknifeError, r.jackknife_se);
      near(found.meanOfRatios, r.N_hidden_mean_of_ratios);
      found.knownAgain.forEach(({ estimate }, g) => {
        near(estimate, r.leave_one_group_back_estimates[g]);
      });
      const sure = (value: number) => ({ value, low: value, high: value });
      near(given(adjusted(found, sure(0.7), sure(0.85))).value, r["adjusted_tau_0.7_delta_0.85"]);
    }
  });
});

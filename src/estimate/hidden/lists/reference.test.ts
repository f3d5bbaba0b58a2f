import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { projectFile } from "../../../store/index.ts";
import { allModels, bestBy } from "./all-models.ts";
import { quantileOf } from "./bca.ts";
import { bootstrapSelection } from "./bootstrap.ts";
import { decomposableAverage, posteriorQuantile } from "./decomposable.ts";
import { type Fit, fitModel, tryFit, waldInterval } from "./model.ts";
import { multinomialProfile, profileInterval } from "./profile.ts";
import { finish } from "./progress.ts";
import { readListTable } from "./read.ts";
import { forward, forwardWhileSignificant, type Selection, stepwiseByPValue } from "./stepwise.ts";
import { type ListTable, namesOf } from "./table.ts";

const folder = projectFile("..", "shared", "reference", "mse");
const answers = <T>(name: string): T => JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as T;
const isLong = process.env.SOCLAB_LONG === "1";
const tables = new Map<string, ListTable>();

/** A table of the reference folder, read once. */
function tableOf(name: string): ListTable {
  const table = tables.get(name) ?? readListTable(`${folder}/data/${name}.csv`);
  tables.set(name, table);
  return table;
}

const maskOf = (table: ListTable, names: readonly string[]): number =>
  names.reduce((mask, name) => mask | (1 << table.lists.indexOf(name)), 0);

/** Largest relative difference of what is found from what is expected; absolute below 1e-4 (deviances of 0). */
const apart = (found: ArrayLike<number>, expected: readonly number[]): number =>
  Math.max(...expected.map((e, i) => Math.abs(found[i] - e) / Math.max(1e-4, Math.abs(e))));

interface FitAnswer {
  dataset: string;
  model: string;
  existence_code: number;
  pairs: [string, string][];
  empty_overlaps: [string, string][];
  coefficients: Record<string, number>;
  std_errors: Record<string, number>;
  dark_figure: number;
  N_hat: number;
  N_wald95: [number, number];
  N_wald80: [number, number];
  deviance: number;
  loglik: number;
  n_cells_fitted: number;
  n_params_incl_empty: number;
  aic_incl_empty: number;
  bic_incl_empty: number;
  N_mode_multinomial?: number;
  N_profile95?: [number, number];
}

beforeEach((context) => context.skip(!existsSync(folder), "the shared reference answers are not beside the project"));

describe("fits.json (needs ../shared)", () => {
  it("55 models: codes exact; estimates, errors, deviance and criteria to 1e-8", () => {
    const all = answers<FitAnswer[]>("fits.json");
    expect(all).toHaveLength(55);
    for (const answer of all) {
      const table = tableOf(answer.dataset);
      const found = tryFit(
        table,
        answer.pairs.map((pair) => maskOf(table, pair)),
      );
      const at = `${answer.dataset} ${answer.model}`;
      if (answer.existence_code !== 0) expect(found, at).toBe(answer.existence_code);
      else {
        expect(found, at).not.toBeTypeOf("number");
        expect(differences(found as Fit, answer), at).toBeLessThan(1e-8);
      }
    }
  });

  it("multinomial mode and profile interval to 1e-5", () => {
    for (const answer of answers<FitAnswer[]>("fits.json").filter((a) => a.N_profile95 !== undefined)) {
      const table = tableOf(answer.dataset);
      const found = tryFit(
        table,
        answer.pairs.map((pair) => maskOf(table, pair)),
      ) as Fit;
      const { mode, low, high } = multinomialProfile(found, 0.95);
      const at = `${answer.dataset} ${answer.model}`;
      expect(apart([mode, low, high], [answer.N_mode_multinomial!, ...answer.N_profile95!]), at).toBeLessThan(1e-5);
    }
  });
});

function differences(found: Fit, answer: FitAnswer): number {
  const { table, problem } = found;
  const names = problem.terms.map((t) => (t === 0 ? "(Intercept)" : namesOf(t, table.lists).join(":")));
  const by = (values: Record<string, number>) =>
    names.map((name) => values[name] ?? values[name.split(":").reverse().join(":")]);
  const [wald95, wald80] = [waldInterval(found, 0.95), waldInterval(found, 0.8)];
  expect(found.emptyPairs).toEqual(answer.empty_overlaps.map((pair) => maskOf(table, pair)));
  expect(found.parameters).toBe(answer.n_params_incl_empty);
  expect(problem.isIn.reduce((sum, x) => sum + x, 0)).toBe(answer.n_cells_fitted);
  return Math.max(
    apart(found.coefficients, by(answer.coefficients)),
    apart(found.standardErrors, by(answer.std_errors)),
    apart(
      [found.dark, found.total, wald95.low, wald95.high, wald80.low, wald80.high],
      [answer.dark_figure, answer.N_hat, ...answer.N_wald95, ...answer.N_wald80],
    ),
    apart(
      [found.deviance, found.logLikelihood, found.aic, found.bic],
      [answer.deviance, answer.loglik, answer.aic_incl_empty, answer.bic_incl_empty],
    ),
  );
}

describe("profile_ci.json (needs ../shared)", () => {
  it("intervals of the Poisson profile deviance to 1e-5", () => {
    const fits = answers<FitAnswer[]>("fits.json");
    type ProfileAnswer = { dataset: string; model: string; N_profile_deviance95: [number, number] };
    for (const answer of answers<ProfileAnswer[]>("profile_ci.json")) {
      const table = tableOf(answer.dataset);
      const named = (model: string) => fits.find((f) => f.dataset === answer.dataset && f.model === model);
      const { pairs } = named(answer.model) ?? named("main")!;
      const { low, high } = profileInterval(
        tryFit(
          table,
          pairs.map((pair) => maskOf(table, pair)),
        ) as Fit,
        0.95,
      );
      expect(apart([low, high], answer.N_profile_deviance95), `${answer.dataset} ${answer.model}`).toBeLessThan(1e-5);
    }
  });
});

interface PathAnswer {
  pthresh?: number;
  criterion?: "aic" | "bic";
  path: { add: [string, string]; p_value?: number; criterion?: number; observed_overlap?: number; N_hat: number }[];
}

describe("stepwise.json (needs ../shared)", () => {
  const cases = ["UKdat", "UKdat_5", "Ned", "NewOrl", "NewOrl_5"];
  it.each(cases)("%s: the same pairs in the same order, estimates and measures to 1e-6", (name) => {
    const table = tableOf(name);
    for (const { pthresh, criterion, path } of answers<Record<string, PathAnswer[]>>("stepwise.json")[name]) {
      const { steps } = criterion === undefined ? stepwiseByPValue(table, pthresh!) : forward(table, criterion);
      expect(steps.map((s) => s.pair)).toEqual(path.map((p) => maskOf(table, p.add)));
      if (path.length === 0) continue;
      expect(
        apart(
          steps.map((s) => s.total),
          path.map((p) => p.N_hat),
        ),
      ).toBeLessThan(1e-8);
      expect(
        apart(
          steps.map((s) => s.measure),
          path.map((p) => p.p_value ?? p.criterion!),
        ),
      ).toBeLessThan(1e-6);
    }
  });
});

describe("aic_stepwise_rcapture.json (needs ../shared)", () => {
  interface RcaptureAnswer {
    dataset: string;
    rule: string;
    q025: number;
    q10: number;
    estimate: number;
    q90: number;
    q975: number | "NA";
    terms: string[];
  }
  const chosen = (table: ListTable, rule: string): Selection =>
    rule === "main" ? stepwiseByPValue(table, 0) : forwardWhileSignificant(table, Number(rule.slice("aic_p".length)));

  it("the rule of 2014: the same terms in the same order, mode and intervals to 1e-5 of Rcapture's", () => {
    const all = answers<RcaptureAnswer[]>("aic_stepwise_rcapture.json");
    // Eight lists have 255 histories: their profiles are for the long checks.
    for (const answer of all.filter((a) => isLong || a.dataset !== "NewOrl")) {
      const table = tableOf(answer.dataset);
      const { steps, fit } = chosen(table, answer.rule);
      const at = `${answer.dataset} ${answer.rule}`;
      const names = steps.map(
        ({ pair }) =>
          `lambda${namesOf(pair, table.lists)
            .map((n) => table.lists.indexOf(n) + 1)
            .join("_")}`,
      );
      expect(names, at).toEqual(answer.terms.filter((t) => t.startsWith("lambda")));
      const [p95, p80] = [multinomialProfile(fit, 0.95), multinomialProfile(fit, 0.8)];
      const expected = [answer.q025, answer.q10, answer.estimate, answer.q90];
      expect(apart([p95.low, p80.low, p95.mode, p80.high], expected), at).toBeLessThan(1e-5);
      // Where Rcapture gives no upper limit, its search ends early: the profile does cross further up.
      if (answer.q975 !== "NA") expect(apart([p95.high], [answer.q975]), at).toBeLessThan(1e-5);
    }
  });
});

describe("all_models.json (needs ../shared)", () => {
  interface Best {
    pairs: [string, string][];
    aic: number;
    bic: number;
    N_hat: number;
    N_wald95: [number, number];
  }
  type AllAnswer = { n_models: number; n_full_rank: number; best_bic: Best[]; best_aic: Best[] };

  it.each(["UKdat_5", "NewOrl_5"])("%s: the six best of 1,024 models in order, to 1e-8", (name) => {
    const table = tableOf(name);
    const answer = answers<Record<string, AllAnswer>>("all_models.json")[name];
    const candidates = finish(allModels(table));
    expect(candidates).toHaveLength(answer.n_full_rank);
    for (const criterion of ["aic", "bic"] as const) {
      const expected = answer[`best_${criterion}`];
      const best = bestBy(candidates, criterion, expected.length);
      expect(best.map((b) => [...b.pairs].sort())).toEqual(
        expected.map((e) => e.pairs.map((pair) => maskOf(table, pair)).sort()),
      );
      best.forEach(({ aic, bic, pairs }, i) => {
        const found = tryFit(table, pairs) as Fit;
        const { low, high } = waldInterval(found, 0.95);
        const { N_hat, N_wald95 } = expected[i];
        expect(
          apart([aic, bic, found.total, low, high], [expected[i].aic, expected[i].bic, N_hat, ...N_wald95]),
        ).toBeLessThan(1e-8);
      });
    }
  });
});

describe("decomposable_bma.json (needs ../shared)", () => {
  interface GraphAnswer {
    dataset: string;
    delta: number;
    prior_N: "1/N" | "flat";
    Nmissing_grid: { from: number; to: number; length: number };
    n_graphs: number;
    log_evidence: number;
    post_mean_N: number;
    post_sd_N: number;
    median_N: number;
    q025: number;
    q10: number;
    q90: number;
    q975: number;
    top_graphs: { edges: [string, string][]; cliques: (string | string[])[]; posterior: number; cond_mean_N: number }[];
  }
  const all = existsSync(folder) ? answers<GraphAnswer[]>("decomposable_bma.json") : [];
  const named = all.map((a) => ({ ...a, points: a.Nmissing_grid.length }));
  // The finer grids and the other priors are for the long checks (SOCLAB_LONG=1); uk-2013.test.ts has one quantile of one of them.
  const quick = named.filter((a) => isLong || a.points <= 1000);

  it.each(quick)("$dataset, delta $delta, prior $prior_N, $points points: quantiles exact", (answer) => {
    const table = tableOf(answer.dataset);
    const { from, to, length } = answer.Nmissing_grid;
    const grid = Float64Array.from({ length }, (_, i) => Math.round(from + (i * (to - from)) / (length - 1)));
    const found = finish(decomposableAverage(table, { delta: answer.delta, ofTotal: answer.prior_N }, grid));
    expect(found.compared).toBe(answer.n_graphs);
    expect([0.025, 0.1, 0.5, 0.9, 0.975].map((p) => posteriorQuantile(found, p))).toEqual([
      answer.q025,
      answer.q10,
      answer.median_N,
      answer.q90,
      answer.q975,
    ]);
    const numbers = [found.logEvidence, found.mean, found.sd];
    expect(apart(numbers, [answer.log_evidence, answer.post_mean_N, answer.post_sd_N])).toBeLessThan(1e-9);
    answer.top_graphs.forEach((top, i) => {
      const { graph, posterior, meanTotal } = found.graphs[i];
      expect([...graph.edges].sort()).toEqual(top.edges.map((edge) => maskOf(table, edge)).sort());
      expect([...graph.cliques].sort()).toEqual(top.cliques.map((c) => maskOf(table, [c].flat())).sort());
      expect(apart([posterior, meanTotal], [top.posterior, top.cond_mean_N])).toBeLessThan(1e-8);
    });
  });
});

describe("bootstrap.json (needs ../shared)", () => {
  interface BootstrapAnswer {
    dataset: string;
    mode: "stepwise" | "main";
    pop_est: number;
    z0: number;
    acceleration: number;
    jackknife_est: number[];
    alpha: number[];
    adjusted_probs: number[];
    bca_quantiles: number[];
    percentile_quantiles: number[];
    bootstrap_estimates: number[];
  }
  it("the given resamples replayed: every replicate, the jackknife and the BCa limits to 1e-9", () => {
    for (const answer of answers<BootstrapAnswer[]>("bootstrap.json")) {
      const table = tableOf(answer.dataset);
      const text = readFileSync(`${folder}/bootstrap_counts_${answer.dataset}_${answer.mode}.csv`, "utf8");
      const counts = text
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split(",").map(Number));
      const estimator = (t: ListTable) =>
        (answer.mode === "main" ? fitModel(t, []) : stepwiseByPValue(t, 0.02).fit).total;
      const found = finish(bootstrapSelection(table, estimator, (b) => counts[b], counts.length, answer.alpha));
      expect(
        apart([found.estimate, found.bias, found.acceleration], [answer.pop_est, answer.z0, answer.acceleration]),
      ).toBeLessThan(1e-9);
      expect(apart(found.replicates, answer.bootstrap_estimates)).toBeLessThan(1e-9);
      expect(apart(found.jackknife, answer.jackknife_est)).toBeLessThan(1e-9);
      expect(apart(found.adjusted, answer.adjusted_probs)).toBeLessThan(1e-9);
      expect(apart(found.quantiles, answer.bca_quantiles)).toBeLessThan(1e-9);
      const sorted = found.replicates.slice().sort();
      expect(
        apart(
          answer.alpha.map((p) => quantileOf(sorted, p)),
          answer.percentile_quantiles,
        ),
      ).toBeLessThan(1e-9);
    }
  });
});

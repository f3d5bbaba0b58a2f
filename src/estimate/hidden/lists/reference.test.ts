import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { projectFile } from "../../../store/index.ts";
import { type Fit, tryFit, waldInterval } from "./model.ts";
import { multinomialProfile, profileInterval } from "./profile.ts";
import { readListTable } from "./read.ts";
import { forward, forwardWhileSignificant, type Selection, stepwiseByPValue } from "./stepwise.ts";
import { type ListTable, namesOf } from "./table.ts";

const folder = projectFile("..", "shared", "reference", "mse");
const answers = <T>(name: string): T => JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as T;
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
    for (const answer of answers<RcaptureAnswer[]>("aic_stepwise_rcapture.json")) {
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

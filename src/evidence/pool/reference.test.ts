import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { projectFile, readTable } from "../../store/index.ts";
import { number, optional, optionalText, text } from "../../terms/index.ts";
import { eggerMixedTest, eggerTest, rankTest } from "./asymmetry.ts";
import { interceptOnly } from "./design.ts";
import { heterogeneityOf } from "./heterogeneity.ts";
import { cumulative, failSafe, leaveOneOut, shrunken } from "./influence.ts";
import { mantelHaenszel } from "./mantel-haenszel.ts";
import type { ModelOptions, PoolMethod } from "./model.ts";
import { poolStudies } from "./pool.ts";
import { metaRegression } from "./regression.ts";
import { effectsOf, type PoolStudy } from "./studies.ts";
import { threeLevelPool } from "./three-level.ts";
import { type MissingEstimator, trimAndFill } from "./trim-and-fill.ts";

/*
 * Eight published sets against metafor 3.8.1. Everything agrees to 1e-6 (relative, absolute below 1), in fact to 1e-10, once our search
 * stops where metafor's does: REML, ML and EB stop there when tau2 moves by 1e-5 with half steps (whole ones in trim and fill and with two
 * moderators). Ours goes on to the last digit, and then agrees to 1e-4. Two things there are roots found to a tolerance of 1e-5 to 1e-4 that
 * cannot be followed: PM's tau2 and the ends of the Q-profile. They agree to 1e-4, and all that follows from them, given the reference's root, to 1e-6.
 */
const TIGHT = 1e-6;
const ITERATIVE = 1e-4;
const HALF = { scoring: { tolerance: 1e-5, share: 0.5 } };
const WHOLE = { scoring: { tolerance: 1e-5, share: 1 } };

const table = projectFile("..", "shared", "evidence", "reference-meta-analyses.csv");
const answers = projectFile("..", "shared", "evidence", "reference-meta-analyses-expected.json");
const isThere = existsSync(table) && existsSync(answers);

// biome-ignore lint/suspicious/noExplicitAny: a file of another program, of many shapes
type Answers = any;
const expected: Record<string, Answers> = isThere ? JSON.parse(readFileSync(answers, "utf8")).datasets : {};
const rows = isThere
  ? readTable(table, (row) => {
      row.ignore("metric", "sei", "moderator_name", "source");
      return {
        dataset: row.take("dataset", text),
        raw: row.take("raw", optionalText),
        study: row.take("study", text),
        n: row.take("n", text),
        effect: row.take("yi", number),
        variance: row.take("vi", number),
        moderator: row.take("moderator", optional(number)).value,
      };
    })
  : [];

const rowsOf = (set: string) => rows.filter((r) => r.dataset === set);
const studiesOf = (set: string): PoolStudy[] =>
  rowsOf(set).map(({ n, effect, variance, moderator, study, raw }) => ({
    id: n,
    scale: "standardised mean difference",
    effect,
    variance,
    ...(/study=/.test(raw) ? { cluster: /study=(\d+)/.exec(raw)![1]! } : {}),
    moderators: { moderator, year: Number(/(\d{4})$/.exec(study)?.[1] ?? Number.NaN) },
  }));
const methodOf = (name: string): PoolMethod => (name === "EE" ? "fixed" : (name as PoolMethod));
const optionsOf = (x: Answers): ModelOptions => ({
  method: methodOf(x.method),
  interval: x.test === "knha" ? "hartung-knapp" : "normal",
});
const REML: ModelOptions = { method: "REML", interval: "normal" };

/** Each found number is within `tolerance` of the reference's, relative to it above 1; null in the reference is not compared. */
function expectClose(found: Record<string, unknown>, reference: Record<string, unknown>, tolerance: number): void {
  for (const [name, value] of Object.entries(found)) {
    const want = reference[name] as number | null | undefined;
    if (want === null || want === undefined) continue;
    expect(typeof value, name).toBe("number");
    expect(Math.abs((value as number) - want) / Math.max(1, Math.abs(want)), name).toBeLessThanOrEqual(tolerance);
  }
}

const span = (x: { low: number; high: number } | { notEstimable: string }) => ("low" in x ? x : undefined);

function poolNumbers(studies: PoolStudy[], options: ModelOptions) {
  const p = poolStudies(studies, { ...options, prediction: options.interval === "normal" ? "normal" : "t k-1" });
  const own = options.method === "fixed" ? undefined : span(p.prediction);
  const riley = span(poolStudies(studies, { ...options, prediction: "t k-2" }).prediction);
  return {
    ...{ beta: p.mean, se: p.se, stat: p.statistic, df: p.df, pval: p.p, ci_lb: p.low, ci_ub: p.high, tau2: p.tau2 },
    ...{ I2: 100 * p.heterogeneity.i2, H2: p.heterogeneity.h2, QE: p.heterogeneity.q, QEp: p.heterogeneity.p },
    ...{ QM: p.statistic * p.statistic, QMp: p.p, logLik_ML: p.logLikelihood, k: p.studies },
    ...(own ? { pi_lb: own.low, pi_ub: own.high } : {}),
    ...(riley ? { pi_riley_lb: riley.low, pi_riley_ub: riley.high } : {}),
  };
}

const sets = [
  "bcg",
  "normand1999",
  "bangertdrowns2004",
  "raudenbush1985",
  "landenberger2005",
  "egger2001",
  "hackshaw1998",
];

beforeEach((context) => context.skip(!isThere, "the shared reference answers are not beside the project"));

describe.each(sets)("%s (needs ../shared)", (set) => {
  it("twelve pools: mean, test, interval, tau2, I2, H2, Q, likelihood and predictions by three conventions", () => {
    const studies = studiesOf(set);
    for (const [name, x] of Object.entries<Answers>(expected[set].models)) {
      const given = x.method === "PM" ? { tau2: x.tau2 } : HALF;
      expectClose(poolNumbers(studies, { ...optionsOf(x), ...given }), x, TIGHT);
      const own = poolStudies(studies, optionsOf(x));
      const isIterative = ["REML", "ML", "EB", "PM"].includes(x.method);
      expectClose({ tau2: own.tau2, beta: own.mean, se: own.se }, x, isIterative ? ITERATIVE : TIGHT);
      const se = poolStudies(studies, { ...optionsOf(x), ...(x.method === "PM" ? {} : HALF) }).tau2Se;
      expectClose({ se_tau2: se }, x, x.method === "PM" ? ITERATIVE : TIGHT);
      expect(name).toContain(x.method);
    }
  });

  it("Q-profile interval of tau2 (1e-4: ends found by a root search), I2 from it and from Q", () => {
    const of = effectsOf(studiesOf(set), 2, "a test");
    const { x } = interceptOnly(of.effects.length);
    const found = heterogeneityOf(of, x, 0, 0.95);
    const [low, high] = expected[set].tau2_ci_Qprofile_REML;
    expectClose({ low: found.tau2Low, high: found.tau2High }, { low, high }, ITERATIVE);
    const shares = [low, high].map((tau2) => 100 * heterogeneityOf(of, x, tau2, 0.95).i2);
    expectClose(
      { low: shares[0], high: shares[1] },
      { low: expected[set].I2_ci[0], high: expected[set].I2_ci[1] },
      TIGHT,
    );
    expectClose({ q: 100 * found.i2FromQ }, { q: expected[set].I2_Q }, TIGHT);
  });

  it("Egger's line, the same with tau2, and the rank test", () => {
    const studies = studiesOf(set);
    const { slope, statistic: t, df, p, limit } = eggerTest(studies);
    expectClose({ slope, t, df, p, limit_est: limit }, expected[set].regtest_lm, TIGHT);
    const mixed = eggerMixedTest(studies, { method: "REML", ...HALF });
    const numbers = { z: mixed.statistic, p: mixed.p, limit_est: mixed.limit };
    expectClose(numbers, expected[set].regtest_re, TIGHT);
    const rank = rankTest(studies);
    expectClose({ tau: rank.tau, p: rank.p }, expected[set].ranktest, TIGHT);
  });

  it("trim and fill by L0 and R0 on three pools", () => {
    for (const [name, x] of Object.entries<Answers>(expected[set].trimfill)) {
      const [method, estimator] = name.split("_") as [string, MissingEstimator];
      const options: ModelOptions = { method: methodOf(method), interval: "normal", ...(x.k0 === 0 ? HALF : WHOLE) };
      const { missing, missingSe, side, pooled } = trimAndFill(studiesOf(set), estimator, options);
      expect(side).toBe(x.side);
      expect(missing).toBe(x.k0);
      const { mean: beta, se, low: ci_lb, high: ci_ub, tau2 } = pooled;
      expectClose({ se_k0: missingSe, beta, se, ci_lb, ci_ub, tau2 }, x, TIGHT);
    }
  });

  it("leave-one-out, Cook's distances, shrunken effects and the fail-safe number", () => {
    const studies = studiesOf(set);
    const without = leaveOneOut(studies, { ...REML, ...HALF });
    for (const [i, { pooled, cook }] of without.entries())
      expectClose(
        { mean: pooled.mean, cook },
        { mean: expected[set].leave1out_REML[i], cook: expected[set].cooks_d_REML[i] },
        TIGHT,
      );
    const drawn = shrunken(studies, poolStudies(studies, { ...REML, ...HALF }));
    for (const [i, blup] of expected[set].blup_REML_first3.entries())
      expectClose({ blup: drawn[`${i + 1}`] }, { blup }, TIGHT);
    expect(failSafe(studies)).toBe(expected[set].fsn_rosenthal);
  });

  it("meta-regression with its tests", () => {
    for (const x of Object.values<Answers>(expected[set].metareg ?? {}))
      checkRegression(metaRegression(studiesOf(set), ["moderator"], { ...optionsOf(x), ...HALF }), x);
    const two = expected[set].metareg_two;
    if (two) checkRegression(metaRegression(studiesOf(set), ["moderator", "year"], { ...REML, ...WHOLE }), two);
  });
});

function checkRegression(found: ReturnType<typeof metaRegression>, x: Answers): void {
  const { heterogeneity: h, moderators: m } = found;
  const numbers = { tau2: found.tau2, se_tau2: found.tau2Se, I2: 100 * h.i2, H2: h.h2, QE: h.q, QEp: h.p };
  const tests = {
    QM: m.statistic,
    QMp: m.p,
    R2: 100 * found.r2,
    df: found.df,
    k: found.studies,
    logLik_ML: found.logLikelihood,
  };
  expectClose({ ...numbers, ...tests }, x, TIGHT);
  expect([m.df1, m.df2 ?? null]).toEqual(x.QMdf);
  for (const [j, c] of found.coefficients.entries()) {
    const reference = {
      value: x.beta[j],
      se: x.se[j],
      statistic: x.stat[j],
      p: x.pval[j],
      low: x.ci_lb[j],
      high: x.ci_ub[j],
    };
    const { name: _, ...values } = c;
    expectClose(values, reference, TIGHT);
  }
}

describe("what only one set has (needs ../shared)", () => {
  it("bcg: Mantel-Haenszel risk ratio from counts", () => {
    const counts = rowsOf("bcg").map(({ n, raw }) => {
      const [tpos, tneg, cpos, cneg] = raw.split(";").map((part) => Number(part.split("=")[1])) as [
        number,
        number,
        number,
        number,
      ];
      return { id: n, treatedEvents: tpos, treated: tpos + tneg, untreatedEvents: cpos, untreated: cpos + cneg };
    });
    const { mean: beta, se, low: ci_lb, high: ci_ub } = mantelHaenszel(counts, "risk ratio");
    expectClose({ beta, se, ci_lb, ci_ub }, expected.bcg.MH_RR, TIGHT);
  });

  it("bcg: cumulative by year; the first study is its own mean", () => {
    const byYear = studiesOf("bcg").sort((a, b) => a.moderators!.year! - b.moderators!.year!);
    const means = cumulative(byYear, { ...REML, ...HALF }).map(({ pooled }) => pooled.mean);
    for (const [i, want] of expected.bcg.cumul_by_year_REML.entries())
      expectClose({ mean: [byYear[0]!.effect, ...means][i] }, { mean: want }, TIGHT);
  });

  it("assink2016: three-level REML and the cluster-robust error", () => {
    const found = threeLevelPool(studiesOf("assink2016"));
    const { mean: beta, model, robust } = found;
    const numbers = {
      beta,
      se: model.se,
      ci_lb: model.low,
      ci_ub: model.high,
      QE: found.q.statistic,
      logLik: found.logLikelihood,
    };
    expectClose(numbers, expected.assink2016.threelevel_REML, TIGHT);
    const [between, within] = expected.assink2016.threelevel_REML.sigma2;
    expectClose({ between: found.between, within: found.within }, { between, within }, TIGHT);
    const { se, statistic: t, df, low: ci_lb, high: ci_ub } = robust;
    expectClose({ se, t, df, ci_lb, ci_ub }, expected.assink2016.robust_CR1, TIGHT);
  });
});

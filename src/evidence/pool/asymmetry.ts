import { interceptOnly } from "./design.ts";
import { kendall, type RankCorrelation } from "./kendall.ts";
import type { ModelOptions } from "./model.ts";
import { regressOn } from "./regression.ts";
import { effectsOf, type PoolStudy } from "./studies.ts";
import { fitWith, sumOver } from "./weighted-fit.ts";

/** Studies below which a test of asymmetry can hardly tell chance from bias (Sterne and others 2011, BMJ 343:d4002). */
const FEW = 10;

/** Do small studies show larger effects? A slope of the effect on its standard error. */
export interface AsymmetryTest {
  slope: number;
  statistic: number;
  /** Undefined: normal. */
  df: number | undefined;
  p: number;
  /** The effect of a study without sampling error, as the line has it. */
  limit: number;
  convention: string;
  note: string;
}

const CONVENTIONS = {
  egger:
    "Egger and others (1997): effect on its standard error, weights 1/variance, dispersion multiplied; t with k - 2 degrees of freedom",
  mixed: "Egger's line with a variance between studies added (Sterne and Egger 2005); normal",
  rank: "Begg and Mazumdar (1994): Kendall's tau-b of standardised deviations from the fixed-effect mean and the variances",
};

const noteOf = (k: number): string =>
  k < FEW
    ? `${k} studies: fewer than ${FEW}, so the test can hardly tell chance from bias, and its silence says nothing`
    : "";

/** Egger's regression test. Three studies at least, not all of one variance. Asymmetry is not proof that studies are missing: small ones may differ. */
export function eggerTest(studies: readonly PoolStudy[]): AsymmetryTest {
  const line = regressOn(studies, errorsOf(studies), { method: "fixed", interval: "hartung-knapp" });
  return testOf(line, CONVENTIONS.egger);
}

/** The same line in a random-effects model, normal. Three studies at least. */
export function eggerMixedTest(studies: readonly PoolStudy[], options: Omit<ModelOptions, "interval">): AsymmetryTest {
  const line = regressOn(studies, errorsOf(studies), { ...options, interval: "normal" });
  return testOf(line, `${CONVENTIONS.mixed}; ${line.conventions.tau2}`);
}

const errorsOf = (studies: readonly PoolStudy[]) => {
  effectsOf(studies, 3, "a test of asymmetry");
  return { "standard error": Float64Array.from(studies, (s) => Math.sqrt(s.variance)) };
};

function testOf(line: ReturnType<typeof regressOn>, convention: string): AsymmetryTest {
  const [limit, slope] = line.coefficients;
  return {
    slope: slope.value,
    statistic: slope.statistic,
    df: line.df,
    p: slope.p,
    limit: limit.value,
    convention,
    note: noteOf(line.studies),
  };
}

/** Begg and Mazumdar's rank test. Three studies at least. */
export function rankTest(studies: readonly PoolStudy[]): RankCorrelation & { convention: string; note: string } {
  const of = effectsOf(studies, 3, "a test of asymmetry");
  const fit = fitWith(of, interceptOnly(studies.length).x, 0);
  const ofMean = 1 / sumOver(fit.weights, (w) => w);
  const deviations = fit.residuals.map((e, i) => e / Math.sqrt(of.variances[i]! - ofMean));
  return { ...kendall(deviations, of.variances), convention: CONVENTIONS.rank, note: noteOf(studies.length) };
}

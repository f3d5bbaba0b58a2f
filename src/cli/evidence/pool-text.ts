import {
  type Appraisal,
  type ConvertedEffect,
  type MetaRegression,
  type PooledEffect,
  percentOf,
  type Robustness,
  type ThreeLevelPool,
} from "../../evidence/index.ts";
import { shareWords } from "../../terms/index.ts";
import { table } from "../table.ts";

/** What `soclab evidence pool` says of one table; plain data. */
export interface PooledTable extends Appraisal {
  file: string;
  studies: ConvertedEffect[];
}

const COLUMNS = [{ title: "study" }, { title: "effect (95%)", isNumber: true }, { title: "weight", isNumber: true }];

/** The studies, their pool, what it assumes and what hangs on it, as text. Pure. */
export function poolText({ file, studies, pooled, threeLevel, regression, robustness }: PooledTable): string {
  const rows = studies.map((s) => {
    const half = 1.959964 * Math.sqrt(s.variance);
    return [s.id, spanWords(s.effect, s.effect - half, s.effect + half), shareWords(pooled.weights[s.id]!)];
  });
  return [
    `${file}: ${studies.length} effects, ${pooled.scale}\n\n`,
    table(COLUMNS, rows),
    "\n",
    threeLevel ? threeLevelText(threeLevel) : "",
    pooledText(pooled),
    regression ? regressionText(regression) : "",
    robustness
      ? robustnessText(robustness, pooled)
      : "Checks: three studies are needed for tests of asymmetry and leave-one-out.\n",
    conventionsText(studies, pooled),
    "Kind: estimated.\n",
  ].join("");
}

function pooledText(p: PooledEffect): string {
  const { heterogeneity: h } = p;
  const prediction =
    "low" in p.prediction
      ? `${digits(p.prediction.low)} to ${digits(p.prediction.high)}`
      : `not estimable: ${p.prediction.notEstimable}`;
  return [
    `Pooled (${p.method}): ${spanWords(p.mean, p.low, p.high)}${asPercent(p, p)}; ${pWords(p.p)}.\n`,
    p.note === "" ? "" : `Note: ${p.note}.\n`,
    `A new study (95%): ${prediction}.\n`,
    `Heterogeneity: Q ${digits(h.q)} on ${h.df} (${pWords(h.p)}); I2 ${shareWords(h.i2)} (${shareWords(h.i2Low)} to ${shareWords(h.i2High)}); H2 ${digits(h.h2)}; tau2 ${digits(p.tau2)} (${digits(h.tau2Low)} to ${digits(h.tau2High)}).\n`,
  ].join("");
}

const threeLevelText = (t: ThreeLevelPool): string =>
  [
    `Three levels (${t.studies} effects of ${t.clusters} samples): ${spanWords(t.mean, t.robust.low, t.robust.high)}${asPercent(t, t.robust)}; ${pWords(t.robust.p)}.\n`,
    `Variance between samples ${digits(t.between)}, within ${digits(t.within)}; ${t.robust.convention}. Read this mean: the one below counts a sample as often as it has effects.\n`,
  ].join("");

function regressionText(r: MetaRegression): string {
  const { moderators: m } = r;
  const test =
    m.df2 === undefined
      ? `chi-square ${digits(m.statistic)} on ${m.df1}`
      : `F ${digits(m.statistic)} on ${m.df1} and ${m.df2}`;
  return [
    ...r.coefficients.map((c) => `${c.name}: ${spanWords(c.value, c.low, c.high)}; ${pWords(c.p)}.\n`),
    `Moderators: ${test} (${pWords(m.p)}); R2 ${shareWords(r.r2)}; tau2 left ${digits(r.tau2)}.\n`,
    r.leftOut.length > 0 ? `Left out, as they do not state a moderator: ${r.leftOut.join(", ")}.\n` : "",
  ].join("");
}

function robustnessText(
  { egger, rank, trimAndFill: t, leaveOneOut, failSafe }: Robustness,
  { scale }: PooledEffect,
): string {
  const sorted = [...leaveOneOut].sort((a, b) => a.pooled.mean - b.pooled.mean);
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  return [
    egger && rank
      ? `Asymmetry: Egger ${pWords(egger.p)}, rank test ${pWords(rank.p)}${egger.note === "" ? "" : ` (${egger.note})`}.\n`
      : "Asymmetry: not testable, as all variances or all effects are one, or a line goes through every effect.\n",
    `Trim and fill (${t.estimator}): ${t.missing} missing on the ${t.side}; with them ${spanWords(t.pooled.mean, t.pooled.low, t.pooled.high)}. Fail-safe number ${failSafe}.\n`,
    `Leave-one-out: from ${digits(least.pooled.mean)} (without ${least.without}) to ${digits(most.pooled.mean)} (without ${most.without}), ${scale}.\n`,
  ].join("");
}

function conventionsText(studies: readonly ConvertedEffect[], { conventions: c }: PooledEffect): string {
  const formulas = [...new Set(studies.map((s) => `${s.formula} (${s.reference})`))];
  return [
    `Conventions: tau2 by ${c.tau2}; interval: ${c.interval}; prediction: ${c.prediction}; ${c.heterogeneity}.\n`,
    `Effects: ${formulas.join("; ")}.\n`,
  ].join("");
}

/** A log ratio also as a change in per cent. */
const asPercent = (
  { scale, mean }: { scale: string; mean: number },
  { low, high }: { low: number; high: number },
): string => {
  if (!scale.startsWith("log ")) return "";
  const change = (x: number) => `${x > 0 ? "+" : ""}${percentOf(x).toFixed(0)}%`;
  return `, that is ${change(mean)} (${change(low)} to ${change(high)})`;
};

const spanWords = (value: number, low: number, high: number): string =>
  `${digits(value)} (${digits(low)} to ${digits(high)})`;

/** Three significant digits, at least two places below 100. */
function digits(x: number): string {
  if (x === Number.POSITIVE_INFINITY) return "no limit";
  if (x === 0) return "0";
  const size = Math.abs(x);
  return size >= 100 ? x.toFixed(0) : size >= 0.1 ? x.toFixed(2) : Number(x.toPrecision(2)).toString();
}

const pWords = (p: number): string => (p < 0.0001 ? "p below 0.0001" : `p ${p.toFixed(p < 0.01 ? 4 : 3)}`);

import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { lnGamma, normalCdf, normalQuantile, Problem } from "../../../terms/index.ts";
import { solveCholesky } from "../../matrix/dense.ts";
import { type ExistenceCode, existenceCode } from "./existence.ts";
import { fitPoisson, type PoissonFit, type PoissonProblem } from "./poisson.ts";
import { allPairs, type ListTable, namesOf } from "./table.ts";

/**
 * A log-linear model of the lists: every list's main effect and the two-list effects of `pairs` (masks of two bits). A pair that
 * nobody is on is at minus infinity: its histories are left out and it is not fitted (the sparse rule of Chan, Silverman and Vincent
 * 2021), yet it counts as a parameter.
 */
export interface Model {
  pairs: readonly number[];
  emptyPairs: readonly number[];
  problem: PoissonProblem;
}

/** A fitted model. `total` = people observed + `dark`, the expected number on no list. */
export interface Fit extends Model {
  table: ListTable;
  coefficients: Float64Array;
  standardErrors: Float64Array;
  fitted: Float64Array;
  dark: number;
  total: number;
  deviance: number;
  logLikelihood: number;
  /** Fitted terms and empty pairs. */
  parameters: number;
  aic: number;
  /** Its n is the people observed. */
  bic: number;
}

/** The model of some pairs of a table. */
export function modelOf(table: ListTable, pairs: readonly number[]): Model {
  const emptyPairs = pairs.filter((pair) => table.totals[pair] === 0);
  const isIn = Uint8Array.from(table.counts, (_, h) => (h > 0 && !emptyPairs.some((p) => (h & p) === p) ? 1 : 0));
  const terms = [0, ...table.lists.map((_, j) => 1 << j), ...pairs.filter((pair) => table.totals[pair] > 0)];
  return { pairs, emptyPairs, problem: { counts: table.counts, isIn, terms, offset: 0 } };
}

export const existenceOf = (table: ListTable, { problem }: Model): ExistenceCode =>
  existenceCode(problem.isIn, problem.terms, table.totals);

/** Fits a model of some pairs, or the code of why it has no estimate. */
export function tryFit(
  table: ListTable,
  pairs: readonly number[],
  start?: Float64Array,
): Fit | Exclude<ExistenceCode, 0> {
  const model = modelOf(table, pairs);
  const code = existenceOf(table, model);
  return code === 0 ? described(table, model, fitPoisson(model.problem, startOf(model, start))) : code;
}

/** The coefficients of a model from those of one whose pairs are the first of its own: the others begin at 0. */
export function startOf({ problem }: Model, near: Float64Array | undefined): Float64Array | undefined {
  if (near === undefined) return undefined;
  const start = new Float64Array(problem.terms.length);
  start.set(near);
  return start;
}

/** Fits a model of some pairs. Throws a Problem that says why where it has no estimate. */
export function fitModel(table: ListTable, pairs: readonly number[]): Fit {
  const fitted = tryFit(table, pairs);
  if (typeof fitted === "number")
    throw new Problem({
      code: "lists-no-estimate",
      file: table.file,
      model: modelWords(table, pairs),
      existence: fitted,
    });
  return fitted;
}

function described(table: ListTable, model: Model, { coefficients, fitted, information, kernel }: PoissonFit): Fit {
  const { terms } = model.problem;
  const standardErrors = Float64Array.from(terms, (_, i) => standardErrorOf(information, i));
  const dark = exp(coefficients[0]);
  const logLikelihood = kernel - lnFactorials(table);
  const parameters = terms.length + model.emptyPairs.length;
  return {
    ...model,
    table,
    coefficients,
    standardErrors,
    fitted,
    dark,
    total: table.observed + dark,
    deviance: devianceOf(table.counts, fitted),
    logLikelihood,
    parameters,
    aic: 2 * parameters - 2 * logLikelihood,
    bic: ln(table.observed) * parameters - 2 * logLikelihood,
  };
}

/** Square root of element (i, i) of the inverse, from the Cholesky factor. */
export function standardErrorOf(factor: PoissonFit["information"], i: number): number {
  const unit = new Float64Array(factor.rows);
  unit[i] = 1;
  return Math.sqrt(solveCholesky(factor, unit)[i]);
}

/** Sum of ln y! over the histories: a constant of the table. */
export const lnFactorials = ({ counts }: ListTable): number =>
  counts.reduce((sum, y) => (y > 1 ? sum + lnGamma(y + 1) : sum), 0);

/** Poisson deviance: 2 sum(y ln(y / mu) - (y - mu)). */
export function devianceOf(counts: Float64Array, fitted: Float64Array): number {
  let sum = 0;
  for (let h = 1; h < counts.length; h++) {
    const [y, mu] = [counts[h], fitted[h]];
    sum += y > 0 ? y * ln(y / mu) - (y - mu) : mu;
  }
  return 2 * sum;
}

export interface Interval {
  low: number;
  high: number;
}

/** Wald interval on the log of the dark figure: n + exp(b0 -+ z se(b0)). */
export function waldInterval({ table, coefficients, standardErrors }: Fit, level: number): Interval {
  const z = normalQuantile((1 + level) / 2);
  const at = (sign: number) => table.observed + exp(coefficients[0] + sign * z * standardErrors[0]);
  return { low: at(-1), high: at(1) };
}

/** Two-sided p-value of the Wald test of a pair's term; 1 for an empty pair, which has no finite standard error. */
export function waldP({ problem, coefficients, standardErrors }: Fit, pair: number): number {
  const i = problem.terms.indexOf(pair);
  return i < 0 ? 1 : 2 * normalCdf(-Math.abs(coefficients[i] / standardErrors[i]));
}

/** "LA+NG, PF+NCA"; "independent lists" for none; "all pairs". */
export function modelWords(table: ListTable, pairs: readonly number[]): string {
  if (pairs.length === 0) return "independent lists";
  if (pairs.length > 1 && pairs.length === allPairs(table).length) return "all pairs";
  return pairs.map((pair) => namesOf(pair, table.lists).join("+")).join(", ");
}

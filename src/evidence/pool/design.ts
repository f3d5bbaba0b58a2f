import { type Matrix, matrix, multiply, Problem, rankOf, transpose } from "../../terms/index.ts";
import type { PoolStudy } from "./studies.ts";

/**
 * The design of a regression on k studies: a column of ones and the moderators, each moved and stretched to mean 0 and standard
 * deviation 1, so that years such as 1976 lose no digits. `back` (columns x columns) takes coefficients to the moderators' own units.
 */
export interface Design {
  names: string[];
  x: Matrix;
  back: Matrix;
}

/** The design of a pool without moderators: one column of ones. */
export const interceptOnly = (k: number): Design => ({
  names: ["intercept"],
  x: matrix(k, 1, () => 1),
  back: matrix(1, 1, () => 1),
});

/** The design on columns of numbers by name, each of k values. Throws a Problem where they cannot be told apart (one does not vary, or follows from the others). */
export function designOf(k: number, columns: Readonly<Record<string, Float64Array>>): Design {
  const names = Object.keys(columns);
  const scaled = names.map((name) => standardised(columns[name]!));
  const x = matrix(k, names.length + 1, (i, j) => (j === 0 ? 1 : scaled[j - 1]!.values[i]!));
  if (rankOf(x) < x.columns) throw new Problem({ code: "pool-moderators-alike", names });
  const back = matrix(x.columns, x.columns, (i, j) => {
    if (j === 0) return i === 0 ? 1 : 0;
    const { mean, spread } = scaled[j - 1]!;
    return i === 0 ? -mean / spread : i === j ? 1 / spread : 0;
  });
  return { names: ["intercept", ...names], x, back };
}

function standardised(values: Float64Array): { values: Float64Array; mean: number; spread: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const square = values.reduce((a, b) => a + (b - mean) * (b - mean), 0) / values.length;
  const spread = square > 0 ? Math.sqrt(square) : 1;
  return { values: values.map((v) => (v - mean) / spread), mean, spread };
}

/** Studies that state every moderator, their values by name, and the ids of those left out. */
export function withModerators(studies: readonly PoolStudy[], names: readonly string[]) {
  const stated = (s: PoolStudy) => names.every((name) => Number.isFinite(s.moderators?.[name]));
  const kept = studies.filter(stated);
  const columns: Record<string, Float64Array> = {};
  for (const name of names) columns[name] = Float64Array.from(kept, (s) => s.moderators![name]!);
  return { kept, columns, leftOut: studies.filter((s) => !stated(s)).map((s) => s.id) };
}

/** Coefficients and their covariances in the moderators' own units. */
export function inOwnUnits(design: Design, coefficients: Float64Array, covariance: Matrix) {
  const { back } = design;
  const column = { rows: back.columns, columns: 1, values: coefficients };
  return {
    coefficients: multiply(back, column).values,
    covariance: multiply(multiply(back, covariance), transpose(back)),
  };
}

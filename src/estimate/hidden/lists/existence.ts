import { matrix } from "../../matrix/dense.ts";
import { canBePositive } from "./simplex.ts";

/** 0 an estimate exists; 1 no finite one (in the extended sense, empty overlaps at minus infinity); 2 not identifiable; 3 both. */
export type ExistenceCode = 0 | 1 | 2 | 3;

/**
 * The two checks before any fit (Chan, Silverman and Vincent 2021, "Multiple systems estimation for sparse capture data"):
 * a maximum exists when fitted values above 0 in every cell can have the observed totals (Fienberg and Rinaldo 2012), by the linear
 * programme max s with A x = t, x >= s; and it is the only one when the terms are independent over the cells.
 * `isIn` marks the histories, `terms` are masks, `totals` the superset sums of the counts.
 */
export function existenceCode(isIn: Uint8Array, terms: readonly number[], totals: Float64Array): ExistenceCode {
  const cells: number[] = [];
  for (let h = 0; h < isIn.length; h++) if (isIn[h] === 1) cells.push(h);
  // With y = x - s the programme has the columns of the cells and, last, their sum.
  const a = matrix(terms.length, cells.length + 1);
  for (let i = 0, at = 0; i < a.rows; i++, at++) {
    const first = at;
    for (const cell of cells) a.values[at++] = (cell & terms[i]) === terms[i] ? 1 : 0;
    for (let j = first; j < first + cells.length; j++) a.values[at] += a.values[j];
  }
  const b = Float64Array.from(terms, (t) => totals[t]);
  const { isPositive, rank } = canBePositive(a, b, cells.length, Math.max(1e-7, 1e-12 * totals[0]));
  return ((isPositive ? 0 : 1) + (rank < terms.length ? 2 : 0)) as ExistenceCode;
}

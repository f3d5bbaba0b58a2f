import type { Matrix } from "../../matrix/dense.ts";

const TINY = 1e-9;

interface Tableau {
  /** Rows of the constraints, the right-hand side last; then one row of reduced costs. */
  rows: Float64Array[];
  costs: Float64Array;
  /** Column that each row has solved for; -1 for an artificial one. */
  basis: number[];
}

/**
 * Is x[column] > 0 for some x >= 0 with A x = b? And the rank of A. By the two-phase simplex method (Dantzig 1963) on a
 * dense tableau, the largest gain entering, with Bland's rule (1977) after a step without progress, so that it never cycles.
 * Needs b >= 0 and some solution x >= 0 (throws an Error where there is none); values above `above` count as positive.
 */
export function canBePositive(
  a: Matrix,
  b: Float64Array,
  column: number,
  above: number,
): { isPositive: boolean; rank: number } {
  const t = start(a, b);
  climb(t, () => false);
  const rest = t.rows.reduce((sum, row, i) => sum + (t.basis[i] < 0 ? row[a.columns] : 0), 0);
  if (rest > Math.max(above, TINY)) throw new Error(`a linear programme has no solution: ${rest} is left over`);
  const rank = dropArtificial(t, a.columns);
  // The objective in terms of the columns that no row is solved for.
  const row = t.rows[t.basis.indexOf(column)];
  t.costs = row === undefined ? new Float64Array(a.columns + 1) : row.map((v) => -v);
  t.costs[column] = row === undefined ? 1 : 0;
  const value = () => t.rows[t.basis.indexOf(column)]?.[a.columns] ?? 0;
  climb(t, () => value() > above);
  return { isPositive: value() > above, rank };
}

/** Phase one: every row is solved for an artificial column, whose sum is to fall. */
function start(a: Matrix, b: Float64Array): Tableau {
  const costs = new Float64Array(a.columns + 1);
  const rows = Array.from({ length: a.rows }, (_, i) => {
    const row = new Float64Array(a.columns + 1);
    row.set(a.values.subarray(i * a.columns, (i + 1) * a.columns));
    row[a.columns] = b[i];
    for (let j = 0; j <= a.columns; j++) costs[j] += row[j];
    return row;
  });
  return { rows, costs, basis: rows.map(() => -1) };
}

/** Pivots until no column gains or `isEnough`. */
function climb(t: Tableau, isEnough: () => boolean): void {
  let isStalled = false;
  for (;;) {
    if (isEnough()) return;
    const enter = entering(t, isStalled);
    if (enter < 0) return;
    const leave = leaving(t, enter);
    // No row bounds the column: the objective grows without end, and any value is reached.
    if (leave < 0) throw new Error("a linear programme is unbounded");
    isStalled = t.rows[leave][t.costs.length - 1] <= TINY;
    pivot(t, leave, enter);
  }
}

/** The column of the largest gain; under Bland's rule the first one that gains; -1 when none does. */
function entering({ costs }: Tableau, isBland: boolean): number {
  let [best, gain] = [-1, TINY];
  for (let j = 0; j < costs.length - 1; j++) {
    if (costs[j] <= gain) continue;
    [best, gain] = [j, costs[j]];
    if (isBland) break;
  }
  return best;
}

/** The row that falls to 0 first; of several, an artificial one, else that of the lowest column; -1 when none falls. */
function leaving({ rows, basis, costs }: Tableau, enter: number): number {
  const last = costs.length - 1;
  let [best, least] = [-1, Number.POSITIVE_INFINITY];
  for (let i = 0; i < rows.length; i++) {
    if (rows[i][enter] <= TINY) continue;
    const ratio = rows[i][last] / rows[i][enter];
    if (ratio < least - TINY || (ratio < least + TINY && best >= 0 && basis[i] < basis[best])) {
      [best, least] = [i, Math.min(ratio, least)];
    }
  }
  return best;
}

function pivot(t: Tableau, leave: number, enter: number): void {
  const row = t.rows[leave];
  const by = row[enter];
  for (let j = 0; j < row.length; j++) row[j] /= by;
  row[enter] = 1;
  for (const other of [...t.rows, t.costs]) {
    const factor = other[enter];
    if (other === row || factor === 0) continue;
    for (let j = 0; j < row.length; j++) other[j] -= factor * row[j];
    other[enter] = 0;
  }
  t.basis[leave] = enter;
}

/** Solves the rows that an artificial column still holds (at 0) for a real one; rows that follow from others are dropped. The rank. */
function dropArtificial(t: Tableau, columns: number): number {
  for (let i = t.rows.length - 1; i >= 0; i--) {
    if (t.basis[i] >= 0) continue;
    const enter = t.rows[i].findIndex((v, j) => j < columns && Math.abs(v) > TINY);
    if (enter >= 0) pivot(t, i, enter);
    else {
      t.rows.splice(i, 1);
      t.basis.splice(i, 1);
    }
  }
  return t.rows.length;
}

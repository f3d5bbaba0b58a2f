import { multinomialDraw, PROCESS, Problem, Stream } from "../../../terms/index.ts";
import { type Bca, bcaQuantiles } from "./bca.ts";
import type { Work } from "./progress.ts";
import { type ListTable, listTable, namesOf } from "./table.ts";

/** Resamples of the people, the model chosen anew in each: the interval holds the doubt of the choice, not only that of the counts. */
export interface Bootstrap extends Bca {
  estimate: number;
  /** By resample; infinity where the resample has no estimate. */
  replicates: Float64Array;
  /** By row of the table; with no people in a row, the estimate itself. */
  jackknife: Float64Array;
  withoutEstimate: number;
}

/** How a total is estimated from a table, the choice of its model included. Throws a Problem where there is none. */
export type Estimator = (table: ListTable) => number;

/** People by row of a table (`histories`), for resample number b. */
export type Resample = (b: number) => ArrayLike<number>;

/**
 * Draws as many people as were observed, by history in proportion to the counts: the same for a seed, whatever the order of rows and
 * lists. Seeds are 32-bit.
 */
export function multinomialResamples(table: ListTable, seed: number): Resample {
  const stream = new Stream(seed, 0, PROCESS.listResamples);
  const key = (history: number) => namesOf(history, table.lists).sort().join("\u0000");
  const rows = table.histories.map((history, row) => ({ row, key: key(history), people: table.counts[history] }));
  const ordered = rows.filter(({ people }) => people > 0).sort((a, b) => (a.key < b.key ? -1 : 1));
  const people = ordered.map((r) => r.people);
  return (b) => {
    const drawn = multinomialDraw(table.observed, people, (i) => stream.unit(i, b));
    const counts = new Float64Array(table.histories.length);
    ordered.forEach(({ row }, i) => {
      counts[row] = drawn[i];
    });
    return counts;
  };
}

/**
 * Bootstrap of a whole selection with BCa quantiles at `probabilities`. Throws what the estimator throws on the table itself; a resample
 * or a table of one person fewer without an estimate counts as infinite.
 */
export function* bootstrapSelection(
  table: ListTable,
  estimator: Estimator,
  resample: Resample,
  resamples: number,
  probabilities: readonly number[],
): Work<Bootstrap> {
  const estimate = estimator(table);
  const replicates = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    yield { what: "resamples", done: b, total: resamples };
    replicates[b] = estimateOrInfinity(table, resample(b), estimator);
  }
  const people = Float64Array.from(table.histories, (history) => table.counts[history]);
  const jackknife = people.map((count, row) => {
    if (count === 0) return estimate;
    const fewer = people.slice();
    fewer[row] -= 1;
    return estimateOrInfinity(table, fewer, estimator);
  });
  const bca = bcaQuantiles(replicates.slice().sort(), estimate, jackknife, people, probabilities);
  const withoutEstimate = replicates.reduce((count, x) => (Number.isFinite(x) ? count : count + 1), 0);
  return { ...bca, estimate, replicates, jackknife, withoutEstimate };
}

function estimateOrInfinity(table: ListTable, people: ArrayLike<number>, estimator: Estimator): number {
  const rows = table.histories.map((history, i) => ({ history, people: people[i], line: i + 2 }));
  try {
    return estimator(listTable(table.file, table.lists, rows));
  } catch (error) {
    if (error instanceof Problem) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

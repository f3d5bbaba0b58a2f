import { bothTails } from "./tails.ts";

/** Kendall's rank correlation, and the chance of one as far from 0 when there is none. */
export interface RankCorrelation {
  tau: number;
  p: number;
  /** "exact" where no two values are equal, else the normal approximation with ties (Kendall 1970), not corrected for continuity. */
  basis: "exact" | "normal";
}

/** Kendall's tau-b of two runs of numbers of the same length, at least two. NaN where all values of one are equal. */
export function kendall(x: Float64Array, y: Float64Array): RankCorrelation {
  const n = x.length;
  const pairs = (n * (n - 1)) / 2;
  let s = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) s += Math.sign(x[i]! - x[j]!) * Math.sign(y[i]! - y[j]!);
  const [tiesX, tiesY] = [ties(x), ties(y)];
  if (tiesX.length + tiesY.length === 0) return { tau: s / pairs, p: exactP(n, (s + pairs) / 2), basis: "exact" };
  const tied = (counts: number[]) => total(counts, (t) => (t * (t - 1)) / 2);
  const tau = s / Math.sqrt((pairs - tied(tiesX)) * (pairs - tied(tiesY)));
  return { tau, p: bothTails(s / Math.sqrt(tiedVariance(n, tiesX, tiesY))), basis: "normal" };
}

/** How many values stand at each number that stands more than once. */
function ties(values: Float64Array): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}

/** The variance of concordant less discordant pairs with ties (Kendall 1970, Rank Correlation Methods, 4.9). */
function tiedVariance(n: number, x: number[], y: number[]): number {
  const both = (of: (t: number) => number) => total(x, of) * total(y, of);
  const spread = (t: number) => t * (t - 1) * (2 * t + 5);
  return (
    (spread(n) - total(x, spread) - total(y, spread)) / 18 +
    both((t) => t * (t - 1)) / (2 * n * (n - 1)) +
    (n > 2 ? both((t) => t * (t - 1) * (t - 2)) / (9 * n * (n - 1) * (n - 2)) : 0)
  );
}

const total = (values: readonly number[], of: (value: number) => number): number =>
  values.reduce((sum, value) => sum + of(value), 0);

/** Twice the smaller tail at `concordant` pairs, over all orders of n values: each new value adds 0 to its place pairs, all equally likely. */
function exactP(n: number, concordant: number): number {
  let chances = Float64Array.of(1);
  for (let size = 2; size <= n; size++) {
    const next = new Float64Array(chances.length + size - 1);
    for (let c = 0; c < chances.length; c++) for (let add = 0; add < size; add++) next[c + add] += chances[c]! / size;
    chances = next;
  }
  let [below, above] = [0, 0];
  for (let c = 0; c < chances.length; c++) {
    if (c <= concordant) below += chances[c]!;
    if (c >= concordant) above += chances[c]!;
  }
  return Math.min(1, 2 * Math.min(below, above));
}

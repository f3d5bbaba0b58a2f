import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { lnGamma, Problem } from "../../../terms/index.ts";
import { decomposableGraphs, type Graph } from "./graphs.ts";
import { fitModel } from "./model.ts";
import type { Work } from "./progress.ts";
import type { ListTable } from "./table.ts";

export interface DecomposablePrior {
  /** Prior people in each of the 2^lists histories: small says "any pattern", large pulls towards equal ones. */
  delta: number;
  /** Prior weight of a total: 1/N, or the same for all. */
  ofTotal: "1/N" | "flat";
}

/** Average over the decomposable graphs on a grid of unseen people. */
export interface DecomposableAverage {
  /** Unseen people, ascending, and the posterior probability of each. */
  grid: Float64Array;
  posterior: Float64Array;
  observed: number;
  mean: number;
  sd: number;
  /** ln of the sum over graphs and grid points of likelihood x prior. */
  logEvidence: number;
  /** Graphs compared; `graphs` has those that carry anything, the best first. */
  compared: number;
  graphs: { graph: Graph; posterior: number; meanTotal: number }[];
}

/** 18,153 graphs for six lists, 617,674 for seven. */
const GRAPHS_LISTS_MOST = 6;
/** The grid ends where its last point carries less than this. */
const TAIL = 1e-6;
const FIRST_POINTS = 2000;
const POINTS_MOST = 8000;
const DOUBLINGS_MOST = 16;
const TELL_EVERY = 64;
/** What lies so far below the best (in ln) adds nothing that a double could show: points, and graphs by a coarse look. */
const FAR_POINT = 40;
const FAR_GRAPH = 50;
const COARSE_POINTS = 100;

/**
 * Bayesian average over every decomposable graph but the complete one, hyper-Dirichlet prior (Madigan and York 1997, "Bayesian methods
 * for estimation of the size of a closed population"). Without a grid, one that begins at 1 unseen person and is extended until its
 * last point carries less than 1e-6: where it ends moves the upper limit. Throws a Problem for more than six lists.
 */
export function* decomposableAverage(
  table: ListTable,
  prior: DecomposablePrior,
  grid?: Float64Array,
): Work<DecomposableAverage> {
  const found = table.lists.length;
  const what = "Averaging over decomposable graphs";
  if (found > GRAPHS_LISTS_MOST) throw new Problem({ code: "lists-too-many", what, found, most: GRAPHS_LISTS_MOST });
  const graphs = decomposableGraphs(found);
  if (grid !== undefined) return yield* averageOn(table, graphs, prior, grid);
  // Independent lists give the order of size. A heavy tail is first followed by more points, then in longer steps.
  let step = Math.max(1, Math.round((2 * fitModel(table, []).dark) / FIRST_POINTS));
  for (let points = FIRST_POINTS, doubling = 0; ; doubling++) {
    const unseen = Float64Array.from({ length: points }, (_, i) => 1 + i * step);
    const average = yield* averageOn(table, graphs, prior, unseen);
    if (average.posterior[points - 1] < TAIL || doubling === DOUBLINGS_MOST) return average;
    if (points < POINTS_MOST) points *= 2;
    else step *= 2;
  }
}

function* averageOn(
  table: ListTable,
  graphs: readonly Graph[],
  prior: DecomposablePrior,
  grid: Float64Array,
): Work<DecomposableAverage> {
  const parts = { base: logPriorAndWays(table, prior, grid), tables: setTables(table, prior.delta, grid) };
  const { near, scale } = nearGraphs(graphs, parts);
  const sums = new Float64Array(grid.length);
  const each: GraphSum[] = [];
  const logs = new Float64Array(grid.length);
  for (let g = 0; g < near.length; g++) {
    if (g % TELL_EVERY === 0) yield { what: "graphs", done: g, total: near.length };
    logs.set(parts.base);
    for (const [set, power] of near[g].factors) {
      const row = parts.tables[set];
      for (let i = 0; i < logs.length; i++) logs[i] += power * row[i];
    }
    each.push({ graph: near[g], ...addUp(logs, scale, grid, sums) });
  }
  return { ...summary(table.observed, grid, sums, each, scale), compared: graphs.length };
}

interface GraphSum {
  graph: Graph;
  sum: number;
  weighted: number;
}

/** The graphs that can matter, by the largest of some points of each; and that of the best, the scale of all sums. */
function nearGraphs(
  graphs: readonly Graph[],
  { base, tables }: { base: Float64Array; tables: Float64Array[] },
): { near: Graph[]; scale: number } {
  const every = Math.max(1, Math.floor(base.length / COARSE_POINTS));
  const tops = graphs.map(({ factors }) => {
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < base.length; i += every) {
      let log = base[i];
      for (const [set, power] of factors) log += power * tables[set][i];
      if (log > top) top = log;
    }
    return top;
  });
  const scale = tops.reduce((a, b) => Math.max(a, b));
  return { near: graphs.filter((_, g) => tops[g] > scale - FAR_GRAPH), scale };
}

/** Adds exp(logs - scale) to the sums; the graph's own sum and its sum weighted by the unseen people. */
function addUp(
  logs: Float64Array,
  scale: number,
  grid: Float64Array,
  sums: Float64Array,
): { sum: number; weighted: number } {
  let [sum, weighted] = [0, 0];
  for (let i = 0; i < logs.length; i++) {
    if (logs[i] < scale - FAR_POINT) continue;
    const p = exp(logs[i] - scale);
    sums[i] += p;
    sum += p;
    weighted += p * grid[i];
  }
  return { sum, weighted };
}

/** ln of prior(N) x the ways to order N people over the histories, at each grid point. */
function logPriorAndWays(table: ListTable, { ofTotal }: DecomposablePrior, grid: Float64Array): Float64Array {
  const fixed = table.counts.reduce((sum, y) => (y > 0 ? sum + lnGamma(y + 1) : sum), 0);
  return grid.map((unseen) => {
    const total = table.observed + unseen;
    return lnGamma(total + 1) - lnGamma(unseen + 1) - fixed - (ofTotal === "1/N" ? ln(total) : 0);
  });
}

/** For each set of lists, ln of the Dirichlet-multinomial of its table (normaliser left out: it cancels), at each grid point. */
function setTables(table: ListTable, delta: number, grid: Float64Array): Float64Array[] {
  const size = table.counts.length;
  return Array.from({ length: size }, (_, set) => {
    const cells = new Float64Array(size);
    for (let h = 1; h < size; h++) cells[h & set] += table.counts[h];
    let [fixed, inSet] = [0, 0];
    const alpha = (delta * size) / 2 ** bits(set);
    for (let cell = 0; cell < size; cell++) {
      if ((cell & set) !== cell) continue;
      inSet++;
      if (cell > 0) fixed += lnGamma(cells[cell] + alpha);
    }
    fixed -= inSet * lnGamma(alpha);
    return grid.map((unseen) => fixed + lnGamma(cells[0] + unseen + alpha));
  });
}

const bits = (set: number): number => (set === 0 ? 0 : (set & 1) + bits(set >> 1));

function summary(
  observed: number,
  grid: Float64Array,
  sums: Float64Array,
  each: readonly GraphSum[],
  scale: number,
): Omit<DecomposableAverage, "compared"> {
  const all = sums.reduce((a, b) => a + b, 0);
  const posterior = sums.map((s) => s / all);
  const mean = posterior.reduce((sum, p, i) => sum + p * grid[i], 0);
  const variance = posterior.reduce((sum, p, i) => sum + p * (grid[i] - mean) ** 2, 0);
  const graphs = each
    .filter(({ sum }) => sum > 0)
    .map(({ graph, sum, weighted }) => ({ graph, posterior: sum / all, meanTotal: observed + weighted / sum }))
    .sort((a, b) => b.posterior - a.posterior);
  return {
    grid,
    posterior,
    observed,
    mean: observed + mean,
    sd: Math.sqrt(variance),
    logEvidence: scale + ln(all),
    graphs,
  };
}

/** The first total on the grid whose cumulative posterior exceeds `p`. */
export function posteriorQuantile({ grid, posterior, observed }: DecomposableAverage, p: number): number {
  let sum = 0;
  for (let i = 0; i < grid.length; i++) {
    sum += posterior[i];
    if (sum > p) return observed + grid[i];
  }
  return observed + grid[grid.length - 1];
}

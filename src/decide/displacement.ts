import type { RunResult } from "../simulate/index.ts";
import { THREATS } from "../terms/index.ts";
import type { DisplacementFlow } from "./comparison.ts";
import { spread } from "./statistics.ts";

/** At most this many flows of each kind are listed; the rest is in the Parquet file's totals. */
const LISTED = 12;

interface Node {
  id: string;
  title: string;
}

/**
 * Where groups went: for each pair of places and of threats, groups that moved, and the difference b - a run by run.
 * The pairs with the largest mean difference (or, where nothing differs, none) are listed, ordered by id so that the
 * list is no league table. `places` in the order of the run's arrays.
 */
export function displacement(
  a: readonly RunResult[],
  b: readonly RunResult[],
  places: readonly { code: string; name: string }[],
): DisplacementFlow[] {
  const areas = places.map(({ code, name }) => ({ id: code, title: name }));
  return [
    ...flows(
      "place",
      areas,
      a.map((r) => r.moves),
      b.map((r) => r.moves),
    ),
    ...flows(
      "threat",
      THREATS,
      a.map((r) => r.switches),
      b.map((r) => r.switches),
    ),
  ];
}

function flows(
  kind: DisplacementFlow["kind"],
  nodes: readonly Node[],
  a: Float64Array[],
  b: Float64Array[],
): DisplacementFlow[] {
  const pairs = nodes.length ** 2;
  const meanA = meanOf(a, pairs);
  const meanB = meanOf(b, pairs);
  const size = (pair: number) => Math.abs(meanB[pair] - meanA[pair]);
  return Array.from({ length: pairs }, (_, pair) => pair)
    .filter((pair) => size(pair) > 0)
    .sort((x, y) => size(y) - size(x) || x - y)
    .slice(0, LISTED)
    .sort((x, y) => x - y)
    .map((pair) => {
      const [from, to] = [nodes[Math.floor(pair / nodes.length)], nodes[pair % nodes.length]];
      const difference = spread(Float64Array.from(a, (_, run) => b[run][pair] - a[run][pair]));
      return {
        kind,
        from: from.id,
        to: to.id,
        fromTitle: from.title,
        toTitle: to.title,
        groups: { a: meanA[pair], b: meanB[pair], difference: { ...difference, level: 0.9 as const } },
      };
    });
}

function meanOf(runs: readonly Float64Array[], pairs: number): Float64Array {
  const mean = new Float64Array(pairs);
  for (const run of runs) for (let i = 0; i < pairs; i++) mean[i] += run[i];
  for (let i = 0; i < pairs; i++) mean[i] /= runs.length;
  return mean;
}

import { spread } from "../decide/index.ts";
import { THREATS } from "../terms/index.ts";
import { type Runs, resultsOf } from "./fan.ts";
import type { Flow, ReportPlace } from "./input.ts";

/**
 * Where groups went because of a scenario: by pair of regions and by pair of threats, the groups that moved one way less
 * those that moved back, scenario less do-nothing, run by run. Each pair stands once, named in the direction of its median;
 * pairs in which no run moved anybody on balance are left out. Net numbers only: no group is followed.
 */
export function displacementOf(runs: Runs, scenario: string, baseline: string, places: readonly ReportPlace[]): Flow[] {
  const before = resultsOf(runs, baseline);
  const after = resultsOf(runs, scenario);
  const regions = [...new Set(places.map((p) => p.region))].sort();
  const regionOf = places.map((p) => regions.indexOf(p.region));
  const byRegion = after.map((r, i) =>
    difference(gathered(r.moves, regionOf, regions.length), gathered(before[i]!.moves, regionOf, regions.length)),
  );
  const byThreat = after.map((r, i) => difference(r.switches, before[i]!.switches));
  const threats = THREATS.map((t) => t.title);
  return [
    ...flowsOf(byRegion, regions).map((f) => ({ scenario, kind: "region" as const, ...f })),
    ...flowsOf(byThreat, threats).map((f) => ({ scenario, kind: "threat" as const, ...f })),
  ];
}

/** A matrix between places as a matrix between the regions that hold them. */
function gathered(moves: Float64Array, regionOf: number[], regions: number): Float64Array {
  const sum = new Float64Array(regions * regions);
  for (let from = 0; from < regionOf.length; from++)
    for (let to = 0; to < regionOf.length; to++)
      sum[regionOf[from]! * regions + regionOf[to]!]! += moves[from * regionOf.length + to]!;
  return sum;
}

const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - b[i]!);

function flowsOf(matrices: Float64Array[], names: string[]): Pick<Flow, "from" | "to" | "net">[] {
  const size = names.length;
  const flows: Pick<Flow, "from" | "to" | "net">[] = [];
  for (let a = 0; a < size; a++)
    for (let b = a + 1; b < size; b++) {
      const there = matrices.map((m) => m[a * size + b]! - m[b * size + a]!);
      if (there.every((n) => n === 0)) continue;
      const net = { ...spread(Float64Array.from(there)), level: 0.9 as const };
      flows.push(
        net.median >= 0
          ? { from: names[a]!, to: names[b]!, net }
          : {
              from: names[b]!,
              to: names[a]!,
              net: { median: -net.median, low: -net.high, high: -net.low, level: net.level },
            },
      );
    }
  return flows;
}

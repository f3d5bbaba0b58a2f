import type { ExternalNode } from "../terms/index.ts";
import type { NodeTies } from "./input.ts";
import { saturating } from "./response.ts";
import { binomial, monthly } from "./sample.ts";
import type { Twin } from "./twin.ts";
import { NODES, THREAT_COUNT } from "./world.ts";

/** Organisers of a node at the start: a scale for whole-number draws, not a headcount of anyone. */
const ORGANISERS = 400;

/** Organisers by node in April 2021, and which nodes serve which threats (`ties[node * 11 + threat]`). */
export function startNodes(
  nodes: readonly ExternalNode[],
  ties: readonly NodeTies[],
): { organisers: Float64Array; ties: Float64Array } {
  const table = new Float64Array(NODES * THREAT_COUNT);
  nodes.slice(0, NODES).forEach((node, n) => {
    const row = ties.find((tie) => tie.node === node.id)?.ties ?? [];
    for (let k = 0; k < THREAT_COUNT; k++) table[n * THREAT_COUNT + k] = row[k] ?? 0;
  });
  return {
    organisers: Float64Array.from({ length: NODES }, (_, n) => (n < nodes.length ? ORGANISERS : 0)),
    ties: table,
  };
}

/** Arrests overseas go as far as national capacity and the node's cooperation reach; vacancies fill again. */
export function nodesMonth(t: Twin): void {
  const { state, p, fixed, input } = t;
  const national = state.national[0]! + p.get("response.trainee-worth") * state.national[1]!;
  const reach = saturating(national / fixed.nationalWorkers, p.get("response.half-saturation"));
  const refill = monthly(p.get("nodes.replace-per-year"));
  input.nodes.slice(0, NODES).forEach((node, n) => {
    const hazard = monthly(p.get("nodes.arrests-per-year") * node.cooperation * reach);
    const gone = binomial(state.organisers[n]!, hazard, t.chance.nodes.unit(n, t.month, 0));
    const vacant = fixed.organisers[n]! - state.organisers[n]! + gone;
    const come = binomial(vacant, refill, t.chance.nodes.unit(n, t.month, 1));
    state.organisers[n]! += come - gone;
  });
}

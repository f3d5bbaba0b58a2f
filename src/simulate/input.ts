import type { ExternalNode, LeverCatalogue, Place, ThreatId } from "../terms/index.ts";
import type { Parameter } from "./parameters.ts";

/** Everything a run of the twin depends on, as plain data: it crosses to a worker or a browser unchanged. */
export interface TwinInput {
  places: Place[];
  nodes: ExternalNode[];
  nodeTies: NodeTies[];
  enablerTies: EnablerTies[];
  /** Pairs of place codes that share a border. */
  neighbours: [string, string][];
  /** The starting extent by threat: national units a year with its 90% range, null where not estimable; `weights` by place sum to 1. */
  extent: StartingExtent[];
  parameters: Parameter[];
  catalogue: LeverCatalogue;
  /** Unit costs with ranges, drawn once a run: `cost:<id>`. */
  unitCosts: UnitCostPrior[];
  /** Hash over the collated figures that the extent was estimated from. */
  dataFingerprint: string;
}

export interface StartingExtent {
  threat: ThreatId;
  national: { value: number; low: number; high: number } | null;
  weights: number[];
}

export interface UnitCostPrior {
  id: string;
  central: number;
  low: number;
  high: number;
}

/** How strongly each threat needs a kind of enabler, relative numbers in the order of the threats. */
export interface EnablerTies {
  enabler: string;
  ties: number[];
}

/** How strongly an overseas node serves each threat, relative numbers in the order of the threats. */
export interface NodeTies {
  node: string;
  ties: number[];
}

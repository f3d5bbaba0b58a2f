/**
 * A number that a reader may see: its doubt, its kind and its way back.
 * No bare number leaves `estimate`, `value` or `decide`.
 */
export interface Figure {
  value: number;
  low: number;
  high: number;
  /** Coverage of [low, high]. */
  level: Level;
  unit: string;
  kind: Kind;
  /** Walk these to a file and line, to a rule, or to a run: `soclab explain`. */
  from: OriginId[];
}

export type Level = 0.5 | 0.8 | 0.9 | 0.95;

export type Kind = "measured" | "estimated" | "simulated" | "assumed";

/** An extent that no published method can put a number on, and why. */
export interface NotEstimable {
  notEstimable: string;
  from: OriginId[];
}

export const isNotEstimable = (x: Figure | NotEstimable): x is NotEstimable => "notEstimable" in x;

/**
 * Where a figure comes from:
 * `obs:<first 12 hex of the file's SHA-256>:<line>` a row of a landed file · `anchor:<id>` a row of data/anchors.csv ·
 * `rule:<id>` a stated rule · `process:<id>` a row of data/observation-processes.csv · `param:<id>` a parameter · `lever:<id>` · `study:<id>` · `cost:<id>` a unit cost ·
 * `run:<result hash>` a run of the twin.
 */
export type OriginId = string;

import type { HyperparameterValues } from "./hyperparameters.ts";
import type { FieldInput } from "./input.ts";

/** The middle (median) and the ends of the central 90% of a posterior, one value a cell or quarter. */
export interface Band {
  middle: Float64Array;
  low: Float64Array;
  high: Float64Array;
}

/** A set of hyperparameters that the result is mixed over. */
export interface FieldPoint {
  values: HyperparameterValues;
  /** Where the estimated ones stand on their searched scale. */
  at: Float64Array;
  weight: number;
  /** Laplace's ln p(readings | hyperparameters); NaN where an earlier fit's weights are kept. */
  logMarginal: number;
}

/** One hyperparameter of the result, natural scale. */
export interface FieldHyperparameter {
  name: string;
  /** At the top of its posterior, or where it is held. */
  value: number;
  /** Weighted mean and sd over the points, on the searched scale (log; logit for shares); sd 0 where held. */
  searchedMean: number;
  searchedSd: number;
  /** Why it is held; undefined where it was estimated. */
  held: string | undefined;
}

/** An anchor against the model that was fitted without it (section 5.5 of the design). */
export interface AnchorCheck {
  id: string;
  /** ln of the anchor and of the model's total over the same window. */
  logAnchor: number;
  logModel: number;
  modelSd: number;
  /** |ln anchor - ln model| / sqrt(v_a + v_model), v_a the anchor's own variance. */
  z: number;
  /** z above 2. */
  isConflict: boolean;
}

/** Extent if every reporting prior were `byLogit` higher, hyperparameters as they are. */
export interface ShiftedExtent {
  byLogit: number;
  /** Middle of each cell, n x T, and of the national total of each quarter. */
  extent: Float64Array;
  national: Float64Array;
}

/** A static unknown: the level, a coefficient, a reporting rate's logit, a step, an offset. */
export interface FieldStatic {
  name: string;
  mean: number;
  sd: number;
}

/** Draws at the last quarter from which a forecast goes on, draw after draw. */
export interface LastQuarter {
  /** Point of each draw. */
  point: Int32Array;
  /** alpha + z'beta + u_i: n a draw. State: as many as `stateSize` a draw. */
  lasting: Float64Array;
  state: Float64Array;
  /** Logit of each indicator's rate (Infinity where it sees all): indicators x n a draw; and its drift a year: indicators a draw. */
  logits: Float64Array;
  drifts: Float64Array;
}

/** What is kept of a fit: all that rows, indices and checks read of it; no draws to forecast from, no mode to start from. */
export type FieldSummary = Pick<
  FieldFit,
  | "seed"
  | "draws"
  | "hyperparameters"
  | "logMarginal"
  | "isSettled"
  | "extent"
  | "hidden"
  | "evidence"
  | "national"
  | "anchors"
  | "shifts"
>;

/** The fitted field, plain data. Arrays over cells are n x T, area i and quarter t at `i * T + t`. */
export interface FieldFit {
  input: FieldInput;
  seed: number;
  draws: number;
  hyperparameters: FieldHyperparameter[];
  points: FieldPoint[];
  /** ln p(readings | hyperparameters) at their top, and whether the search for it settled. */
  logMarginal: number;
  isSettled: boolean;
  /** Mode of all unknowns at the top (states first), names of the static ones, and how many make a state. */
  mode: { unknowns: Float64Array; names: string[]; stateSize: number; curvature: Float64Array };
  statics: FieldStatic[];
  extent: Band;
  /** Share of the extent that the first indicator does not see. */
  hidden: Band;
  /** 1 - posterior variance of u_i + d_it over its prior variance, 0 to 1: what a cell owes to its own and its neighbours' counts. */
  evidence: Float64Array;
  national: { extent: Band; hidden: Band /** T x draws: quarter t, draw m at `t * draws + m`. */; draws: Float64Array };
  anchors: AnchorCheck[];
  shifts: ShiftedExtent[];
  last: LastQuarter;
  /** Work that the fit took. */
  work: { evaluations: number; factorisations: number };
}

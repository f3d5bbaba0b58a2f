import ln from "@stdlib/math-base-special-ln";
import { type BlockShape, blockShape } from "../../matrix/blocks.ts";
import type { Matrix } from "../../matrix/dense.ts";
import { graphOf, scaledCovariance } from "../graph.ts";
import { type Hyperparameter, hyperparametersOf } from "./hyperparameters.ts";
import { checkFieldInput, type FieldInput } from "./input.ts";
import { type Unknowns, unknownsOf } from "./unknowns.ts";

/** A count or an anchor: a reading of the sum of some cells. */
export interface Reading {
  /** Number of the indicator; -1 for an anchor. */
  indicator: number;
  /** The count; for an anchor the logarithm of its estimate as a sum over its quarters. */
  value: number;
  /** Cells (area i, quarter t) at i * T + t. */
  cells: Int32Array;
  /** Of an anchor: its variance without that between methods, and its definition's offset (-1: none). */
  variance: number;
  definition: number;
  /** Spans more quarters than the skyline is widened for. */
  isLong: boolean;
}

/** All that a fit needs and that does not depend on hyperparameters. */
export interface FieldModel {
  input: FieldInput;
  unknowns: Unknowns;
  hyperparameters: Hyperparameter[];
  /** Counts in the input's order, then anchors in theirs. */
  readings: Reading[];
  /** n x T. */
  exposure: Float64Array;
  /** Covariance of the scaled ICAR effect, n x n. */
  structured: Matrix;
  shape: BlockShape;
}

/** Quarters up to which a sum over time widens the skyline; a year. Longer ones become wide rows. */
const SKYLINE_QUARTERS = 4;

/** Compiles an input. Throws a RangeError that says what cannot be used. */
export function modelOf(input: FieldInput): FieldModel {
  checkFieldInput(input);
  const { areas, quarters } = input;
  const unknowns = unknownsOf(input);
  const number = new Map(input.indicators.map(({ id }, k) => [id, k]));
  const cellsOf = (window: { areas: readonly number[]; quarters: readonly number[] }): Int32Array =>
    Int32Array.from(window.areas.flatMap((i) => window.quarters.map((t) => i * quarters + t)));
  const isLong = (of: { quarters: readonly number[] }): boolean =>
    Math.max(...of.quarters) - Math.min(...of.quarters) >= SKYLINE_QUARTERS;
  const counts = input.counts.map(
    (count): Reading => ({
      ...{ indicator: number.get(count.indicator)!, value: count.value, cells: cellsOf(count) },
      ...{ variance: 0, definition: -1, isLong: isLong(count) },
    }),
  );
  const anchors = input.anchors.map(
    (anchor, k): Reading => ({
      ...{ indicator: -1, value: anchor.logMean + (anchor.statistic === "mean" ? ln(anchor.quarters.length) : 0) },
      ...{ cells: cellsOf(anchor), variance: anchor.logVariance, definition: unknowns.definitions[k] },
      isLong: isLong(anchor),
    }),
  );
  const readings = [...counts, ...anchors];
  return {
    ...{ input, unknowns, readings, shape: shapeOf(unknowns, readings) },
    hyperparameters: hyperparametersOf(input),
    exposure: input.exposure.length === areas * quarters ? input.exposure : spread(input.exposure, quarters),
    structured: scaledCovariance(graphOf(areas, input.neighbours)),
  };
}

/** The chain in time, wider where a reading sums over quarters, and the arrow. */
function shapeOf({ quarters, stateSize, names }: Unknowns, readings: readonly Reading[]): BlockShape {
  const first = Array.from({ length: quarters + 1 }, (_, t) => (t === quarters ? 0 : Math.max(t - 1, 0)));
  for (const { cells, isLong } of readings) {
    if (isLong || cells.length === 1) continue;
    const times = Array.from(cells, (cell) => cell % quarters);
    const [start, end] = [Math.min(...times), Math.max(...times)];
    for (let t = start; t <= end; t++) first[t] = Math.min(first[t], start);
  }
  return blockShape([...new Array<number>(quarters).fill(stateSize), names.length], first);
}

/** One value an area, repeated over quarters. */
function spread(values: Float64Array, quarters: number): Float64Array {
  return Float64Array.from({ length: values.length * quarters }, (_, cell) => values[Math.floor(cell / quarters)]);
}

import { solveWide, type WideFactor, wideCovariances } from "../../matrix/wide-rows.ts";
import { addPart, clearRow } from "./curvature.ts";
import { look, type Readings, sumOf, type View } from "./likelihood.ts";
import type { FieldModel, Reading } from "./model.ts";

/** Readings that are looked at together. */
const LOT = 32;

/**
 * By how much the posterior mean lies from the mode `x`, to first order: -1/2 H^-1 (third derivatives of minus the log posterior, contracted with
 * the posterior covariance) (Tierney and Kadane 1986; Shun and McCullagh 1995, JRSS B 57(4)). Without it many recording effects, each known
 * only through a curved logit, drag the rate that they share. `factor` is the one at the mode; arrays may be overwritten. A reading of several cells counts
 * as one cell with their mean row; anchors are taken as straight.
 */
export function meanAway(
  model: FieldModel,
  at: Readings,
  x: Float64Array,
  view: View,
  factor: WideFactor,
): Float64Array {
  look(model, x, view);
  const away = new Float64Array(x.length);
  const counts = model.readings.filter(({ indicator }) => indicator >= 0);
  const order = counts
    .map((reading) => ({ reading, from: firstQuarter(model, reading) }))
    .sort((a, b) => a.from - b.from);
  for (let k = 0; k < order.length; k += LOT) {
    const lot = order.slice(k, k + LOT);
    addLot(
      model,
      at,
      lot.map(({ reading }) => reading),
      lot[0].from,
      view,
      factor,
      away,
    );
  }
  solveWide(factor, away);
  return away.map((value) => -value);
}

const firstQuarter = ({ unknowns }: FieldModel, { cells }: Reading): number =>
  cells.reduce((least, cell) => Math.min(least, cell % unknowns.quarters), unknowns.quarters);

function addLot(
  model: FieldModel,
  at: Readings,
  lot: readonly Reading[],
  from: number,
  view: View,
  factor: WideFactor,
  away: Float64Array,
): void {
  const n = away.length;
  const extents = lot.map((reading) => partRow(model, reading, "extent", view));
  const logits = lot.map((reading) => partRow(model, reading, "logit", view));
  // A logit moves with static unknowns alone: its row begins in the arrow.
  const covariance = wideCovariances(
    factor,
    { values: denseRows(extents, n), count: lot.length, from },
    { values: denseRows(logits, n), count: lot.length, from: model.unknowns.quarters },
  );
  lot.forEach((reading, k) => {
    const [extent, logit] = pulls(reading, at, view, covariance.subarray(3 * k, 3 * k + 3));
    addRow(extents[k], extent, away);
    addRow(logits[k], logit, away);
  });
}

/** Values at some unknowns, 0 at the others. */
interface Row {
  indices: Int32Array;
  values: Float64Array;
}

function denseRows(rows: readonly Row[], n: number): Float64Array {
  const dense = new Float64Array(rows.length * n);
  rows.forEach((row, k) => {
    addRow(row, 1, dense.subarray(k * n, (k + 1) * n));
  });
  return dense;
}

function addRow({ indices, values }: Row, scale: number, to: Float64Array): void {
  for (let k = 0; k < indices.length; k++) to[indices[k]] += scale * values[k];
}

/** Row of the mean ln extent, or of the mean logit, of a reading's cells, each by its share. */
function partRow(model: FieldModel, reading: Reading, part: "extent" | "logit", view: View): Row {
  clearRow(view);
  const sum = sumOf(reading, view);
  for (const cell of reading.cells) {
    addPart(
      model,
      reading.indicator,
      cell,
      (view.extent[cell] * view.rates[reading.indicator][cell]) / sum,
      part,
      view,
    );
  }
  const { indices, values, count } = view.row;
  return { indices: indices.slice(0, count), values: values.slice(0, count) };
}

/**
 * Half of the third derivatives in (ln extent, logit), contracted with their covariance [var, cov, var]. The negative binomial has w = mu r (r + y) /
 * (r + mu)^2 and w' = w (r - mu) / (r + mu) in ln mu; ln mu = ln extent + ln rate, whose derivatives in the logit are q, -pi q and -pi q (q - pi).
 */
function pulls(
  { indicator, value, cells }: Reading,
  { sizes }: Readings,
  view: View,
  covariance: Float64Array,
): [number, number] {
  let [mean, extent] = [0, 0];
  for (const cell of cells) {
    mean += view.extent[cell] * view.rates[indicator][cell];
    extent += view.extent[cell];
  }
  const size = sizes[indicator];
  const pi = mean / extent;
  const q = 1 - pi;
  const slope = (-size * (value - mean)) / (size + mean);
  const w = (mean * size * (size + value)) / ((size + mean) * (size + mean));
  const third = (w * (size - mean)) / (size + mean);
  const ell = third * q * q - w * pi * q;
  const lll = third * q * q * q - 3 * w * q * pi * q - slope * pi * q * (q - pi);
  const [vv, vl, ll] = covariance;
  return [0.5 * (third * vv + 2 * third * q * vl + ell * ll), 0.5 * (third * q * vv + 2 * ell * vl + lll * ll)];
}

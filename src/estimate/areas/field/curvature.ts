import { addSquare, type BlockMatrix } from "../../matrix/blocks.ts";
import { type Readings, sumOf, type View } from "./likelihood.ts";
import type { FieldModel, Reading } from "./model.ts";

/**
 * Adds to `to` what the readings know, after `look`: w g g' for each, g the gradient of its logarithm. w is the observed information of the
 * negative binomial, mu r (r + y) / (r + mu)^2, always above 0, or an anchor's precision; the curvature of logits and of sums themselves is left out
 * (Gauss-Newton), which moves no mode. Returns sqrt(w) g of the readings too long for the skyline.
 */
export function addReadings(model: FieldModel, at: Readings, view: View, to: BlockMatrix): Float64Array[] {
  const wide: Float64Array[] = [];
  const { row } = view;
  for (const reading of model.readings) {
    const weight = weightOf(reading, at, view);
    fillRow(model, reading, view);
    if (reading.isLong) wide.push(denseRow(model, view, Math.sqrt(weight)));
    else addSquare(to, row.indices, row.values, row.count, weight);
  }
  return wide;
}

function weightOf(reading: Reading, { sizes, methodVariance }: Readings, view: View): number {
  if (reading.indicator < 0) return 1 / (reading.variance + methodVariance);
  const size = sizes[reading.indicator];
  const mean = sumOf(reading, view);
  return (mean * size * (size + reading.value)) / ((size + mean) * (size + mean));
}

/** The row of a reading as a vector over all unknowns, times `scale`. */
export function denseRow({ unknowns }: FieldModel, { row }: View, scale: number): Float64Array {
  const dense = new Float64Array(unknowns.count);
  for (let k = 0; k < row.count; k++) dense[row.indices[k]] = scale * row.values[k];
  return dense;
}

/** Gradient of the logarithm of a reading's expected sum, into `view.row`: each cell counts by its share of the sum. */
export function fillRow(model: FieldModel, reading: Reading, view: View): void {
  clearRow(view);
  const { indicator } = reading;
  const sum = sumOf(reading, view);
  for (const cell of reading.cells) {
    const rate = indicator < 0 ? 1 : view.rates[indicator][cell];
    const share = (view.extent[cell] * rate) / sum;
    addPart(model, indicator, cell, share, "extent", view);
    if (indicator >= 0) addPart(model, indicator, cell, share * (1 - rate), "logit", view);
  }
  if (reading.definition >= 0) addTo(view, reading.definition, 1);
}

/** Empties `view.row`. */
export function clearRow({ row }: View): void {
  for (let k = 0; k < row.count; k++) row.place[row.indices[k]] = -1;
  row.count = 0;
}

/** Adds `share` of a cell's row to `view.row`: that of its ln extent, or of an indicator's logit there (nothing where it sees all). */
export function addPart(
  model: FieldModel,
  indicator: number,
  cell: number,
  share: number,
  part: "extent" | "logit",
  view: View,
): void {
  const { input, unknowns } = model;
  const { quarters, stateSize, trend, season, local, level, covariates, place, reporting } = unknowns;
  const i = Math.floor(cell / quarters);
  if (part === "logit") {
    const { terms, recordingOf } = reporting[indicator];
    for (const { unknown, values } of terms) addTo(view, unknown, share * values[cell]);
    if (recordingOf[i] >= 0) addTo(view, recordingOf[i], share);
    return;
  }
  const at = (cell - i * quarters) * stateSize;
  if (trend >= 0) addTo(view, at + trend, share);
  if (season >= 0) {
    addTo(view, at + season, share);
    addTo(view, at + season + 2, share);
  }
  if (local >= 0) addTo(view, at + local + i, share);
  if (level >= 0) addTo(view, level, share);
  if (place >= 0) addTo(view, place + i, share);
  const of = input.covariates ?? [];
  for (let k = 0; k < of.length; k++) addTo(view, covariates + k, share * of[k].values[i]);
}

function addTo({ row }: View, unknown: number, value: number): void {
  if (row.place[unknown] < 0) {
    row.place[unknown] = row.count;
    row.indices[row.count] = unknown;
    row.values[row.count] = 0;
    row.count++;
  }
  row.values[row.place[unknown]] += value;
}

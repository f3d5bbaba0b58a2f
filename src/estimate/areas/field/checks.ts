import ln from "@stdlib/math-base-special-ln";
import { wideVariances } from "../../matrix/wide-rows.ts";
import { denseRow, fillRow } from "./curvature.ts";
import type { HyperparameterValues } from "./hyperparameters.ts";
import { look, readingsAt, sumOf } from "./likelihood.ts";
import { climb, findMode, type Mode, type Search, searchOf } from "./mode.ts";
import type { FieldModel } from "./model.ts";
import type { AnchorCheck, ShiftedExtent } from "./result.ts";
import { meanAway } from "./skewness.ts";
import type { Unknowns } from "./unknowns.ts";

/** z above this is told as a conflict (section 5.5 of the design). */
const CONFLICT = 2;

/** Every anchor against the field that is fitted without it, hyperparameters as they are; `near` is the mode with all anchors. */
export function checkAnchors(model: FieldModel, values: HyperparameterValues, near: Mode): AnchorCheck[] {
  const counts = model.input.counts.length;
  return model.input.anchors.map((anchor, k) => {
    const own = model.readings[counts + k];
    const search = searchOf({ ...model, readings: model.readings.filter((reading) => reading !== own) }, near.factor);
    const mode = findMode(search, values, near.x);
    const moved = meanAway(search.model, readingsAt(search.model, values), mode.x, search.view, mode.factor);
    look(
      search.model,
      mode.x.map((value, i) => value + moved[i]),
      search.view,
    );
    const away = own.value - ln(sumOf(own, search.view));
    fillRow(search.model, { ...own, definition: -1 }, search.view);
    const variance = wideVariances(mode.factor, denseRow(search.model, search.view, 1), 1)[0];
    const z = Math.abs(away) / Math.sqrt(own.variance + variance);
    const logAnchor = anchor.logMean;
    return {
      id: anchor.id,
      logAnchor,
      logModel: logAnchor - away,
      modelSd: Math.sqrt(variance),
      z,
      isConflict: z > CONFLICT,
    };
  });
}

/**
 * Extent if every reporting prior were `byLogit` higher: the middles, moved by as much as the mode of the field moves, hyperparameters as they are.
 */
export function shiftReporting(
  model: FieldModel,
  values: HyperparameterValues,
  near: Mode,
  middle: { extent: Float64Array; national: Float64Array },
  byLogit: number,
): ShiftedExtent {
  const search = searchOf({ ...model, unknowns: shifted(model.unknowns, byLogit) }, near.factor);
  const { at } = climb(search, values, near.x);
  const [before, after] = [extentOf(searchOf(model), near.x), extentOf(search, at.x)];
  const moved = (of: "extent" | "national"): Float64Array =>
    middle[of].map((value, k) => (value * after[of][k]) / before[of][k]);
  return { byLogit, extent: moved("extent"), national: moved("national") };
}

/** The rate's prior where there is one, its known logit where it is held. */
function shifted(unknowns: Unknowns, byLogit: number): Unknowns {
  const { firstStatic, names, reporting } = unknowns;
  const means = unknowns.means.map((mean, s) => (names[s].startsWith("rate:") ? mean + byLogit : mean));
  const hasRate = (unknown: number): boolean => names[unknown - firstStatic].startsWith("rate:");
  return {
    ...unknowns,
    means,
    reporting: reporting.map((of) => {
      const isFree = of.terms.some(({ unknown }) => hasRate(unknown));
      return { ...of, known: of.known.map((logit) => (of.isPartial && !isFree ? logit + byLogit : logit)) };
    }),
  };
}

/** Extent of the cells and the national total of each quarter of the field `x`. */
function extentOf({ model, view }: Search, x: Float64Array): { extent: Float64Array; national: Float64Array } {
  const { quarters } = model.unknowns;
  look(model, x, view);
  const national = new Float64Array(quarters);
  for (let cell = 0; cell < view.extent.length; cell++) national[cell % quarters] += view.extent[cell];
  return { extent: view.extent, national };
}

/** Share of evidence of each cell, n x T: 1 - var(u_i + d_it | readings) / var(u_i + d_it), 0 to 1; all 1 where there is no local part. */
export function evidenceOf({ unknowns }: FieldModel, { prior, factor }: Mode): Float64Array {
  const { areas, quarters, stateSize, local, place, count } = unknowns;
  const evidence = new Float64Array(areas * quarters).fill(1);
  if (local < 0 && place < 0) return evidence;
  const rows = new Float64Array(areas * count);
  for (let t = 0; t < quarters; t++) {
    rows.fill(0);
    for (let i = 0; i < areas; i++) {
      if (local >= 0) rows[i * count + t * stateSize + local + i] = 1;
      if (place >= 0) rows[i * count + place + i] = 1;
    }
    wideVariances(factor, rows, areas, t).forEach((variance, i) => {
      evidence[i * quarters + t] = Math.min(1, Math.max(0, 1 - variance / prior.localVariance[i]));
    });
  }
  return evidence;
}

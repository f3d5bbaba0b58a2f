import ln from "@stdlib/math-base-special-ln";
import { type WideFactor, wideVariance } from "../../matrix/wide-rows.ts";
import { denseRow, fillRow } from "./curvature.ts";
import type { HyperparameterValues } from "./hyperparameters.ts";
import { look, sumOf } from "./likelihood.ts";
import { findMode, type Mode, type Search, searchOf } from "./mode.ts";
import type { FieldModel } from "./model.ts";
import type { AnchorCheck, ShiftedExtent } from "./result.ts";
import type { Unknowns } from "./unknowns.ts";

/** z above this is told as a conflict (section 5.5 of the design). */
const CONFLICT = 2;

/** Every anchor against the field that is fitted without it, hyperparameters as they are. */
export function checkAnchors(model: FieldModel, values: HyperparameterValues, near: Float64Array): AnchorCheck[] {
  const counts = model.input.counts.length;
  return model.input.anchors.map((anchor, k) => {
    const own = model.readings[counts + k];
    const search = searchOf({ ...model, readings: model.readings.filter((reading) => reading !== own) });
    const mode = findMode(search, values, near);
    look(search.model, mode.x, search.view);
    const away = own.value - ln(sumOf(own, search.view));
    fillRow(search.model, { ...own, definition: -1 }, search.view);
    const variance = wideVariance(mode.factor, denseRow(search.model, search.view, 1));
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

/** Cells and national totals at the mode, if every reporting prior were `byLogit` higher. */
export function shiftReporting(
  model: FieldModel,
  values: HyperparameterValues,
  near: Float64Array,
  byLogit: number,
): ShiftedExtent {
  const search = searchOf({ ...model, unknowns: shifted(model.unknowns, byLogit) });
  return { byLogit, ...extentAtMode(search, findMode(search, values, near)) };
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

/** Extent of the cells and the national total of each quarter at a mode. */
function extentAtMode({ model, view }: Search, { x }: Mode): { extent: Float64Array; national: Float64Array } {
  const { quarters } = model.unknowns;
  look(model, x, view);
  const national = new Float64Array(quarters);
  for (let cell = 0; cell < view.extent.length; cell++) national[cell % quarters] += view.extent[cell];
  return { extent: view.extent.slice(), national };
}

/** Share of evidence of each cell, n x T: 1 - var(u_i + d_it | readings) / var(u_i + d_it), 0 to 1; all 1 where there is no local part. */
export function evidenceOf({ unknowns }: FieldModel, { prior }: Mode, factor: WideFactor): Float64Array {
  const { areas, quarters, stateSize, local, place, count } = unknowns;
  const evidence = new Float64Array(areas * quarters).fill(1);
  if (local < 0 && place < 0) return evidence;
  const row = new Float64Array(count);
  for (let i = 0; i < areas; i++) {
    for (let t = 0; t < quarters; t++) {
      row.fill(0);
      if (local >= 0) row[t * stateSize + local + i] = 1;
      if (place >= 0) row[place + i] = 1;
      const share = 1 - wideVariance(factor, row, t) / prior.localVariance[i];
      evidence[i * quarters + t] = Math.min(1, Math.max(0, share));
    }
  }
  return evidence;
}

import exp from "@stdlib/math-base-special-exp";
import { matrix } from "../../matrix/dense.ts";
import { checkAnchors, evidenceOf, shiftReporting } from "./checks.ts";
import { compositePoints } from "./composite.ts";
import { bandOf, drawField, staticsOf } from "./draws.ts";
import { toSearched } from "./hyperparameters.ts";
import type { FieldInput } from "./input.ts";
import { type FieldModel, modelOf } from "./model.ts";
import { maximise, type Optimum } from "./optimum.ts";
import type { FieldFit, FieldHyperparameter, FieldPoint, ShiftedExtent } from "./result.ts";
import { carriedOver, logPosterior, modeAt, type Surface, searchedFrom, surfaceOf, valuesAt } from "./surface.ts";

/** How a field is fitted. */
export interface FieldOptions {
  /** Of the draws; fits whose draws are to be independent have different ones. */
  seed: number;
  /** Number of draws, even. Default 500. */
  draws?: number;
  /** An earlier fit of the same areas: the search begins there. */
  start?: FieldFit;
  /** With `start`: take its hyperparameters and their weights as they are, and fit the field alone. */
  keepHyperparameters?: boolean;
  /** Bound of the search for hyperparameters. Default 200 evaluations. */
  mostEvaluations?: number;
  /** Leave out what one fit of thousands does not need: anchors' conflicts, the shifted priors, the share of evidence. */
  isBrief?: boolean;
  /** Hears of each stage as it begins. */
  onProgress?: (stage: "hyperparameters" | "points" | "draws" | "checks") => void;
  signal?: AbortSignal;
}

/** Logits by which all reporting priors are shifted for the standing band (section 5.5 of the design). */
const SHIFTS = [0.6, -0.6];
/** Points below this weight are left out where an earlier fit's are kept. */
const LEAST_WEIGHT = 0.01;

/**
 * Fits the spatio-temporal latent field: the mode by Newton's method, ln p(readings | hyperparameters) by Laplace's approximation, its top by BFGS,
 * a central composite design round it with weights, and posterior draws (Rue, Martino and Chopin 2009). Pure: the same input, seed and start give
 * the same bits. Throws a RangeError on an input that cannot be used, an Error where the field has no mode, and the signal's reason.
 */
export function fitField(input: FieldInput, options: FieldOptions): FieldFit {
  const model = modelOf(input);
  const { start, signal, draws = 500, seed, onProgress } = options;
  if (draws < 2 || draws % 2 !== 0)
    throw new RangeError(`The field is drawn from in pairs: ${draws} is not an even number from 2.`);
  const begun = start?.points[0].values;
  const near = start && begun ? carriedOver(model, valuesAt(model, searchedFrom(model, begun)), start.mode) : undefined;
  const surface = surfaceOf(model, near, signal);
  onProgress?.("hyperparameters");
  const { optimum, points, modes } =
    options.keepHyperparameters && start ? kept(surface, start) : searched(surface, options);
  onProgress?.("draws");
  const made = drawField(surface, points, modes, draws, seed);
  onProgress?.("checks");
  const national = {
    extent: bandOf(made.national, draws),
    hidden: bandOf(made.nationalHidden, draws),
    draws: made.national,
  };
  const extent = input.areas === 1 ? national.extent : bandOf(made.extent, draws);
  const mode = modeAt({ ...surface, near: modes[0] }, points[0].at);
  const names = model.unknowns.names;
  return {
    ...{ input, seed, draws, points, extent, national },
    hyperparameters: hyperparametersOf(model, points),
    logMarginal: mode.logMarginal,
    isSettled: optimum.isSettled,
    mode: { unknowns: mode.x, names, stateSize: model.unknowns.stateSize, curvature: optimum.curvature.values },
    statics: staticsOf(model, made),
    hidden: input.areas === 1 ? national.hidden : bandOf(made.hidden, draws),
    evidence: options.isBrief ? new Float64Array(0) : evidenceOf(model, mode, mode.factor),
    anchors: options.isBrief ? [] : checkAnchors(model, points[0].values, mode.x),
    shifts: options.isBrief
      ? []
      : shiftsOf(surface, points[0], mode.x, { extent: extent.middle, national: national.extent.middle }),
    last: made.last,
    work: { evaluations: optimum.evaluations, factorisations: surface.search.factorisations },
  };
}

interface Found {
  optimum: Optimum;
  points: FieldPoint[];
  /** Mode of the field at each point. */
  modes: Float64Array[];
}

function searched(surface: Surface, { start, mostEvaluations, onProgress }: FieldOptions): Found {
  const { model } = surface.search;
  const from = searchedFrom(model, start?.points[0].values);
  const n = from.length;
  const known =
    start?.mode.curvature.length === n * n ? { rows: n, columns: n, values: start.mode.curvature } : undefined;
  const value = logPosterior(surface);
  const optimum = maximise(value, from, {
    ...(known ? { curvature: known } : {}),
    ...(mostEvaluations ? { mostEvaluations } : {}),
  });
  onProgress?.("points");
  const design = compositePoints(optimum.at, optimum.curvature);
  const modes: Float64Array[] = [];
  const values = design.map(({ at }, k) => {
    const height = value(at);
    modes[k] = surface.near;
    return height;
  });
  const masses = values.map((height, k) => design[k].weight * exp(height - values[0]));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const points = design.map(({ at }, k) => ({
    values: valuesAt(model, at),
    at,
    weight: masses[k] / total,
    logMarginal: values[k],
  }));
  return { optimum, points, modes };
}

/** Points of an earlier fit that carry most of its weight. */
function kept(surface: Surface, start: FieldFit): Found {
  const { model } = surface.search;
  const heavy = start.points.filter(({ weight }, k) => k === 0 || weight >= LEAST_WEIGHT);
  const total = heavy.reduce((sum, { weight }) => sum + weight, 0);
  const points = heavy.map(({ values, weight }) => {
    const at = searchedFrom(model, values);
    return { values: valuesAt(model, at), at, weight: weight / total, logMarginal: Number.NaN };
  });
  const first = modeAt(surface, points[0].at);
  const n = points[0].at.length;
  const curvature =
    start.mode.curvature.length === n * n ? { rows: n, columns: n, values: start.mode.curvature } : matrix(0, 0);
  const optimum = { at: points[0].at, value: first.logMarginal, curvature, evaluations: 1, isSettled: start.isSettled };
  return { optimum, points, modes: points.map(() => first.x) };
}

function hyperparametersOf({ hyperparameters }: FieldModel, points: readonly FieldPoint[]): FieldHyperparameter[] {
  return hyperparameters.map(({ name, prior, held }) => {
    const at = points.map(({ values }) => toSearched(prior, values[name]));
    const mean = points.reduce((sum, { weight }, k) => sum + weight * at[k], 0);
    const variance = points.reduce((sum, { weight }, k) => sum + weight * (at[k] - mean) ** 2, 0);
    const searchedSd = held === undefined ? Math.sqrt(variance) : 0;
    return { name, value: points[0].values[name], searchedMean: mean, searchedSd, held };
  });
}

/** The middles, moved by as much as the mode moves. */
function shiftsOf(
  { search }: Surface,
  point: FieldPoint,
  near: Float64Array,
  middle: { extent: Float64Array; national: Float64Array },
): ShiftedExtent[] {
  const { model } = search;
  const plain = shiftReporting(model, point.values, near, 0);
  return SHIFTS.map((byLogit) => {
    const shifted = shiftReporting(model, point.values, near, byLogit);
    const ratio = (of: "extent" | "national"): Float64Array =>
      middle[of].map((value, k) => (value * shifted[of][k]) / plain[of][k]);
    return { byLogit, extent: ratio("extent"), national: ratio("national") };
  });
}

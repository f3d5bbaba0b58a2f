import exp from "@stdlib/math-base-special-exp";
import { matrix } from "../../matrix/dense.ts";
import { checkAnchors, evidenceOf, shiftReporting } from "./checks.ts";
import { compositePoints } from "./composite.ts";
import { bandOf, drawField, staticsOf } from "./draws.ts";
import { toSearched } from "./hyperparameters.ts";
import type { FieldInput } from "./input.ts";
import { readingsAt } from "./likelihood.ts";
import { detached, type Mode } from "./mode.ts";
import { type FieldModel, modelOf } from "./model.ts";
import { maximise, type Optimum } from "./optimum.ts";
import type { FieldFit, FieldHyperparameter, FieldPoint } from "./result.ts";
import { meanAway } from "./skewness.ts";
import { carriedOver, crudeValues, heightAt, type Surface, searchedFrom, surfaceOf, valuesAt } from "./surface.ts";

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
const LEAST_WEIGHT = 0.05;

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
  const { view } = surface.search;
  const away = meanAway(model, readingsAt(model, points[0].values), modes[0].x, view, modes[0].factor);
  const made = drawField(surface.search, points, modes, away, draws, seed);
  onProgress?.("checks");
  const national = {
    extent: bandOf(made.national, draws),
    hidden: bandOf(made.nationalHidden, draws),
    draws: made.national,
  };
  const extent = input.areas === 1 ? national.extent : bandOf(made.extent, draws);
  const mode = modes[0];
  const middle = { extent: extent.middle, national: national.extent.middle };
  const names = model.unknowns.names;
  return {
    ...{ input, seed, draws, points, extent, national },
    hyperparameters: hyperparametersOf(model, points),
    logMarginal: mode.logMarginal,
    isSettled: optimum.isSettled,
    mode: { unknowns: mode.x, names, stateSize: model.unknowns.stateSize, curvature: optimum.curvature.values },
    statics: staticsOf(model, made),
    hidden: input.areas === 1 ? national.hidden : bandOf(made.hidden, draws),
    evidence: options.isBrief ? new Float64Array(0) : evidenceOf(model, mode),
    anchors: options.isBrief ? [] : checkAnchors(model, points[0].values, mode),
    shifts: options.isBrief ? [] : SHIFTS.map((by) => shiftReporting(model, points[0].values, mode, middle, by)),
    last: made.last,
    work: { evaluations: optimum.evaluations, factorisations: surface.search.factorisations },
  };
}

interface Found {
  optimum: Optimum;
  points: FieldPoint[];
  /** The field at each point, each with a factor of its own. */
  modes: Mode[];
}

function searched(surface: Surface, { start, mostEvaluations, onProgress }: FieldOptions): Found {
  const { model } = surface.search;
  const from = searchedFrom(model, start ? start.points[0].values : crudeValues(surface.search, surface.near));
  const n = from.length;
  const known =
    start?.mode.curvature.length === n * n ? { rows: n, columns: n, values: start.mode.curvature } : undefined;
  const height = (at: Float64Array): number => heightAt(surface, at)?.value ?? Number.NEGATIVE_INFINITY;
  const optimum = maximise(height, from, {
    ...(known ? { curvature: known } : {}),
    ...(mostEvaluations ? { mostEvaluations } : {}),
  });
  onProgress?.("points");
  const found = compositePoints(optimum.at, optimum.curvature).flatMap(({ at, weight }) => {
    const there = heightAt(surface, at);
    return there ? [{ at, weight, value: there.value, mode: detached(there.mode) }] : [];
  });
  const masses = found.map(({ value, weight }) => weight * exp(value - found[0].value));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const points = found.map(({ at, mode }, k) => ({
    ...{ values: valuesAt(model, at), at, weight: masses[k] / total, logMarginal: mode.logMarginal },
  }));
  return { optimum, points, modes: found.map(({ mode }) => mode) };
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
  const modes = points.map(({ at }) => {
    const there = heightAt(surface, at);
    if (!there) throw new Error("the field has no mode at the hyperparameters that are kept");
    return detached(there.mode);
  });
  const n = points[0].at.length;
  const curvature =
    start.mode.curvature.length === n * n ? { rows: n, columns: n, values: start.mode.curvature } : matrix(0, 0);
  const { at } = points[0];
  const optimum = {
    at,
    value: modes[0].logMarginal,
    curvature,
    evaluations: points.length,
    isSettled: start.isSettled,
  };
  return { optimum, points, modes };
}

function hyperparametersOf({ hyperparameters }: FieldModel, points: readonly FieldPoint[]): FieldHyperparameter[] {
  return hyperparameters.map(({ name, prior, held }) => {
    const at = points.map(({ values }) => toSearched(prior, values[name]));
    const mean = points.reduce((sum, { weight }, k) => sum + weight * at[k], 0);
    const variance = points.reduce((sum, { weight }, k) => sum + weight * (at[k] - mean) * (at[k] - mean), 0);
    const searchedSd = held === undefined ? Math.sqrt(variance) : 0;
    return { name, value: points[0].values[name], searchedMean: mean, searchedSd, held };
  });
}

import type { BlockMatrix } from "../../matrix/blocks.ts";
import { blockMatrix } from "../../matrix/blocks.ts";
import { dot } from "../../matrix/dense.ts";
import { factorWide, type WideFactor, wideLogDeterminant } from "../../matrix/wide-rows.ts";
import { addReadings } from "./curvature.ts";
import type { HyperparameterValues } from "./hyperparameters.ts";
import { logLikelihood, look, type Readings, readingsAt, type View, viewOf } from "./likelihood.ts";
import type { FieldModel } from "./model.ts";
import { type FieldPrior, priorAt, priorQuadratic, writePrecision } from "./prior.ts";
import { MOST_SECANTS, type Secant, secantStep, withSecant } from "./secants.ts";

/** Where the search for modes works: arrays that are made once, and the last factor, from which the next search begins. */
export interface Search {
  model: FieldModel;
  view: View;
  scratch: Float64Array;
  blocks: BlockMatrix;
  factor: WideFactor | undefined;
  /** Work done, for the record. */
  factorisations: number;
}

/** The field at its mode under one set of hyperparameters; `factor` is the search's, so it holds until the next search. */
export interface Mode {
  x: Float64Array;
  prior: FieldPrior;
  /** Laplace's approximation of ln p(readings | hyperparameters). */
  logMarginal: number;
  factor: WideFactor;
}

/** A mode whose factor outlives the search's next step. */
export function detached(mode: Mode): Mode {
  const { factor } = mode.factor;
  return { ...mode, factor: { ...mode.factor, factor: { ...factor, values: factor.values.slice() } } };
}

/** Newton decrement below which the mode is reached: the log posterior is then within half of it of its top. */
const SETTLED = 1e-8;
const MOST_STEPS = 200;
/** When the secants are full the factor serves as long as each step leaves at most this share of the decrement. */
const GOOD_STEP = 0.3;

/** Arrays for searching modes of a model; with a factor of a like model, that serves as long as it can. */
export function searchOf(model: FieldModel, factor?: WideFactor): Search {
  const scratch = new Float64Array(2 * model.unknowns.stateSize);
  return { model, view: viewOf(model), scratch, blocks: blockMatrix(model.shape), factor, factorisations: 0 };
}

/** Mode of the field at `values` from `start`, with its own factor and Laplace's log-marginal. Throws as `climb` does. */
export function findMode(search: Search, values: HyperparameterValues, start: Float64Array, settled = SETTLED): Mode {
  const climbed = climb(search, values, start, settled);
  return atMode(search, climbed.prior, climbed.readings, climbed.at);
}

/**
 * Climbs to the mode by Newton's method with step halving, mended by the secants of its own steps; the factor of a neighbouring search is used as
 * long as it serves. Throws an Error where the steps do not settle.
 */
export function climb(search: Search, values: HyperparameterValues, start: Float64Array, settled = SETTLED) {
  const { model } = search;
  const prior = priorAt(model.unknowns, model.structured, values);
  const readings = readingsAt(model, values);
  let at = evaluate(search, prior, readings, start);
  let secants: readonly Secant[] = [];
  let before = Number.POSITIVE_INFINITY;
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    let towards = search.factor ? stepFrom(search.factor, secants, at) : undefined;
    const isSpent = secants.length >= MOST_SECANTS && !(towards && towards.decrement < GOOD_STEP * before);
    const isFresh = !towards || !(towards.decrement > 0) || (towards.decrement >= settled && isSpent);
    if (isFresh) {
      factorAt(search, prior, readings, at.x);
      secants = [];
      towards = stepFrom(search.factor!, secants, at);
    }
    const { step, decrement } = towards!;
    if (decrement < settled) return { prior, readings, at };
    const next = halving(search, prior, readings, at, step, decrement);
    // A kept factor may point nowhere; a fresh one may not.
    if (!next && isFresh) throw new Error("no step from here raises the posterior");
    if (!next) search.factor = undefined;
    secants = next ? withSecant(secants, at, next) : [];
    before = next ? decrement : Number.POSITIVE_INFINITY;
    at = next ?? at;
  }
  throw new Error("Newton's steps towards the mode do not settle");
}

/** The step to go, and how much it promises (twice). */
function stepFrom(factor: WideFactor, secants: readonly Secant[], { gradient }: Point) {
  const step = secantStep(factor, secants, gradient);
  return { step, decrement: dot(step, 0, gradient, 0, step.length) };
}

/** A point with the log posterior (without what is constant in x) and its gradient. */
interface Point {
  x: Float64Array;
  value: number;
  gradient: Float64Array;
}

function evaluate({ model, view, scratch }: Search, prior: FieldPrior, readings: Readings, x: Float64Array): Point {
  const gradient = new Float64Array(x.length);
  const quadratic = priorQuadratic(prior, x, gradient, scratch);
  for (let k = 0; k < x.length; k++) gradient[k] = -gradient[k];
  look(model, x, view);
  const value = logLikelihood(model, readings, x, view, gradient) - 0.5 * quadratic;
  return { x, value: Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY, gradient };
}

function halving(
  search: Search,
  prior: FieldPrior,
  readings: Readings,
  from: Point,
  step: Float64Array,
  decrement: number,
): Point | undefined {
  const noise = 1e-12 * (1 + Math.abs(from.value));
  for (let share = 1; share > 1e-8; share /= 2) {
    const x = from.x.map((value, k) => value + share * step[k]);
    const to = evaluate(search, prior, readings, x);
    if (to.value >= from.value + 1e-4 * share * decrement - noise) return to;
  }
  return undefined;
}

function factorAt(search: Search, prior: FieldPrior, readings: Readings, x: Float64Array): void {
  const { model, view, blocks } = search;
  look(model, x, view);
  writePrecision(prior, blocks);
  const wide = addReadings(model, readings, view, blocks);
  search.factor = undefined;
  search.factor = factorWide(blocks, wide);
  search.factorisations++;
}

/** Laplace: ln p(y, x) at the mode, with half of the logarithms of both determinants (Tierney and Kadane 1986). */
function atMode(search: Search, prior: FieldPrior, readings: Readings, { x, value }: Point): Mode {
  factorAt(search, prior, readings, x);
  const factor = search.factor!;
  return { x, prior, factor, logMarginal: value + 0.5 * prior.logDeterminant - 0.5 * wideLogDeterminant(factor) };
}

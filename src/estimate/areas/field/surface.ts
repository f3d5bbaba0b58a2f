import ln from "@stdlib/math-base-special-ln";
import { type HyperparameterValues, logPrior, toNatural, toSearched } from "./hyperparameters.ts";
import { look, sumOf } from "./likelihood.ts";
import { findMode, type Mode, type Search, searchOf } from "./mode.ts";
import type { FieldModel } from "./model.ts";
import { moveState, priorAt } from "./prior.ts";

/** The log posterior of the hyperparameters that are estimated, on their searched scale; the last mode is where the next begins. */
export interface Surface {
  search: Search;
  /** Mode of the field from which a search begins. */
  near: Float64Array;
  highest: number;
  signal: AbortSignal | undefined;
}

/** A surface that begins at the crude level of the readings, or at an earlier fit's unknowns. */
export function surfaceOf(model: FieldModel, near: Float64Array | undefined, signal?: AbortSignal): Surface {
  const search = searchOf(model);
  return { search, near: near ?? crudeStart(search), highest: Number.NEGATIVE_INFINITY, signal };
}

/** All at its prior mean, but the level such that the readings' sum is met. */
function crudeStart({ model, view }: Search): Float64Array {
  const { unknowns, readings } = model;
  const x = new Float64Array(unknowns.count);
  x.set(unknowns.means, unknowns.firstStatic);
  if (unknowns.level < 0 || readings.length === 0) return x;
  look(model, x, view);
  const counts = readings.filter((reading) => reading.indicator >= 0);
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  if (counts.length > 0)
    x[unknowns.level] += ln(
      (sum(counts.map((count) => count.value)) + 0.5) / sum(counts.map((count) => sumOf(count, view))),
    );
  else x[unknowns.level] += sum(readings.map((anchor) => anchor.value - ln(sumOf(anchor, view)))) / readings.length;
  return x;
}

/** Natural values of all hyperparameters where those that are estimated stand at `at`. */
export function valuesAt({ hyperparameters }: FieldModel, at: Float64Array): HyperparameterValues {
  let next = 0;
  return Object.fromEntries(
    hyperparameters.map(({ name, prior, held, start }) => [
      name,
      held === undefined ? toNatural(prior, at[next++]) : start,
    ]),
  );
}

/**
 * Where a search begins with nothing before it: the spread of the areas' own rates for the lasting effect, starts of the others. `x` is the crude
 * start of the field.
 */
export function crudeValues({ model, view }: Search, x: Float64Array): HyperparameterValues {
  const { areas } = model.unknowns;
  const [seen, expected] = [new Float64Array(areas), new Float64Array(areas)];
  look(model, x, view);
  for (const reading of model.readings) {
    if (reading.indicator < 0) continue;
    const own = Math.floor(reading.cells[0] / model.unknowns.quarters);
    if (Math.floor(reading.cells[reading.cells.length - 1] / model.unknowns.quarters) !== own) continue;
    seen[own] += reading.value;
    expected[own] += sumOf(reading, view);
  }
  const logs = [...seen].flatMap((sum, i) => (expected[i] > 0 ? [ln((sum + 0.5) / (expected[i] + 0.5))] : []));
  if (logs.length < 5) return {};
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) * (log - mean), 0) / (logs.length - 1);
  return { placeSd: Math.max(0.05, Math.sqrt(variance)) };
}

/** Where the estimated hyperparameters stand under `values`, or at their starts. */
export function searchedFrom({ hyperparameters }: FieldModel, values: HyperparameterValues = {}): Float64Array {
  const free = hyperparameters.filter(({ held }) => held === undefined);
  return Float64Array.from(free, ({ name, prior, start }) => toSearched(prior, values[name] ?? start));
}

/** Newton decrement at which a height is taken: a thousandth of a standard deviation from the mode. */
const NEAR_ENOUGH = 1e-6;

/** A mode, and ln p(readings, hyperparameters) there. */
export interface Height {
  value: number;
  mode: Mode;
}

/** The height at `at`, none where the field has no mode; `near` moves on when it is the highest yet. */
export function heightAt(surface: Surface, at: Float64Array): Height | undefined {
  const mode = tried(surface, at);
  if (!mode) return undefined;
  const free = surface.search.model.hyperparameters.filter(({ held }) => held === undefined);
  const value = mode.logMarginal + free.reduce((sum, { prior }, k) => sum + logPrior(prior, at[k]), 0);
  if (value > surface.highest) [surface.highest, surface.near] = [value, mode.x];
  return { value, mode };
}

function tried(surface: Surface, at: Float64Array): Mode | undefined {
  surface.signal?.throwIfAborted();
  try {
    return findMode(surface.search, valuesAt(surface.search.model, at), surface.near, NEAR_ENOUGH);
  } catch {
    surface.search.factor = undefined;
    return undefined;
  }
}

/** Unknowns of an earlier fit in the places of this model: static ones by name, states by quarter, later quarters moved on without innovation. */
export function carriedOver(
  model: FieldModel,
  values: HyperparameterValues,
  earlier: { unknowns: Float64Array; names: readonly string[]; stateSize: number },
): Float64Array | undefined {
  const { unknowns, structured } = model;
  const { stateSize, quarters, firstStatic, names, means } = unknowns;
  if (earlier.stateSize !== stateSize) return undefined;
  const x = new Float64Array(unknowns.count);
  const before = earlier.unknowns.length - earlier.names.length;
  x.set(earlier.unknowns.subarray(0, Math.min(before, firstStatic)));
  const prior = priorAt(unknowns, structured, values);
  for (let t = before / Math.max(stateSize, 1); t < quarters && t > 0; t++)
    moveState(prior, x, (t - 1) * stateSize, t * stateSize);
  const at = new Map(earlier.names.map((name, k) => [name, earlier.unknowns[before + k]]));
  names.forEach((name, k) => {
    x[firstStatic + k] = at.get(name) ?? means[k];
  });
  return x;
}

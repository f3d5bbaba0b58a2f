import exp from "@stdlib/math-base-special-exp";
import { negativeBinomialQuantile, normalQuantile, PROCESS, Stream } from "../../../terms/index.ts";
import { cholesky, type Matrix, matrix } from "../../matrix/dense.ts";
import { bym2Covariance } from "../graph.ts";
import { sizeName } from "./hyperparameters.ts";
import { type FieldModel, modelOf } from "./model.ts";
import { type FieldPrior, moveState, priorAt } from "./prior.ts";
import type { FieldFit, FieldPoint } from "./result.ts";

export interface ForecastOptions {
  /** Indicator whose counts are forecast as well, with their own noise; none: the extent alone. */
  indicator?: string;
  /** Exposure in the quarters ahead, n x horizon. Default: as in the last quarter. */
  exposure?: Float64Array;
}

/** Draws of the quarters ahead, joint paths: draw m of quarter h (0 is the first after the last) stands at `h * draws + m`. */
export interface FieldForecast {
  horizon: number;
  draws: number;
  /** Per area: draw m of quarter h of area i at `(i * horizon + h) * draws + m`. */
  extent: Float64Array;
  national: Float64Array;
  /** Counts of the indicator: per area as the extent, and together: their sum where it is published by area, one count where it is not. */
  counts?: { areas: Float64Array; together: Float64Array };
}

/**
 * Carries every draw of a fit on for `horizon` quarters with new innovations, on the draw's own hyperparameters; reporting goes on at its last
 * logit with the drift it has. Pure: the same fit gives the same bits. Throws a RangeError on an unknown indicator or a horizon below 1.
 */
export function forecastField(fit: FieldFit, horizon: number, options: ForecastOptions = {}): FieldForecast {
  if (!(Number.isInteger(horizon) && horizon >= 1))
    throw new RangeError(`A forecast of ${horizon} quarters cannot be made.`);
  const model = modelOf(fit.input);
  const { areas } = model.unknowns;
  const { draws } = fit;
  const steps = fit.points.map((point) => stepsAt(model, point));
  const forecast: FieldForecast = {
    ...{
      horizon,
      draws,
      extent: new Float64Array(areas * horizon * draws),
      national: new Float64Array(horizon * draws),
    },
    ...(options.indicator === undefined
      ? {}
      : { counts: { areas: new Float64Array(areas * horizon * draws), together: new Float64Array(horizon * draws) } }),
  };
  const counting = options.indicator === undefined ? undefined : countingOf(fit, options.indicator);
  for (let m = 0; m < draws; m++) follow(model, fit, steps[fit.last.point[m]], m, options, counting, forecast);
  return forecast;
}

/** How the states move at one point: the prior's step, sds of the common innovations, factor of the areas' covariance. */
interface Steps {
  prior: FieldPrior;
  commonSds: Float64Array;
  local: Matrix;
}

function stepsAt({ unknowns, structured }: FieldModel, { values }: FieldPoint): Steps {
  const prior = priorAt(unknowns, structured, values);
  const commonSds = prior.innovation.map((precision) => 1 / Math.sqrt(precision));
  if (unknowns.local < 0) return { prior, commonSds, local: matrix(0, 0) };
  const factor = cholesky(bym2Covariance(structured, values.spaceShare));
  return { prior, commonSds, local: { ...factor, values: factor.values.map((value) => values.localSd * value) } };
}

interface Counting {
  number: number;
  name: string;
  isByArea: boolean;
}

function countingOf({ input }: FieldFit, id: string): Counting {
  const number = input.indicators.findIndex((indicator) => indicator.id === id);
  if (number < 0) throw new RangeError(`There is no indicator ${id} to forecast.`);
  const isByArea = input.counts.some((count) => count.indicator === id && count.areas.length === 1);
  return { number, name: sizeName(id), isByArea };
}

function follow(
  model: FieldModel,
  fit: FieldFit,
  steps: Steps,
  m: number,
  { exposure }: ForecastOptions,
  counting: Counting | undefined,
  forecast: FieldForecast,
): void {
  const { areas, quarters, stateSize, trend, season, local } = model.unknowns;
  const { horizon, draws } = forecast;
  const stream = new Stream(fit.seed, m, PROCESS.fieldForecasts);
  const state = new Float64Array(2 * stateSize);
  state.set(fit.last.state.subarray(m * stateSize, (m + 1) * stateSize));
  const means = new Float64Array(areas);
  for (let h = 0; h < horizon; h++) {
    moveState(steps.prior, state, 0, stateSize);
    state.copyWithin(0, stateSize);
    innovate(steps, stream, h, state);
    const common = (trend >= 0 ? state[trend] : 0) + (season >= 0 ? state[season] + state[season + 2] : 0);
    for (let i = 0; i < areas; i++) {
      const exposed = exposure ? exposure[i * horizon + h] : model.exposure[(i + 1) * quarters - 1];
      const eta = fit.last.lasting[m * areas + i] + common + (local >= 0 ? state[local + i] : 0);
      means[i] = exposed * exp(eta);
      forecast.extent[(i * horizon + h) * draws + m] = means[i];
      forecast.national[h * draws + m] += means[i];
    }
    if (counting) count(fit, counting, stream, means, h, m, forecast);
  }
}

function innovate({ prior, commonSds, local }: Steps, stream: Stream, h: number, state: Float64Array): void {
  const { commonSize } = prior.unknowns;
  const normal = (k: number): number => normalQuantile(stream.unit(k, h));
  for (let k = 0; k < commonSize; k++) state[k] += commonSds[k] * normal(k);
  const z = Float64Array.from({ length: local.rows }, (_, i) => normal(commonSize + i));
  for (let i = 0; i < local.rows; i++) {
    for (let j = 0; j <= i; j++) state[commonSize + i] += local.values[i * local.rows + j] * z[j];
  }
}

/** Turns extents into means of the counts, then counts. */
function count(
  { last, input, points, draws }: FieldFit,
  { number, name, isByArea }: Counting,
  stream: Stream,
  means: Float64Array,
  h: number,
  m: number,
  { horizon, counts }: FieldForecast,
): void {
  const areas = means.length;
  const at = m * input.indicators.length + number;
  const size = points[last.point[m]].values[name];
  let sum = 0;
  for (let i = 0; i < areas; i++) {
    const logit = last.logits[at * areas + i] + (last.drifts[at] * (h + 1)) / 4;
    const mean = means[i] / (1 + exp(-logit));
    sum += mean;
    if (!isByArea) continue;
    const value = negativeBinomialQuantile(stream.unit(FIRST_COUNT + i, h), mean, size);
    counts!.areas[(i * horizon + h) * draws + m] = value;
    counts!.together[h * draws + m] += value;
  }
  if (!isByArea) counts!.together[h * draws + m] = negativeBinomialQuantile(stream.unit(FIRST_COUNT, h), sum, size);
}

/** Numbers of the stream from which counts are drawn; states take those below. */
const FIRST_COUNT = 100_000;

import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { lnGamma, lnOnePlus } from "../../../terms/index.ts";
import { type HyperparameterValues, sizeName } from "./hyperparameters.ts";
import type { FieldModel, Reading } from "./model.ts";
import type { ReportingUnknowns, Unknowns } from "./unknowns.ts";

/** The readings at one set of hyperparameters: sizes of the counts, variance between methods, and what does not change with the field. */
export interface Readings {
  sizes: Float64Array;
  methodVariance: number;
  constant: number;
}

/** What one look at the field gives, kept so that nothing is allocated: arrays over cells, n x T. */
export interface View {
  extent: Float64Array;
  /** Share of the extent that each indicator sees. */
  rates: Float64Array[];
  /** Slope of the log-likelihood in ln extent, and in each indicator's logit. */
  slope: Float64Array;
  logitSlopes: Float64Array[];
  /** Gradient row of one reading: unknowns that it moves, and by how much its logarithm does. */
  row: { indices: Int32Array; values: Float64Array; count: number; place: Int32Array };
}

const LN_TWO_PI = 1.8378770664093453;

/** The readings at `values`. */
export function readingsAt({ input, readings }: FieldModel, values: HyperparameterValues): Readings {
  const sizes = Float64Array.from(input.indicators, ({ id }) => values[sizeName(id)]);
  const ofSize = sizes.map((size) => lnGamma(size));
  const methodSd = values.methodSd ?? 0;
  const methodVariance = methodSd * methodSd;
  let constant = 0;
  for (const { indicator: j, value, variance } of readings) {
    if (j < 0) constant -= 0.5 * (LN_TWO_PI + ln(variance + methodVariance));
    else constant += lnGamma(value + sizes[j]) - ofSize[j] - lnGamma(value + 1);
  }
  return { sizes, methodVariance, constant };
}

/** Arrays for looking at a field of this model. */
export function viewOf({ input, unknowns }: FieldModel): View {
  const cells = input.areas * input.quarters;
  const { count } = unknowns;
  return {
    extent: new Float64Array(cells),
    rates: input.indicators.map(() => new Float64Array(cells).fill(1)),
    slope: new Float64Array(cells),
    logitSlopes: input.indicators.map(() => new Float64Array(cells)),
    row: {
      indices: new Int32Array(count),
      values: new Float64Array(count),
      count: 0,
      place: new Int32Array(count).fill(-1),
    },
  };
}

/** Extent of every cell of the field `x`, and the share of it that each indicator sees. */
export function look(model: FieldModel, x: Float64Array, view: View): void {
  const { unknowns, exposure } = model;
  const { areas, quarters } = unknowns;
  for (let i = 0; i < areas; i++) {
    const lasting = lastingPart(model, x, i);
    for (let t = 0; t < quarters; t++) {
      const cell = i * quarters + t;
      view.extent[cell] = exposure[cell] * exp(lasting + passingPart(unknowns, x, i, t));
    }
  }
  unknowns.reporting.forEach((of, j) => {
    if (of.isPartial) lookAtRates(unknowns, of, x, view.rates[j]);
  });
}

/** alpha + z'beta + u_i. */
export function lastingPart({ input, unknowns }: FieldModel, x: Float64Array, i: number): number {
  const { level, covariates, place } = unknowns;
  let eta = (level >= 0 ? x[level] : 0) + (place >= 0 ? x[place + i] : 0);
  input.covariates?.forEach(({ values }, k) => {
    eta += values[i] * x[covariates + k];
  });
  return eta;
}

/** c_t + season + d_it. */
function passingPart({ stateSize, trend, season, local }: Unknowns, x: Float64Array, i: number, t: number): number {
  const at = t * stateSize;
  const common = (trend >= 0 ? x[at + trend] : 0) + (season >= 0 ? x[at + season] + x[at + season + 2] : 0);
  return common + (local >= 0 ? x[at + local + i] : 0);
}

function lookAtRates({ areas, quarters }: Unknowns, of: ReportingUnknowns, x: Float64Array, rates: Float64Array): void {
  for (let i = 0; i < areas; i++) {
    const recording = of.recordingOf[i] >= 0 ? x[of.recordingOf[i]] : 0;
    for (let t = 0; t < quarters; t++) {
      const cell = i * quarters + t;
      let logit = of.known[cell] + recording;
      for (const { unknown, values } of of.terms) logit += values[cell] * x[unknown];
      rates[cell] = 1 / (1 + exp(-logit));
    }
  }
}

/** Expected value of a reading's sum. */
export function sumOf({ indicator, cells }: Reading, view: View): number {
  let sum = 0;
  if (indicator < 0) for (let c = 0; c < cells.length; c++) sum += view.extent[cells[c]];
  else for (let c = 0; c < cells.length; c++) sum += view.extent[cells[c]] * view.rates[indicator][cells[c]];
  return sum;
}

/**
 * ln p(readings | x), after `look`; its gradient is added to `gradient`. Counts are negative binomial (mean mu, variance mu + mu^2/r), anchors
 * normal on the log scale round ln(sum) + the offset of their definition.
 */
export function logLikelihood(
  model: FieldModel,
  at: Readings,
  x: Float64Array,
  view: View,
  gradient: Float64Array,
): number {
  view.slope.fill(0);
  for (const slopes of view.logitSlopes) slopes.fill(0);
  let sum = at.constant;
  for (const reading of model.readings) {
    const mean = sumOf(reading, view);
    const [log, slope] = reading.indicator < 0 ? ofAnchor(reading, at, x, mean) : ofCount(reading, at, mean);
    sum += log;
    if (reading.definition >= 0) gradient[reading.definition] += slope;
    passDown(reading, view, slope / mean);
  }
  scatter(model, view, gradient);
  return sum;
}

function ofCount({ indicator, value }: Reading, { sizes }: Readings, mean: number): [number, number] {
  const size = sizes[indicator];
  const log = (value > 0 ? value * ln(mean / (size + mean)) : 0) - size * lnOnePlus(mean / size);
  return [log, (size * (value - mean)) / (size + mean)];
}

function ofAnchor(reading: Reading, { methodVariance }: Readings, x: Float64Array, mean: number): [number, number] {
  const away = reading.value - ln(mean) - (reading.definition >= 0 ? x[reading.definition] : 0);
  const variance = reading.variance + methodVariance;
  return [(-0.5 * away * away) / variance, away / variance];
}

/** Slope of a reading to its cells. */
function passDown({ indicator, cells }: Reading, view: View, slopeOverMean: number): void {
  for (let c = 0; c < cells.length; c++) {
    const cell = cells[c];
    if (indicator < 0) {
      view.slope[cell] += slopeOverMean * view.extent[cell];
      continue;
    }
    const rate = view.rates[indicator][cell];
    const slope = slopeOverMean * view.extent[cell] * rate;
    view.slope[cell] += slope;
    view.logitSlopes[indicator][cell] += slope * (1 - rate);
  }
}

/** Slopes of the cells to the unknowns. */
function scatter({ input, unknowns }: FieldModel, view: View, gradient: Float64Array): void {
  const { areas, quarters, stateSize, trend, season, local, level, covariates, place, reporting } = unknowns;
  for (let i = 0; i < areas; i++) {
    let whole = 0;
    for (let t = 0; t < quarters; t++) {
      const slope = view.slope[i * quarters + t];
      const at = t * stateSize;
      whole += slope;
      if (trend >= 0) gradient[at + trend] += slope;
      if (season >= 0) {
        gradient[at + season] += slope;
        gradient[at + season + 2] += slope;
      }
      if (local >= 0) gradient[at + local + i] += slope;
    }
    if (level >= 0) gradient[level] += whole;
    if (place >= 0) gradient[place + i] += whole;
    input.covariates?.forEach(({ values }, k) => {
      gradient[covariates + k] += values[i] * whole;
    });
  }
  reporting.forEach((of, j) => {
    if (of.isPartial) scatterReporting(of, view.logitSlopes[j], quarters, gradient);
  });
}

function scatterReporting(
  { terms, recordingOf }: ReportingUnknowns,
  slopes: Float64Array,
  quarters: number,
  gradient: Float64Array,
): void {
  for (const { unknown, values } of terms) {
    let sum = 0;
    for (let c = 0; c < slopes.length; c++) sum += slopes[c] * values[c];
    gradient[unknown] += sum;
  }
  for (let i = 0; i < recordingOf.length; i++) {
    if (recordingOf[i] < 0) continue;
    for (let t = 0; t < quarters; t++) gradient[recordingOf[i]] += slopes[i * quarters + t];
  }
}

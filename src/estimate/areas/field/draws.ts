import ln from "@stdlib/math-base-special-ln";
import { normalQuantile, PROCESS, Stream, threefryRow } from "../../../terms/index.ts";
import { drawWide } from "../../matrix/wide-rows.ts";
import { lastingPart, look } from "./likelihood.ts";
import type { Mode, Search } from "./mode.ts";
import type { FieldModel } from "./model.ts";
import type { Band, FieldPoint, FieldStatic, LastQuarter } from "./result.ts";

/** What is kept of the draws while they are made: cell after cell (or quarter after quarter), draw after draw inside. */
export interface Draws {
  count: number;
  extent: Float64Array;
  hidden: Float64Array;
  national: Float64Array;
  nationalHidden: Float64Array;
  last: LastQuarter;
  /** Sum and sum of squares of each static unknown. */
  staticSums: Float64Array;
  staticSquares: Float64Array;
}

/**
 * Draws from the posterior: each point has a number of pairs by its weight; a pair is the mean of the field there (the mode and `away`)
 * plus and minus one normal deviation. Where a draw stands in the arrays is shuffled, so that draws of two fits with different seeds are independent.
 */
export function drawField(
  search: Search,
  points: readonly FieldPoint[],
  modes: readonly Mode[],
  away: Float64Array,
  count: number,
  seed: number,
): Draws {
  const { model } = search;
  const draws = emptyDraws(model, count);
  const places = shuffled(count, seed);
  const words = new Uint32Array(model.unknowns.count + model.readings.length + 2);
  const x = new Float64Array(model.unknowns.count);
  let next = 0;
  shares(points, count / 2).forEach((pairs, p) => {
    const mode = modes[p];
    for (let k = 0; k < pairs; k++) {
      const deviated = deviation(mode, seed, next / 2, words);
      for (const sign of [1, -1]) {
        const place = places[next++];
        draws.last.point[place] = p;
        for (let i = 0; i < x.length; i++) x[i] = mode.x[i] + away[i] + sign * deviated[i];
        keep(search, x, draws, place);
      }
    }
  });
  return draws;
}

/** Whole numbers that sum to `total` in proportion to the weights: the cumulative sum, rounded. */
function shares(points: readonly FieldPoint[], total: number): number[] {
  let sum = 0;
  let given = 0;
  return points.map(({ weight }, p) => {
    sum += weight;
    const upTo = p === points.length - 1 ? total : Math.min(total, Math.round(sum * total));
    const own = upTo - given;
    given = upTo;
    return own;
  });
}

function shuffled(count: number, seed: number): Int32Array {
  const stream = new Stream(seed, 0, PROCESS.fieldDraws);
  const places = Int32Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(stream.unit(k, 0) * (k + 1));
    [places[k], places[other]] = [places[other], places[k]];
  }
  return places;
}

/** Two words of chance, so two normals, come from one counter: all of a pair's in one row. */
function deviation({ factor, x }: Mode, seed: number, pair: number, words: Uint32Array): Float64Array {
  const { k0, k1 } = new Stream(seed, pair + 1, PROCESS.fieldDraws);
  const count = x.length + factor.rows.length;
  threefryRow(k0, k1, 0, 1, (count + 1) >> 1, 0, words);
  const away = new Float64Array(x.length);
  const extra = new Float64Array(factor.rows.length);
  for (let k = 0; k < count; k++) {
    const normal = normalQuantile((words[k] + 0.5) / 4294967296);
    if (k < x.length) away[k] = normal;
    else extra[k - x.length] = normal;
  }
  drawWide(factor, away, extra);
  return away;
}

function emptyDraws({ unknowns, input }: FieldModel, count: number): Draws {
  const { areas, quarters, stateSize, names } = unknowns;
  const indicators = input.indicators.length;
  const zeros = (length: number): Float64Array => new Float64Array(length);
  return {
    count,
    extent: zeros(areas * quarters * count),
    hidden: zeros(areas * quarters * count),
    national: zeros(quarters * count),
    nationalHidden: zeros(quarters * count),
    last: {
      point: new Int32Array(count),
      lasting: zeros(areas * count),
      state: zeros(stateSize * count),
      logits: zeros(indicators * areas * count),
      drifts: zeros(indicators * count),
    },
    staticSums: zeros(names.length),
    staticSquares: zeros(names.length),
  };
}

function keep(search: Search, x: Float64Array, draws: Draws, place: number): void {
  const { model, view } = search;
  const { areas, quarters, firstStatic } = model.unknowns;
  look(model, x, view);
  const rates = view.rates.length > 0 ? view.rates[0] : undefined;
  for (let t = 0; t < quarters; t++) {
    let [sum, seen] = [0, 0];
    for (let i = 0; i < areas; i++) {
      const cell = i * quarters + t;
      const rate = rates ? rates[cell] : 1;
      sum += view.extent[cell];
      seen += view.extent[cell] * rate;
      draws.extent[cell * draws.count + place] = view.extent[cell];
      draws.hidden[cell * draws.count + place] = 1 - rate;
    }
    draws.national[t * draws.count + place] = sum;
    draws.nationalHidden[t * draws.count + place] = 1 - seen / sum;
  }
  for (let s = firstStatic; s < x.length; s++) {
    draws.staticSums[s - firstStatic] += x[s];
    draws.staticSquares[s - firstStatic] += x[s] * x[s];
  }
  keepLast(model, x, view.rates, draws.last, place);
}

function keepLast(model: FieldModel, x: Float64Array, rates: Float64Array[], last: LastQuarter, place: number): void {
  const { areas, quarters, stateSize, reporting } = model.unknowns;
  const indicators = reporting.length;
  for (let i = 0; i < areas; i++) last.lasting[place * areas + i] = lastingPart(model, x, i);
  last.state.set(x.subarray((quarters - 1) * stateSize, quarters * stateSize), place * stateSize);
  reporting.forEach(({ isPartial, terms }, j) => {
    for (let i = 0; i < areas; i++) {
      const rate = rates[j][i * quarters + quarters - 1];
      last.logits[(place * indicators + j) * areas + i] = isPartial ? ln(rate / (1 - rate)) : Number.POSITIVE_INFINITY;
    }
    for (const { unknown, perYear } of terms) if (perYear) last.drifts[place * indicators + j] += x[unknown];
  });
}

/** Middle and central 90% of each run of `count` draws: order statistics with linear interpolation (type 7 of Hyndman and Fan 1996). */
export function bandOf(draws: Float64Array, count: number): Band {
  const length = draws.length / count;
  const band = { middle: new Float64Array(length), low: new Float64Array(length), high: new Float64Array(length) };
  for (let k = 0; k < length; k++) {
    const run = draws.subarray(k * count, (k + 1) * count);
    const sorted = run.every((value) => value === run[0]) ? run : run.slice().sort();
    band.middle[k] = quantile(sorted, 0.5);
    band.low[k] = quantile(sorted, 0.05);
    band.high[k] = quantile(sorted, 0.95);
  }
  return band;
}

function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** Mean and sd of the static unknowns over the draws. */
export function staticsOf({ unknowns }: FieldModel, draws: Draws): FieldStatic[] {
  return unknowns.names.map((name, k) => {
    const mean = draws.staticSums[k] / draws.count;
    return { name, mean, sd: Math.sqrt(Math.max(0, draws.staticSquares[k] / draws.count - mean * mean)) };
  });
}

import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { negativeBinomialQuantile, normalQuantile, PROCESS, Stream } from "../../../terms/index.ts";
import { cholesky, inverseFromCholesky, type Matrix, solveTransposed } from "../../matrix/dense.ts";
import { bym2Covariance, graphOf, scaledCovariance } from "../graph.ts";
import type { FieldAnchor, FieldCount, FieldIndicator, FieldInput } from "./input.ts";

/** What an invented country is made of. Sds are of the logarithm of the extent, or of a logit. */
export interface InventedOptions {
  areas: number;
  quarters: number;
  seed: number;
  /** Prior means of the logits of two indicators; their truth is drawn with `rateSd` round them. */
  rates: readonly [number, number];
  rateSd: number;
  /** Added to the prior means that the field is told: 0 tells the truth. */
  toldWrongBy: number;
  sizes: readonly [number, number];
  /** Sd of the logarithm of one anchor of the national flow over the last four quarters; 0 for none. */
  anchorSd: number;
  /** Whether the second indicator is published by year instead of by quarter. */
  isSecondYearly: boolean;
}

/** An input, and the extent that it was made from, n x T. */
export interface Invented {
  input: FieldInput;
  extent: Float64Array;
}

const TRUTH = { placeSd: 0.6, spaceShare: 0.6, localSd: 0.12, localPersistence: 0.85, trendSd: 0.03, slopeSd: 0.01 };
const MEAN_EXTENT_LOG = 4.5;

/** A country drawn from the model itself, the same for the same options: for tests of coverage and for the bench. The last area is an island. */
export function invent(options: InventedOptions): Invented {
  const { areas, quarters, seed, rates, rateSd, toldWrongBy, sizes } = options;
  const stream = new Stream(seed, 0, PROCESS.fieldInvented);
  const normal = (entity: number, t: number): number => normalQuantile(stream.unit(entity, t));
  const neighbours = gridOf(areas);
  const extent = extentOf(options, neighbours, normal);
  const logits = rates.map((mean, j) => mean + rateSd * normal(3000 + j, 0));
  const recording = rates.map((_, j) =>
    centred(Float64Array.from({ length: areas }, (_, i) => 0.2 * normal(4000 + i, j))),
  );
  const counts: FieldCount[] = [];
  for (let j = 0; j < 2; j++) {
    const width = j === 1 && options.isSecondYearly ? 4 : 1;
    for (let i = 0; i < areas; i++) {
      const share = 1 / (1 + exp(-logits[j] - recording[j][i]));
      for (let t = 0; t + width <= quarters; t += width) {
        const window = Array.from({ length: width }, (_, k) => t + k);
        const mean = share * window.reduce((sum, q) => sum + extent[i * quarters + q], 0);
        const value = negativeBinomialQuantile(stream.unit(5000 + i + areas * j, t), mean, sizes[j]);
        counts.push({ indicator: `seen-${j}`, areas: [i], quarters: window, value });
      }
    }
  }
  const indicators = rates.map(
    (mean, j): FieldIndicator => ({
      id: `seen-${j}`,
      reporting: { rate: { mean: mean + toldWrongBy, sd: rateSd } },
    }),
  );
  const exposure = new Float64Array(areas).fill(1);
  const anchors = anchorsOf(options, extent, normal(6000, 0));
  return { input: { areas, neighbours, quarters, exposure, indicators, counts, anchors }, extent };
}

/** Nine in a row, each beside its neighbours across and down; the last is an island. */
function gridOf(areas: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < areas - 1; i++) {
    if (i % 9 < 8 && i + 1 < areas - 1) pairs.push([i, i + 1]);
    if (i + 9 < areas - 1) pairs.push([i, i + 9]);
  }
  return pairs;
}

function extentOf(
  { areas, quarters }: InventedOptions,
  neighbours: [number, number][],
  normal: (entity: number, t: number) => number,
): Float64Array {
  const covariance = bym2Covariance(scaledCovariance(graphOf(areas, neighbours)), TRUTH.spaceShare);
  const precision = cholesky(inverseFromCholesky(cholesky(covariance)));
  const effect = (start: number, t: number): Float64Array => spatialDraw(precision, areas, (i) => normal(start + i, t));
  const place = effect(1000, 0);
  const passing = new Float64Array(areas);
  const extent = new Float64Array(areas * quarters);
  let [level, slope] = [MEAN_EXTENT_LOG + 0.3 * normal(0, 0), 0];
  for (let t = 0; t < quarters; t++) {
    const { localPersistence: rho, localSd } = TRUTH;
    const scale = t > 0 ? localSd : localSd / Math.sqrt(1 - rho * rho);
    const innovation = effect(2000, t);
    level += slope + TRUTH.trendSd * normal(1, t);
    slope = 0.9 * slope + TRUTH.slopeSd * normal(2, t);
    const season = [0.1, 0, -0.1, 0][t % 4];
    for (let i = 0; i < areas; i++) {
      passing[i] = rho * passing[i] + scale * innovation[i];
      extent[i * quarters + t] = exp(level + season + TRUTH.placeSd * place[i] + passing[i]);
    }
  }
  return extent;
}

const spatialDraw = (precision: Matrix, areas: number, normal: (i: number) => number): Float64Array =>
  solveTransposed(
    precision,
    Float64Array.from({ length: areas }, (_, i) => normal(i)),
  );

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function anchorsOf(
  { areas, quarters, anchorSd }: InventedOptions,
  extent: Float64Array,
  normal: number,
): FieldAnchor[] {
  if (anchorSd === 0) return [];
  const window = Array.from({ length: 4 }, (_, k) => quarters - 4 + k);
  const all = Array.from({ length: areas }, (_, i) => i);
  const truth = all.reduce((sum, i) => sum + window.reduce((s, t) => s + extent[i * quarters + t], 0), 0);
  const logMean = ln(truth) + anchorSd * normal;
  const statistic = "sum";
  return [
    {
      id: "anchor",
      areas: all,
      quarters: window,
      statistic,
      logMean,
      logVariance: anchorSd * anchorSd,
      definitionSd: 0,
    },
  ];
}

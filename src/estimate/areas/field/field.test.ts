import { expect, test } from "vitest";
import { negativeBinomialLogPmf } from "../../../terms/index.ts";
import { blockMatrix, elementOf } from "../../matrix/blocks.ts";
import { cholesky, logDeterminant, matrix, solveCholesky } from "../../matrix/dense.ts";
import { wideLogDeterminant } from "../../matrix/wide-rows.ts";
import { bym2Covariance } from "../graph.ts";
import { addReadings, denseRow, fillRow } from "./curvature.ts";
import { FULL_VALUES, fullCase } from "./full-case.ts";
import type { FieldInput } from "./input.ts";
import { look, readingsAt, sumOf, viewOf } from "./likelihood.ts";
import { findMode, searchOf } from "./mode.ts";
import { type FieldModel, modelOf } from "./model.ts";
import { DAMPING, priorAt, writePrecision } from "./prior.ts";

const LN_TWO_PI = Math.log(2 * Math.PI);
const normalLog = (x: number, mean: number, sd: number): number =>
  -0.5 * ((x - mean) / sd) ** 2 - Math.log(sd) - 0.5 * LN_TWO_PI;

/** ln N(x; 0, scale^2 C), C dense. */
function normalVectorLog(x: Float64Array, covariance: ReturnType<typeof matrix>, scale: number): number {
  const l = cholesky(covariance);
  const quadratic = solveCholesky(l, x).reduce((sum, value, i) => sum + value * x[i], 0);
  return (
    -0.5 * (x.length * LN_TWO_PI + logDeterminant(l) + 2 * x.length * Math.log(scale) + quadratic / (scale * scale))
  );
}

/** ln p(readings, x), written out from the equations of section 5.1 once more, slowly. */
function logJoint(model: FieldModel, v: typeof FULL_VALUES, x: Float64Array): number {
  const { input } = model;
  const [n, T] = [input.areas, input.quarters];
  const k = 5 + n;
  const named = new Map(model.unknowns.names.map((name, s) => [name, x[T * k + s]]));
  const of = (name: string): number => named.get(name) ?? 0;
  const state = (t: number, s: number): number => x[t * k + s];
  const space = bym2Covariance(model.structured, v.spaceShare);
  const local = (t: number): Float64Array => Float64Array.from({ length: n }, (_, i) => state(t, 5 + i));
  let log = 0;
  for (let t = 0; t < T; t++) {
    const first = t === 0;
    const was = (s: number): number => (first ? 0 : state(t - 1, s));
    log += normalLog(state(t, 0), was(0) + was(1), v.trendSd);
    log += normalLog(state(t, 1), DAMPING * was(1), first ? v.slopeSd / Math.sqrt(1 - DAMPING ** 2) : v.slopeSd);
    log += normalLog(state(t, 2), was(3), first ? 0.3 : v.seasonSd);
    log += normalLog(state(t, 3), -was(2), first ? 0.3 : v.seasonSd);
    log += normalLog(state(t, 4), -was(4), first ? 0.3 : v.seasonSd);
    const moved = local(t).map((d, i) => d - (first ? 0 : v.localPersistence * local(t - 1)[i]));
    log += normalVectorLog(moved, space, first ? v.localSd / Math.sqrt(1 - v.localPersistence ** 2) : v.localSd);
  }
  log += normalLog(of("level"), 1, 2) + normalLog(of("covariate:deprivation"), 0.2, 0.5);
  log += normalVectorLog(
    Float64Array.from({ length: n }, (_, i) => of(`place:${i}`)),
    space,
    v.placeSd,
  );
  log += normalLog(of("rate:referrals"), -1, 0.3) + normalLog(of("rate:offences"), 0.3, 0.4);
  log += normalLog(of("reporting:mapping:referrals"), 0, 0.5) + normalLog(of("trend:referrals"), 0.1, 0.1);
  log += normalLog(of("step:0:referrals"), 0, 0.3) + normalLog(of("step:1:referrals"), 0.2, 0.2);
  log += normalLog(of("definition:persons"), 0, 0.2);
  for (const [id, areas, sd] of [
    ["referrals", [0, 1, 2, 3, 4], 0.2],
    ["offences", [0, 2, 3], 0.15],
  ] as const) {
    const effects = Float64Array.from(areas, (i) => of(`recording:${id}:${i}`));
    const m = areas.length;
    const precision = matrix(m, m, (i, j) => (i === j ? 1 / (sd * sd) : 0) + 1e6 / m);
    const quadratic = effects.reduce(
      (s, e, i) => s + e * effects.reduce((r, f, j) => r + precision.values[i * m + j] * f, 0),
      0,
    );
    log += -0.5 * (m * LN_TWO_PI - logDeterminant(cholesky(precision)) + quadratic);
  }
  const extent = (i: number, t: number): number => {
    const common = of("level") + of("covariate:deprivation") * input.covariates![0].values[i] + of(`place:${i}`);
    return input.exposure[i * T + t] * Math.exp(common + state(t, 0) + state(t, 2) + state(t, 4) + state(t, 5 + i));
  };
  const rate = (id: string, i: number, t: number): number => {
    const reporting = input.indicators.find((one) => one.id === id)!.reporting;
    if (!reporting) return 1;
    let logit = id === "deaths" ? 0.5 : of(`rate:${id}`) + of(`recording:${id}:${i}`);
    if (id === "referrals") {
      logit +=
        reporting.offset![i * T + t] + of("reporting:mapping:referrals") * reporting.covariates![0].values[i * T + t];
      logit += of("trend:referrals") * ((t - 3) / 4);
      if ([1, 2, 4].includes(i) && t >= 5) logit += of("step:0:referrals");
      if (t < 2) logit -= of("step:1:referrals");
    }
    return 1 / (1 + Math.exp(-logit));
  };
  for (const { indicator, areas, quarters, value } of input.counts) {
    const mean = areas.reduce((s, i) => s + quarters.reduce((r, t) => r + extent(i, t) * rate(indicator, i, t), 0), 0);
    log += negativeBinomialLogPmf(value, mean, v[`size:${indicator}` as "size:deaths"]);
  }
  for (const { id, areas, quarters, statistic, logMean, logVariance } of input.anchors) {
    const sum = areas.reduce((s, i) => s + quarters.reduce((r, t) => r + extent(i, t), 0), 0);
    const mean =
      Math.log(statistic === "mean" ? sum / quarters.length : sum) + (id === "audit" ? 0 : of("definition:persons"));
    log += normalLog(logMean, mean, Math.sqrt(logVariance + v.methodSd ** 2));
  }
  return log;
}

test("with every part on: the mode is where the plain equations have no slope, and Laplace's value is that of the dense matrix", () => {
  const model = modelOf(fullCase());
  const search = searchOf(model);
  const mode = findMode(search, FULL_VALUES, new Float64Array(model.unknowns.count), 1e-18);
  const n = model.unknowns.count;
  const blocks = blockMatrix(model.shape);
  const view = viewOf(model);
  look(model, mode.x, view);
  writePrecision(priorAt(model.unknowns, model.structured, FULL_VALUES), blocks);
  const wide = addReadings(model, readingsAt(model, FULL_VALUES), view, blocks);
  expect(wide).toHaveLength(2);
  const dense = cholesky(
    matrix(n, n, (i, j) => elementOf(blocks, i, j) + wide.reduce((sum, w) => sum + w[i] * w[j], 0)),
  );
  expect(Math.abs(wideLogDeterminant(mode.factor) - logDeterminant(dense))).toBeLessThan(1e-8);
  const laplace = logJoint(model, FULL_VALUES, mode.x) + 0.5 * n * LN_TWO_PI - 0.5 * logDeterminant(dense);
  expect(Math.abs(mode.logMarginal - laplace)).toBeLessThan(1e-8);
  const slope = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const moved = (by: number): number =>
      logJoint(
        model,
        FULL_VALUES,
        mode.x.map((value, i) => (i === k ? value + by : value)),
      );
    slope[k] = (moved(1e-4) - moved(-1e-4)) / 2e-4;
  }
  // What Newton's dense step would still move.
  for (const left of solveCholesky(dense, slope)) expect(Math.abs(left)).toBeLessThan(1e-7);
});

test("the row of a reading is the slope of the logarithm of its sum", () => {
  const model = modelOf(fullCase());
  const view = viewOf(model);
  const x = Float64Array.from({ length: model.unknowns.count }, (_, k) => Math.sin(k) / 3);
  for (const reading of [
    model.readings[3],
    model.readings[36],
    model.readings[41],
    model.readings[42],
    model.readings[44],
  ]) {
    look(model, x, view);
    fillRow(model, { ...reading, definition: -1 }, view);
    const row = denseRow(model, view, 1);
    for (let k = 0; k < x.length; k++) {
      const moved = (by: number): number => {
        look(
          model,
          x.map((value, i) => (i === k ? value + by : value)),
          view,
        );
        return Math.log(sumOf(reading, view));
      };
      expect((moved(1e-5) - moved(-1e-5)) / 2e-5).toBeCloseTo(row[k], 7);
    }
  }
});

/** The same input with area i called `to[i]`. */
function relabelled(input: FieldInput, to: number[]): FieldInput {
  const { areas, quarters } = input;
  const from = to.map((_, i) => to.indexOf(i));
  const cells = (values: Float64Array): Float64Array =>
    Float64Array.from(
      { length: values.length },
      (_, c) => values[from[Math.floor(c / quarters)] * quarters + (c % quarters)],
    );
  const list = (some: readonly number[]): number[] => some.map((i) => to[i]);
  return {
    ...input,
    neighbours: input.neighbours.map(([i, j]) => [to[i], to[j]] as const),
    exposure: cells(input.exposure),
    covariates: input.covariates!.map((one) => ({
      ...one,
      values: Float64Array.from({ length: areas }, (_, i) => one.values[from[i]]),
    })),
    indicators: input.indicators.map(({ id, reporting: r }) => ({
      id,
      ...(r && {
        reporting: {
          ...r,
          ...(r.offset && { offset: cells(r.offset) }),
          ...(r.covariates && { covariates: r.covariates.map((one) => ({ ...one, values: cells(one.values) })) }),
          ...(r.steps && {
            steps: r.steps.map((step) => ({ ...step, ...(step.areas && { areas: list(step.areas) }) })),
          }),
        },
      }),
    })),
    counts: input.counts.map((one) => ({ ...one, areas: list(one.areas) })),
    anchors: input.anchors.map((one) => ({ ...one, areas: list(one.areas) })),
  };
}

/** Extent at the mode, area after area, and the log-marginal. */
function extentAt(input: FieldInput): { extent: Float64Array; logMarginal: number } {
  const model = modelOf(input);
  const search = searchOf(model);
  const { x, logMarginal } = findMode(search, FULL_VALUES, new Float64Array(model.unknowns.count), 1e-16);
  look(model, x, search.view);
  return { extent: search.view.extent, logMarginal };
}

test("areas under other numbers give the same extent", () => {
  const to = [3, 0, 4, 1, 2];
  const [plain, other] = [extentAt(fullCase()), extentAt(relabelled(fullCase(), to))];
  expect(other.logMarginal).toBeCloseTo(plain.logMarginal, 8);
  for (let c = 0; c < 45; c++)
    expect(other.extent[to[Math.floor(c / 9)] * 9 + (c % 9)] / plain.extent[c]).toBeCloseTo(1, 8);
});

test("an island without a count changes nothing for the others", () => {
  const input = fullCase();
  const longer = (values: Float64Array): Float64Array => Float64Array.from([...values, ...new Float64Array(9).fill(1)]);
  const more: FieldInput = {
    ...input,
    ...{ areas: 6, exposure: longer(input.exposure) },
    covariates: [{ ...input.covariates![0], values: Float64Array.of(...input.covariates![0].values, 0) }],
    indicators: input.indicators.map(({ id, reporting: r }) => ({
      id,
      ...(r && {
        reporting: {
          ...r,
          ...(r.offset && { offset: longer(r.offset) }),
          ...(r.covariates && { covariates: r.covariates.map((one) => ({ ...one, values: longer(one.values) })) }),
        },
      }),
    })),
  };
  const [plain, other] = [extentAt(input), extentAt(more)];
  expect(other.logMarginal).toBeCloseTo(plain.logMarginal, 8);
  for (let c = 0; c < 45; c++) expect(other.extent[c] / plain.extent[c]).toBeCloseTo(1, 8);
});

test("an input that cannot be used is refused with the reason", () => {
  const input = fullCase();
  const bad = (part: Partial<FieldInput>) => () => modelOf({ ...input, ...part });
  expect(bad({ exposure: new Float64Array(5) })).toThrow(/exposure is not above 0/);
  expect(bad({ counts: [{ indicator: "none", areas: [0], quarters: [0], value: 1 }] })).toThrow(/no such indicator/);
  expect(bad({ counts: [{ indicator: "deaths", areas: [0], quarters: [9], value: 1 }] })).toThrow(/quarters 9/);
  expect(bad({ counts: [{ indicator: "deaths", areas: [0], quarters: [1], value: 1.5 }] })).toThrow(
    /1.5, not a whole number/,
  );
  expect(bad({ anchors: [{ ...input.anchors[0], logVariance: 0 }] })).toThrow(/variance is 0/);
  expect(bad({ hyperparameters: { speed: { held: 1 } } })).toThrow(/no hyperparameter speed/);
});

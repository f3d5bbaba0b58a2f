import ln from "@stdlib/math-base-special-ln";
import { type BlockMatrix, blockAt } from "../../matrix/blocks.ts";
import { cholesky, inverseFromCholesky, logDeterminant, type Matrix, matrix } from "../../matrix/dense.ts";
import { bym2Covariance } from "../graph.ts";
import type { HyperparameterValues } from "./hyperparameters.ts";
import { recordingPrecision, SUM_TO_ZERO, type Unknowns } from "./unknowns.ts";

/** How much of the slope of the trend is left a quarter later (section 5.1 of the design). */
export const DAMPING = 0.9;

/** Sd of the season at the first quarter, each of three states. */
const FIRST_SEASON_SD = 0.3;

/** The normal prior of all unknowns at one set of hyperparameters: z_t = F z_(t-1) + innovation, and the static ones. */
export interface FieldPrior {
  unknowns: Unknowns;
  /** F among the common states; each area's d moves by `persistence`. */
  step: Matrix;
  persistence: number;
  /** Precision of the innovations of the common states, and of the states at the first quarter. */
  innovation: Float64Array;
  first: Float64Array;
  /** Precision of d's innovations, n x n; the first d has (1 - persistence^2) times it. */
  local: Matrix;
  /** Variance a priori of u_i + d_it of each area. */
  localVariance: Float64Array;
  /** Precisions of static unknowns that belong together. */
  groups: { start: number; precision: Matrix }[];
  /** ln of the determinant of the whole precision. */
  logDeterminant: number;
}

/** The prior at `values`; `structured` is `scaledCovariance` of the graph. Throws an Error where a covariance is not positive definite. */
export function priorAt(unknowns: Unknowns, structured: Matrix, values: HyperparameterValues): FieldPrior {
  const { areas, quarters, local, place, recordings } = unknowns;
  const needsSpace = local >= 0 || place >= 0;
  const shape = needsSpace ? bym2Covariance(structured, values.spaceShare) : matrix(0, 0);
  const factor = cholesky(shape);
  const inverse = inverseFromCholesky(factor);
  const shapeLog = logDeterminant(factor);
  const scaled = (sd: number): Matrix => ({ ...inverse, values: inverse.values.map((v) => v / (sd * sd)) });
  const persistence = local >= 0 ? values.localPersistence : 0;
  const { innovation, first } = commonPrecisions(unknowns, values);
  const lns = (v: Float64Array): number => v.reduce((sum, p) => sum + (p > 0 ? ln(p) : 0), 0);
  let log = lns(first) + (quarters - 1) * lns(innovation) + lns(unknowns.precisions);
  if (local >= 0)
    log += quarters * (-shapeLog - 2 * areas * ln(values.localSd)) + areas * ln(1 - persistence * persistence);
  if (place >= 0) log += -shapeLog - 2 * areas * ln(values.placeSd);
  for (const { size, sd } of recordings) log += -2 * (size - 1) * ln(sd) + ln(1 / (sd * sd) + SUM_TO_ZERO);
  const placeVariance = place >= 0 ? values.placeSd * values.placeSd : 0;
  const passing = local >= 0 ? (values.localSd * values.localSd) / (1 - persistence * persistence) : 0;
  return {
    ...{ unknowns, step: commonStep(unknowns), persistence, innovation, first },
    local: local >= 0 ? scaled(values.localSd) : matrix(0, 0),
    localVariance: Float64Array.from(
      { length: needsSpace ? areas : 0 },
      (_, i) => (placeVariance + passing) * shape.values[i * areas + i],
    ),
    groups: [
      ...recordings.map(({ start, size, sd }) => ({ start, precision: recordingPrecision(size, sd) })),
      ...(place >= 0 ? [{ start: place, precision: scaled(values.placeSd) }] : []),
    ],
    logDeterminant: log,
  };
}

/** c moves by b and b is damped; the season's pair turns by a quarter, its alternation changes sign (Harvey 1989, 2.3.4). */
export function commonStep({ commonSize, trend, season }: Unknowns): Matrix {
  const step = matrix(commonSize, commonSize);
  const set = (i: number, j: number, value: number): void => {
    step.values[i * commonSize + j] = value;
  };
  if (trend >= 0) {
    set(trend, trend, 1);
    set(trend, trend + 1, 1);
    set(trend + 1, trend + 1, DAMPING);
  }
  if (season >= 0) {
    set(season, season + 1, 1);
    set(season + 1, season, -1);
    set(season + 2, season + 2, -1);
  }
  return step;
}

function commonPrecisions({ commonSize, trend, season }: Unknowns, values: HyperparameterValues) {
  const innovation = new Float64Array(commonSize);
  const first = new Float64Array(commonSize);
  const precision = (sd: number): number => 1 / (sd * sd);
  if (trend >= 0) {
    innovation[trend] = first[trend] = precision(values.trendSd);
    innovation[trend + 1] = precision(values.slopeSd);
    first[trend + 1] = innovation[trend + 1] * (1 - DAMPING * DAMPING);
  }
  if (season >= 0) {
    innovation.fill(precision(values.seasonSd), season, season + 3);
    first.fill(precision(FIRST_SEASON_SD), season, season + 3);
  }
  return { innovation, first };
}

/** Moves a state by one quarter without innovation: `to` = F `from`, each at its first position. */
export function moveState(
  { unknowns, step, persistence }: FieldPrior,
  x: Float64Array,
  from: number,
  to: number,
): void {
  const { commonSize: c, stateSize } = unknowns;
  for (let i = 0; i < c; i++) {
    let sum = 0;
    for (let j = 0; j < c; j++) sum += step.values[i * c + j] * x[from + j];
    x[to + i] = sum;
  }
  for (let i = c; i < stateSize; i++) x[to + i] = persistence * x[from + i];
}

/** (x - m)'Q(x - m), and Q(x - m) into `gradient`. `scratch` holds at least two states. */
export function priorQuadratic(
  prior: FieldPrior,
  x: Float64Array,
  gradient: Float64Array,
  scratch: Float64Array,
): number {
  const { unknowns, groups } = prior;
  const { quarters, firstStatic, names, means, precisions } = unknowns;
  gradient.fill(0);
  let quadratic = 0;
  for (let t = 0; t < quarters; t++) quadratic += innovationTerm(prior, x, t, gradient, scratch);
  for (let s = 0; s < names.length; s++) {
    const away = x[firstStatic + s] - means[s];
    gradient[firstStatic + s] += precisions[s] * away;
    quadratic += precisions[s] * away * away;
  }
  for (const { start, precision } of groups) {
    const { rows, values } = precision;
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < rows; j++) sum += values[i * rows + j] * x[start + j];
      gradient[start + i] += sum;
      quadratic += sum * x[start + i];
    }
  }
  return quadratic;
}

/** The part of the innovation into quarter t; it stands in the first state of `scratch`, its product with the precision in the second. */
function innovationTerm(
  prior: FieldPrior,
  x: Float64Array,
  t: number,
  gradient: Float64Array,
  scratch: Float64Array,
): number {
  const { unknowns, step, persistence, local } = prior;
  const { stateSize: k, commonSize: c, areas } = unknowns;
  const at = t * k;
  const precision = t > 0 ? prior.innovation : prior.first;
  for (let i = 0; i < c; i++) {
    let value = x[at + i];
    if (t > 0) for (let j = 0; j < c; j++) value -= step.values[i * c + j] * x[at - k + j];
    scratch[i] = value;
    scratch[k + i] = precision[i] * value;
  }
  for (let i = c; i < k; i++) scratch[i] = x[at + i] - (t > 0 ? persistence * x[at - k + i] : 0);
  const scale = t > 0 ? 1 : 1 - persistence * persistence;
  for (let i = c; i < k; i++) {
    let sum = 0;
    for (let j = 0; j < areas; j++) sum += local.values[(i - c) * areas + j] * scratch[c + j];
    scratch[k + i] = scale * sum;
  }
  let quadratic = 0;
  for (let i = 0; i < k; i++) {
    const pushed = scratch[k + i];
    quadratic += scratch[i] * pushed;
    gradient[at + i] += pushed;
    if (t === 0) continue;
    if (i >= c) gradient[at - k + i] -= persistence * pushed;
    else for (let j = 0; j < c; j++) gradient[at - k + j] -= step.values[i * c + j] * pushed;
  }
  return quadratic;
}

/** Writes Q over `to`, whose shape has at least the chain in time. */
export function writePrecision(prior: FieldPrior, to: BlockMatrix): void {
  const { unknowns, groups } = prior;
  const { quarters, names, precisions, firstStatic } = unknowns;
  to.values.fill(0);
  for (let t = 0; t < quarters; t++) writeQuarter(prior, to, t);
  const arrow = blockAt(to.shape, quarters, quarters);
  for (let s = 0; s < names.length; s++) to.values[arrow + s * (names.length + 1)] = precisions[s];
  for (const { start, precision } of groups) {
    const { rows, values } = precision;
    for (let i = 0; i < rows; i++) {
      const at = arrow + (start - firstStatic + i) * names.length + start - firstStatic;
      for (let j = 0; j <= i; j++) to.values[at + j] += values[i * rows + j];
    }
  }
}

function writeQuarter(prior: FieldPrior, { shape, values }: BlockMatrix, t: number): void {
  const { unknowns, step, persistence, innovation, first, local } = prior;
  const { quarters, stateSize: k, commonSize: c, areas } = unknowns;
  const own = blockAt(shape, t, t);
  const isLast = t === quarters - 1;
  for (let i = 0; i < c; i++) {
    values[own + i * k + i] += t > 0 ? innovation[i] : first[i];
    for (let j = 0; j <= i && !isLast; j++) {
      let sum = 0;
      for (let l = 0; l < c; l++) sum += step.values[l * c + i] * innovation[l] * step.values[l * c + j];
      values[own + i * k + j] += sum;
    }
  }
  const square = persistence * persistence;
  const scale = (t > 0 ? 1 : 1 - square) + (isLast ? 0 : square);
  const before = t > 0 ? blockAt(shape, t, t - 1) : -1;
  for (let i = 0; c + i < k; i++) {
    const row = (c + i) * k + c;
    for (let j = 0; j < areas; j++) {
      values[own + row + j] += scale * local.values[i * areas + j];
      if (t > 0) values[before + row + j] -= persistence * local.values[i * areas + j];
    }
  }
  if (t > 0)
    for (let i = 0; i < c; i++)
      for (let j = 0; j < c; j++) values[before + i * k + j] -= innovation[i] * step.values[i * c + j];
}

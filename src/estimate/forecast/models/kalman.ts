import ln from "@stdlib/math-base-special-ln";

/** A row of the transition matrix by its non-zero places: most rows of these models only shift. */
export interface SparseRow {
  columns: readonly number[];
  weights: readonly number[];
}

/**
 * Linear Gaussian state space in units of one variance: y_t = observation . state_t + noise of variance `observationVariance`;
 * state_{t+1} = transition state_t + noise of covariance `stateNoise`. `covariance` is that of the state before the first
 * observation (its mean is 0); matrices are dense, row-major. Harvey 1989, section 3.2.
 */
export interface StateSpace {
  transition: readonly SparseRow[];
  observation: Float64Array;
  observationVariance: number;
  stateNoise: Float64Array;
  covariance: Float64Array;
}

/** What a filter leaves: one-step errors of each series with their common variance, and the state after the last value. */
export interface Filtered {
  /** errors[s][t] of series s. */
  errors: Float64Array[];
  /** Variance of the error at t, in units of the model's variance. */
  variances: Float64Array;
  /** Filtered state of each series after the last observation, and its covariance. */
  states: Float64Array[];
  covariance: Float64Array;
}

/** Kalman filter over one or more series of equal length that share the model (a regression's columns ride along). */
export function kalmanFilter(model: StateSpace, series: readonly ArrayLike<number>[]): Filtered {
  const n = series[0].length;
  const size = model.observation.length;
  const errors = series.map(() => new Float64Array(n));
  const states = series.map(() => new Float64Array(size));
  const [variances, gain, room] = [new Float64Array(n), new Float64Array(size), new Float64Array(size)];
  const half = new Float64Array(size * size);
  let [covariance, before] = [model.covariance.slice(), new Float64Array(size * size)];
  let variance = Number.NaN;
  // Once the covariance repeats itself it stays, and only the means move.
  let isSteady = false;
  for (let t = 0; t < n; t++) {
    if (t > 0) for (const state of states) advance(model, state, room);
    if (!isSteady && t > 0) {
      [covariance, before] = [before, covariance];
      predictCovariance(model, before, half, covariance);
    }
    if (!isSteady) {
      variance = gainOf(model, covariance, gain);
      update(covariance, gain, variance);
      isSteady = t > size && isSame(covariance, before);
    }
    variances[t] = variance;
    for (let s = 0; s < states.length; s++) {
      const error = series[s][t] - dot(model.observation, states[s]);
      errors[s][t] = error;
      for (let i = 0; i < size; i++) states[s][i] += (gain[i] * error) / variance;
    }
  }
  return { errors, variances, states, covariance };
}

/** Means and variances of the next `steps` observations from a filtered state, in units of the model's variance. */
export function predict(model: StateSpace, state: Float64Array, covariance: Float64Array, steps: number) {
  const size = state.length;
  const [mean, variance] = [new Float64Array(steps), new Float64Array(steps)];
  const [gain, room, half] = [new Float64Array(size), new Float64Array(size), new Float64Array(size * size)];
  const now = state.slice();
  let [spread, next] = [covariance.slice(), new Float64Array(size * size)];
  for (let h = 0; h < steps; h++) {
    advance(model, now, room);
    predictCovariance(model, spread, half, next);
    [spread, next] = [next, spread];
    mean[h] = dot(model.observation, now);
    variance[h] = gainOf(model, spread, gain);
  }
  return { mean, variance };
}

/** From this multiple of the model's variance on, an error stands for a start that is not known and is no evidence. */
const DIFFUSE = 1e4;

/** Concentrated likelihood of one-step errors: the variance that fits best, and the log-likelihood at it. */
export function likelihoodOf(errors: ArrayLike<number>, variances: ArrayLike<number>) {
  let [squares, logs, used] = [0, 0, 0];
  for (let t = 0; t < errors.length; t++) {
    if (variances[t] >= DIFFUSE) continue;
    squares += (errors[t] * errors[t]) / variances[t];
    logs += ln(variances[t]);
    used++;
  }
  const variance = squares / used;
  return { variance, used, logLikelihood: -0.5 * (used * (LN_TWO_PI + ln(variance) + 1) + logs) };
}

/** The coefficient of one regressor by generalised least squares on the errors of the series (first) and the regressor (second). */
export function regress(filtered: Filtered): number {
  const [y, x] = filtered.errors;
  let [xy, xx] = [0, 0];
  for (let t = 0; t < y.length; t++) {
    if (filtered.variances[t] >= DIFFUSE) continue;
    xy += (x[t] * y[t]) / filtered.variances[t];
    xx += (x[t] * x[t]) / filtered.variances[t];
  }
  return xy / xx;
}

const LN_TWO_PI = 1.8378770664093453;

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The state one quarter on, in place; `room` is scratch space. */
function advance({ transition }: StateSpace, state: Float64Array, room: Float64Array): void {
  for (let i = 0; i < room.length; i++) {
    const { columns, weights } = transition[i];
    let sum = 0;
    for (let k = 0; k < columns.length; k++) sum += weights[k] * state[columns[k]];
    room[i] = sum;
  }
  state.set(room);
}

/** The same to the double's last digits. */
function isSame(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (Math.abs(a[i] - b[i]) > 1e-14 * (1 + Math.abs(b[i]))) return false;
  return true;
}

/** Fills `next` with T P T' + V, by the non-zero places of T; `half` is scratch space. */
function predictCovariance(
  { transition, stateNoise }: StateSpace,
  p: Float64Array,
  half: Float64Array,
  next: Float64Array,
): void {
  const size = transition.length;
  half.fill(0);
  for (let i = 0; i < size; i++) {
    const { columns, weights } = transition[i];
    for (let k = 0; k < columns.length; k++) {
      const [weight, row] = [weights[k], columns[k] * size];
      for (let j = 0; j < size; j++) half[i * size + j] += weight * p[row + j];
    }
  }
  next.set(stateNoise);
  for (let j = 0; j < size; j++) {
    const { columns, weights } = transition[j];
    for (let k = 0; k < columns.length; k++) {
      const [weight, column] = [weights[k], columns[k]];
      for (let i = 0; i < size; i++) next[i * size + j] += weight * half[i * size + column];
    }
  }
}

/** Fills `gain` with P z and gives z' P z + observation variance. */
function gainOf({ observation, observationVariance }: StateSpace, p: Float64Array, gain: Float64Array): number {
  const size = observation.length;
  gain.fill(0);
  for (let j = 0; j < size; j++) {
    const weight = observation[j];
    if (weight !== 0) for (let i = 0; i < size; i++) gain[i] += p[j * size + i] * weight;
  }
  return dot(observation, gain) + observationVariance;
}

function update(p: Float64Array, gain: Float64Array, variance: number): void {
  const size = gain.length;
  for (let i = 0; i < size; i++) {
    const share = gain[i] / variance;
    if (share !== 0) for (let j = 0; j < size; j++) p[i * size + j] -= share * gain[j];
  }
}

import type { SparseRow, StateSpace } from "./kalman.ts";

/** Orders of a seasonal ARIMA: (p,d,q)(P,D,Q) with season length `season`. */
export interface Orders {
  p: number;
  d: number;
  q: number;
  P: number;
  D: number;
  Q: number;
  season: number;
}

/** Coefficients in the order of R and most books: y's AR with plus signs, MA with plus signs (1 + ma1 B). */
export interface Coefficients {
  ar: number[];
  ma: number[];
  seasonalAr: number[];
  seasonalMa: number[];
}

/** Prior variance of the values before the first, in units of the error variance: large enough to say nothing. */
const UNKNOWN_START = 1e6;

/** Whether all roots of 1 - sum a_k z^k lie beyond `radius`: step-down recursion on the coefficients stretched to it. */
export function rootsBeyond(a: readonly number[], radius: number): boolean {
  let stretch = 1;
  let ar = a.map((c) => {
    stretch *= radius;
    return c * stretch;
  });
  for (let k = ar.length; k > 0; k--) {
    const r = ar[k - 1];
    if (!(Math.abs(r) < 1)) return false;
    ar = ar.slice(0, k - 1).map((c, i) => (c + r * ar[k - 2 - i]) / (1 - r * r));
  }
  return true;
}

/** AR coefficients with the seasonal ones multiplied in: 1 - sum of these B^k. */
export const fullAr = ({ ar, seasonalAr }: Coefficients, season: number): number[] =>
  multiplied(
    ar.map((c) => -c),
    seasonalAr.map((c) => -c),
    season,
  ).map((c) => -c);

/** MA coefficients with the seasonal ones multiplied in: 1 + sum of these B^k. */
export const fullMa = ({ ma, seasonalMa }: Coefficients, season: number): number[] =>
  multiplied(ma, seasonalMa, season);

/** Coefficients of (1 + sum a_k B^k)(1 + sum b_k B^(k season)) after the leading 1. */
function multiplied(a: readonly number[], b: readonly number[], season: number): number[] {
  const product = new Array<number>(a.length + b.length * season + 1).fill(0);
  [1, ...a].forEach((x, i) => {
    [1, ...b].forEach((y, j) => {
      product[i + j * season] += x * y;
    });
  });
  return product.slice(1);
}

/** The state space of an ARIMA in Harvey's form: the ARMA part, then the past values that differencing needs. Throws a RangeError when the AR part is not stationary. */
export function stateSpaceOf(orders: Orders, coefficients: Coefficients): StateSpace {
  const ar = fullAr(coefficients, orders.season);
  const ma = fullMa(coefficients, orders.season);
  if (!rootsBeyond(ar, 1)) throw new RangeError("The autoregressive part is not stationary");
  const lags = differenceLags(orders);
  const r = Math.max(ar.length, ma.length + 1);
  const size = r + lags.length;
  const observation = Float64Array.from({ length: size }, (_, i) => (i === 0 ? 1 : i < r ? 0 : lags[i - r]));
  const loading = Float64Array.from({ length: size }, (_, i) => (i === 0 ? 1 : i < r ? (ma[i - 1] ?? 0) : 0));
  const stateNoise = outer(loading);
  const transition = transitionOf(ar, r, lags, observation);
  return {
    ...{ transition, observation, stateNoise, observationVariance: 0 },
    covariance: startingCovariance(ar, loading, r, size),
  };
}

/** y_t = w_t + sum of these times y_{t-k}: the differences undone. */
function differenceLags({ d, D, season }: Orders): number[] {
  let product: number[] = [];
  for (let i = 0; i < d; i++) product = multiplied(product, [-1], 1);
  for (let i = 0; i < D; i++) product = multiplied(product, [-1], season);
  return product.map((c) => -c);
}

function transitionOf(
  ar: readonly number[],
  r: number,
  lags: readonly number[],
  observation: Float64Array,
): SparseRow[] {
  const arma = Array.from({ length: r }, (_, i) => ({
    columns: i + 1 < r ? [0, i + 1] : [0],
    weights: i + 1 < r ? [ar[i] ?? 0, 1] : [ar[i] ?? 0],
  }));
  const whole = Array.from(observation, (weight, column) => ({ weight, column })).filter((x) => x.weight !== 0);
  const past = lags.map((_, i) =>
    i === 0
      ? { columns: whole.map((x) => x.column), weights: whole.map((x) => x.weight) }
      : { columns: [r + i - 1], weights: [1] },
  );
  return [...arma, ...past];
}

function outer(v: Float64Array): Float64Array {
  const size = v.length;
  const p = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) p[i * size + j] = v[i] * v[j];
  return p;
}

/** Stationary covariance of the ARMA part: P = T P T' + V by doubling; the differenced values start unknown. */
function startingCovariance(ar: readonly number[], loading: Float64Array, r: number, size: number): Float64Array {
  let step: Float64Array = new Float64Array(r * r);
  for (let i = 0; i < r; i++) {
    step[i * r] = ar[i] ?? 0;
    if (i + 1 < r) step[i * r + i + 1] = 1;
  }
  let sum: Float64Array = outer(loading.slice(0, r));
  for (let doubling = 0; doubling < 40 && isAbove(step, 1e-20); doubling++) {
    sum = sandwich(step, sum, r);
    step = product(step, step, r);
  }
  const whole = new Float64Array(size * size);
  for (let i = 0; i < r; i++) for (let j = 0; j < r; j++) whole[i * size + j] = sum[i * r + j];
  for (let i = r; i < size; i++) whole[i * size + i] = UNKNOWN_START;
  return whole;
}

function isAbove(a: Float64Array, most: number): boolean {
  for (let i = 0; i < a.length; i++) if (Math.abs(a[i]) > most) return true;
  return false;
}

/** P + A P A'. */
function sandwich(a: Float64Array, p: Float64Array, r: number): Float64Array {
  const half = product(a, p, r);
  const next = p.slice();
  for (let i = 0; i < r; i++)
    for (let j = 0; j < r; j++) for (let k = 0; k < r; k++) next[i * r + j] += half[i * r + k] * a[j * r + k];
  return next;
}

function product(a: Float64Array, b: Float64Array, r: number): Float64Array {
  const next = new Float64Array(r * r);
  for (let i = 0; i < r; i++)
    for (let k = 0; k < r; k++) {
      const x = a[i * r + k];
      if (x !== 0) for (let j = 0; j < r; j++) next[i * r + j] += x * b[k * r + j];
    }
  return next;
}

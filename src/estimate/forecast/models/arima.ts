import { type Coefficients, fullAr, type Orders, rootsBeyond, stateSpaceOf } from "./arima-model.ts";
import { descend } from "./descend.ts";
import { type Filtered, kalmanFilter, likelihoodOf, predict, regress, type StateSpace } from "./kalman.ts";

/** A model with its likelihood; `regressor` is the mean (d + D = 0) or the drift per quarter (d + D = 1). */
export interface ArimaFit {
  orders: Orders;
  coefficients: Coefficients;
  regressor: number | undefined;
  /** Maximum-likelihood variance of the one-step errors. */
  variance: number;
  logLikelihood: number;
  aic: number;
  aicc: number;
  /** Means of the next `steps` values and their standard deviations at a variance (default: maximum likelihood). */
  forecast: (steps: number, variance?: number) => { mean: number[]; sd: number[] };
}

/**
 * A seasonal ARIMA at given coefficients: exact Gaussian likelihood by the Kalman filter, differenced values started at a
 * variance of 1e6 (Harvey 1989, section 3.3; Gardner, Harvey and Phillips 1980). `regressor`: "none"; "fitted", by
 * generalised least squares; or its value. Throws a RangeError when the AR part is not stationary.
 */
export function arimaAt(
  series: ArrayLike<number>,
  orders: Orders,
  coefficients: Coefficients,
  regressor: number | "none" | "fitted",
): ArimaFit {
  const model = stateSpaceOf(orders, coefficients);
  const hasRegressor = regressor !== "none";
  const column = regressorColumn(orders, series.length);
  const filtered = kalmanFilter(model, hasRegressor ? [series, column] : [series]);
  const slope = regressor === "fitted" ? regress(filtered) : hasRegressor ? regressor : 0;
  const errors = hasRegressor
    ? filtered.errors[0].map((e, t) => e - slope * filtered.errors[1][t])
    : filtered.errors[0];
  const { variance, used, logLikelihood } = likelihoodOf(errors, filtered.variances);
  const free = orders.p + orders.q + orders.P + orders.Q + (hasRegressor ? 1 : 0) + 1;
  const aic = 2 * free - 2 * logLikelihood;
  return {
    ...{ orders, coefficients, variance, logLikelihood, aic },
    regressor: hasRegressor ? slope : undefined,
    aicc: used > free + 1 ? aic + (2 * free * (free + 1)) / (used - free - 1) : Number.POSITIVE_INFINITY,
    forecast: (steps, at = variance) => forecastFrom(model, filtered, orders, series.length, slope, steps, at),
  };
}

function forecastFrom(
  model: StateSpace,
  filtered: Filtered,
  orders: Orders,
  n: number,
  slope: number,
  steps: number,
  variance: number,
) {
  const own = predict(model, filtered.states[0], filtered.covariance, steps);
  const other = filtered.states[1] && predict(model, filtered.states[1], filtered.covariance, steps);
  const column = regressorColumn(orders, n + steps);
  return {
    mean: Array.from(own.mean, (m, h) => (other ? m - slope * other.mean[h] + slope * column[n + h] : m)),
    sd: Array.from(own.variance, (v) => Math.sqrt(v * variance)),
  };
}

/** Ones where nothing is differenced (a mean), the time index where one difference is taken (a drift). */
const regressorColumn = ({ d, D }: Orders, n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, t) => (d + D === 0 ? 1 : t + 1));

/** Maximum likelihood over all coefficients. `hasRegressor` adds a mean or a drift; it is left out where d + D is 2 or more. */
export function fitArima(series: ArrayLike<number>, orders: Orders, hasRegressor: boolean): ArimaFit {
  const regressor = hasRegressor && orders.d + orders.D < 2 ? "fitted" : "none";
  const fitAt = (free: readonly number[]) => arimaAt(series, orders, coefficientsAt(free, orders), regressor);
  const start = new Array<number>(orders.p + orders.q + orders.P + orders.Q).fill(0.1);
  // Rounding may push a model at the edge over it: such a point is not allowed.
  const isAllowed = (free: readonly number[]) => rootsBeyond(fullAr(coefficientsAt(free, orders), orders.season), 1);
  const { at } = descend((free) => (isAllowed(free) ? -fitAt(free).logLikelihood : Number.NaN), start);
  return fitAt(at);
}

/** Partial autocorrelations stay this far inside 1, so that rounding leaves no model on the edge. */
const INSIDE = 1 - 1e-6;

/** Free numbers to coefficients that are always stationary and invertible: each to a partial autocorrelation in (-1, 1). Monahan 1984. */
function coefficientsAt(free: readonly number[], { p, q, P, Q }: Orders): Coefficients {
  const partial = free.map((x) => (INSIDE * x) / Math.sqrt(1 + x * x));
  const cut = (from: number, length: number) => partial.slice(from, from + length);
  return {
    ar: arFromPartial(cut(0, p)),
    ma: arFromPartial(cut(p, q)).map((c) => -c),
    seasonalAr: arFromPartial(cut(p + q, P)),
    seasonalMa: arFromPartial(cut(p + q + P, Q)).map((c) => -c),
  };
}

function arFromPartial(partial: readonly number[]): number[] {
  let ar: number[] = [];
  for (const r of partial) ar = [...ar.map((a, i) => a - r * ar[ar.length - 1 - i]), r];
  return ar;
}

/** Which parts an additive exponential smoothing model has. */
export interface SmoothingShape {
  hasTrend: boolean;
  isDamped: boolean;
  /** Values in a season; 1 for none. */
  season: number;
}

/** Weights and starting states. `beta` is alpha times beta*; `seasons[0]` applies to the first value. */
export interface SmoothingStart {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
  level: number;
  trend: number;
  seasons: readonly number[];
}

/** The model after the last value. */
export interface Smoothed {
  residuals: number[];
  squares: number;
  level: number;
  trend: number;
  /** The next value's season first. */
  seasons: number[];
}

/**
 * Additive exponential smoothing in error-correction form: with e the one-step error, level += trend + alpha e,
 * trend = phi trend + beta e, season += gamma e. Hyndman, Koehler, Ord and Snyder 2008, table 2.1.
 */
export function smooth(series: ArrayLike<number>, start: SmoothingStart): Smoothed {
  let { level, trend } = start;
  const seasons = [...start.seasons];
  const residuals = new Array<number>(series.length);
  let squares = 0;
  for (let t = 0; t < series.length; t++) {
    const season = seasons.length > 0 ? seasons[t % seasons.length] : 0;
    const error = series[t] - (level + start.phi * trend + season);
    level += start.phi * trend + start.alpha * error;
    trend = start.phi * trend + start.beta * error;
    if (seasons.length > 0) seasons[t % seasons.length] = season + start.gamma * error;
    residuals[t] = error;
    squares += error * error;
  }
  const turn = seasons.length > 0 ? series.length % seasons.length : 0;
  return { residuals, squares, level, trend, seasons: [...seasons.slice(turn), ...seasons.slice(0, turn)] };
}

/** Means of the next `steps` values. */
export function extrapolate({ level, trend, seasons }: Smoothed, phi: number, steps: number): number[] {
  let [grown, power] = [0, 1];
  return Array.from({ length: steps }, (_, h) => {
    power *= phi;
    grown += power;
    return level + grown * trend + (seasons.length > 0 ? seasons[h % seasons.length] : 0);
  });
}

/** Variances of the next `steps` values in units of the error variance: 1 + sum of squared responses. Ibid., table 6.1. */
export function spreadOf({ alpha, beta, gamma, phi, seasons }: SmoothingStart, steps: number): number[] {
  let [variance, grown, power] = [1, 0, 1];
  return Array.from({ length: steps }, (_, h) => {
    if (h > 0) {
      power *= phi;
      grown += power;
      const isSameSeason = seasons.length > 0 && h % seasons.length === 0;
      const response = alpha + beta * grown + (isSameSeason ? gamma : 0);
      variance += response * response;
    }
    return variance;
  });
}

/** A series split in season, trend and what is left; the three sum to it. */
export interface Decomposition {
  season: number[];
  trend: number[];
  remainder: number[];
}

/** How wide and how bent each smoother is. Widths are odd numbers of values. */
interface Smoother {
  width: number;
  degree: 0 | 1;
  jump: number;
}

/**
 * Seasonal-trend decomposition by loess (Cleveland et al. 1990, Journal of Official Statistics 6), two inner rounds, no
 * robustness rounds. `seasonalWidth` is the number of years that the season is smoothed over, or "periodic" for one season
 * for all years. Needs more than two seasons.
 */
export function stl(series: readonly number[], period: number, seasonalWidth: number | "periodic"): Decomposition {
  const n = series.length;
  const width = seasonalWidth === "periodic" ? 10 * n + 1 : seasonalWidth;
  const seasonal = smoother(width, 0);
  const trending = smoother(nextOdd(Math.ceil((1.5 * period) / (1 - 1.5 / width))), 1);
  const lowPass = smoother(nextOdd(period), 1);
  let trend = new Array<number>(n).fill(0);
  let season = trend;
  for (let round = 0; round < 2; round++) {
    const detrended = series.map((y, i) => y - trend[i]);
    const cycles = cycleSubseries(detrended, period, seasonal);
    const level = loess(movingAverages(cycles, period), lowPass);
    season = level.map((x, i) => cycles[period + i] - x);
    trend = loess(
      series.map((y, i) => y - season[i]),
      trending,
    );
  }
  if (seasonalWidth === "periodic") season = cycleMeans(season, period);
  return { season, trend, remainder: series.map((y, i) => y - season[i] - trend[i]) };
}

/** Strength of the season, 0 (none) to 1, by a season smoothed over 11 years. Wang, Smith and Hyndman 2006. */
export function seasonalStrength(series: readonly number[], period: number): number {
  const { season, remainder } = stl(series, period, 11);
  const share = variance(remainder) / variance(remainder.map((x, i) => x + season[i]));
  return Math.max(0, Math.min(1, 1 - share));
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
}

const nextOdd = (x: number): number => (x % 2 === 0 ? x + 1 : x);

/** Fitted at every `jump`-th value only and interpolated between, as in the paper. */
const smoother = (width: number, degree: 0 | 1): Smoother => ({ width, degree, jump: Math.ceil(width / 10) });

function cycleMeans(season: readonly number[], period: number): number[] {
  const means = Array.from({ length: period }, (_, j) => {
    const own = season.filter((_, i) => i % period === j);
    return own.reduce((a, b) => a + b, 0) / own.length;
  });
  return season.map((_, i) => means[i % period]);
}

/** Each quarter's own series smoothed and carried one year beyond both ends: period values longer at each end. */
function cycleSubseries(series: readonly number[], period: number, by: Smoother): number[] {
  const whole = new Array<number>(series.length + 2 * period);
  for (let j = 0; j < period; j++) {
    const own = series.filter((_, i) => i % period === j);
    const k = own.length;
    const before = fitAt(own, 0, 1, Math.min(by.width, k), by);
    const after = fitAt(own, k + 1, Math.max(1, k - by.width + 1), k, by);
    const smooth = loess(own, by);
    [before ?? smooth[0], ...smooth, after ?? smooth[k - 1]].forEach((x, m) => {
      whole[m * period + j] = x;
    });
  }
  return whole;
}

/** Moving averages of lengths period, period and 3. */
const movingAverages = (series: readonly number[], period: number): number[] =>
  movingAverage(movingAverage(movingAverage(series, period), period), 3);

function movingAverage(series: readonly number[], length: number): number[] {
  let sum = series.slice(0, length).reduce((a, b) => a + b, 0);
  const means = [sum / length];
  for (let i = length; i < series.length; i++) {
    sum += series[i] - series[i - length];
    means.push(sum / length);
  }
  return means;
}

function loess(series: readonly number[], by: Smoother): number[] {
  const n = series.length;
  if (n < 2) return [...series];
  const jump = Math.min(by.jump, n - 1);
  const smooth = new Array<number>(n);
  const place = (i: number) => {
    const [left, right] = windowAt(i, n, by.width);
    smooth[i - 1] = fitAt(series, i, left, right, by) ?? series[i - 1];
  };
  for (let i = 1; i <= n; i += jump) place(i);
  const last = Math.floor((n - 1) / jump) * jump + 1;
  if (last !== n) place(n);
  for (let i = 1; i < n; i += jump) fillBetween(smooth, i, Math.min(i + jump, n));
  return smooth;
}

/** Straight line between two fitted values, places counted from 1. */
function fillBetween(smooth: number[], from: number, until: number): void {
  const slope = (smooth[until - 1] - smooth[from - 1]) / (until - from);
  for (let i = from + 1; i < until; i++) smooth[i - 1] = smooth[from - 1] + slope * (i - from);
}

/** The `width` values nearest to place i, or all of them; places counted from 1. */
function windowAt(i: number, n: number, width: number): [number, number] {
  if (width >= n) return [1, n];
  const half = Math.floor((width + 1) / 2);
  const left = i < half ? 1 : i >= n - half + 1 ? n - width + 1 : i - half + 1;
  return [left, left + width - 1];
}

/** Local mean or line at place `x` with tricube weights; undefined when no value has weight. */
function fitAt(series: readonly number[], x: number, left: number, right: number, by: Smoother): number | undefined {
  const n = series.length;
  let reach = Math.max(x - left, right - x);
  if (by.width > n) reach += Math.floor((by.width - n) / 2);
  const weights: number[] = [];
  for (let j = left; j <= right; j++) weights.push(tricube(Math.abs(j - x), reach));
  const total = weights.reduce((a, b) => a + b, 0);
  if (total <= 0) return undefined;
  let shares = weights.map((w) => w / total);
  if (reach > 0 && by.degree === 1) shares = tilted(shares, x, left, n);
  return shares.reduce((sum, w, k) => sum + w * series[left - 1 + k], 0);
}

function tricube(distance: number, reach: number): number {
  if (distance > 0.999 * reach) return 0;
  if (distance <= 0.001 * reach) return 1;
  const ratio = distance / reach;
  return (1 - ratio * ratio * ratio) ** 3;
}

/** Weights of a local mean turned into those of a local line at `x`. */
function tilted(shares: readonly number[], x: number, left: number, n: number): number[] {
  const centre = shares.reduce((sum, w, k) => sum + w * (left + k), 0);
  const spread = shares.reduce((sum, w, k) => sum + w * (left + k - centre) ** 2, 0);
  if (Math.sqrt(spread) <= 0.001 * (n - 1)) return [...shares];
  const slope = (x - centre) / spread;
  return shares.map((w, k) => w * (slope * (left + k - centre) + 1));
}

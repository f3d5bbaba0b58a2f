import ln from "@stdlib/math-base-special-ln";
import { minimise } from "./minimise.ts";
import { extrapolate, type Smoothed, type SmoothingShape, type SmoothingStart, smooth, spreadOf } from "./smoothing.ts";
import { startOf } from "./smoothing-start.ts";

/** An exponential smoothing model fitted by maximum likelihood. */
export interface EtsFit {
  /** "ETS(A,N,N)" and so on: error, trend (N, A, Ad), season (N, A). */
  name: string;
  start: SmoothingStart;
  /** Error variance with degrees of freedom taken off. */
  variance: number;
  logLikelihood: number;
  aicc: number;
  forecast: (steps: number) => { mean: number[]; sd: number[] };
}

/** Weights stay within these: the usual region of the literature, a hair inside. */
const BOUNDS = { low: 1e-4, high: 0.9999, phiLow: 0.8, phiHigh: 0.98 };

/**
 * The additive exponential smoothing model with the least AICc: no trend, a trend or a damped one, with and without season.
 * Hyndman, Koehler, Snyder and Grose 2002 (International Journal of Forecasting 18(3)).
 */
export function autoEts(series: readonly number[], season: number): EtsFit {
  const shapes = [1, season].flatMap((length): SmoothingShape[] => [
    { hasTrend: false, isDamped: false, season: length },
    { hasTrend: true, isDamped: false, season: length },
    { hasTrend: true, isDamped: true, season: length },
  ]);
  return shapes
    .filter((shape) => mayFit(series.length, shape))
    .map((shape) => fitEts(series, shape))
    .reduce((a, b) => (b.aicc < a.aicc ? b : a));
}

/** A season needs two years to be seen; AICc needs two values more than numbers that are fitted. */
const mayFit = (n: number, shape: SmoothingShape): boolean =>
  n > freeCount(shape) + 2 && (shape.season === 1 || n >= 2 * shape.season);

/** Weights, starting states and the variance. */
const freeCount = ({ hasTrend, isDamped, season }: SmoothingShape): number =>
  2 + (hasTrend ? 2 : 0) + (isDamped ? 1 : 0) + (season > 1 ? season : 0) + 1;

/** One additive exponential smoothing model by maximum likelihood over weights and starting states. */
export function fitEts(series: readonly number[], shape: SmoothingShape): EtsFit {
  const n = series.length;
  const first = startOf(series, shape);
  const loss = (x: readonly number[]) => {
    const start = startFrom(x, shape);
    return isWithin(start, shape) ? n * ln(smooth(series, start).squares) : Number.POSITIVE_INFINITY;
  };
  const { at, value } = minimise(loss, packed(first, shape));
  const start = startFrom(at, shape);
  const end = smooth(series, start);
  const free = freeCount(shape);
  const variance = end.squares / (n - free + 1);
  return {
    ...{ name: nameOf(shape), start, variance, logLikelihood: -value / 2 },
    aicc: value + 2 * free + (2 * free * (free + 1)) / (n - free - 1),
    forecast: (steps) => forecastFrom(end, start, variance, steps),
  };
}

const forecastFrom = (end: Smoothed, start: SmoothingStart, variance: number, steps: number) => ({
  mean: extrapolate(end, start.phi, steps),
  sd: spreadOf(start, steps).map((v) => Math.sqrt(v * variance)),
});

const nameOf = ({ hasTrend, isDamped, season }: SmoothingShape): string =>
  `ETS(A,${hasTrend ? (isDamped ? "Ad" : "A") : "N"},${season > 1 ? "A" : "N"})`;

function isWithin({ alpha, beta, gamma, phi }: SmoothingStart, shape: SmoothingShape): boolean {
  const { low, high, phiLow, phiHigh } = BOUNDS;
  if (alpha < low || alpha > high) return false;
  if (shape.hasTrend && (beta < low || beta > alpha)) return false;
  if (shape.isDamped && (phi < phiLow || phi > phiHigh)) return false;
  return shape.season === 1 || (gamma >= low && gamma <= 1 - alpha);
}

/** The numbers that are fitted: weights first, then states; the seasons sum to 0, so one less than there are, latest first. */
const packed = (s: SmoothingStart, { hasTrend, isDamped, season }: SmoothingShape): number[] => [
  s.alpha,
  ...(hasTrend ? [s.beta] : []),
  ...(season > 1 ? [s.gamma] : []),
  ...(isDamped ? [s.phi] : []),
  s.level,
  ...(hasTrend ? [s.trend] : []),
  ...[...s.seasons].reverse().slice(0, -1),
];

function startFrom(x: readonly number[], { hasTrend, isDamped, season }: SmoothingShape): SmoothingStart {
  let place = 0;
  const next = (isThere: boolean, otherwise: number) => (isThere ? x[place++] : otherwise);
  const alpha = next(true, 0);
  const beta = next(hasTrend, 0);
  const gamma = next(season > 1, 0);
  const phi = next(isDamped, 1);
  const level = next(true, 0);
  const trend = next(hasTrend, 0);
  const latest = season > 1 ? x.slice(place) : [];
  const seasons = season > 1 ? [...latest, -latest.reduce((a, b) => a + b, 0)].reverse() : [];
  return { alpha, beta, gamma, phi, level, trend, seasons };
}

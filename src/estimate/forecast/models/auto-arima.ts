import { type ArimaFit, fitArima } from "./arima.ts";
import { fullAr, fullMa, type Orders, rootsBeyond } from "./arima-model.ts";
import { difference, isConstant, kpssStatistic } from "./stationarity.ts";
import { seasonalStrength } from "./stl.ts";

/** An ARIMA whose orders were searched. */
export interface ChosenArima extends ArimaFit {
  hasRegressor: boolean;
  /** Variance of the errors with the coefficients' degrees of freedom taken off: what forecasts are made with. */
  forecastVariance: number;
  tried: number;
}

/** A strength of the season above this takes a seasonal difference (Wang, Smith and Hyndman 2006). */
const SEASONAL = 0.64;
/** The 5% point of the KPSS test of a constant level (Kwiatkowski et al. 1992, table 1). */
const KPSS_5_PERCENT = 0.463;
const MOST = { p: 5, q: 5, P: 2, Q: 2 };
/** A root nearer to the unit circle than this means that the orders are too many. */
const NEAREST_ROOT = 1.01;

/**
 * Seasonal ARIMA by the stepwise search of Hyndman and Khandakar 2008 (Journal of Statistical Software 27(3)): differences by
 * the strength of the season and the KPSS test, orders by AICc from four starts, one or two orders changed at a time.
 * Needs at least three seasons of data to look for a season; every model is fitted by exact maximum likelihood.
 */
export function autoArima(series: readonly number[], season: number): ChosenArima {
  const { d, D } = differencesOf(series, season);
  const most = limits(series.length, season);
  const tried = new Map<string, ChosenArima>();
  const attempt = (o: Orders, hasRegressor: boolean): ChosenArima | undefined => {
    const key = JSON.stringify([o, hasRegressor]);
    if (tried.has(key) || !isWithin(o, most)) return undefined;
    const fit = judged(series, o, hasRegressor);
    tried.set(key, fit);
    return fit;
  };
  const mayHaveRegressor = d + D < 2;
  const at = (p: number, q: number, P: number, Q: number): Orders => ({ p, d, q, P, D, Q, season });
  const starts = [at(0, 0, 0, 0), at(1, 0, 1, 0), at(0, 1, 0, 1), at(2, 2, 1, 1)].map((o) => shortened(o, most));
  let best = starts.map((o) => attempt(o, mayHaveRegressor)).reduce(better)!;
  if (mayHaveRegressor) best = better(best, attempt(at(0, 0, 0, 0), false))!;
  for (let next: ChosenArima | undefined = best; next; ) {
    next = undefined;
    for (const [o, hasRegressor] of neighbours(best, mayHaveRegressor)) {
      const found = attempt(o, hasRegressor);
      if (!found || !(found.aicc < best.aicc)) continue;
      [best, next] = [found, found];
      break;
    }
  }
  return { ...best, tried: tried.size };
}

const better = (a: ChosenArima | undefined, b: ChosenArima | undefined) =>
  a && b ? (b.aicc < a.aicc ? b : a) : (a ?? b);

function judged(series: readonly number[], orders: Orders, hasRegressor: boolean): ChosenArima {
  const fit = fitArima(series, orders, hasRegressor);
  const isSafe =
    rootsBeyond(fullAr(fit.coefficients, orders.season), NEAREST_ROOT) &&
    rootsBeyond(
      fullMa(fit.coefficients, orders.season).map((c) => -c),
      NEAREST_ROOT,
    );
  const n = series.length - orders.d - orders.D * orders.season;
  const free = orders.p + orders.q + orders.P + orders.Q + (hasRegressor ? 1 : 0);
  return {
    ...fit,
    ...{ hasRegressor, tried: 0 },
    aicc: isSafe ? fit.aicc : Number.POSITIVE_INFINITY,
    forecastVariance: n > free ? (fit.variance * n) / (n - free) : fit.variance,
  };
}

/** The moves of the search in its order: one seasonal order, both, one plain order, both, then the mean or drift. */
function neighbours({ orders, hasRegressor }: ChosenArima, mayHaveRegressor: boolean): [Orders, boolean][] {
  const moves = [
    [-1, 0],
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ] as const;
  const seasonal = moves.map(([a, b]): Orders => ({ ...orders, P: orders.P + a, Q: orders.Q + b }));
  const plain = moves.map(([a, b]): Orders => ({ ...orders, p: orders.p + a, q: orders.q + b }));
  const all = [...seasonal, ...plain].map((o): [Orders, boolean] => [o, hasRegressor]);
  return mayHaveRegressor ? [...all, [orders, !hasRegressor]] : all;
}

type Limits = typeof MOST;

const isWithin = (o: Orders, most: Limits): boolean =>
  (["p", "q", "P", "Q"] as const).every((k) => o[k] >= 0 && o[k] <= most[k]);

const shortened = (o: Orders, most: Limits): Orders => ({
  ...o,
  p: Math.min(o.p, most.p),
  q: Math.min(o.q, most.q),
  P: Math.min(o.P, most.P),
  Q: Math.min(o.Q, most.Q),
});

/** Orders reach no further back than a third of the series. */
const limits = (n: number, season: number): Limits => ({
  p: Math.min(MOST.p, Math.floor(n / 3)),
  q: Math.min(MOST.q, Math.floor(n / 3)),
  P: Math.min(MOST.P, Math.floor(n / 3 / season)),
  Q: Math.min(MOST.Q, Math.floor(n / 3 / season)),
});

/** How often to difference: the season at most once, the level at most twice. */
export function differencesOf(series: readonly number[], season: number): { d: number; D: number } {
  const hasSeason = series.length > 2 * season && seasonalStrength(series, season) > SEASONAL;
  let left = hasSeason ? difference(series, season) : [...series];
  const D = hasSeason && !isConstant(left) ? 1 : 0;
  if (D === 0) left = [...series];
  let d = 0;
  while (d < 2 && !isConstant(left) && kpssStatistic(left) > KPSS_5_PERCENT) {
    left = difference(left, 1);
    d++;
  }
  return { d, D };
}

import { dirichletDraw, normalQuantile, PROCESS, Stream } from "../../terms/index.ts";
import type { Basket } from "./basket.ts";
import type { DisruptedShare, IndexInput } from "./input.ts";

/** How many draws, and the seed that fixes them. */
export interface DrawOrder {
  draws: number;
  seed: number;
}

/**
 * Draws of ln I_t / 100 for each period of the input: `[period][draw]`. Errors of one threat are correlated over time by
 * the input's correlation r, ln X_kt = m_kt + s_kt (sqrt(r) z_k + sqrt(1 - r) z_kt); rows that carry posterior draws use
 * those. Each normal is the quantile of one counter-based word, so no draw depends on another being made.
 */
export function pressureDraws(input: IndexInput, basket: Basket, order: DrawOrder): Float64Array[] {
  const base = input.periods.indexOf(input.base);
  const out = input.periods.map(() => new Float64Array(order.draws));
  basket.threats.forEach(({ weight, extents }, k) => {
    const logs = logDraws(
      extents.map((e) => ({ middle: e.logMiddle, sd: e.logSd, draws: e.draws })),
      { ...order, entity: k, timeCorrelation: input.timeCorrelation },
    );
    for (let t = 0; t < out.length; t++)
      for (let d = 0; d < order.draws; d++) out[t][d] -= weight * (logs[t][d] - logs[base][d]);
  });
  return out;
}

/** The same for capability: ln A_t / 100 from the disrupted shares of the basket's threats, `rows[threat][period]`. */
export function capabilityDraws(
  input: IndexInput,
  basket: Basket,
  rows: readonly (readonly DisruptedShare[])[],
  order: DrawOrder,
): Float64Array[] {
  const base = input.periods.indexOf(input.base);
  const out = input.periods.map(() => new Float64Array(order.draws));
  rows.forEach((shares, k) => {
    const logs = logDraws(
      shares.map((s) => ({ middle: s.logMiddle, sd: s.logSd })),
      { ...order, entity: 1000 + k, timeCorrelation: input.timeCorrelation },
    );
    for (let t = 0; t < out.length; t++)
      for (let d = 0; d < order.draws; d++) out[t][d] += basket.threats[k].weight * (logs[t][d] - logs[base][d]);
  });
  return out;
}

interface LogSeries {
  middle: number;
  sd: number;
  draws?: Float64Array | undefined;
}

function logDraws(
  series: readonly LogSeries[],
  { draws, seed, entity, timeCorrelation: r }: DrawOrder & { entity: number; timeCorrelation: number },
): Float64Array[] {
  const out = series.map(() => new Float64Array(draws));
  const [common, own] = [Math.sqrt(r), Math.sqrt(1 - r)];
  for (let d = 0; d < draws; d++) {
    const stream = new Stream(seed, d, PROCESS.indexExtents);
    const shared = common * normalQuantile(stream.unit(entity, 0));
    series.forEach((s, t) => {
      const given = s.draws;
      out[t][d] = given
        ? given[d % given.length]
        : s.sd === 0
          ? s.middle
          : s.middle + s.sd * (shared + own * normalQuantile(stream.unit(entity, t + 1)));
    });
  }
  return out;
}

/** Draws of weights around given ones: Dirichlet with parameters concentration x weight. `[draw][threat]`, each row sums to 1. */
export function weightDraws(weights: readonly number[], concentration: number, order: DrawOrder): Float64Array[] {
  const parameters = weights.map((w) => concentration * w);
  return Array.from({ length: order.draws }, (_, d) => {
    const stream = new Stream(order.seed, d, PROCESS.indexWeights);
    return dirichletDraw(parameters, (i) => stream.unit(i, 0));
  });
}

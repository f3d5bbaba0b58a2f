import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";

/**
 * Arithmetic of the bear-down index on plain numbers. Rows are periods, columns threats; weights sum to 1; `base` is the
 * row that is 100. The indices are geometric, so the unit of each threat cancels.
 */

/** Pressure I_t = 100 exp(-sum_k w_k ln(X_kt / X_k0)): above 100 where there is less harm than in the base period. */
export const pressureIndex = (
  weights: readonly number[],
  extents: readonly (readonly number[])[],
  base = 0,
): number[] => extents.map((row) => 100 * exp(-weightedLogRatio(weights, row, extents[base])));

/** Capability A_t = 100 exp(sum_k w_k ln(D_kt / D_k0)), D the share of the extent that was disrupted. */
export const capabilityIndex = (
  weights: readonly number[],
  shares: readonly (readonly number[])[],
  base = 0,
): number[] => shares.map((row) => 100 * exp(weightedLogRatio(weights, row, shares[base])));

/** B_t = sqrt(I_t A_t). */
export const bearDownIndex = (pressure: readonly number[], capability: readonly number[]): number[] =>
  pressure.map((p, t) => Math.sqrt(p * capability[t]));

/** B per real pound: B_t / (R_t / R_0), R in pounds of one year. */
export const perRealPound = (index: readonly number[], spend: readonly number[], base = 0): number[] =>
  index.map((b, t) => b / (spend[t] / spend[base]));

function weightedLogRatio(weights: readonly number[], now: readonly number[], base: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k] * ln(now[k] / base[k]);
  return sum;
}

/**
 * Standard deviation of ln I_t in closed form: sqrt(sum_k w_k^2 (s_kt^2 + s_k0^2 - 2 r s_kt s_k0)), r the correlation of a
 * threat's errors over time. With equal sds that is sqrt(2 (1 - r) sum w^2 s^2); half of it is the sd of ln B where the
 * disrupted shares are known.
 */
export function logSdOfPressure(
  weights: readonly number[],
  now: readonly number[],
  base: readonly number[],
  timeCorrelation: number,
): number {
  let variance = 0;
  for (let k = 0; k < weights.length; k++)
    variance += weights[k] ** 2 * (now[k] ** 2 + base[k] ** 2 - 2 * timeCorrelation * now[k] * base[k]);
  return Math.sqrt(variance);
}

/** Harm on one scale: total, share of each category, and rate per thousand residents where a population is given. */
export function harmTotals(
  counts: Readonly<Record<string, number>>,
  harmPerUnit: Readonly<Record<string, number>>,
  population?: number,
): { total: number; shares: Record<string, number>; perThousand?: number } {
  const harms = Object.entries(counts).map(([id, count]): [string, number] => [id, count * harmPerUnit[id]]);
  const total = harms.reduce((sum, [, harm]) => sum + harm, 0);
  const shares = Object.fromEntries(harms.map(([id, harm]) => [id, harm / total]));
  return population === undefined ? { total, shares } : { total, shares, perThousand: (1000 * total) / population };
}

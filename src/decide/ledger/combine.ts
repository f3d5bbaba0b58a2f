import exp from "@stdlib/math-base-special-exp";
import type { Disruption, DisruptionEffect } from "./read.ts";

/** A month as months since January of year 0, so that differences are whole months: "2020-07" and "2020-07-02" alike. */
export const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

/** Share of an effect that is left after some months: 2^(-months / half-life); all of it where there is no half-life. */
export const remaining = (months: number, halfLifeMonths: number | undefined): number =>
  halfLifeMonths === undefined ? 1 : exp((-months / halfLifeMonths) * Math.LN2);

const POINTS = ["middle", "low", "high"] as const;

/**
 * Effect of disruptions in one month on the part that they touched. Within an operation the largest claim counts, for
 * several bodies or units may report one and the same effect; between operations what one left is what the next can take:
 * 1 - prod(1 - e). So effects are never summed, and splitting an operation never makes more of it (decision 30).
 * Effects are net of the counterfactual and decayed. Rows without an effect are left out. Returns noughts when none acts.
 */
export function effectInMonth(disruptions: readonly Disruption[], month: number): DisruptionEffect {
  const left = { middle: 1, low: 1, high: 1 };
  for (const operation of byOperation(disruptions)) {
    const claims = operation.map((d) => effectOf(d, month));
    for (const point of POINTS) left[point] *= 1 - Math.max(...claims.map((c) => c[point]));
  }
  return { middle: 1 - left.middle, low: 1 - left.low, high: 1 - left.high };
}

function effectOf({ date, effect, counterfactual, halfLifeMonths }: Disruption, month: number): DisruptionEffect {
  const since = month - monthOf(date);
  if (!effect || since < 0) return { middle: 0, low: 0, high: 0 };
  const factor = (1 - counterfactual) * remaining(since, halfLifeMonths);
  return { middle: effect.middle * factor, low: effect.low * factor, high: effect.high * factor };
}

function byOperation(disruptions: readonly Disruption[]): Disruption[][] {
  const groups = new Map<string, Disruption[]>();
  for (const d of disruptions) groups.set(d.operation, [...(groups.get(d.operation) ?? []), d]);
  return [...groups.values()];
}

/** Mean over the months of a calendar year. */
export const effectInYear = (disruptions: readonly Disruption[], year: number): DisruptionEffect =>
  effectInTwelve(disruptions, year * 12);

/** Mean over twelve months from `first`, a month as `monthOf` counts it. */
export function effectInTwelve(disruptions: readonly Disruption[], first: number): DisruptionEffect {
  const months = Array.from({ length: 12 }, (_, m) => effectInMonth(disruptions, first + m));
  const mean = (point: (typeof POINTS)[number]) => months.reduce((sum, e) => sum + e[point], 0) / 12;
  return { middle: mean("middle"), low: mean("low"), high: mean("high") };
}

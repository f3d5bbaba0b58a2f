import exp from "@stdlib/math-base-special-exp";
import { quantile } from "../statistics.ts";
import { type BasketRule, basketOf } from "./basket.ts";
import { type DrawOrder, weightDraws } from "./draws.ts";
import type { IndexInput, IndexWeight } from "./input.ts";

/** How the pressure half of one period answers to the weights, with the extents held at their middles. */
export interface WeightSensitivity {
  period: string;
  /** The same index under each scheme that has weights. */
  schemes: { scheme: string; pressure: number; basket: string[] }[];
  /** Central 90% of the index under Dirichlet draws around the scheme's own weights, and the share of draws above 100. */
  dirichlet: { concentration: number; draws: number; median: number; low: number; high: number; above100: number };
}

/**
 * Sensitivity to the weights in a period: other schemes, and Dirichlet draws with parameters concentration x weight. The
 * larger the concentration, the closer the draws lie to the weights. Throws a Problem when a basket is empty.
 */
export function weightSensitivity(
  input: IndexInput,
  rule: BasketRule,
  period: string,
  others: readonly { scheme: string; weights: readonly IndexWeight[] }[],
  concentration: number,
  order: DrawOrder,
): WeightSensitivity {
  const t = input.periods.indexOf(period);
  const changes = logChanges(input, rule, t);
  const draws = weightDraws(
    changes.map((c) => c.weight),
    concentration,
    order,
  ).map((row) => 100 * exp(-row.reduce((sum, w, k) => sum + w * changes[k].change, 0)));
  const sorted = Float64Array.from(draws).sort();
  return {
    period,
    schemes: [{ scheme: input.scheme, weights: input.weights }, ...others].map(({ scheme, weights }) => {
      const rows = logChanges({ ...input, scheme, weights }, rule, t);
      return {
        scheme,
        pressure: 100 * exp(-rows.reduce((sum, r) => sum + r.weight * r.change, 0)),
        basket: rows.map((r) => r.threat),
      };
    }),
    dirichlet: {
      concentration,
      draws: order.draws,
      median: quantile(sorted, 0.5),
      low: quantile(sorted, 0.05),
      high: quantile(sorted, 0.95),
      above100: draws.filter((v) => v > 100).length / draws.length,
    },
  };
}

function logChanges(
  input: IndexInput,
  rule: BasketRule,
  t: number,
): { threat: string; weight: number; change: number }[] {
  const base = input.periods.indexOf(input.base);
  return basketOf(input, rule).threats.map(({ threat, weight, extents }) => ({
    threat,
    weight,
    change: extents[t].logMiddle - extents[base].logMiddle,
  }));
}

import exp from "@stdlib/math-base-special-exp";
import { basketOf } from "./basket.ts";
import type { IndexInput } from "./input.ts";

/** Pressure half and total-harm index of the last period at the middles of weights and extents, headline basket. */
export function lastMiddles(input: IndexInput): { pressure: number; totalHarm: number } {
  const [base, last] = [input.periods.indexOf(input.base), input.periods.length - 1];
  const changes = basketOf(input, "anchored").threats.map(({ weight, extents }) => ({
    weight,
    log: extents[last].logMiddle - extents[base].logMiddle,
  }));
  return {
    pressure: 100 * exp(-changes.reduce((sum, c) => sum + c.weight * c.log, 0)),
    totalHarm: 100 / changes.reduce((sum, c) => sum + c.weight * exp(c.log), 0),
  };
}

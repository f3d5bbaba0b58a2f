import { presentValue } from "./discount.ts";

/**
 * The discounted position of one scenario, in GBP 2023-24 of the horizon's first month:
 * harm (a loss), public money added (a loss), and their negative sum. Recoveries are not in it: giving assets back or
 * spending them on the response moves money, it makes none.
 */
export interface Position {
  harm: number;
  cost: number;
  /** -(harm + cost). The difference of two positions is the net present value of one scenario against the other. */
  net: number;
}

/** Position of a run. `harm` and `spend` are monthly GBP by month of the twin; both ends of `months` count. */
export function position(
  run: { harm: Float64Array; spend: Float64Array },
  months: { first: number; last: number },
  ratePerYear: number,
): Position {
  const harm = presentValue(run.harm, months, ratePerYear);
  const cost = presentValue(run.spend, months, ratePerYear);
  return { harm, cost, net: -(harm + cost) };
}

/** Net present value of b against a: discounted harm avoided less discounted cost added. */
export const netPresentValue = (a: Position, b: Position): number => a.harm - b.harm - (b.cost - a.cost);

import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";

/**
 * What a pound `monthsAhead` months after the horizon's first month is worth in that month:
 * d(m) = (1 + r)^(-m / 12), with r the yearly rate (0.035: HM Treasury, The Green Book, social time preference rate).
 * The first month counts whole, d(0) = 1; twelve months later d = 1 / (1 + r) exactly as the yearly convention has it.
 */
export const discountFactor = (ratePerYear: number, monthsAhead: number): number =>
  monthsAhead === 0 ? 1 : exp((-monthsAhead / 12) * ln(1 + ratePerYear));

/**
 * Present value of a monthly series between two months, both included: sum of d(t - first) * series[t].
 * `series` is indexed by month of the twin (0 = April 2021); unit in, unit out.
 */
export function presentValue(
  series: Float64Array,
  months: { first: number; last: number },
  ratePerYear: number,
): number {
  let total = 0;
  for (let t = months.first; t <= months.last; t++) total += series[t] * discountFactor(ratePerYear, t - months.first);
  return total;
}

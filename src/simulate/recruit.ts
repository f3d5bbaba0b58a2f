import { rateAt, type Twin } from "./twin.ts";
import { poolFill } from "./unaffiliated.ts";

/**
 * Sets this month's recruits per member: the fitted base, the place's vulnerability, how full its recruitable pool is, and the pay gap
 * (what crime earns there now against April 2021, half of the difference counting, between a quarter and twice).
 */
export function setRecruitment(t: Twin): void {
  const { fixed, rates, state, geo } = t;
  for (let place = 0; place < geo.size; place++) {
    const base = fixed.recruit * fixed.vulnerability[place]! * poolFill(t, place) * rateAt(t, "recruit.rate", place);
    for (let threat = 0; threat < 11; threat++) {
      const reference = fixed.earnReference[threat]!;
      const pay = reference > 0 ? 0.5 + (0.5 * state.earn[place * 11 + threat]!) / reference : 1;
      rates.hazard[(place * 11 + threat) * 8 + 7] = base * (pay < 0.25 ? 0.25 : pay > 2 ? 2 : pay);
    }
  }
}

import { poisson } from "./sample.ts";
import { rateAt, sum, type Twin } from "./twin.ts";

/** Conflict of a place against April 2021: more rivals, and groups without leaders, mean more of it. */
function conflict(t: Twin, place: number, fragment: number): number {
  const { tally, fixed } = t;
  const active = tally.active[place]!;
  const start = fixed.active[place]!;
  if (active === 0 || start === 0) return 0;
  const leaderless = tally.leaderless[place]! / active;
  return (active / start) * (1 + (fragment - 1) * leaderless) * rateAt(t, "violence.conflict", place);
}

/** Sets this month's hazard that a member is killed, by place, from last month's rivals and leaderless groups. */
export function setConflictRates(t: Twin): void {
  const { fixed, rates, geo, p } = t;
  const fragment = p.get("violence.fragment");
  for (let place = 0; place < geo.size; place++) {
    const word = fixed.killing * conflict(t, place, fragment) * 4294967296;
    for (let threat = 0; threat < 11; threat++) rates.hazard[(place * 11 + threat) * 8 + 6] = word;
  }
}

/** Deaths of people outside the groups and serious violence, by place; members killed were counted in the pass over groups. */
export function violenceMonth(t: Twin): void {
  const { fixed, geo, p, tally } = t;
  t.homicides = sum(tally.killed);
  t.violence = 0;
  const fragment = p.get("violence.fragment");
  const perHomicide = p.get("violence.per-homicide");
  const outside = fixed.homicides * (1 - p.get("homicides.member-share"));
  for (let place = 0; place < geo.size; place++) {
    const level = conflict(t, place, fragment) * fixed.weights[place]!;
    t.homicides += poisson(outside * level, t.chance.violence.unit(place, t.month, 0));
    t.violence += poisson(fixed.homicides * perHomicide * level, t.chance.violence.unit(place, t.month, 1));
  }
}

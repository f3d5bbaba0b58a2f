import { eachPart } from "./apportion.ts";
import { poisson } from "./sample.ts";
import { respond, THREAT_INDEX } from "./supply.ts";
import { nationalRate, type Twin } from "./twin.ts";
import { METHODS } from "./world.ts";

const I = THREAT_INDEX["immigration-crime"];

/**
 * Irregular crossings by method: demand decides, supply moves them by its marginal elasticity, and a part of those whom one method
 * loses try another. Small boats land on the Kent coast; other arrivals are spread over the country by population.
 */
export function crossingsMonth(t: Twin): void {
  const { p, fixed, state } = t;
  const demand = state.demand[I]! * nationalRate(t, "crossing.demand");
  const reach = respond(t.nationalSupply[I]!, fixed.elasticity[I]!);
  const wanted = METHODS.map(
    (method) =>
      (p.get(`crossing.2021.${method}`) / 12) *
      demand *
      (method === "small-boat" ? season(t.month, p.get("crossing.second-half-share")) : 1),
  );
  const boats = wanted[0]! * reach;
  const turned = Math.max(0, wanted[0]! - boats) * p.get("crossing.substitution");
  const others = wanted[1]! + wanted[2]! + wanted[3]!;
  let total = 0;
  METHODS.forEach((_, m) => {
    const mean = m === 0 ? boats : wanted[m]! + (others > 0 ? (turned * wanted[m]!) / others : 0);
    t.arrivals[m] = poisson(mean, t.chance.crossings.unit(m, t.month, 0));
    total += t.arrivals[m]!;
  });
  t.state.arrivalsSmoothed[0]! += (total - t.state.arrivalsSmoothed[0]!) / 12;
  spreadArrivals(t);
}

/** Share of a mean month: January to June share the first half of the year, July to December the second. */
function season(month: number, secondHalf: number): number {
  const calendarMonth = (month + 3) % 12;
  return 2 * (calendarMonth >= 6 ? secondHalf : 1 - secondHalf);
}

/** Where arrivals come to: boats on the coast of Kent, the rest by population. */
function spreadArrivals(t: Twin): void {
  const elsewhere = t.arrivals[1]! + t.arrivals[2]! + t.arrivals[3]!;
  for (let place = 0; place < t.geo.size; place++) t.events[place * 11 + I] = 0;
  eachPart(elsewhere, t.fixed.populationShare, (place, people) => {
    t.events[place * 11 + I] = people;
  });
  t.events[t.fixed.coast * 11 + I]! += t.arrivals[0]!;
}

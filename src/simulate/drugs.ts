import { apportion } from "./apportion.ts";
import type { Geography } from "./geography.ts";
import type { Parameters } from "./parameters.ts";
import { binomial, clampShare, exp, ln, monthly } from "./sample.ts";
import { CAPACITY } from "./schedule.ts";
import { respond, THREAT_INDEX } from "./supply.ts";
import { dampedYears, MID_2021, opened, rateAt, sum, type Twin } from "./twin.ts";
import type { State } from "./world.ts";

/** The market for dependent drug use: demand is a stock of people, supply moves it only by its marginal elasticity. */
export interface DrugsFixed {
  /** Monthly death risk out of treatment in April 2021 by place, fitted to the year's deaths of Scotland and of the rest. */
  deathRisk: Float64Array;
  /** Monthly chance of starting, by place: keeps April 2021 level. */
  start: Float64Array;
  places: number;
  users: number;
  /** Harm of a treated user against an untreated one. */
  treatedHarm: number;
}

const D = THREAT_INDEX["drug-supply"];
const SCOTLAND = 2;

/** Users in and out of treatment by place, and the susceptible. `users` is the national stock (estimate), `weights` its spread. */
export function startDrugs(
  state: State,
  geo: Geography,
  p: Parameters,
  users: number,
  weights: readonly number[],
  population: readonly number[],
): DrugsFixed {
  const stock = apportion(Math.round(users), weights);
  const treatedShare = p.get("drugs.treated-share");
  stock.forEach((n, i) => {
    state.treated[i] = Math.round(n * treatedShare);
    state.untreated[i] = n - state.treated[i]!;
    state.starters[i] = Math.round(population[i]! * p.get("drugs.starter-share")) + n;
  });
  const untreated = sum(state.untreated);
  const treated = sum(state.treated);
  const deathRisk = deathRisks(state, geo, p);
  const start = new Float64Array(geo.size);
  for (let i = 0; i < geo.size; i++) {
    const stop = state.untreated[i]! * monthly(p.get("drugs.recover-per-year"));
    const left =
      state.treated[i]! * monthly(p.get("drugs.leave-treatment-per-year")) * p.get("drugs.leave-recovered-share");
    const died = deathRisk[i]! * (state.untreated[i]! + p.get("drugs.treatment-risk") * state.treated[i]!);
    start[i] = state.starters[i]! > 0 ? clampShare((stop + left + died) / state.starters[i]!) : 0;
  }
  return { deathRisk, start, places: treated, users: untreated + treated, treatedHarm: p.get("drugs.treated-harm") };
}

/** Dependent users of a place, the treated at their lower weight. */
export const dependence = (t: Twin, place: number): number =>
  t.state.untreated[place]! + t.fixed.drugs.treatedHarm * t.state.treated[place]!;

/** Scotland counts far more deaths for its users than the rest of the country: each has its own risk, fitted to its own deaths of 2021. */
function deathRisks(state: State, geo: Geography, p: Parameters): Float64Array {
  const exposed = [0, 0];
  const inScotland = (i: number) => (geo.nation[i] === SCOTLAND ? 1 : 0);
  for (let i = 0; i < geo.size; i++)
    exposed[inScotland(i)]! += state.untreated[i]! + p.get("drugs.treatment-risk") * state.treated[i]!;
  const scotland = p.get("drugs.deaths.2021.scotland");
  const deaths = [p.get("drugs.deaths.2021") - scotland, scotland];
  return Float64Array.from({ length: geo.size }, (_, i) =>
    exposed[inScotland(i)]! > 0 ? deaths[inScotland(i)]! / 12 / exposed[inScotland(i)]! : 0,
  );
}

/** A month of starting, treatment, recovery and death. Writes harm events: dependent people this month, the treated at their lower harm. */
export function drugsMonth(t: Twin): void {
  const { state, p, fixed, geo } = t;
  const f = fixed.drugs;
  const elasticity = fixed.elasticity[D]!;
  const years = dampedYears(t.month) - MID_2021;
  const growth = exp(ln(1 + p.get("drugs.risk-growth")) * years);
  const growthScotland = exp(ln(1 + p.get("drugs.risk-growth.scotland")) * years);
  const treatmentRisk = p.get("drugs.treatment-risk");
  const stopShare = p.get("drugs.leave-recovered-share");
  const seek = monthly(p.get("drugs.seek-per-year"));
  const recover = monthly(p.get("drugs.recover-per-year"));
  const leave = monthly(p.get("drugs.leave-treatment-per-year"));
  const added = opened(t, CAPACITY["treatment.places"]);
  const newPlaces = added > 0 ? apportion(added, fixed.usersAtStart) : undefined;
  t.drugDeaths = 0;
  t.drugDeathsScotland = 0;
  for (let i = 0; i < geo.size; i++) {
    const draw = (block: number) => t.chance.drugs.unit(i, t.month, block);
    const reach = respond(t.supply[i * 11 + D]!, elasticity);
    const risk = clampShare(
      f.deathRisk[i]! * (geo.nation[i] === SCOTLAND ? growthScotland : growth) * rateAt(t, "drugs.death-risk", i),
    );
    const diedOut = binomial(state.untreated[i]!, risk, draw(0));
    const diedIn = binomial(state.treated[i]!, clampShare(risk * treatmentRisk), draw(1));
    let untreated = state.untreated[i]! - diedOut;
    let treated = state.treated[i]! - diedIn;
    const stopped = binomial(untreated, recover, draw(2));
    untreated -= stopped;
    const left = binomial(treated, leave, draw(3));
    const clean = binomial(left, stopShare, draw(4));
    treated -= left;
    untreated += left - clean;
    const vacant = Math.max(0, fixed.treatedAtStart[i]! + (newPlaces?.[i] ?? 0) - treated);
    const joined = Math.min(vacant, binomial(untreated, seek, draw(5)));
    treated += joined;
    untreated -= joined;
    const started = binomial(
      state.starters[i]!,
      clampShare(f.start[i]! * reach * rateAt(t, "drugs.demand", i)),
      draw(6),
    );
    state.starters[i]! += stopped + clean - started;
    state.untreated[i] = untreated + started;
    state.treated[i] = treated;
    state.drugDead[i]! += diedOut + diedIn;
    t.drugDeaths += diedOut + diedIn;
    if (geo.nation[i] === SCOTLAND) t.drugDeathsScotland += diedOut + diedIn;
    t.events[i * 11 + D] = dependence(t, i) * reach * rateAt(t, "drugs.harm", i);
  }
}

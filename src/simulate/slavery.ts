import { apportion } from "./apportion.ts";
import type { Geography } from "./geography.ts";
import type { Parameters } from "./parameters.ts";
import { binomial, exp, ln, poisson } from "./sample.ts";
import { respond, THREAT_INDEX } from "./supply.ts";
import { dampedYears, MID_2021, rateAt, type Twin } from "./twin.ts";
import type { State } from "./world.ts";

/** Exploitation as a stock of people: victims in a ledger of their own, never recruits. */
export interface SlaveryFixed {
  stock: number[];
  /** People drawn in a month at April 2021's level, by place. */
  inflow: Float64Array;
  /** Referrals for each person-month in exploitation, fitted to 2021. */
  referral: number;
}

const S = THREAT_INDEX["modern-slavery"];
const D = THREAT_INDEX["drug-supply"];

export function startSlavery(
  state: State,
  geo: Geography,
  p: Parameters,
  victims: number,
  weights: readonly number[],
): SlaveryFixed {
  const stock = apportion(Math.round(victims), weights);
  const inflow = new Float64Array(geo.size);
  stock.forEach((n, i) => {
    state.exploited[i] = n;
    state.exploitedEver[i] = n;
    inflow[i] = n / p.get("slavery.months");
  });
  return { stock, inflow, referral: p.get("slavery.nrm.2021") / 12 / Math.max(1, victims) };
}

/** People drawn in (by supply, by irregular arrivals and by county lines), found, or out otherwise; and this month's referrals. */
export function slaveryMonth(t: Twin): void {
  const { state, p, fixed, geo } = t;
  const f = fixed.slavery;
  const viaArrivals = p.get("couple.immigration-slavery");
  const viaDrugs = p.get("couple.drugs-slavery");
  const arrivals = fixed.arrivalsAtStart > 0 ? state.arrivalsSmoothed[0]! / fixed.arrivalsAtStart : 1;
  const foundShare = p.get("slavery.found-share");
  const outflow = 1 / p.get("slavery.months");
  let all = 0;
  for (let i = 0; i < geo.size; i++) {
    const draw = (block: number) => t.chance.slavery.unit(i, t.month, block);
    const drive =
      (1 - viaArrivals - viaDrugs) * respond(t.supply[i * 11 + S]!, fixed.elasticity[S]!) +
      viaArrivals * arrivals +
      viaDrugs * t.supply[i * 11 + D]!;
    const mean = f.inflow[i]! * drive * state.demand[S]! * rateAt(t, "slavery.exploitation", i);
    const drawnIn = poisson(mean, draw(0));
    const out = binomial(state.exploited[i]!, outflow, draw(1));
    const found = binomial(out, foundShare, draw(2));
    state.exploited[i]! += drawnIn - out;
    state.exploitedEver[i]! += drawnIn;
    state.found[i]! += found;
    state.escaped[i]! += out - found;
    t.events[i * 11 + S] = state.exploited[i]!;
    all += state.exploited[i]!;
  }
  const awareness = exp(ln(1 + p.get("slavery.awareness-growth")) * (dampedYears(t.month) - MID_2021));
  t.nrm = poisson(
    all * f.referral * awareness * rateAt(t, "report.willingness", 0),
    t.chance.observation.unit(900, t.month, 0),
  );
}

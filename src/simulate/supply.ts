import { THREAT_IDS } from "../terms/index.ts";
import { enabledShare } from "./enablers.ts";
import { FLAG, type Groups } from "./groups.ts";
import { normal, power } from "./sample.ts";
import type { Twin } from "./twin.ts";
import type { State } from "./world.ts";

const THREATS = 11;
const CROSSINGS = THREAT_IDS.indexOf("immigration-crime");
/** Work units of one member at large with one threat: 64ths of a member times sixteenths of weight. */
export const MEMBER_WORK = 64 * 16;

/** Work of active groups by cell, as the month's pass would count it. Used once, for April 2021. */
export function workOfGroups(g: Groups, count: number, cells: number): Float64Array {
  const work = new Float64Array(cells);
  for (let i = 0; i < count; i++) {
    if ((g.flags[i]! & FLAG.alive) === 0 || (g.flags[i]! & FLAG.dormant) !== 0) continue;
    const units = g.atLarge[i]! * 64;
    const at = g.place[i]! * THREATS;
    work[at + g.threat1[i]!]! += units * g.weight1[i]!;
    if (g.weight2[i]! > 0) work[at + g.threat2[i]!]! += units * g.weight2[i]!;
    if (g.weight3[i]! > 0) work[at + g.threat3[i]!]! += units * g.weight3[i]!;
  }
  return work;
}

/** Adds the work of unaffiliated offenders, each worth a share of a member. */
export function addFree(work: Float64Array, state: State, worth: number): void {
  const each = worth * MEMBER_WORK;
  for (let cell = 0; cell < work.length; cell++) work[cell]! += state.free[cell]! * each;
}

/**
 * Supply of offending against April 2021: by cell for threats whose victims are near, nationally for the rest, where organisers overseas
 * count with their share. A cell with hardly any offenders leans on the national figure.
 */
export function measureSupply(t: Twin): void {
  const { tally, fixed, state, p, geo } = t;
  const work = tally.effort;
  addFree(work, state, p.get("unaffiliated.worth"));
  for (let threat = 0; threat < THREATS; threat++) {
    let now = 0;
    for (let place = 0; place < geo.size; place++) now += work[place * THREATS + threat]!;
    const national = fixed.nationalWork[threat]! > 0 ? now / fixed.nationalWork[threat]! : 1;
    const overseas = fixed.overseas[threat]!;
    const abroad = overseasSupply(t, threat);
    const enabled = enabledShare(t, threat);
    t.nationalSupply[threat] = ((1 - overseas) * national + overseas * abroad) * enabled;
    for (let place = 0; place < geo.size; place++) {
      const cell = place * THREATS + threat;
      const lean = fixed.lean[cell]!;
      const local = (work[cell]! + lean * national) / (fixed.work[cell]! + lean);
      t.supply[cell] = ((1 - overseas) * local + overseas * abroad) * enabled;
    }
  }
}

/** Organisers overseas who serve a threat, against April 2021. */
function overseasSupply(t: Twin, threat: number): number {
  const { fixed, state } = t;
  let now = 0;
  let start = 0;
  for (let node = 0; node < state.organisers.length; node++) {
    const tie = fixed.nodeTies[node * THREATS + threat]!;
    now += tie * state.organisers[node]!;
    start += tie * fixed.organisers[node]!;
  }
  return start > 0 ? now / start : 1;
}

/** Harm's response to supply: supply to the power of its marginal elasticity. */
export const respond = (supply: number, elasticity: number): number =>
  power(supply < 0.02 ? 0.02 : supply > 20 ? 20 : supply, elasticity);

/** Demand and opportunity that nothing in the model explains: a mean-reverting walk around 1 for each threat, the same for every scenario. */
export function demandMonth(t: Twin): void {
  const { state, fixed } = t;
  const keep = fixed.demandKeep;
  for (let threat = 0; threat < THREATS; threat++) {
    const sd = fixed.demandSd[threat]!;
    if (sd === 0 || threat === CROSSINGS) continue;
    state.demand[threat] = walked(state.demand[threat]!, keep, sd, t.chance.demand.unit(threat, t.month, 0));
  }
  // Crossings: each region of origin has shocks of its own, so wide that together they have the stated spread.
  let demand = 0;
  for (let origin = 0; origin < state.originDemand.length; origin++) {
    const u = t.chance.demand.unit(100 + origin, t.month, 0);
    const level = walked(state.originDemand[origin]!, keep, fixed.demandSd[CROSSINGS]! * fixed.originSpread, u);
    state.originDemand[origin] = level;
    demand += fixed.originShare[origin]! * level;
  }
  state.demand[CROSSINGS] = demand;
}

/** One step of a walk that returns to 1, between a fifth and five. */
function walked(level: number, keep: number, sd: number, u: number): number {
  const next = 1 + keep * (level - 1) + normal(u) * sd * level;
  return next < 0.2 ? 0.2 : next > 5 ? 5 : next;
}

export const THREAT_INDEX = Object.fromEntries(THREAT_IDS.map((id, i) => [id, i])) as Record<
  (typeof THREAT_IDS)[number],
  number
>;

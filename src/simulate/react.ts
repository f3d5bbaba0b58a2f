import { EVENT, FLAG } from "./groups.ts";
import { exp, halved, normal, poisson } from "./sample.ts";
import { pick, setThreats } from "./start-groups.ts";
import { rateAt, type Twin } from "./twin.ts";

const THREATS = 11;

/** Perceived risk of each place and threat: fades with its half-life, rises with disruptions per group there and, in part, next door. */
export function remember(t: Twin): void {
  const { state, geo, p, tally, fixed } = t;
  const fade = halved(1, p.get("react.memory-months"));
  const share = p.get("react.neighbour-share");
  const shock = (place: number, threat: number): number =>
    tally.shock[place * THREATS + threat]! / (fixed.groupsOf[place * THREATS + threat]! + 1);
  for (let place = 0; place < geo.size; place++) {
    const near = geo.neighbours[place]!;
    for (let threat = 0; threat < THREATS; threat++) {
      let next = 0;
      for (const other of near) next += shock(other, threat);
      const felt = shock(place, threat) + (near.length > 0 ? (share * next) / near.length : 0);
      const cell = place * THREATS + threat;
      state.risk[cell] = state.risk[cell]! * fade + felt;
    }
  }
}

/** Sets this month's hazards of lying low, moving and changing threat: their base, raised by perceived risk. */
export function setReactionRates(t: Twin): void {
  const { p, rates, state, fixed } = t;
  const weight = p.get("react.risk-weight");
  for (let cell = 0; cell < state.risk.length; cell++) {
    const raise = 1 + weight * state.risk[cell]!;
    const h = cell * 8;
    rates.hazard[h + 3] = fixed.reaction.lieLow * raise;
    rates.hazard[h + 4] = fixed.reaction.move * raise;
    rates.hazard[h + 5] = fixed.reaction.changeThreat * raise;
  }
}

/** Carries out what groups decided this month: those events that need a look at other groups or places. */
export function react(t: Twin): void {
  const { tally, state } = t;
  const count = tally.eventCount[0]!;
  for (let k = 0; k < count; k++) {
    const event = tally.events[k]!;
    const slot = event >> 3;
    if ((state.groups.flags[slot]! & FLAG.alive) === 0) continue;
    switch (event & 7) {
      case EVENT.lieLow:
        state.groups.flags[slot]! |= FLAG.dormant;
        break;
      case EVENT.move:
        move(t, slot);
        break;
      case EVENT.changeThreat:
        changeThreat(t, slot);
        break;
      case EVENT.end:
        end(t, slot);
        break;
      case EVENT.merge:
        merge(t, slot);
        break;
      default:
        split(t, slot);
    }
  }
  form(t);
}

/** What a cell is worth to a group: its earnings against the country's, less the risk perceived there. */
function margin(t: Twin, riskWeight: number, cell: number, threat: number): number {
  const reference = t.fixed.earnReference[threat]!;
  const relative = reference > 0 ? t.state.earn[cell]! / reference : 1;
  const bounded = relative < 0.1 ? 0.1 : relative > 5 ? 5 : relative;
  return bounded / (1 + riskWeight * t.state.risk[cell]!);
}

/** A multinomial choice of place: gravity times margin. */
function move(t: Twin, slot: number): void {
  const { geo, state } = t;
  const from = state.groups.place[slot]!;
  const threat = state.groups.threat1[slot]!;
  const riskWeight = t.p.get("react.risk-weight");
  const pull = new Float64Array(geo.size);
  let total = 0;
  for (let j = 0; j < geo.size; j++) {
    pull[j] = geo.gravity[from * geo.size + j]! * margin(t, riskWeight, j * THREATS + threat, threat);
    total += pull[j]!;
  }
  let left = t.chance.reactions.unit(slot, t.month, 0) * total;
  let to = from;
  for (let j = 0; j < geo.size; j++) {
    if (j === from) continue;
    to = j;
    left -= pull[j]!;
    if (left <= 0) break;
  }
  state.groups.place[slot] = to;
  t.moves[from * geo.size + to]! += 1;
}

/** A multinomial choice of threat: how common it is among groups, times margin. */
function changeThreat(t: Twin, slot: number): void {
  const { state, fixed } = t;
  const g = state.groups;
  const place = g.place[slot]!;
  const from = g.threat1[slot]!;
  const riskWeight = t.p.get("react.risk-weight");
  const weights = new Float64Array(THREATS);
  let total = 0;
  for (let k = 0; k < THREATS; k++) {
    if (k === from) continue;
    weights[k] = fixed.mix[k]! * margin(t, riskWeight, place * THREATS + k, k);
    total += weights[k]!;
  }
  if (total <= 0) return;
  for (let k = 0; k < THREATS; k++) weights[k]! /= total;
  const to = pick(weights, t.chance.reactions.unit(slot, t.month, 0));
  if (g.threat2[slot] === to) g.threat2[slot] = from;
  else if (g.threat3[slot] === to) g.threat3[slot] = from;
  g.threat1[slot] = to;
  t.switches[from * THREATS + to]! += 1;
}

/** A group dissolves: its people become unaffiliated offenders in the same stock, its cash becomes assets at home. */
function end(t: Twin, slot: number): void {
  const { state } = t;
  const g = state.groups;
  const place = g.place[slot]!;
  state.free[place * THREATS + g.threat1[slot]!]! += g.atLarge[slot]!;
  state.freeSuspected[place]! += g.suspected[slot]!;
  state.freeCharged[place]! += g.charged[slot]!;
  state.freeCustody[place]! += g.custody[slot]!;
  state.freeLicence[place]! += g.licence[slot]!;
  state.assetsHome[place]! += g.cash[slot]!;
  clear(t, slot);
}

/** A group is absorbed by the next active one of the same place, if there is one near in the list with room. */
function merge(t: Twin, slot: number): void {
  const g = t.state.groups;
  const count = t.state.slots[0]!;
  for (let step = 1; step < 512; step++) {
    const other = (slot + step) % count;
    const isFit = other !== slot && (g.flags[other]! & FLAG.alive) !== 0 && g.place[other] === g.place[slot];
    if (!isFit || g.atLarge[other]! + g.atLarge[slot]! > 60_000) continue;
    for (const key of ["atLarge", "suspected", "charged", "custody", "licence"] as const)
      g[key][other]! += g[key][slot]!;
    g.cash[other]! += g.cash[slot]!;
    g.ceiling[other] = Math.min(60_000, g.ceiling[other]! + g.ceiling[slot]!);
    clear(t, slot);
    return;
  }
}

/** Half of a leaderless group's members at large, and of its cash, become a new group that nobody has mapped. */
function split(t: Twin, slot: number): void {
  const g = t.state.groups;
  const leaving = Math.floor(g.atLarge[slot]! / 2);
  if (leaving < 2) return;
  const born = newSlot(t);
  if (born < 0) return;
  for (const key of ["place", "threat1", "threat2", "threat3", "weight1", "weight2", "weight3", "risk"] as const)
    g[key][born] = g[key][slot]!;
  g.flags[born] = FLAG.alive | (g.flags[slot]! & FLAG.crossBorder);
  g.flags[slot]! &= ~FLAG.leaderless;
  g.atLarge[slot]! -= leaving;
  g.atLarge[born] = leaving;
  const half = Math.floor(g.cash[slot]! / 2);
  g.cash[slot]! -= half;
  g.cash[born] = half;
  g.ceiling[born] = Math.max(4, Math.ceil(g.ceiling[slot]! / 2));
  g.ceiling[slot] = g.ceiling[born]!;
  t.splits++;
}

/** New groups form among unaffiliated offenders, about as many as dissolve. */
function form(t: Twin): void {
  const { state, geo, fixed, p } = t;
  for (let place = 0; place < geo.size; place++) {
    const born = poisson(
      fixed.formation[place]! * rateAt(t, "recruit.rate", place),
      t.chance.formation.unit(place, t.month, 0),
    );
    for (let k = 0; k < born; k++) {
      const entity = 64 + place * 64 + Math.min(63, k);
      const u = (block: number) => t.chance.formation.unit(entity, t.month, block);
      const slot = newSlot(t);
      if (slot < 0) return;
      setThreats(state, slot, fixed.mix, p, u(0), u(1), u(2), u(3));
      const g = state.groups;
      const cell = place * THREATS + g.threat1[slot]!;
      const size = Math.min(state.free[cell]!, 3 + Math.floor(u(4) * 3));
      if (size < 2) {
        clear(t, slot);
        continue;
      }
      state.free[cell]! -= size;
      const sd = p.get("groups.size.log-sd");
      const grown = (p.get("groups.size.unmapped") / exp((sd * sd) / 2)) * exp(sd * normal(u(5)));
      g.place[slot] = place;
      g.flags[slot] = FLAG.alive | (u(6) < p.get("groups.cross-border") ? FLAG.crossBorder : 0);
      g.atLarge[slot] = size;
      g.ceiling[slot] = Math.min(60_000, Math.max(size, Math.ceil(grown * p.get("members.ceiling"))));
    }
  }
}

/** An empty slot, or -1 when all are taken. */
function newSlot(t: Twin): number {
  const { state } = t;
  if (state.slots[1]! > 0) return state.freeSlots[--state.slots[1]!]!;
  if (state.slots[0]! >= state.groups.flags.length) return -1;
  const slot = state.slots[0]!++;
  wipe(t, slot);
  return slot;
}

/** Empties a slot and puts it on the stack of free ones. */
function clear(t: Twin, slot: number): void {
  wipe(t, slot);
  t.state.freeSlots[t.state.slots[1]!++] = slot;
}

function wipe(t: Twin, slot: number): void {
  const g = t.state.groups;
  for (const part of Object.values(g)) part[slot] = 0;
}

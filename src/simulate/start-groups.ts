import { type Stream, THREAT_IDS } from "../terms/index.ts";
import { apportion } from "./apportion.ts";
import type { Geography } from "./geography.ts";
import { FLAG, NO_THREAT } from "./groups.ts";
import type { Parameters } from "./parameters.ts";
import { binomial, clampShare, exp, normal } from "./sample.ts";
import type { State } from "./world.ts";

const SCOTLAND = 2;

/** Relative weight of each place for groups and recruits: population, partly tilted by deprivation; sums to 1. */
export function offenderWeights(
  places: readonly { population: number; deprivedShare: number }[],
  tilt: number,
): Float64Array {
  const people = places.reduce((s, p) => s + p.population, 0);
  const mean = places.reduce((s, p) => s + p.population * p.deprivedShare, 0) / people;
  const raw = places.map((p) => p.population * (1 - tilt + (tilt * p.deprivedShare) / mean));
  const total = raw.reduce((a, b) => a + b, 0);
  return Float64Array.from(raw, (w) => w / total);
}

/** How many groups of each place are mapped and unmapped. Scotland's mapped count is published; its true rate is that of the country. */
export function groupCounts(
  weights: Float64Array,
  geo: Geography,
  p: Parameters,
): { mapped: number[]; unmapped: number[] } {
  const scotland = geo.nation.indexOf(SCOTLAND);
  const elsewhere = Float64Array.from(weights, (w, i) => (i === scotland ? 0 : w));
  const mappedElsewhere = Math.round(p.get("groups.mapped") - p.get("groups.mapped.scotland"));
  const unmappedElsewhere = Math.round(mappedElsewhere * p.get("groups.unmapped-ratio"));
  const mapped = apportion(mappedElsewhere, elsewhere);
  const unmapped = apportion(unmappedElsewhere, elsewhere);
  if (scotland >= 0) {
    const share = weights[scotland]! / (1 - weights[scotland]!);
    mapped[scotland] = Math.round(p.get("groups.mapped.scotland"));
    unmapped[scotland] = Math.max(0, Math.round((mappedElsewhere + unmappedElsewhere) * share) - mapped[scotland]);
  }
  return { mapped, unmapped };
}

/** Share of groups with each threat as the main one; sums to 1. */
export function threatMix(p: Parameters): Float64Array {
  const drug = p.get("groups.drug-share");
  const others = THREAT_IDS.map((id) => (id === "drug-supply" ? 0 : p.get(`groups.mix.${id}`)));
  const total = others.reduce((a, b) => a + b, 0);
  return Float64Array.from(others, (w, i) => (i === 0 ? drug : (1 - drug) * (w / total)));
}

/** An index drawn from weights that sum to 1. */
export function pick(weights: ArrayLike<number>, u: number): number {
  let edge = 0;
  for (let i = 0; i < weights.length; i++) {
    edge += weights[i]!;
    if (u < edge) return i;
  }
  return weights.length - 1;
}

/** Shares of a mapped group's people in each stock of justice, by jurisdiction, as the start of justice works them out. */
export interface JusticeShares {
  suspected: number;
  charged: number;
  custody: number;
  licence: number;
}

/** Writes the groups of April 2021 into an empty state and returns how many slots they take. */
export function startGroups(
  state: State,
  geo: Geography,
  p: Parameters,
  weights: Float64Array,
  chance: Stream,
): number {
  const { mapped, unmapped } = groupCounts(weights, geo, p);
  const mix = threatMix(p);
  let slot = 0;
  for (let place = 0; place < geo.size; place++) {
    for (let k = 0; k < mapped[place]! + unmapped[place]!; k++) {
      if (slot >= state.groups.flags.length) break;
      drawGroup(state, slot, place, k < mapped[place]!, mix, p, chance);
      slot++;
    }
  }
  state.slots[0] = slot;
  state.slots[1] = 0;
  return slot;
}

function drawGroup(
  state: State,
  slot: number,
  place: number,
  isMapped: boolean,
  mix: Float64Array,
  p: Parameters,
  chance: Stream,
): void {
  const g = state.groups;
  const u = (block: number) => chance.unit(slot, 0, block);
  const sd = p.get("groups.size.log-sd");
  const median = p.get(isMapped ? "groups.size.mapped" : "groups.size.unmapped") / exp((sd * sd) / 2);
  const size = Math.min(2000, Math.max(2, Math.round(median * exp(sd * normal(u(0))))));
  setThreats(state, slot, mix, p, u(1), u(2), u(3), u(4));
  const lieLow = p.get("groups.lie-low-per-year");
  const isDormant = u(5) < lieLow / (lieLow + p.get("groups.wake-per-year"));
  const isCross = u(6) < p.get("groups.cross-border");
  const openYears = 1 / p.get("case.open-per-year");
  const caseYears = p.get("case.months") / 12;
  const isCase = isMapped && u(7) < caseYears / (openYears + caseYears);
  g.place[slot] = place;
  g.flags[slot] =
    FLAG.alive |
    (isMapped ? FLAG.mapped : 0) |
    (isDormant ? FLAG.dormant : 0) |
    (isCross ? FLAG.crossBorder : 0) |
    (isCase ? FLAG.case : 0);
  g.atLarge[slot] = size;
  g.ceiling[slot] = Math.min(60_000, Math.ceil(size * p.get("members.ceiling")) + 1);
  g.risk[slot] = 0;
  g.cash[slot] = 0;
  g.suspected[slot] = 0;
  g.charged[slot] = 0;
  g.custody[slot] = 0;
  g.licence[slot] = 0;
}

/** One to three threats with weights in sixteenths: 16, 12 + 4 or 10 + 4 + 2. */
export function setThreats(
  state: State,
  slot: number,
  mix: Float64Array,
  p: Parameters,
  u1: number,
  u2: number,
  u3: number,
  u4: number,
): void {
  const g = state.groups;
  const first = pick(mix, u1);
  const third = u2 < p.get("groups.third-threat");
  const second = third || u2 < p.get("groups.second-threat");
  const b = pick(mix, u3);
  const c = pick(mix, u4);
  const hasSecond = second && b !== first;
  const hasThird = third && hasSecond && c !== first && c !== b;
  g.threat1[slot] = first;
  g.threat2[slot] = hasSecond ? b : NO_THREAT;
  g.threat3[slot] = hasThird ? c : NO_THREAT;
  g.weight1[slot] = hasThird ? 10 : hasSecond ? 12 : 16;
  g.weight2[slot] = hasSecond ? 4 : 0;
  g.weight3[slot] = hasThird ? 2 : 0;
}

/** Moves people of mapped groups into the justice stocks they hold in April 2021, by jurisdiction. */
export function placeInJustice(state: State, geo: Geography, shares: readonly JusticeShares[], chance: Stream): void {
  const g = state.groups;
  for (let i = 0; i < state.slots[0]!; i++) {
    if ((g.flags[i]! & FLAG.mapped) === 0) continue;
    const s = shares[geo.jurisdiction[g.place[i]!]!]!;
    let left = g.atLarge[i]!;
    let rest = 1;
    const take = (share: number, block: number): number => {
      const k = binomial(left, clampShare(share / rest), chance.unit(i, 0, block));
      left -= k;
      rest -= share;
      return k;
    };
    g.custody[i] = take(s.custody, 8);
    g.licence[i] = take(s.licence, 9);
    g.charged[i] = take(s.charged, 10);
    g.suspected[i] = take(s.suspected, 11);
    g.atLarge[i] = left;
  }
}

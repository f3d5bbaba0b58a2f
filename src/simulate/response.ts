import type { Place } from "../terms/index.ts";
import { apportion } from "./apportion.ts";
import type { Geography } from "./geography.ts";
import type { Parameters } from "./parameters.ts";
import { clampShare, monthly } from "./sample.ts";
import { CAPACITY } from "./schedule.ts";
import { nationalRate, opened, rateAt, sum, type Twin } from "./twin.ts";
import type { State } from "./world.ts";

/** The response of April 2021: posts by tier, and what one group could expect of it. */
export interface ResponseFixed {
  forcePosts: number[];
  regionPosts: number[];
  nationalPosts: number;
  /** Work for a local and for a cross-border group at each place, over the mapped groups there. */
  local: Float64Array;
  cross: Float64Array;
  /** Work in all, which maps groups. */
  all: Float64Array;
  /** Chance a month that an unmapped group of the place becomes mapped in April 2021. */
  mapping: Float64Array;
  /** Members taken in a minor, moderate and major disruption, scaled so that arrests feed April 2021's custody. */
  arrest: Float64Array;
  /** The factor used for that scaling: a line of its own in the reconciliation. */
  arrestScale: number;
}

/** Staffs the three tiers: force posts by population, regional posts by the region's, a part of each in training. */
export function startResponse(
  state: State,
  places: readonly Place[],
  geo: Geography,
  p: Parameters,
): Pick<ResponseFixed, "forcePosts" | "regionPosts" | "nationalPosts"> {
  const people = places.map((place) => place.population);
  const forcePosts = apportion(Math.round(p.get("response.investigators.force")), people);
  const byRegion = geo.regions.map((_, r) =>
    places.reduce((s, place, i) => s + (geo.region[i] === r ? place.population : 0), 0),
  );
  const regionPosts = apportion(Math.round(p.get("response.investigators.regional")), byRegion);
  const nationalPosts = Math.round(p.get("response.investigators.national"));
  const inTraining = Math.min(0.5, (p.get("response.leave-per-year") / 12) * p.get("response.training-months"));
  const split = (posts: number): [number, number] => [
    posts - Math.floor(posts * inTraining),
    Math.floor(posts * inTraining),
  ];
  forcePosts.forEach((n, i) => {
    [state.forceTrained[i], state.forceTraining[i]] = split(n);
  });
  regionPosts.forEach((n, r) => {
    [state.regionTrained[r], state.regionTraining[r]] = split(n);
  });
  [state.national[0], state.national[1]] = split(nationalPosts);
  return { forcePosts, regionPosts, nationalPosts };
}

/** Work available at each place, in trained investigators, weighted by who may be tasked to what. */
export function workOf(
  state: State,
  geo: Geography,
  p: Parameters,
  weights: Float64Array,
  surgeRegion = -1,
): { local: Float64Array; cross: Float64Array; all: Float64Array } {
  const worth = p.get("response.trainee-worth");
  const regionWeight = new Float64Array(geo.regions.length);
  for (let i = 0; i < geo.size; i++) regionWeight[geo.region[i]!]! += weights[i]!;
  const national = state.national[0]! + worth * state.national[1]!;
  const surge = surgeRegion < 0 ? 0 : p.get("response.surge-share");
  const calm = 1 - surge;
  const local = new Float64Array(geo.size);
  const cross = new Float64Array(geo.size);
  const all = new Float64Array(geo.size);
  for (let i = 0; i < geo.size; i++) {
    const r = geo.region[i]!;
    const force = state.forceTrained[i]! + worth * state.forceTraining[i]!;
    const regional = ((state.regionTrained[r]! + worth * state.regionTraining[r]!) * weights[i]!) / regionWeight[r]!;
    const nation =
      national * (calm * weights[i]! + (geo.region[i] === surgeRegion ? (surge * weights[i]!) / regionWeight[r]! : 0));
    local[i] = force + p.get("tasking.regional.local") * regional + p.get("tasking.national.local") * nation;
    cross[i] = p.get("tasking.force.cross") * force + regional + nation;
    all[i] = force + regional + nation;
  }
  return { local, cross, all };
}

/** Gain from capacity, 1 at today's level: rises less than in proportion and levels off at 1 + h. */
export const saturating = (relative: number, half: number): number => (relative * (1 + half)) / (relative + half);

/**
 * Hires, trains and loses investigators for a month. New posts are filled no faster than the tier's limit; part of the regional and
 * national hires are force investigators who move at once. `fundPosts` are national posts that recycled recoveries pay for.
 */
export function staff(t: Twin, fundPosts: number): void {
  const { state, p, fixed, geo } = t;
  const f = fixed.response;
  const limit = p.get("response.hire-limit-per-year") / 12;
  const newForce = apportion(opened(t, CAPACITY["investigators.force"]), f.forcePosts);
  const newRegion = apportion(opened(t, CAPACITY["investigators.regional"]), f.regionPosts);
  const newNational = opened(t, CAPACITY["investigators.national"]) + fundPosts;
  for (let i = 0; i < geo.size; i++) {
    const posts = f.forcePosts[i]!;
    turnOver(t, state.forceTrained, state.forceTraining, i, i, i, posts + newForce[i]!, posts * limit);
  }
  for (let r = 0; r < geo.regions.length; r++) {
    const posts = f.regionPosts[r]!;
    const hired = turnOver(
      t,
      state.regionTrained,
      state.regionTraining,
      r,
      r,
      geo.size + r,
      posts + newRegion[r]!,
      posts * limit,
    );
    poach(t, hired, state.regionTrained, state.regionTraining, r, r);
  }
  const hired = turnOver(
    t,
    state.national,
    state.national,
    0,
    1,
    geo.size + geo.regions.length,
    f.nationalPosts + newNational,
    f.nationalPosts * limit,
  );
  poach(t, hired, state.national, state.national, 0, 1);
}

/** Leavers, graduates and hires of one body (trained[a], training[b]); fractions are carried. Returns how many were hired. */
function turnOver(
  t: Twin,
  trained: Float64Array,
  training: Float64Array,
  a: number,
  b: number,
  body: number,
  posts: number,
  limit: number,
): number {
  const { p, state } = t;
  const rate = p.get("response.leave-per-year") / 12;
  const gone = whole(state.carry, body * 4, trained[a]! * rate);
  const graduates = Math.min(
    training[b]!,
    whole(state.carry, body * 4 + 1, training[b]! / p.get("response.training-months")),
  );
  trained[a]! += graduates - Math.min(trained[a]!, gone);
  training[b]! -= graduates;
  const vacancy = Math.max(0, posts - trained[a]! - training[b]!);
  // Leavers are always replaceable; the limit is on growth.
  const hired = Math.min(vacancy, whole(state.carry, body * 4 + 2, limit + trained[a]! * rate));
  training[b]! += hired;
  return hired;
}

/** Of those just hired, the poached share are trained force investigators of the region (or of the country), who come trained. */
function poach(t: Twin, hired: number, trained: Float64Array, training: Float64Array, a: number, region: number): void {
  const { state, geo, p } = t;
  const isNational = trained === state.national;
  const training0 = isNational ? 1 : region;
  let want = Math.floor(hired * p.get("response.poach-share"));
  for (let i = 0; i < geo.size && want > 0; i++) {
    const place = (i + t.month) % geo.size;
    if (!isNational && geo.region[place] !== region) continue;
    const most = Math.min(want, Math.floor(state.forceTrained[place]! * 0.01) + 1, state.forceTrained[place]!);
    state.forceTrained[place]! -= most;
    trained[a]! += most;
    training[training0]! -= most;
    want -= most;
  }
}

/** Adds a fraction to a carry and returns the whole part that it has reached. */
function whole(carry: Float64Array, at: number, amount: number): number {
  const total = carry[at]! + amount;
  const n = Math.floor(total);
  carry[at] = total - n;
  return n;
}

/** The region where most was done to members last month, for its weight: where national investigators surge to; -1 when nowhere. */
function mostConflict(t: Twin): number {
  const killed = new Float64Array(t.geo.regions.length);
  const weight = new Float64Array(t.geo.regions.length);
  for (let i = 0; i < t.geo.size; i++) {
    killed[t.geo.region[i]!]! += t.tally.killed[i]!;
    weight[t.geo.region[i]!]! += t.fixed.weights[i]!;
  }
  let most = -1;
  let rate = 0;
  for (let r = 0; r < killed.length; r++) {
    if (killed[r]! / weight[r]! <= rate) continue;
    rate = killed[r]! / weight[r]!;
    most = r;
  }
  return most;
}

/** Sets this month's hazards of investigation, mapping and disruption from capacity, load, tasking and the scenario. */
export function task(t: Twin): void {
  setCaseRates(t);
  setOutcomeRates(t);
}

/** How often groups of a place come under investigation and are mapped. */
function setCaseRates(t: Twin): void {
  const { p, fixed, rates, geo, tally } = t;
  const f = fixed.response;
  const half = p.get("response.half-saturation");
  const now = workOf(t.state, geo, p, fixed.weights, mostConflict(t));
  const joined = clampShare(p.get("tasking.joined") * nationalRate(t, "tasking.joined")) / p.get("tasking.joined");
  const open = p.get("case.open-per-year");
  for (let place = 0; place < geo.size; place++) {
    // More groups to look at for the same people: the load of today against that of April 2021.
    const load = (tally.mapped[place]! + 1) / (fixed.mapped[place]! + 1);
    const cases = rateAt(t, "detect.case", place);
    const local = open * saturating(now.local[place]! / (f.local[place]! * load), half) * cases;
    const cross = open * saturating((now.cross[place]! * joined) / (f.cross[place]! * load), half) * cases;
    const map =
      f.mapping[place]! * saturating(now.all[place]! / f.all[place]!, half) * rateAt(t, "detect.mapping", place);
    const localWord = monthly(local) * WORD;
    const crossWord = monthly(cross) * WORD;
    const mapWord = clampShare(map) * WORD;
    for (let threat = 0; threat < 11; threat++) {
      const h = (place * 11 + threat) * 8;
      rates.hazard[h] = localWord;
      rates.hazard[h + 1] = crossWord;
      rates.hazard[h + 2] = mapWord;
    }
  }
}

/** What closed cases end in, and whether a disruption takes the leaders. */
function setOutcomeRates(t: Twin): void {
  const { p, rates, geo } = t;
  const caught = p.get("case.yield");
  const major = p.get("case.major-share");
  const moderate = p.get("case.moderate-share");
  const leaders = [p.get("case.leader.minor"), p.get("case.leader.moderate"), p.get("case.leader.major")];
  for (let place = 0; place < geo.size; place++) {
    const found = Math.min(0.98, caught * rateAt(t, "detect.yield", place)) * WORD;
    rates.outcome[place * 3] = found * (1 - moderate - major);
    rates.outcome[place * 3 + 1] = found * (1 - major);
    rates.outcome[place * 3 + 2] = found;
    const removal = rateAt(t, "leader.removal", place);
    for (let k = 0; k < 3; k++) rates.leader[place * 3 + k] = Math.min(0.95, leaders[k]! * removal) * WORD;
  }
}

/** Words that a 32-bit draw can give: a chance times this is a threshold. */
const WORD = 4294967296;

/** Investigators in post, trained and in training. */
export const investigators = (s: State): { trained: number; training: number } => ({
  trained: sum(s.forceTrained) + sum(s.regionTrained) + s.national[0]!,
  training: sum(s.forceTraining) + sum(s.regionTraining) + s.national[1]!,
});

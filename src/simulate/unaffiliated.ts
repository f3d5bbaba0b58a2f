import { eachPart } from "./apportion.ts";
import { binomial, clampShare, poisson } from "./sample.ts";
import { rateAt, sum, type Twin } from "./twin.ts";

const THREATS = 11;

/**
 * A month of the offenders who belong to no group, by place: some are arrested, as often as capacity allows; courts treat them as they
 * treat members; some stop; others start, out of the recruitable pool.
 */
export function unaffiliatedMonth(t: Twin): void {
  const { geo, state, fixed, rates } = t;
  const open = fixed.openStart;
  for (let place = 0; place < geo.size; place++) {
    const draw = (block: number) => t.chance.unaffiliated.unit(place, t.month, block);
    const at = place * THREATS;
    const free = state.free.subarray(at, at + THREATS);
    const total = sum(free);
    // The hazard of a local case against that of April 2021 says how much of the response reaches a place.
    const reach = open > 0 ? rates.hazard[at * 8]! / 4294967296 / open : 0;
    const arrested = binomial(total, clampShare(fixed.freeArrest[geo.jurisdiction[place]!]! * reach), draw(0));
    const stopped = binomial(total - arrested, fixed.freeLeave, draw(1));
    takeFrom(free, arrested + stopped);
    const j = place * 8;
    const chance = (k: number) => rates.justice[j + k]!;
    const charged = binomial(state.freeSuspected[place]!, chance(0), draw(2));
    const released = binomial(state.freeSuspected[place]! - charged, chance(1), draw(3));
    const jailed = binomial(state.freeCharged[place]!, chance(2), draw(4));
    const otherwise = binomial(state.freeCharged[place]! - jailed, chance(3), draw(5));
    const community = binomial(otherwise, chance(4), draw(6));
    const freed = binomial(state.freeCustody[place]!, chance(5), draw(7));
    const done = binomial(state.freeLicence[place]!, chance(6), draw(8));
    const back = binomial(done, chance(7), draw(9));
    const started = Math.min(
      state.pool[place]!,
      poisson(fixed.freeStart[place]! * rateAt(t, "recruit.rate", place) * poolFill(t, place), draw(10)),
    );
    state.freeSuspected[place]! += arrested - charged - released;
    state.freeCharged[place]! += charged - jailed - otherwise;
    state.freeCustody[place]! += jailed - freed;
    state.freeLicence[place]! += community + freed - done;
    state.pool[place]! -= started;
    state.others[place]! += stopped + done - back;
    giveTo(free, released + otherwise - community + back + started, fixed.mix);
    t.tally.arrests[place]! += arrested;
    t.tally.tried[place]! += jailed + otherwise;
  }
}

/** The recruitable pool against April 2021's. */
export const poolFill = (t: Twin, place: number): number => {
  const start = t.fixed.pool[place]!;
  return start > 0 ? t.state.pool[place]! / start : 0;
};

/** The pool refills out of the rest of the population, towards a size at which April 2021's flow out of it is made up; leavers and the dead were counted by the pass over groups. */
export function peopleMonth(t: Twin): void {
  const { geo, state, tally, fixed, p } = t;
  const refill = p.get("pool.refill-per-year") / 12;
  for (let place = 0; place < geo.size; place++) {
    state.others[place]! += tally.stopped[place]!;
    state.dead[place]! += tally.killed[place]!;
    const gap = Math.max(0, fixed.poolTarget[place]! - state.pool[place]!);
    const back = Math.min(state.others[place]!, Math.floor(gap * refill + 0.5));
    state.others[place]! -= back;
    state.pool[place]! += back;
  }
}

/** Takes `n` people out of a list of stocks in proportion to them. */
const takeFrom = (stocks: Float64Array, n: number): void =>
  eachPart(n, stocks, (k, part) => {
    stocks[k]! -= part;
  });

/** Adds `n` people to a list of stocks in proportion to `weights`. */
const giveTo = (stocks: Float64Array, n: number, weights: ArrayLike<number>): void =>
  eachPart(n, weights, (k, part) => {
    stocks[k]! += part;
  });

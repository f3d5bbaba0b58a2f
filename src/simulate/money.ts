import { eachPart } from "./apportion.ts";
import { dependence } from "./drugs.ts";
import { enablerDearness } from "./enablers.ts";
import { FLAG, type Groups } from "./groups.ts";
import { saturating } from "./response.ts";
import { clampShare, normal, poisson } from "./sample.ts";
import { CAPACITY } from "./schedule.ts";
import { respond, THREAT_INDEX } from "./supply.ts";
import { nationalRate, sum, type Twin } from "./twin.ts";

/** Places in State.money. */
export const MONEY = {
  abroad: 0,
  fund: 1,
  earned: 2,
  spent: 3,
  recovered: 4,
  opening: 5,
  recycled: 6,
  frozen: 7,
} as const;

const THREATS = 11;

/**
 * What a unit of work earns in each cell this month: the place's demand (the country's for remote threats) shared over the work done.
 * Where work is scarce the rest earn more, up to five times the country's mean of April 2021: price compensates risk.
 */
export function setEarnings(t: Twin): void {
  const { fixed, state, tally, geo } = t;
  for (let threat = 0; threat < THREATS; threat++) {
    const reference = fixed.earnReference[threat]!;
    const level = revenueLevel(t, threat);
    for (let place = 0; place < geo.size; place++) {
      const cell = place * THREATS + threat;
      const work = tally.effort[cell]! + fixed.lean[cell]!;
      const start = fixed.work[cell]! + fixed.lean[cell]!;
      const scarcity = work > 0 ? start / work : 5;
      const price = reference * level * scarcity;
      state.earn[cell] = price > 5 * reference ? 5 * reference : price;
    }
  }
}

/** Money taken in a threat against April 2021: for drugs what users buy, else this month's events, with demand and levers in them. */
function revenueLevel(t: Twin, threat: number): number {
  const start = t.fixed.eventsNational[threat]!;
  if (start <= 0) return 1;
  let now = 0;
  if (threat === THREAT_INDEX["drug-supply"]) {
    for (let place = 0; place < t.geo.size; place++) now += dependence(t, place);
    return now / start;
  }
  for (let place = 0; place < t.geo.size; place++) now += t.events[place * THREATS + threat]!;
  return now / start;
}

/** Groups earn, spend on goods, wages and services, and launder part of their cash, at home and abroad. Whole pounds throughout. */
export function earnAndLaunder(t: Twin): void {
  const { state, p, fixed } = t;
  const g = state.groups;
  const { earn, money, assetsHome } = state;
  const costShare = clampShare(p.get("money.cost-share") + enablerDearness(t));
  const services = respond(t.nationalSupply[8]!, fixed.elasticity[8]!);
  const launderShare = clampShare(p.get("money.launder-per-month") * services * nationalRate(t, "launder.capacity"));
  const abroadShare = clampShare(p.get("money.abroad-share") * nationalRate(t, "launder.abroad"));
  const laundered = new Float64Array(t.geo.size);
  const [earned, spent] = earnAll(g, state.slots[0]!, earn, costShare, launderShare, laundered);
  money[MONEY.earned]! += earned;
  money[MONEY.spent]! += spent;
  for (let place = 0; place < laundered.length; place++) {
    const away = Math.floor(laundered[place]! * abroadShare);
    assetsHome[place]! += laundered[place]! - away;
    money[MONEY.abroad]! += away;
  }
  t.revenue = earned;
  spendAssets(t);
}

/**
 * Every group's earnings, costs and laundering; adds what was laundered to its place and returns what was earned and spent in all.
 * A loop over all groups, the second hottest: groups of a place lie side by side, so a place's sum is written when the place changes.
 */
function earnAll(
  g: Groups,
  count: number,
  earn: Float64Array,
  costShare: number,
  launderShare: number,
  laundered: Float64Array,
): [number, number] {
  const { flags, place, atLarge, threat1, threat2, threat3, weight1, weight2, weight3, cash: purse } = g;
  let earned = 0;
  let spent = 0;
  let home = 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const flag = flags[i]!;
    if ((flag & FLAG.alive) === 0) continue;
    const p = place[i]!;
    if (p !== home) {
      laundered[home]! += sum;
      home = p;
      sum = 0;
    }
    let cash = purse[i]!;
    if ((flag & FLAG.dormant) === 0) {
      const at = p * THREATS;
      const weight = weight1[i]!;
      let worth = weight * earn[at + threat1[i]!]!;
      if (weight < 16) {
        worth += weight2[i]! * earn[at + threat2[i]!]!;
        if (weight3[i]! > 0) worth += weight3[i]! * earn[at + threat3[i]!]!;
      }
      const income = Math.floor(atLarge[i]! * ((flag & FLAG.leaderless) !== 0 ? 48 : 64) * worth);
      const cost = Math.floor(income * costShare);
      cash += income - cost;
      earned += income;
      spent += cost;
    }
    const clean = Math.floor(cash * launderShare);
    purse[i] = cash - clean;
    sum += clean;
  }
  laundered[home]! += sum;
  return [earned, spent];
}

/** A part of the laundered assets is spent each month. */
function spendAssets(t: Twin): void {
  const { assetsHome, money } = t.state;
  const share = t.p.get("money.spend-per-year") / 12;
  for (let place = 0; place < assetsHome.length; place++) {
    const gone = Math.floor(assetsHome[place]! * share);
    assetsHome[place]! -= gone;
    money[MONEY.spent]! += gone;
  }
  const gone = Math.floor(money[MONEY.abroad]! * share);
  money[MONEY.abroad]! -= gone;
  money[MONEY.spent]! += gone;
}

/**
 * Assets held at home are frozen, and later recovered: many small cases, and a few large ones with a heavy tail (Pareto, index 2, cut at
 * 20 times its least), so that one case can move a year. Freezing grows with capacity, less than in proportion. What the agencies keep
 * feeds the fund; the rest goes to victims and the Treasury.
 */
export function recover(t: Twin): void {
  freeze(t);
  const { state, p } = t;
  const months = p.get("money.frozen-months");
  const frozen = state.money[MONEY.frozen]!;
  const large = p.get("recovered.large-share");
  const draw = (block: number) => t.chance.recovery.unit(0, t.month, block);
  let amount = (((1 - large) * frozen) / months) * Math.max(0.2, 1 + 0.15 * normal(draw(0)));
  const casesAYear = p.get("recovered.large-cases");
  const cases = Math.min(20, poisson(casesAYear / 12, draw(1)));
  // The mean of a Pareto with index 2 cut at 20 times its least is 1.95 times the least.
  const least = (large * frozen * 12) / months / casesAYear / 1.95;
  for (let k = 0; k < cases; k++) amount += least / Math.sqrt(Math.max(1 / 400, draw(2 + k)));
  t.recovered = Math.floor(Math.min(amount, frozen));
  state.money[MONEY.frozen]! -= t.recovered;
  state.money[MONEY.recovered]! += t.recovered;
  state.money[MONEY.fund]! += Math.floor(
    t.recovered * clampShare(p.get("fund.kept-share") * nationalRate(t, "fund.kept-share")),
  );
}

/** Freezes assets held at home, in proportion to what each place holds and never more than a twentieth of it in a month. */
function freeze(t: Twin): void {
  const { state, p, fixed } = t;
  const home = sum(state.assetsHome);
  const level = fixed.assetsHome > 0 ? home / fixed.assetsHome : 0;
  const workers = state.national[0]! + sum(state.regionTrained);
  const capacity = saturating(workers / fixed.financialWorkers, p.get("response.half-saturation"));
  const wanted = (p.get("recovered.2021") / 12) * level * capacity * nationalRate(t, "assets.recovery");
  state.money[MONEY.frozen]! += takeAssets(t, Math.floor(Math.min(wanted, home * 0.05)));
}

/** Takes an amount from the places in proportion to what they hold; returns what was taken. */
function takeAssets(t: Twin, amount: number): number {
  const { assetsHome } = t.state;
  let taken = 0;
  eachPart(amount, assetsHome, (place, part) => {
    assetsHome[place]! -= part;
    taken += part;
  });
  return taken;
}

/** The fund spends a twelfth of what it holds; returns the national posts that this pays for beyond those of April 2021. */
export function spendFund(t: Twin): number {
  const { money } = t.state;
  const spending = Math.floor(money[MONEY.fund]! / 12);
  money[MONEY.fund]! -= spending;
  money[MONEY.recycled]! += spending;
  t.recycled = spending;
  const posts = (spending * 12) / t.p.get("fund.investigator-gbp-year");
  return Math.max(0, Math.floor(posts - t.fixed.fundPosts));
}

/** Public money that the scenario adds this month: levers' own cost, and capacity in use at its unit cost. What a budget cannot spend is said. */
export function settlePublicMoney(t: Twin): void {
  const { schedule, month } = t;
  const caps = schedule.capacityCost.length;
  let bought = 0;
  for (let cap = 0; cap < caps; cap++) {
    const cost = schedule.capacityCost[cap]!;
    if (cost === 0) continue;
    const units = schedule.capacity[cap * schedule.months + month]!;
    bought += (Math.min(units, inUse(t, cap, units)) * cost) / 12;
  }
  t.spent = Math.round(bought + schedule.leverCost[month]!);
  t.unspent = Math.max(0, Math.round(schedule.budget[month]! - bought - schedule.paidCost[month]!));
}

/** Units of a capacity that cost money now: posts once somebody is in them, places and cases once they are open. */
function inUse(t: Twin, cap: number, units: number): number {
  const { state, fixed } = t;
  if (cap === CAPACITY["investigators.force"])
    return Math.max(0, sum(state.forceTrained) + sum(state.forceTraining) - sum(fixed.response.forcePosts));
  if (cap === CAPACITY["investigators.regional"])
    return Math.max(0, sum(state.regionTrained) + sum(state.regionTraining) - sum(fixed.response.regionPosts));
  if (cap === CAPACITY["investigators.national"])
    return Math.max(0, state.national[0]! + state.national[1]! - fixed.response.nationalPosts);
  return units;
}

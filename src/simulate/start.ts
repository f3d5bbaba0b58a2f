import { THREAT_IDS, type ThreatId } from "../terms/index.ts";
import type { Chance } from "./chance.ts";
import { type DrugsFixed, startDrugs } from "./drugs.ts";
import { startEnablers } from "./enablers.ts";
import type { Geography } from "./geography.ts";
import { FLAG } from "./groups.ts";
import type { TwinInput } from "./input.ts";
import { type JusticeFixed, startJustice } from "./justice.ts";
import { MONEY } from "./money.ts";
import { startNodes } from "./nodes.ts";
import type { Parameters } from "./parameters.ts";
import { type ResponseFixed, startResponse, workOf } from "./response.ts";
import { halved, monthly } from "./sample.ts";
import { type SlaveryFixed, startSlavery } from "./slavery.ts";
import { fitResponse, freeRates, recruitRate } from "./start-fits.ts";
import { offenderWeights, placeInJustice, startGroups, threatMix } from "./start-groups.ts";
import { startTally } from "./start-tally.ts";
import { addFree, MEMBER_WORK, THREAT_INDEX, workOfGroups } from "./supply.ts";
import { sum } from "./twin.ts";
import { METHODS, ORIGINS, type State, THREAT_COUNT } from "./world.ts";

/** What is worked out once, for April 2021, and stays: levels against which a month is measured, and rates fitted so that they hold. */
export interface Fixed {
  /** Share of offenders by place, share of population by place, shares of threats among groups. */
  weights: Float64Array;
  populationShare: Float64Array;
  mix: Float64Array;
  justice: JusticeFixed;
  response: ResponseFixed;
  drugs: DrugsFixed;
  slavery: SlaveryFixed;
  /** By place: mapped and active groups, the recruitable pool, dependent users, treated users, harm of drug use. */
  mapped: Float64Array;
  active: Float64Array;
  pool: Float64Array;
  /** Size that the pool refills towards: April 2021's flow out of it is made up there. */
  poolTarget: Float64Array;
  usersAtStart: Float64Array;
  treatedAtStart: Float64Array;
  drugHarmAtStart: Float64Array;
  /** Groups by cell. */
  groupsOf: Float64Array;
  /** Thresholds at no perceived risk. */
  reaction: { lieLow: number; move: number; changeThreat: number };
  /** New groups a month by place; new unaffiliated offenders a month by place. */
  formation: Float64Array;
  freeStart: Float64Array;
  freeLeave: number;
  freeArrest: Float64Array;
  openStart: number;
  /** Recruits per member and month before place, pay and pool; fitted to a level number of members. */
  recruit: number;
  vulnerability: Float64Array;
  /** Chance a month that a member is killed, and homicides a month in the United Kingdom. */
  killing: number;
  homicides: number;
  // By threat, cell or node: work of April 2021, the weight a thin cell gives the nation, elasticity, overseas share, events a month.
  work: Float64Array;
  nationalWork: Float64Array;
  lean: Float64Array;
  elasticity: Float64Array;
  overseas: Float64Array;
  nodeTies: Float64Array;
  organisers: Float64Array;
  enablers: Float64Array;
  enablerNeed: Float64Array;
  nationalWorkers: number;
  financialWorkers: number;
  events: Float64Array;
  eventsNational: Float64Array;
  demandSd: Float64Array;
  /** Share of crossing demand by region of origin, and how much wider the shocks of one region are than those of all. */
  originShare: Float64Array;
  originSpread: number;
  demandKeep: number;
  arrivalsAtStart: number;
  coast: number;
  /** Pounds a unit of work in April 2021, by threat. */
  earnReference: Float64Array;
  assetsHome: number;
  fundPosts: number;
}

/** Fills `state` with the country of April 2021 and returns what was fitted on the way. */
export function startWorld(state: State, input: TwinInput, geo: Geography, p: Parameters, chance: Chance): Fixed {
  const weights = offenderWeights(input.places, p.get("deprivation.weight"));
  const people = input.places.map((place) => place.population);
  const population = sum(people);
  const mix = threatMix(p);
  const justice = startJustice(input.places, geo, p);
  const count = startGroups(state, geo, p, weights, chance.world);
  const freeRatio = p.get("unaffiliated.arrest-share") / (1 + p.get("unaffiliated.arrest-share"));
  placeGroupsInJustice(state, geo, justice, 1 - freeRatio, chance);
  const tally = startTally(state, geo, count);
  startFree(state, geo, p, weights, mix, justice, freeRatio, sum(tally.people));

  const response = startResponse(state, input.places, geo, p);
  const work = workOf(state, geo, p, weights);
  const fullResponse = fitResponse(response, work, geo, p, tally, justice, 1 - freeRatio);
  const effort = workOfGroups(state.groups, count, geo.size * THREAT_COUNT);
  const groupEffort = Float64Array.from(effort);
  addFree(effort, state, p.get("unaffiliated.worth"));
  const nationalWork = byThreat(effort, geo.size);

  const extent = new Map(input.extent.map((e) => [e.threat, e]));
  const extentOf = (id: ThreatId) => p.values.get(`extent.${id}`) ?? extent.get(id)?.national?.value ?? 0;
  const users = extent.get("drug-supply");
  const slavery = extent.get("modern-slavery");
  const drugsFixed = startDrugs(state, geo, p, extentOf("drug-supply"), users?.weights ?? people, people);
  const slaveryFixed = startSlavery(state, geo, p, extentOf("modern-slavery"), slavery?.weights ?? people);
  const nodes = startNodes(input.nodes, input.nodeTies);
  state.organisers.set(nodes.organisers);
  const enablers = startEnablers(input.enablerTies, p);
  state.enablers.set(enablers.enablers);

  const pool = Float64Array.from(people, (n, i) =>
    Math.round(n * p.get("pool.share") * vulnerabilityOf(weights[i]!, n / population)),
  );
  state.pool.set(pool);
  state.dead.fill(0);
  for (let i = 0; i < geo.size; i++)
    state.others[i] = people[i]! - state.pool[i]! - tally.people[i]! - freePeople(state, i);

  const events = eventsOf(input, geo, p, effort);
  const eventsNational = byThreat(events, geo.size);
  state.demand.fill(1);
  state.originDemand.fill(1);
  const arrivals = METHODS.reduce((s, m) => s + p.get(`crossing.2021.${m}`), 0) / 12;
  state.arrivalsSmoothed[0] = arrivals;
  eventsNational[THREAT_INDEX["drug-supply"]] = sum(state.untreated) + p.get("drugs.treated-harm") * sum(state.treated);
  eventsNational[THREAT_INDEX["modern-slavery"]] = sum(state.exploited);
  eventsNational[THREAT_INDEX["immigration-crime"]] = arrivals;

  const earnReference = Float64Array.from(THREAT_IDS, (id, k) =>
    nationalWork[k]! > 0 ? ((p.get(`revenue.${id}`) / 12) * (1 - p.get(`overseas.${id}`))) / nationalWork[k]! : 0,
  );
  for (let cell = 0; cell < state.earn.length; cell++) state.earn[cell] = earnReference[cell % THREAT_COUNT]!;
  startMoney(state, geo, p, groupEffort, earnReference);

  const free = freeRates(state, geo, p, weights, justice, freeRatio);
  const recruit = recruitRate(p, tally, justice, 1 - freeRatio, sum(tally.atLarge));
  const room = 1 - 1 / p.get("members.ceiling");
  const refill = p.get("pool.refill-per-year") / 12;
  const poolTarget = pool.map(
    (n, i) => n + Math.round((free.freeStart[i]! + recruit * room * tally.atLarge[i]!) / refill),
  );

  const ewShare = 1 - (weights[geo.jurisdiction.indexOf(1)] ?? 0) - (weights[geo.jurisdiction.indexOf(2)] ?? 0);
  const homicides = p.get("homicides.per-year") / 12 / ewShare;
  const atLarge = sum(tally.atLarge);
  state.risk.fill(0);
  return {
    weights,
    populationShare: Float64Array.from(people, (n) => n / population),
    mix,
    justice,
    response: fullResponse,
    drugs: drugsFixed,
    slavery: slaveryFixed,
    mapped: tally.mapped,
    active: tally.active,
    pool,
    poolTarget,
    usersAtStart: state.untreated.map((n, i) => n + state.treated[i]!),
    treatedAtStart: Float64Array.from(state.treated),
    drugHarmAtStart: state.untreated.map((n, i) => n + p.get("drugs.treated-harm") * state.treated[i]!),
    groupsOf: tally.groupsOf,
    reaction: {
      lieLow: monthly(p.get("groups.lie-low-per-year")) * 4294967296,
      move: monthly(p.get("groups.move-per-year")) * 4294967296,
      changeThreat: monthly(p.get("groups.switch-per-year")) * 4294967296,
    },
    formation: tally.active.map((n) => n * monthly(p.get("groups.end-per-year") + p.get("groups.merge-per-year"))),
    ...free,
    openStart: monthly(p.get("case.open-per-year")),
    recruit,
    vulnerability: Float64Array.from(weights, (w, i) => vulnerabilityOf(w, people[i]! / population)),
    killing: (homicides * p.get("homicides.member-share")) / Math.max(1, atLarge),
    homicides,
    work: effort,
    nationalWork,
    lean: leanOf(geo, weights, nationalWork),
    elasticity: Float64Array.from(THREAT_IDS, (id) => p.get(`elasticity.${id}`)),
    overseas: Float64Array.from(THREAT_IDS, (id) => p.get(`overseas.${id}`)),
    nodeTies: nodes.ties,
    organisers: nodes.organisers,
    enablers: enablers.enablers,
    enablerNeed: enablers.need,
    nationalWorkers: state.national[0]! + p.get("response.trainee-worth") * state.national[1]!,
    financialWorkers: state.national[0]! + sum(state.regionTrained),
    events,
    eventsNational,
    demandSd: demandSds(p),
    ...originsOf(p),
    demandKeep: halved(1, 12 * p.get("demand.memory-years")),
    arrivalsAtStart: arrivals,
    coast: input.places.findIndex((place) => place.code === KENT),
    earnReference,
    assetsHome: sum(state.assetsHome),
    fundPosts: (p.get("recovered.2021") * p.get("fund.kept-share")) / p.get("fund.investigator-gbp-year"),
  };
}

const KENT = "E23000032";

/** A place's offender weight against its population: above 1 where deprivation is high; nowhere near 0. */
const vulnerabilityOf = (weight: number, populationShare: number): number =>
  populationShare > 0 ? weight / populationShare : 1;

const freePeople = (s: State, i: number): number => {
  let free = s.freeSuspected[i]! + s.freeCharged[i]! + s.freeCustody[i]! + s.freeLicence[i]!;
  for (let k = 0; k < THREAT_COUNT; k++) free += s.free[i * THREAT_COUNT + k]!;
  return free;
};

function byThreat(cells: Float64Array, places: number): Float64Array {
  const total = new Float64Array(THREAT_COUNT);
  for (let i = 0; i < places; i++) for (let k = 0; k < THREAT_COUNT; k++) total[k]! += cells[i * THREAT_COUNT + k]!;
  return total;
}

/** Puts the groups' part of each jurisdiction's queues and custody onto the people of mapped groups. */
function placeGroupsInJustice(
  state: State,
  geo: Geography,
  justice: JusticeFixed,
  share: number,
  chance: Chance,
): void {
  const mapped = [0, 0, 0];
  for (let i = 0; i < state.slots[0]!; i++)
    if ((state.groups.flags[i]! & FLAG.mapped) !== 0)
      mapped[geo.jurisdiction[state.groups.place[i]!]!]! += state.groups.atLarge[i]!;
  const part = (stock: Float64Array, j: number) => (mapped[j]! > 0 ? (share * stock[j]!) / mapped[j]! : 0);
  const shares = [0, 1, 2].map((j) => ({
    suspected: part(justice.suspected, j),
    charged: part(justice.charged, j),
    custody: part(justice.custody, j),
    licence: part(justice.licence, j),
  }));
  placeInJustice(state, geo, shares, chance.world);
}

/** Unaffiliated offenders: all offenders less the groups' people, spread by weight; their part of queues and custody by jurisdiction. */
function startFree(
  state: State,
  geo: Geography,
  p: Parameters,
  weights: Float64Array,
  mix: Float64Array,
  justice: JusticeFixed,
  share: number,
  inGroups: number,
): void {
  const jurisdictionWeight = [0, 0, 0];
  weights.forEach((w, i) => {
    jurisdictionWeight[geo.jurisdiction[i]!]! += w;
  });
  const spread = (stock: Float64Array, into: Float64Array) => {
    for (let i = 0; i < geo.size; i++) {
      const j = geo.jurisdiction[i]!;
      into[i] = Math.round((share * stock[j]! * weights[i]!) / jurisdictionWeight[j]!);
    }
  };
  spread(justice.suspected, state.freeSuspected);
  spread(justice.charged, state.freeCharged);
  spread(justice.custody, state.freeCustody);
  spread(justice.licence, state.freeLicence);
  const held = sum(state.freeSuspected) + sum(state.freeCharged) + sum(state.freeCustody) + sum(state.freeLicence);
  const atLarge = Math.max(0, p.get("offenders.total") - inGroups - held);
  for (let i = 0; i < geo.size; i++)
    for (let k = 0; k < THREAT_COUNT; k++)
      state.free[i * THREAT_COUNT + k] = Math.floor(atLarge * weights[i]! * mix[k]!);
}

/** A thin cell leans on the nation as if it had half the work its weight would give it. */
function leanOf(geo: Geography, weights: Float64Array, nationalWork: Float64Array): Float64Array {
  const lean = new Float64Array(geo.size * THREAT_COUNT);
  for (let i = 0; i < geo.size; i++)
    for (let k = 0; k < THREAT_COUNT; k++) lean[i * THREAT_COUNT + k] = 0.5 * weights[i]! * nationalWork[k]! + 1;
  return lean;
}

/** Events a month by cell: the estimated extent where there is one; where none is estimable, months of offenders' activity. */
function eventsOf(input: TwinInput, geo: Geography, p: Parameters, effort: Float64Array): Float64Array {
  const events = new Float64Array(geo.size * THREAT_COUNT);
  for (const { threat, national, weights } of input.extent) {
    const k = THREAT_INDEX[threat];
    if (threat === "drug-supply" || threat === "modern-slavery" || threat === "immigration-crime") continue;
    const yearly =
      threat === "money-laundering"
        ? p.get("laundered.2021")
        : national
          ? (p.values.get(`extent.${threat}`) ?? national.value)
          : undefined;
    for (let i = 0; i < geo.size; i++)
      events[i * THREAT_COUNT + k] =
        yearly === undefined ? effort[i * THREAT_COUNT + k]! / MEMBER_WORK : (yearly / 12) * (weights[i] ?? 0);
  }
  return events;
}

/** Cash at its steady level, and laundered assets as so many years of laundering, by place in proportion to groups' earnings. */
function startMoney(
  state: State,
  geo: Geography,
  p: Parameters,
  effort: Float64Array,
  earnReference: Float64Array,
): void {
  state.money.fill(0);
  state.assetsHome.fill(0);
  const kept = 1 - p.get("money.cost-share");
  const years = p.get("money.asset-years");
  let home = 0;
  for (let i = 0; i < geo.size; i++) {
    let yearly = 0;
    for (let k = 0; k < THREAT_COUNT; k++) yearly += effort[i * THREAT_COUNT + k]! * earnReference[k]! * 12;
    state.assetsHome[i] = Math.floor(yearly * kept * years * (1 - p.get("money.abroad-share")));
    home += state.assetsHome[i]!;
  }
  state.money[MONEY.abroad] = Math.floor((home * p.get("money.abroad-share")) / (1 - p.get("money.abroad-share")));
  state.money[MONEY.frozen] = Math.floor((p.get("recovered.2021") / 12) * p.get("money.frozen-months"));
  state.money[MONEY.opening] = home + state.money[MONEY.abroad]! + state.money[MONEY.frozen]!;
  state.money[MONEY.fund] = Math.floor(p.get("recovered.2021") * p.get("fund.kept-share"));
}

/** Origins of crossings: independent shocks of one region each, scaled so that their weighted sum has the spread stated for all. */
function originsOf(p: Parameters): Pick<Fixed, "originShare" | "originSpread"> {
  const originShare = Float64Array.from(ORIGINS, (id) => p.get(`crossing.origin.${id}`));
  return { originShare, originSpread: 1 / Math.sqrt(originShare.reduce((s, x) => s + x * x, 0)) };
}

/** Monthly innovations whose stationary spread is the stated yearly one. */
function demandSds(p: Parameters): Float64Array {
  const keep = halved(1, 12 * p.get("demand.memory-years"));
  const scale = Math.sqrt(1 - keep * keep);
  return Float64Array.from(THREAT_IDS, (id) =>
    p.values.has(`demand-sd.${id}`) ? p.get(`demand-sd.${id}`) * scale : 0,
  );
}

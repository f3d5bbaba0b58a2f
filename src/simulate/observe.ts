import { THREAT_IDS } from "../terms/index.ts";
import { MONEY } from "./money.ts";
import { OUTCOMES, outcomeIndex } from "./outcome.ts";
import { investigators } from "./response.ts";
import { poisson } from "./sample.ts";
import { nationalRate, sum, type Twin } from "./twin.ts";
import { METHODS } from "./world.ts";

const AT = Object.fromEntries(OUTCOMES.map((o) => [o.id, outcomeIndex(o.id)])) as Record<string, number>;
const EVENTS = THREAT_IDS.map((id) => AT[`harm-events.${id}`]!);
const RECORDED = THREAT_IDS.map((id) => AT[`recorded.${id}`]!);
const ARRIVALS = METHODS.map((m) => AT[`arrivals.${m}`]!);
const IMMIGRATION = THREAT_IDS.indexOf("immigration-crime");
const SCOTLAND = 2;

/** Writes the month into `flows`: what is true, and beside it what the state and publishers would see of it. */
export function observe(t: Twin): void {
  const { flows, events, geo, state, tally, p } = t;
  const report = nationalRate(t, "report.willingness");
  for (let k = 0; k < 11; k++) {
    let total = 0;
    for (let i = 0; i < geo.size; i++) total += events[i * 11 + k]!;
    flows[EVENTS[k]!] = total;
    const seen = total * p.get(`report.${THREAT_IDS[k]!}`) * report;
    // An arrival is counted because it was detected; every other threat is seen in part, by chance.
    flows[RECORDED[k]!] = k === IMMIGRATION ? total : poisson(seen, t.chance.observation.unit(k, t.month, 0));
  }
  METHODS.forEach((_, m) => {
    flows[ARRIVALS[m]!] = t.arrivals[m]!;
  });
  const set = (id: string, value: number) => {
    flows[AT[id]!] = value;
  };
  set("drug-deaths", t.drugDeaths);
  set("drug-deaths.scotland", t.drugDeathsScotland);
  set("homicides", t.homicides);
  set("serious-violence", t.violence);
  observeGroups(t, set);
  const ew = (values: Float64Array) => values.reduce((s, v, i) => s + (geo.jurisdiction[i] === 0 ? v : 0), 0);
  const custody = ew(tally.custody) + ew(state.freeCustody);
  set("custody", custody);
  set("probation", ew(tally.licence) + ew(state.freeLicence) + custody * p.get("probation.inside-share"));
  set("arrests", sum(tally.arrests));
  set("disruptions", sum(tally.disruptions));
  set("court-queue", sum(tally.charged) + sum(state.freeCharged));
  set("nrm", t.nrm);
  set("criminal-revenue", t.revenue);
  set("assets.home", sum(state.assetsHome));
  set("assets.abroad", state.money[MONEY.abroad]!);
  set("assets.recovered", t.recovered);
  set("fund.recycled", t.recycled);
  set("spend.added", t.spent);
  set("spend.unspent", t.unspent);
  const staff = investigators(state);
  set("investigators", staff.trained);
  set("treatment", sum(state.treated));
  set("moved.place", sum(t.moves));
  set("moved.threat", sum(t.switches));
  set("splits", t.splits);
}

function observeGroups(t: Twin, set: (id: string, value: number) => void): void {
  const { tally, state, p, geo } = t;
  const free = sum(state.free);
  const members = sum(tally.atLarge);
  const mappedMembers = sum(tally.mappedMembers);
  const known = free * p.get("suspects.unaffiliated-known");
  const inJustice = sum(tally.suspected) + sum(tally.charged) + sum(tally.custody) + sum(tally.licence);
  const freeInJustice =
    sum(state.freeSuspected) + sum(state.freeCharged) + sum(state.freeCustody) + sum(state.freeLicence);
  set("groups.true", sum(tally.active));
  set("groups.known", sum(tally.mapped));
  set(
    "groups.known.scotland",
    tally.mapped.reduce((s, n, i) => s + (geo.nation[i] === SCOTLAND ? n : 0), 0),
  );
  set("members", members);
  set("unaffiliated", free);
  set("suspects.known", Math.round(mappedMembers * p.get("suspects.identified")));
  set("suspects.mapped", Math.round(mappedMembers + known));
  set("offenders", members + inJustice + free + freeInJustice);
}

import { THREATS, type ThreatId } from "../terms/index.ts";

/**
 * A national monthly series of a run. A flow is summed over months; a stock is what there is at the end of a month, read as the mean of
 * the last year; a level is a stock of victims, whose harm lasts all the time, read as the mean of the whole period.
 */
export interface Outcome {
  id: string;
  title: string;
  unit: string;
  kind: "flow" | "stock" | "level";
  better: "lower" | "higher" | "neither";
  threat?: ThreatId;
  /** What the state or a publisher would see, as against what is true. */
  isObserved: boolean;
}

const flow = (id: string, title: string, unit: string, better: Outcome["better"], threat?: ThreatId): Outcome => ({
  id,
  title,
  unit,
  kind: "flow",
  better,
  isObserved: false,
  ...(threat ? { threat } : {}),
});
const stock = (id: string, title: string, unit: string, better: Outcome["better"]): Outcome => ({
  id,
  title,
  unit,
  kind: "stock",
  better,
  isObserved: false,
});
const seen = (o: Outcome): Outcome => ({ ...o, isObserved: true });

/** Where the twin counts a threat in a unit of its own: users in treatment weigh less; what no method can estimate is counted as activity. */
const TWIN_UNITS: Partial<Record<ThreatId, string>> = {
  "drug-supply": "people dependent on opiates or crack cocaine, the treated at a lower weight",
  "child-abuse": "months of offenders' activity (extent not estimable)",
  corruption: "months of offenders' activity (extent not estimable)",
  "sanctions-evasion": "months of offenders' activity (extent not estimable)",
};
/** Threats counted as people in their state, month by month, and not as events. */
const LEVELS: readonly ThreatId[] = ["drug-supply", "modern-slavery"];
const extent = (o: Outcome): Outcome => (LEVELS.includes(o.threat!) ? { ...o, kind: "level" } : o);
const unitOf = (t: (typeof THREATS)[number]): string => TWIN_UNITS[t.id] ?? t.unit;

/**
 * Everything that a run reports, in the order of its result array. `harm-events.<threat>` is the true extent of the threat
 * (drugs and slavery: people this month; elsewhere events of the month).
 */
export const OUTCOMES: readonly Outcome[] = [
  ...THREATS.map((t) => extent(flow(`harm-events.${t.id}`, `True extent: ${t.title}`, unitOf(t), "lower", t.id))),
  ...THREATS.map((t) => seen(extent(flow(`recorded.${t.id}`, `Recorded: ${t.title}`, unitOf(t), "neither", t.id)))),
  flow("drug-deaths", "Drug misuse deaths", "deaths", "lower", "drug-supply"),
  flow("drug-deaths.scotland", "Drug misuse deaths, Scotland", "deaths", "lower", "drug-supply"),
  flow("arrivals.small-boat", "Small-boat arrivals", "people", "lower", "immigration-crime"),
  flow("arrivals.lorry", "Detections at ports, lorries among them", "people", "lower", "immigration-crime"),
  flow("arrivals.air", "Inadequately documented air arrivals", "people", "lower", "immigration-crime"),
  flow("arrivals.other", "Detections inside the country", "people", "lower", "immigration-crime"),
  flow("homicides", "Homicides between and by groups", "deaths", "lower"),
  flow("serious-violence", "Serious violence by groups", "offences", "lower"),
  stock("groups.true", "Active organised crime groups, seen and unseen", "groups", "lower"),
  seen(stock("groups.known", "Organised crime groups known to the state", "groups", "neither")),
  seen(stock("groups.known.scotland", "Organised crime groups known, Scotland", "groups", "neither")),
  stock("members", "Members of groups at large", "people", "lower"),
  stock("unaffiliated", "Unaffiliated offenders at large", "people", "lower"),
  seen(stock("suspects.known", "Known suspects: identified members of mapped groups", "people", "neither")),
  seen(stock("suspects.mapped", "All members of mapped groups and known unaffiliated offenders", "people", "neither")),
  stock("offenders", "All people engaged in serious and organised crime", "people", "lower"),
  stock("custody", "Serious and organised offenders in custody, England and Wales", "people", "neither"),
  stock(
    "probation",
    "Serious and organised offenders on probation (inside and out), England and Wales",
    "people",
    "neither",
  ),
  flow("arrests", "Arrests", "people", "neither"),
  flow("disruptions", "Disruptions, minor to major", "disruptions", "neither"),
  stock("court-queue", "People waiting for court", "people", "lower"),
  seen(flow("nrm", "Referrals to the National Referral Mechanism", "referrals", "neither", "modern-slavery")),
  flow("criminal-revenue", "Money taken by groups", "GBP", "lower"),
  stock("assets.home", "Laundered assets held at home", "GBP", "lower"),
  stock("assets.abroad", "Laundered assets held abroad", "GBP", "lower"),
  seen(flow("assets.recovered", "Assets recovered", "GBP", "higher")),
  flow("fund.recycled", "Recoveries spent on the response (a transfer)", "GBP", "neither"),
  flow("spend.added", "Public money added by the scenario", "GBP", "neither"),
  flow("spend.unspent", "Money of the scenario that could not be spent", "GBP", "neither"),
  stock("investigators", "Investigators in post, trained", "people", "neither"),
  stock("treatment", "People in drug treatment", "people", "neither"),
  flow("moved.place", "Groups that moved to another place", "groups", "neither"),
  flow("moved.threat", "Groups that changed threat", "groups", "neither"),
  flow("splits", "Groups that split after losing leaders", "groups", "neither"),
];

const INDEX = new Map(OUTCOMES.map((o, i) => [o.id, i]));

/** Row of an outcome in a run's result array. Throws a plain error on an unknown id: a fault of code, not of input. */
export function outcomeIndex(id: string): number {
  const index = INDEX.get(id);
  if (index === undefined) throw new Error(`no outcome "${id}"`);
  return index;
}

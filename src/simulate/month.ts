import { crossingsMonth } from "./crossings.ts";
import { drugsMonth } from "./drugs.ts";
import { enablersMonth } from "./enablers.ts";
import { clearTally, groupsMonth } from "./groups-month.ts";
import { setJusticeRates } from "./justice.ts";
import { earnAndLaunder, recover, setEarnings, settlePublicMoney, spendFund } from "./money.ts";
import { nodesMonth } from "./nodes.ts";
import { observe } from "./observe.ts";
import { offencesMonth } from "./offences.ts";
import { react, remember, setReactionRates } from "./react.ts";
import { setRecruitment } from "./recruit.ts";
import { staff, task } from "./response.ts";
import { slaveryMonth } from "./slavery.ts";
import { demandMonth, measureSupply } from "./supply.ts";
import type { Twin } from "./twin.ts";
import { peopleMonth, unaffiliatedMonth } from "./unaffiliated.ts";
import { setConflictRates, violenceMonth } from "./violence.ts";

/** One month of the country, in place: nothing is kept but what State and the month's counts hold. */
export function stepMonth(t: Twin): void {
  // Fund the response; hire and train; say who may be tasked to what; set what courts and prisons can take.
  staff(t, spendFund(t));
  task(t);
  setJusticeRates(t);
  setReactionRates(t);
  setConflictRates(t);
  setRecruitment(t);

  // Every group: detect, map, investigate, disrupt; the queues; learn and react; recruit and leave.
  clearTally(t.tally);
  groupsOfMonth(t);
  unaffiliatedMonth(t);
  peopleMonth(t);
  t.moves.fill(0);
  t.switches.fill(0);
  t.splits = 0;
  remember(t);
  react(t);

  // Supply is what is left; demand clears and harm happens.
  nodesMonth(t);
  enablersMonth(t);
  demandMonth(t);
  measureSupply(t);
  drugsMonth(t);
  crossingsMonth(t);
  slaveryMonth(t);
  offencesMonth(t);
  violenceMonth(t);

  // Money: earned, laundered, recovered; what the scenario cost.
  setEarnings(t);
  earnAndLaunder(t);
  recover(t);
  settlePublicMoney(t);
  observe(t);
}

/** The pass over the groups, with this run's stream. */
export function groupsOfMonth(t: Twin): void {
  const { k0, k1 } = t.chance.groups;
  groupsMonth(t.state.groups, t.state.slots[0]!, t.rates, t.state.pool, t.tally, k0, k1, t.month);
}

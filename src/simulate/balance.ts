import { MONEY } from "./money.ts";
import { sum, type Twin } from "./twin.ts";

/** Ledgers that must balance every month; each is a whole number and its imbalance is zero. */
export interface Balance {
  /** People: all stocks less the population. */
  people: number;
  /** Dependent users, susceptible and drug deaths less their number at the start. */
  users: number;
  /** Exploited, found and escaped less everyone who ever entered. */
  exploited: number;
  /** Pounds: opening assets and earnings less cash, assets, frozen, recovered and spent. */
  money: number;
}

/** People who may start, use, are treated, or died of drugs, in all. Level for ever. */
export const drugPeople = (t: Pick<Twin, "state">): number =>
  sum(t.state.starters) + sum(t.state.untreated) + sum(t.state.treated) + sum(t.state.drugDead);

export function balanceOf(t: Pick<Twin, "state" | "input">, drugPeopleAtStart: number): Balance {
  const { state, input } = t;
  const g = state.groups;
  let inGroups = 0;
  let cash = 0;
  for (let i = 0; i < state.slots[0]!; i++) {
    inGroups += g.atLarge[i]! + g.suspected[i]! + g.charged[i]! + g.custody[i]! + g.licence[i]!;
    cash += g.cash[i]!;
  }
  const free =
    sum(state.free) +
    sum(state.freeSuspected) +
    sum(state.freeCharged) +
    sum(state.freeCustody) +
    sum(state.freeLicence);
  const population = input.places.reduce((s, p) => s + p.population, 0);
  const m = state.money;
  return {
    people: sum(state.others) + sum(state.pool) + sum(state.dead) + free + inGroups - population,
    users: drugPeople(t) - drugPeopleAtStart,
    exploited: sum(state.exploited) + sum(state.found) + sum(state.escaped) - sum(state.exploitedEver),
    money:
      m[MONEY.opening]! +
      m[MONEY.earned]! -
      cash -
      sum(state.assetsHome) -
      m[MONEY.abroad]! -
      m[MONEY.frozen]! -
      m[MONEY.recovered]! -
      m[MONEY.spent]!,
  };
}

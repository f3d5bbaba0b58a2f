import type { RateId } from "../terms/index.ts";
import { dependence } from "./drugs.ts";
import { poisson } from "./sample.ts";
import { respond, THREAT_INDEX } from "./supply.ts";
import { rateAt, type Twin } from "./twin.ts";

/** Threats counted as events, drawn once for each place of the victim and month. Remote ones follow national supply, the rest the place's. */
interface Offence {
  threat: number;
  isRemote: boolean;
  rate?: RateId;
}

const OFFENCES: readonly Offence[] = [
  { threat: THREAT_INDEX.fraud, isRemote: true, rate: "fraud.success" },
  { threat: THREAT_INDEX["cyber-crime"], isRemote: true, rate: "cyber.success" },
  { threat: THREAT_INDEX["child-abuse"], isRemote: true, rate: "child-abuse.demand" },
  { threat: THREAT_INDEX.firearms, isRemote: false },
  { threat: THREAT_INDEX["acquisitive-crime"], isRemote: false, rate: "acquisitive.opportunity" },
  { threat: THREAT_INDEX["money-laundering"], isRemote: true, rate: "launder.capacity" },
  { threat: THREAT_INDEX.corruption, isRemote: false },
  { threat: THREAT_INDEX["sanctions-evasion"], isRemote: true },
];

const FRAUD = THREAT_INDEX.fraud;
const CYBER = THREAT_INDEX["cyber-crime"];
const ACQUISITIVE = THREAT_INDEX["acquisitive-crime"];

export function offencesMonth(t: Twin): void {
  for (const offence of OFFENCES) offenceMonth(t, offence);
}

function offenceMonth(t: Twin, { threat, isRemote, rate }: Offence): void {
  const { fixed, state, geo, events } = t;
  const elasticity = fixed.elasticity[threat]!;
  const nationwide = isRemote ? respond(t.nationalSupply[threat]!, elasticity) : 1;
  const drive = threat === FRAUD ? coupled(t.p.get("couple.cyber-fraud"), cyberLevel(t)) : 1;
  // Protection against fraud moves some attempts elsewhere instead of ending them.
  const attempts = 1 + t.p.get("couple.fraud-displaced") * Math.max(0, 1 - rateAt(t, "fraud.success", 0));
  const organised = threat === FRAUD ? t.p.get("organised-share.fraud") : 1;
  const viaDrugs = t.p.get("couple.drugs-acquisitive");
  for (let i = 0; i < geo.size; i++) {
    const cell = i * 11 + threat;
    const base = fixed.events[cell]! * state.demand[threat]! * (threat === CYBER ? attempts : 1);
    if (base <= 0) {
      events[cell] = 0;
      continue;
    }
    const reach = isRemote ? nationwide : respond(t.supply[cell]!, elasticity);
    const moved =
      reach *
      (rate === undefined ? 1 : rateAt(t, rate, i)) *
      (threat === ACQUISITIVE ? coupled(viaDrugs, usersLevel(t, i)) : drive);
    events[cell] = poisson(base * (1 - organised + organised * moved), t.chance.events.unit(cell, t.month, 0));
  }
}

/** A share of one harm follows the level of another (1 = April 2021). */
const coupled = (share: number, level: number): number => 1 - share + share * level;

/** What levers and supply have done to cyber-crime so far this month, apart from its own chance. */
const cyberLevel = (t: Twin): number =>
  respond(t.nationalSupply[CYBER]!, t.fixed.elasticity[CYBER]!) * rateAt(t, "cyber.success", 0);

/** Dependent users of a place who are not in treatment, with their lower weight for the treated, against April 2021. */
function usersLevel(t: Twin, place: number): number {
  const start = t.fixed.drugHarmAtStart[place]!;
  return start > 0 ? dependence(t, place) / start : 1;
}

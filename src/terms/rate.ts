/**
 * What a lever can move. The engine knows only these; a lever's data file names them.
 * A rate is a multiplier on a monthly hazard, probability or flow, 1 in the baseline, kept apart by nation.
 */
export const RATE_IDS = [
  "detect.mapping", // hazard that an unmapped group becomes mapped
  "detect.case", // hazard that a mapped group comes under investigation
  "detect.yield", // chance that a closed case ends in a disruption
  "leader.removal", // chance that a disruption takes the group's leadership
  "tasking.joined", // share of cross-border groups within reach of joined-up tasking
  "recruit.rate", // recruits per member and month
  "offender.reoffending", // chance that a person ending licence goes back to a group
  "custody.command", // share of members in custody who still work for the group
  "violence.conflict", // conflict between groups that share a market
  "drugs.demand", // people starting dependent drug use
  "drugs.death-risk", // drug deaths per dependent user out of treatment
  "drugs.harm", // harm of a dependent user, as hospital admissions count it
  "slavery.exploitation", // people drawn into exploitation
  "crossing.demand", // people seeking an irregular crossing
  "fraud.success", // fraud attempts that succeed
  "cyber.success", // cyber attacks that succeed
  "child-abuse.demand", // offending against children
  "acquisitive.opportunity", // burglary, robbery and vehicle crime that succeed
  "launder.capacity", // money that laundering services can carry
  "launder.abroad", // share of laundered money that leaves the country
  "assets.recovery", // share of held assets recovered
  "fund.kept-share", // share of recoveries that buys response
  "report.willingness", // share of victims who report
] as const;

export type RateId = (typeof RATE_IDS)[number];

/** Stocks that money buys; whole numbers of people, places or cases a month. */
export const CAPACITY_IDS = [
  "investigators.force",
  "investigators.regional",
  "investigators.national",
  "charge.cases",
  "court.cases",
  "prison.places",
  "treatment.places",
] as const;

export type CapacityId = (typeof CAPACITY_IDS)[number];

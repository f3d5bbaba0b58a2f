import type { Twin } from "./twin.ts";

/** A number that nobody publishes and that each run works out so that April 2021 agrees with what is published. */
export interface FittedFactor {
  id: string;
  title: string;
  unit: string;
}

interface FittedRule extends FittedFactor {
  of: (t: Twin) => number;
}

const place = (t: Twin, nation: number): number => t.geo.nation.indexOf(nation);

const RULES: readonly FittedRule[] = [
  {
    id: "arrests-per-disruption",
    title: "Members arrested in a disruption, against the assumed shares, so that arrests feed the published custody",
    unit: "multiple",
    of: (t) => t.fixed.response.arrestScale,
  },
  {
    id: "recruits-per-member",
    title: "Recruits that keep the number of members level, where a group is small against its ceiling",
    unit: "per member and year",
    of: (t) => t.fixed.recruit * 12,
  },
  {
    id: "mapping",
    title: "Unmapped groups that become mapped, so that the mapped count stays level (England)",
    unit: "per group and year",
    of: (t) => t.fixed.response.mapping[place(t, 0)]! * 12,
  },
  {
    id: "drug-death-risk",
    title: "Death risk of a dependent user out of treatment, outside Scotland, from the deaths of 2021",
    unit: "per user and year",
    of: (t) => t.fixed.drugs.deathRisk[place(t, 0)]! * 12,
  },
  {
    id: "drug-death-risk-scotland",
    title: "Death risk of a dependent user out of treatment, Scotland, from the deaths of 2021",
    unit: "per user and year",
    of: (t) => t.fixed.drugs.deathRisk[place(t, 2)]! * 12,
  },
  {
    id: "referrals-per-victim",
    title: "Referrals for each person in exploitation, from the referrals of 2021",
    unit: "per person and year",
    of: (t) => t.fixed.slavery.referral * 12,
  },
];

/** The fitted factors in the order of a run's `fitted`. */
export const FITTED: readonly FittedFactor[] = RULES.map(({ id, title, unit }) => ({ id, title, unit }));

/** A run's fitted factors, in the order of FITTED. */
export const fittedOf = (t: Twin): Float64Array => Float64Array.from(RULES, (rule) => rule.of(t));

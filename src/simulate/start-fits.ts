import type { Geography } from "./geography.ts";
import type { JusticeFixed } from "./justice.ts";
import type { Parameters } from "./parameters.ts";
import type { ResponseFixed } from "./response.ts";
import { monthly } from "./sample.ts";
import type { StartTally } from "./start-tally.ts";
import { sum } from "./twin.ts";
import { type State, THREAT_COUNT } from "./world.ts";

// Rates that are not known one by one and are fitted so that April 2021 holds level: what goes in equals what comes out.

/** Fits mapping to a level number of mapped groups, and arrests to the flow that April 2021's custody needs. */
export function fitResponse(
  posts: Pick<ResponseFixed, "forcePosts" | "regionPosts" | "nationalPosts">,
  work: { local: Float64Array; cross: Float64Array; all: Float64Array },
  geo: Geography,
  p: Parameters,
  tally: StartTally,
  justice: JusticeFixed,
  share: number,
): ResponseFixed {
  const turnover = p.get("groups.end-per-year") + p.get("groups.merge-per-year");
  const mapping = new Float64Array(geo.size);
  for (let i = 0; i < geo.size; i++) {
    const unmapped = tally.groups[i]! - tally.mapped[i]!;
    mapping[i] = unmapped > 0 ? monthly((turnover * tally.mapped[i]!) / unmapped) : 0;
  }
  const severities = ["minor", "moderate", "major"] as const;
  const shares = [
    1 - p.get("case.moderate-share") - p.get("case.major-share"),
    p.get("case.moderate-share"),
    p.get("case.major-share"),
  ];
  const taken = severities.reduce((s, name, k) => s + shares[k]! * p.get(`case.arrest.${name}`), 0);
  const casesAMonth = 1 / (12 / p.get("case.open-per-year") + p.get("case.months"));
  const expected = sum(tally.mappedAtLarge) * casesAMonth * p.get("case.yield") * taken;
  const needed = share * sum(justice.arrests);
  const arrestScale = expected > 0 ? needed / expected : 1;
  return {
    ...posts,
    ...work,
    mapping,
    arrestScale,
    arrest: Float64Array.from(severities, (name) => Math.min(0.9, p.get(`case.arrest.${name}`) * arrestScale)),
  };
}

/** Recruits per member and month that make up for those who leave, are held, are killed, or end with their group. */
export function recruitRate(
  p: Parameters,
  tally: StartTally,
  justice: JusticeFixed,
  share: number,
  atLarge: number,
): number {
  const arrests = share * sum(justice.arrests);
  const tried = arrests * p.get("charge.share");
  const jailed = tried * p.get("court.custody-share");
  const community = tried * p.get("court.community-share");
  const back = (jailed + community) * p.get("offender.reoffend") + (arrests - tried) + (tried - jailed - community);
  const leaving = atLarge * monthly(p.get("members.leave-per-year"));
  // A dissolved group takes its members out; the new one that takes its place starts with about four.
  const dissolved =
    sum(tally.groups) *
    monthly(p.get("groups.end-per-year")) *
    Math.max(0, atLarge / Math.max(1, sum(tally.groups)) - 4);
  const room = 1 - 1 / p.get("members.ceiling");
  return (leaving + arrests - back + dissolved) / (Math.max(1, atLarge) * room);
}

/** Rates of unaffiliated offenders that keep their number level: arrests, leaving, starting. */
export function freeRates(
  state: State,
  geo: Geography,
  p: Parameters,
  weights: Float64Array,
  justice: JusticeFixed,
  share: number,
) {
  const freeArrest = new Float64Array(3);
  const atLarge = [0, 0, 0];
  for (let i = 0; i < geo.size; i++)
    for (let k = 0; k < THREAT_COUNT; k++) atLarge[geo.jurisdiction[i]!]! += state.free[i * THREAT_COUNT + k]!;
  for (let j = 0; j < 3; j++) freeArrest[j] = atLarge[j]! > 0 ? (share * justice.arrests[j]!) / atLarge[j]! : 0;
  const freeLeave = monthly(p.get("unaffiliated.leave-per-year"));
  const arrests = share * sum(justice.arrests);
  const tried = arrests * p.get("charge.share");
  const jailed = tried * p.get("court.custody-share");
  const community = tried * p.get("court.community-share");
  const back = (jailed + community) * p.get("offender.reoffend") + (arrests - tried) + (tried - jailed - community);
  const need = sum(state.free) * freeLeave + arrests - back;
  return { freeArrest, freeLeave, freeStart: weights.map((w) => Math.max(0, need) * w) };
}

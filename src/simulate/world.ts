import type { GroupRates, Groups, GroupTally } from "./groups.ts";
import { createGroupRates, createGroups, createGroupTally } from "./groups.ts";

/** Slots for groups: room for four unmapped groups to a mapped one and a decade of new ones. */
export const GROUP_SLOTS = 40_960;
export const NODES = 8;
export const ENABLERS = 4;
export const THREAT_COUNT = 11;
/** Regions that people who cross come from; never nationalities. */
export const ORIGINS = ["middle-east-central-asia", "africa", "balkans-turkey", "east-asia", "elsewhere"] as const;
export const METHODS = ["small-boat", "lorry", "air", "other"] as const;

/**
 * The state of the simulated country at the end of a month. Every stock is a whole number (people, groups, pounds); rates, prices
 * and memories are plain numbers. Only typed arrays, so that a state is copied, hashed and sent without knowing what it means.
 */
export interface State {
  groups: Groups;
  /** 0 slots in use (high-water mark) · 1 free slots on the stack. */
  slots: Int32Array;
  freeSlots: Int32Array;

  // People, by place: each is in exactly one stock of State or of a group.
  others: Float64Array;
  pool: Float64Array;
  dead: Float64Array;
  /** Unaffiliated offenders at large, by place and threat. */
  free: Float64Array;
  freeSuspected: Float64Array;
  freeCharged: Float64Array;
  freeCustody: Float64Array;
  freeLicence: Float64Array;

  // Drugs: dependent users by place, apart from the ledger of offenders.
  starters: Float64Array;
  untreated: Float64Array;
  treated: Float64Array;
  drugDead: Float64Array;

  // Exploitation, by place: in it now; ever entered; found; left otherwise.
  exploited: Float64Array;
  exploitedEver: Float64Array;
  found: Float64Array;
  escaped: Float64Array;

  // The response.
  forceTrained: Float64Array;
  forceTraining: Float64Array;
  regionTrained: Float64Array;
  regionTraining: Float64Array;
  /** 0 trained, 1 in training. */
  national: Float64Array;
  /** Fractions of people carried from month to month by each stock that moves by rates. */
  carry: Float64Array;

  // Memory, demand, prices.
  risk: Float64Array;
  demand: Float64Array;
  /** Pounds a 64 * 16th of a member's work earns this month, by cell. */
  earn: Float64Array;
  /** Demand for crossings by region of origin, 1 in April 2021. */
  originDemand: Float64Array;
  organisers: Float64Array;
  /** Enablers at work, by kind. */
  enablers: Float64Array;
  /** Mean monthly arrivals over about a year. */
  arrivalsSmoothed: Float64Array;

  // Money, whole pounds: home and frozen by place; abroad; fund; and running totals of the ledger.
  assetsHome: Float64Array;
  /** By MONEY: abroad, fund, frozen, and running totals of the ledger. */
  money: Float64Array;
}

export function createState(places: number, regions: number): State {
  const p = () => new Float64Array(places);
  return {
    groups: createGroups(GROUP_SLOTS),
    slots: new Int32Array(2),
    freeSlots: new Int32Array(GROUP_SLOTS),
    others: p(),
    pool: p(),
    dead: p(),
    free: new Float64Array(places * THREAT_COUNT),
    freeSuspected: p(),
    freeCharged: p(),
    freeCustody: p(),
    freeLicence: p(),
    starters: p(),
    untreated: p(),
    treated: p(),
    drugDead: p(),
    exploited: p(),
    exploitedEver: p(),
    found: p(),
    escaped: p(),
    forceTrained: p(),
    forceTraining: p(),
    regionTrained: new Float64Array(regions),
    regionTraining: new Float64Array(regions),
    national: new Float64Array(2),
    carry: new Float64Array((places + regions + 1) * 4),
    risk: new Float64Array(places * THREAT_COUNT),
    demand: new Float64Array(THREAT_COUNT),
    earn: new Float64Array(places * THREAT_COUNT),
    originDemand: new Float64Array(ORIGINS.length),
    organisers: new Float64Array(NODES),
    enablers: new Float64Array(ENABLERS),
    arrivalsSmoothed: new Float64Array(1),
    assetsHome: p(),
    money: new Float64Array(8),
  };
}

/** Copies a state into another of the same size. */
export function copyState(from: State, to: State): void {
  const { groups, ...rest } = from;
  const count = from.slots[0]!;
  // Slots past the high-water mark are never read before they are written, so only the used ones travel.
  for (const key of Object.keys(groups) as (keyof Groups)[])
    to.groups[key].set(groups[key].subarray(0, count) as never);
  for (const key of Object.keys(rest) as (keyof typeof rest)[]) to[key].set(rest[key] as never);
}

/** All arrays of a state in a fixed order, for hashing: groups first (used slots only), then the rest by name. */
export function arraysOf(state: State): (Uint8Array | Uint16Array | Int32Array | Float64Array)[] {
  const { groups, freeSlots, ...rest } = state;
  const count = state.slots[0]!;
  const used = (Object.keys(groups) as (keyof Groups)[]).map((key) => groups[key].subarray(0, count));
  return [...used, freeSlots.subarray(0, state.slots[1]), ...Object.values(rest)] as (
    | Uint8Array
    | Uint16Array
    | Int32Array
    | Float64Array
  )[];
}

/** Copies the counts of the last month, which the next one starts from. */
export function copyTally(from: GroupTally, to: GroupTally): void {
  const { events: _, ...rest } = from;
  for (const key of Object.keys(rest) as (keyof typeof rest)[]) to[key].set(from[key] as never);
}

/** Room that a worker keeps from run to run, so that nothing is allocated in a month. */
export interface Workspace {
  state: State;
  branch: State;
  branchTally: GroupTally;
  rates: GroupRates;
  tally: GroupTally;
}

export function createWorkspace(places: number, regions: number): Workspace {
  return {
    state: createState(places, regions),
    branch: createState(places, regions),
    branchTally: createGroupTally(places, places * THREAT_COUNT, 1),
    rates: createGroupRates(places, places * THREAT_COUNT),
    tally: createGroupTally(places, places * THREAT_COUNT, GROUP_SLOTS),
  };
}

/**
 * The synthetic groups as flat arrays, one slot a group. Members are whole-number counts; no person is simulated.
 * A group is drawn so that margins match what is published and is never listed, mapped or exported one by one.
 */
export interface Groups {
  place: Uint8Array;
  /** Up to three threats; 255 is none. */
  threat1: Uint8Array;
  threat2: Uint8Array;
  threat3: Uint8Array;
  /** Sixteenths of its effort on each; they sum to 16. */
  weight1: Uint8Array;
  weight2: Uint8Array;
  weight3: Uint8Array;
  /** Bits of FLAG. */
  flags: Uint8Array;
  /** What the group remembers of what was done to it, 0 to 255; fades by an eighth a month. */
  risk: Uint8Array;
  atLarge: Uint16Array;
  /** Arrested, waiting for a charging decision. */
  suspected: Uint16Array;
  /** Charged, waiting for court. */
  charged: Uint16Array;
  custody: Uint16Array;
  /** On licence or a community order. */
  licence: Uint16Array;
  ceiling: Uint16Array;
  /** Whole pounds. */
  cash: Float64Array;
}

export const FLAG = { alive: 1, mapped: 2, leaderless: 4, dormant: 8, case: 16, crossBorder: 32 } as const;

export const NO_THREAT = 255;

export function createGroups(slots: number): Groups {
  const u8 = () => new Uint8Array(slots);
  const u16 = () => new Uint16Array(slots);
  return {
    place: u8(),
    threat1: u8(),
    threat2: u8(),
    threat3: u8(),
    weight1: u8(),
    weight2: u8(),
    weight3: u8(),
    flags: u8(),
    risk: u8(),
    atLarge: u16(),
    suspected: u16(),
    charged: u16(),
    custody: u16(),
    licence: u16(),
    ceiling: u16(),
    cash: new Float64Array(slots),
  };
}

/**
 * What a month's conditions mean for groups. Hazards are thresholds: a 32-bit word below one means yes.
 * `hazard[cell * 8 + j]`, cell = place * 11 + threat:
 * 0 case opens, local group · 1 case opens, cross-border group · 2 group is mapped · 3 lies low · 4 moves place · 5 changes threat
 * 6 a member is killed · 7 recruits per member (a plain number)
 */
export interface GroupRates {
  hazard: Float64Array;
  /** `outcome[place * 3 + j]`: cumulative thresholds of a closed case: minor, moderate, major; above them nothing came of it. */
  outcome: Float64Array;
  /** `leader[place * 3 + severity]`: thresholds that a disruption takes the leadership. */
  leader: Float64Array;
  /** `justice[place * 8 + j]`, chances a month: 0 charged, 1 no further action if not charged, 2 to custody, 3 tried otherwise if not
   * to custody, 4 community order if tried otherwise, 5 released, 6 licence ends, 7 back to the group when it ends. */
  justice: Float64Array;
  /** `command[place]`: 64ths of a member's work done from custody. */
  command: Float64Array;
  /** Thresholds: 0 a case closes · 1 dormant group resumes · 2 group ends · 3 merges · 4 leader replaced · 5 leaderless group splits;
   * then plain chances: 6 a member leaves · 7 arrest in a minor, 8 moderate, 9 major disruption. */
  scalar: Float64Array;
  /** `stay[n]`: chance that none of n members leaves, n below STAY_COLUMNS. */
  stay: Float64Array;
  /** Courts of each place: 0 England and Wales, 1 Scotland, 2 Northern Ireland. */
  court: Uint8Array;
  /** `wait[(court * 4 + queue) * WAIT_COLUMNS + n]`: chance that none of n people leaves a queue this month; queues: 0 suspected,
   * 1 charged, 2 custody, 3 licence. */
  wait: Float64Array;
}

/** Numbers of people whose chances stand in a table, powers of two; those of larger numbers are computed. */
export const WAIT_COLUMNS = 64;
export const STAY_COLUMNS = 256;

export function createGroupRates(places: number, cells: number): GroupRates {
  return {
    hazard: new Float64Array(cells * 8),
    outcome: new Float64Array(places * 3),
    leader: new Float64Array(places * 3),
    justice: new Float64Array(places * 8),
    command: new Float64Array(places),
    scalar: new Float64Array(10),
    stay: new Float64Array(STAY_COLUMNS),
    court: new Uint8Array(places),
    wait: new Float64Array(3 * 4 * WAIT_COLUMNS),
  };
}

/** What the month's pass over the groups counted. All whole numbers. */
export interface GroupTally {
  /** All counts by place below, packed by COUNT. */
  count: Int32Array;
  /** Work done, by cell: 64ths of a member times sixteenths of weight (a full member on one threat counts 64 * 16). */
  effort: Float64Array;
  /** Active (not dormant) groups, and those without leaders, by place. */
  active: Float64Array;
  leaderless: Float64Array;
  mapped: Float64Array;
  /** Members at large, suspected, charged, in custody and on licence, by place, at the end of the pass. */
  atLarge: Float64Array;
  suspected: Float64Array;
  charged: Float64Array;
  custody: Float64Array;
  licence: Float64Array;
  mappedMembers: Float64Array;
  /** Disruptions by cell, weighted by severity 1, 2, 4; and their plain number by place. */
  shock: Float64Array;
  disruptions: Float64Array;
  arrests: Float64Array;
  killed: Float64Array;
  /** People who left a group for good, by place: leavers, and those who stopped when licence ended. */
  stopped: Float64Array;
  tried: Float64Array;
  /** Events that need a look at other groups: slot * 8 + kind; `eventCount[0]` of them. */
  events: Int32Array;
  eventCount: Int32Array;
}

export const EVENT = { lieLow: 0, move: 1, changeThreat: 2, end: 3, merge: 4, split: 5 } as const;

/** Columns of the packed counts, `count[place * 16 + column]`: one cache line a place for the pass over groups. */
export const COUNT = {
  active: 0,
  leaderless: 1,
  mapped: 2,
  atLarge: 3,
  suspected: 4,
  charged: 5,
  custody: 6,
  licence: 7,
  mappedMembers: 8,
  disruptions: 9,
  arrests: 10,
  killed: 11,
  stopped: 12,
  tried: 13,
} as const;

export const COUNT_NAMES = Object.keys(COUNT) as (keyof typeof COUNT)[];

export function createGroupTally(places: number, cells: number, slots: number): GroupTally {
  const p = () => new Float64Array(places);
  return {
    count: new Int32Array(places * 16),
    effort: new Float64Array(cells),
    active: p(),
    leaderless: p(),
    mapped: p(),
    atLarge: p(),
    suspected: p(),
    charged: p(),
    custody: p(),
    licence: p(),
    mappedMembers: p(),
    shock: new Float64Array(cells),
    disruptions: p(),
    arrests: p(),
    killed: p(),
    stopped: p(),
    tried: p(),
    events: new Int32Array(slots),
    eventCount: new Int32Array(1),
  };
}

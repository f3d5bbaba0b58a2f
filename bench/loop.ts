import {
  clearTally,
  createEngine,
  expNeg,
  type GroupRates,
  type Groups,
  type GroupTally,
  groupsMonth,
  startTwin,
  stepMonth,
  type TwinInput,
} from "../src/simulate/index.ts";

/**
 * The country of the benchmark: the 4,772 groups that the state counts and as many that it does not (a ratio of 0.875 where mapping is
 * at the national average, because Scotland, which maps few, has more).
 */
export const COUNTRY = { "groups.unmapped-ratio": 0.875, "deprivation.weight": 0.5 } as const;
/** Months before the loop is taken out of its run, and months that the loop is then measured over. */
export const RUN_IN = 24;
export const MONTHS = 120;

/** The group loop taken out of a run: its arrays, one month's rates, and its stream. */
export interface Loop {
  groups: Groups;
  rates: GroupRates;
  pool: Float64Array;
  tally: GroupTally;
  count: number;
  k0: number;
  k1: number;
}

/** Runs the country for the run-in and takes the loop out. */
export function loopOf(input: TwinInput): Loop {
  const t = startTwin(createEngine(input), 1, 0, RUN_IN, COUNTRY);
  for (t.month = 0; t.month < RUN_IN; t.month++) stepMonth(t);
  const { groups, pool, slots } = t.state;
  const { k0, k1 } = t.chance.groups;
  return { groups, rates: t.rates, pool, tally: t.tally, count: slots[0]!, k0, k1 };
}

/** A copy that can be stepped without touching the original. */
export function copyLoop(loop: Loop): Loop {
  const groups = Object.fromEntries(Object.entries(loop.groups).map(([name, array]) => [name, array.slice()]));
  return { ...loop, groups: groups as unknown as Groups, pool: loop.pool.slice() };
}

/** Steps all months with the rates held; `afterMonth` sees the tally of each. */
export function stepLoop(loop: Loop, afterMonth?: (tally: GroupTally) => void): void {
  for (let month = RUN_IN; month < RUN_IN + MONTHS; month++) {
    clearTally(loop.tally);
    groupsMonth(loop.groups, loop.count, loop.rates, loop.pool, loop.tally, loop.k0, loop.k1, month);
    afterMonth?.(loop.tally);
  }
}

/**
 * Steps all months and hashes (32-bit FNV-1a over little-endian bytes) what each counted and decided, and the groups and the pool at
 * the end: the hash that bench/groups.c prints. Eight hex digits.
 */
export function hashOfLoop(loop: Loop): string {
  let hash = 0x811c9dc5;
  const add = (array: ArrayBufferView) => {
    hash = fnv(hash, new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  };
  stepLoop(loop, ({ count, effort, shock, events, eventCount }) => {
    for (const array of [count, effort, shock, events.subarray(0, eventCount[0])]) add(array);
  });
  const { flags, risk, atLarge, suspected, charged, custody, licence } = loop.groups;
  for (const array of [flags, risk, atLarge, suspected, charged, custody, licence]) add(array.subarray(0, loop.count));
  add(loop.pool);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function fnv(hash: number, bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash;
}

/** The loop as the file that bench/groups.c reads: seven 32-bit integers, then its arrays one after another. */
export function loopFile(loop: Loop): Uint8Array {
  const { groups: g, rates: r, pool, count, k0, k1 } = loop;
  const exponentials = Float64Array.from({ length: 16 * 256 + 2 }, (_, i) => (i <= 16 * 256 ? expNeg(i / 256) : 0));
  const arrays: ArrayBufferView[] = [
    Int32Array.of(pool.length, g.flags.length, count, MONTHS, RUN_IN, k0, k1),
    ...[g.place, g.threat1, g.threat2, g.threat3, g.weight1, g.weight2, g.weight3, g.flags, g.risk],
    ...[g.atLarge, g.suspected, g.charged, g.custody, g.licence, g.ceiling],
    ...[r.court, r.hazard, r.outcome, r.leader, r.justice, r.command, r.scalar, r.stay, r.wait, pool, exponentials],
  ];
  return Buffer.concat(arrays.map((a) => new Uint8Array(a.buffer, a.byteOffset, a.byteLength)));
}

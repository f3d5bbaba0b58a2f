import { threefry, threefryRow } from "../terms/index.ts";
import {
  COUNT,
  COUNT_NAMES,
  EVENT,
  FLAG,
  type GroupRates,
  type Groups,
  type GroupTally,
  STAY_COLUMNS,
  WAIT_COLUMNS,
} from "./groups.ts";
import { binomialFrom, binomialSmall, expNeg, wholePower } from "./sample.ts";

// What the loop names stands in constants of this module: an import is looked up at each use, which costs the loop a tenth.
const {
  alive: ALIVE,
  mapped: MAPPED,
  leaderless: LEADERLESS,
  dormant: DORMANT,
  case: CASE,
  crossBorder: CROSS_BORDER,
} = FLAG;
const {
  lieLow: TO_LIE_LOW,
  move: TO_MOVE,
  changeThreat: TO_CHANGE_THREAT,
  end: TO_END,
  merge: TO_MERGE,
  split: TO_SPLIT,
} = EVENT;
const {
  active: N_ACTIVE,
  leaderless: N_LEADERLESS,
  mapped: N_MAPPED,
  atLarge: N_AT_LARGE,
  suspected: N_SUSPECTED,
  charged: N_CHARGED,
  custody: N_CUSTODY,
  licence: N_LICENCE,
  mappedMembers: N_MAPPED_MEMBERS,
  disruptions: N_DISRUPTIONS,
  arrests: N_ARRESTS,
  killed: N_KILLED,
  stopped: N_STOPPED,
  tried: N_TRIED,
} = COUNT;
const WAITS = WAIT_COLUMNS;
const STAYS = STAY_COLUMNS;

/**
 * The one hot loop of the twin: a month in the life of every group, in the order detect and map, disrupt, learn and react,
 * recruit and leave, then the justice queues. Each group draws from its own counters (slot, month), so the order of slots and the
 * presence of other groups change nothing but the recruitable pool they share. bench/groups.c does the same arithmetic in C.
 *
 * `count` slots are visited; `pool[place]` people can still be recruited. A group takes two words a month: one decides among rare
 * events that exclude each other; the other, `u`, who joins, leaves and moves through the queues. Most often nobody does: `quiet` is
 * the chance of that so far, and above it `u` gives a number by inversion. What an inversion leaves of a word, rescaled, is the next
 * uniform number. Blocks of a slot: 0 the month, 1 charge, 2 and 3 court, 4 custody, 5 and 6 a case's end, 7 licence.
 */
export function groupsMonth(
  g: Groups,
  count: number,
  rates: GroupRates,
  pool: Float64Array,
  tally: GroupTally,
  k0: number,
  k1: number,
  month: number,
): void {
  const pass: Pass = {
    g,
    rates,
    pool,
    tally,
    k0: k0 | 0,
    k1: k1 | 0,
    month,
    row: new Uint32Array(2 * ROW),
    word: new Uint32Array(2),
  };
  tally.eventCount[0] = 0;
  for (let first = 0; first < count; first += ROW) groupsRow(pass, first, first + ROW < count ? first + ROW : count);
  unpack(tally);
}

/** What a pass works on: the arrays, its stream, the words of a row and those of the moment. */
interface Pass {
  g: Groups;
  rates: GroupRates;
  pool: Float64Array;
  tally: GroupTally;
  k0: number;
  k1: number;
  month: number;
  row: Uint32Array;
  word: Uint32Array;
}

/** The month of the slots from `first` up to `until`. */
function groupsRow(pass: Pass, first: number, until: number): void {
  const { g, rates, pool, tally, row } = pass;
  const { place, threat1, threat2, threat3, weight1, weight2, weight3 } = g;
  const { flags, risk, atLarge, suspected, charged, custody, licence, ceiling } = g;
  const { hazard, court, command, scalar, stay, wait } = rates;
  const { effort, events, count: counted } = tally;
  const close = scalar[0]!;
  const wake = scalar[1]!;
  const ends = scalar[2]!;
  const merges = scalar[3]!;
  const replaced = scalar[4]!;
  const splits = scalar[5]!;
  const odds = (1 - stay[1]!) / stay[1]!;
  let eventCount = tally.eventCount[0]!;
  threefryRow(pass.k0, pass.k1, first * 16, 16, until - first, pass.month, row);

  for (let i = first; i < until; i++) {
    let flag = flags[i]!;
    if ((flag & ALIVE) === 0) continue;
    const p = place[i]!;
    const cell = p * 11 + threat1[i]!;
    const h = cell * 8;
    const c = p * 16;
    const event = row[2 * (i - first)]!;
    let u = (row[2 * (i - first) + 1]! + 0.5) * UNIT;
    let memory = risk[i]!;
    risk[i] = memory -= (memory + 7) >> 3;

    // Detect, map, investigate, disrupt. One word decides among the month's rare events, which exclude each other.
    let edge = close;
    if ((flag & CASE) !== 0) {
      if (event < edge) {
        closeCase(pass, i);
        flag = flags[i]!;
        memory = risk[i]!;
      }
    } else if ((flag & MAPPED) !== 0) {
      edge = hazard[h + ((flag & CROSS_BORDER) >> 5)]!;
      if (event < edge) flag |= CASE;
    } else {
      edge = hazard[h + 2]!;
      if (event < edge) flag |= MAPPED;
    }
    let n = atLarge[i]!;

    // Those who may leave, and recruits to be expected: none of either while the group lies low.
    let members = 0;
    let mean = 0;
    if ((flag & DORMANT) !== 0) {
      if (event >= edge && event < edge + wake) flag &= ~DORMANT;
    } else {
      // Learn and react: memory of one's own losses raises lying low, moving and changing threat.
      if (event >= edge) {
        const dread = (32 + memory) * 0.03125;
        if (event < (edge += hazard[h + 6]! * n)) {
          n = (n - 1) | 0;
          counted[c + N_KILLED]! += 1;
        } else if (event < (edge += hazard[h + 3]! * dread)) events[eventCount++] = i * 8 + TO_LIE_LOW;
        else if (event < (edge += hazard[h + 4]! * dread)) events[eventCount++] = i * 8 + TO_MOVE;
        else if (event < (edge += hazard[h + 5]! * dread)) events[eventCount++] = i * 8 + TO_CHANGE_THREAT;
        else if (event < (edge += ends)) events[eventCount++] = i * 8 + TO_END;
        else if (event < (edge += merges)) events[eventCount++] = i * 8 + TO_MERGE;
        else if ((flag & LEADERLESS) !== 0) {
          if (event < (edge += splits)) events[eventCount++] = i * 8 + TO_SPLIT;
          else if (event < edge + replaced) flag &= ~LEADERLESS;
        }
      }
      members = n;
      const most = ceiling[i]!;
      if (n < most) mean = hazard[h + 7]! * n * (1 - n / most);
      if (mean > 12) mean = 12;
    }

    // Recruit and leave.
    let quiet = expNeg(mean);
    if (u >= quiet) {
      let below = quiet;
      let chance = quiet * mean;
      let k = 1;
      while (u >= below + chance && k < 60) {
        below += chance;
        k = (k + 1) | 0;
        chance *= mean / k;
      }
      u = within((u - below) / chance);
      if (k > pool[p]!) k = pool[p]! | 0;
      pool[p]! -= k;
      n = (n + k) | 0;
      quiet = 1;
    }
    quiet *= members < STAYS ? stay[members]! : wholePower(stay[1]!, members);
    if (u >= quiet) {
      let below = quiet;
      let chance = quiet * odds * members;
      let k = 1;
      while (u >= below + chance && k < members) {
        below += chance;
        chance *= (odds * (members - k)) / (k + 1);
        k = (k + 1) | 0;
      }
      u = within((u - below) / chance);
      n = (n - k) | 0;
      counted[c + N_STOPPED]! += k;
      quiet = 1;
    }
    atLarge[i] = n;

    // Charge, court, custody and licence, of groups that have anybody there.
    let inJustice = suspected[i]! | charged[i]! | custody[i]! | licence[i]!;
    let commanded = 0;
    if (inJustice !== 0) {
      // Queues longer than the table are looked at one by one.
      let still = 0;
      if (inJustice < WAITS) {
        const w = court[p]! * 4 * WAITS;
        const outside = wait[w + suspected[i]!]! * wait[w + WAITS + charged[i]!]!;
        still = quiet * (outside * (wait[w + 2 * WAITS + custody[i]!]! * wait[w + 3 * WAITS + licence[i]!]!));
      }
      if (u >= still) {
        moveQueues(pass, i, u, quiet);
        n = atLarge[i]!;
      }
      const s = suspected[i]!;
      const ch = charged[i]!;
      const cu = custody[i]!;
      const li = licence[i]!;
      counted[c + N_SUSPECTED]! += s;
      counted[c + N_CHARGED]! += ch;
      counted[c + N_CUSTODY]! += cu;
      counted[c + N_LICENCE]! += li;
      commanded = (cu * command[p]!) | 0;
      inJustice = s + ch + cu + li;
    }

    // Count.
    flags[i] = flag;
    counted[c + N_AT_LARGE]! += n;
    if ((flag & MAPPED) !== 0) {
      counted[c + N_MAPPED]! += 1;
      counted[c + N_MAPPED_MEMBERS]! += n + inJustice;
    }
    if ((flag & DORMANT) === 0) {
      const isLeaderless = (flag & LEADERLESS) !== 0;
      counted[c + N_ACTIVE]! += 1;
      if (isLeaderless) counted[c + N_LEADERLESS]! += 1;
      const work = n * (isLeaderless ? 48 : 64) + commanded;
      effort[cell]! += work * weight1[i]!;
      if (weight1[i]! < 16) {
        effort[p * 11 + threat2[i]!]! += work * weight2[i]!;
        if (weight3[i]! > 0) effort[p * 11 + threat3[i]!]! += work * weight3[i]!;
      }
    }
  }
  tally.eventCount[0] = eventCount;
}

/** A case closes: nothing came of it, or a disruption with arrests that the group remembers and that may take its leaders. */
function closeCase({ g, rates, tally, k0, k1, month, word }: Pass, i: number): void {
  g.flags[i]! &= ~CASE;
  threefry(k0, k1, i * 16 + 5, month, word);
  const p = g.place[i]!;
  const o = p * 3;
  const result = word[0]!;
  if (result >= rates.outcome[o + 2]!) return;
  const severity = result < rates.outcome[o]! ? 0 : result < rates.outcome[o + 1]! ? 1 : 2;
  const taken = moved(g.atLarge[i]!, rates.scalar[7 + severity]!, (word[1]! + 0.5) * UNIT);
  g.atLarge[i]! -= taken;
  g.suspected[i]! += taken;
  tally.count[p * 16 + N_ARRESTS]! += taken;
  tally.count[p * 16 + N_DISRUPTIONS]! += 1;
  tally.shock[p * 11 + g.threat1[i]!]! += 1 << severity;
  const memory = g.risk[i]! + (32 << severity);
  g.risk[i] = memory > 255 ? 255 : memory;
  threefry(k0, k1, i * 16 + 6, month, word);
  if (word[0]! < rates.leader[o + severity]!) g.flags[i]! |= LEADERLESS;
}

/**
 * Somebody of a group moves through charge, court, custody or licence. `u` stands in (0, 1) and lies above `quiet` times the chances that
 * nobody leaves each queue: it gives the first queue that moves; what follows has fresh words. Who comes to a queue waits a month at least.
 */
function moveQueues({ g, rates, tally, k0, k1, month, word }: Pass, i: number, u: number, quiet: number): void {
  const { wait, justice } = rates;
  const s = g.suspected[i]!;
  const ch = g.charged[i]!;
  const cu = g.custody[i]!;
  const li = g.licence[i]!;
  const p = g.place[i]!;
  const c = p * 16;
  const j = p * 8;
  const entity = i * 16;
  let w = rates.court[p]! * 4 * WAITS;
  let decided = 0;
  let charges = 0;
  quiet *= noneOf(wait, w, s);
  if (u >= quiet) {
    decided = binomialFrom(quiet, s, wait[w + 1]!, u);
    threefry(k0, k1, entity + 1, month, word);
    u = (word[0]! + 0.5) * UNIT;
    charges = moved(decided, justice[j]! / (1 - wait[w + 1]!), (word[1]! + 0.5) * UNIT);
    quiet = 1;
  }
  w += WAITS;
  let tried = 0;
  let jailed = 0;
  let community = 0;
  quiet *= noneOf(wait, w, ch);
  if (u >= quiet) {
    tried = binomialFrom(quiet, ch, wait[w + 1]!, u);
    threefry(k0, k1, entity + 2, month, word);
    u = (word[0]! + 0.5) * UNIT;
    jailed = moved(tried, justice[j + 2]! / (1 - wait[w + 1]!), (word[1]! + 0.5) * UNIT);
    threefry(k0, k1, entity + 3, month, word);
    community = moved(tried - jailed, justice[j + 4]!, (word[0]! + 0.5) * UNIT);
    tally.count[c + N_TRIED]! += tried;
    quiet = 1;
  }
  w += WAITS;
  let freed = 0;
  quiet *= noneOf(wait, w, cu);
  if (u >= quiet) {
    freed = binomialFrom(quiet, cu, wait[w + 1]!, u);
    threefry(k0, k1, entity + 4, month, word);
    u = (word[0]! + 0.5) * UNIT;
    quiet = 1;
  }
  w += WAITS;
  let done = 0;
  let back = 0;
  quiet *= noneOf(wait, w, li);
  if (u >= quiet) {
    done = binomialFrom(quiet, li, wait[w + 1]!, u);
    threefry(k0, k1, entity + 7, month, word);
    back = moved(done, justice[j + 7]!, (word[0]! + 0.5) * UNIT);
    tally.count[c + N_STOPPED]! += done - back;
  }
  g.atLarge[i]! += decided - charges + tried - jailed - community + back;
  g.suspected[i] = s - decided;
  g.charged[i] = ch - tried + charges;
  g.custody[i] = cu + jailed - freed;
  g.licence[i] = li + community + freed - done;
}

/** Copies the packed counts of the pass into the named ones that everything else reads. */
function unpack(tally: GroupTally): void {
  for (const name of COUNT_NAMES) {
    const to = tally[name];
    const k = COUNT[name];
    for (let p = 0; p < to.length; p++) to[p] = tally.count[p * 16 + k]!;
  }
}

const UNIT = 1 / 4294967296;
/** Slots whose words are drawn at a time; a power of two. */
const ROW = 256;

/** A rescaled uniform number kept below 1, whatever rounding and cut tails did to it. */
const within = (u: number): number => (u < 0.999999 ? u : 0.999999);

/** Chance that none of `n` goes: from a row of powers (`table[at + n]`) where it reaches, else computed. */
function noneOf(table: Float64Array, at: number, n: number): number {
  return n < WAITS ? table[at + n]! : wholePower(table[at + 1]!, n);
}

/** How many of `n` move on, each with chance `p`; `u` uniform in (0, 1). */
function moved(n: number, p: number, u: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  return binomialSmall(n, p, u) | 0;
}

/** Sets every count of the tally that the pass adds to back to zero; the named counts are written whole by it. */
export function clearTally(tally: GroupTally): void {
  tally.count.fill(0);
  tally.effort.fill(0);
  tally.shock.fill(0);
  tally.eventCount[0] = 0;
}

import { threefry, threefryRow } from "./chance.ts";
import {
  COUNT,
  COUNT_NAMES,
  EVENT,
  FLAG,
  type GroupRates,
  type Groups,
  type GroupTally,
  WAIT_COLUMNS,
} from "./groups.ts";
import { binomialFrom, binomialSmall, expNeg, wholePower } from "./sample.ts";

/**
 * The one hot loop of the twin: a month in the life of every group, in the order detect and map, disrupt, learn and react,
 * recruit and leave, then the justice queues. Each group draws from its own counters (slot, month), so the order of slots and the
 * presence of other groups change nothing but the recruitable pool they share. bench/groups.c does the same arithmetic in C.
 *
 * `count` slots are visited; `pool[place]` people can still be recruited. A group takes two words a month: one decides among rare
 * events that exclude each other; the other, `u`, who joins, leaves and moves through the queues. Most often nobody does: `quiet` is
 * the chance of that so far, and above it `u` gives a number by inversion. What an inversion leaves of a word, rescaled, is the next
 * uniform number; after the queues, whose cases are split further, it is a fresh word. Blocks of a slot: 0 the month, 1 charge,
 * 2 and 3 court, 4 custody, 5 licence, 6 and 7 a case's end.
 */
export function groupsMonth(
  g: Groups,
  count: number,
  rates: GroupRates,
  pool: Float64Array,
  tally: GroupTally,
  key0: number,
  key1: number,
  month: number,
): void {
  const {
    place,
    threat1,
    threat2,
    threat3,
    weight1,
    weight2,
    weight3,
    flags,
    risk,
    atLarge,
    suspected,
    charged,
    custody,
    licence,
    ceiling,
  } = g;
  const { hazard, outcome, leader, justice, court, command, scalar, stay, wait } = rates;
  const { effort, events, shock, count: counted } = tally;
  const word = new Uint32Array(2);
  const row = new Uint32Array(2 * ROW);
  const k0 = key0 | 0,
    k1 = key1 | 0;
  const close = scalar[0]!,
    wake = scalar[1]!,
    ends = scalar[2]!,
    merges = scalar[3]!,
    replaced = scalar[4]!,
    splits = scalar[5]!;
  const odds = (1 - stay[1]!) / stay[1]!;
  let eventCount = 0;

  for (let i = 0; i < count; i++) {
    let flag = flags[i]!;
    if ((i & (ROW - 1)) === 0) threefryRow(k0, k1, i * 16, 16, ROW, month, row);
    if ((flag & FLAG.alive) === 0) continue;
    const p = place[i]!;
    const cell = p * 11 + threat1[i]!;
    const h = cell * 8;
    const c = p * 16;
    let n = atLarge[i]!;
    let s = suspected[i]!;
    let ch = charged[i]!;
    let cu = custody[i]!;
    let li = licence[i]!;
    let memory = risk[i]!;
    const entity = i * 16;
    memory -= (memory + 7) >> 3;

    // Detect, map, investigate, disrupt. One word decides among the month's rare events, which exclude each other.
    const at = 2 * (i & (ROW - 1));
    const event = row[at]!;
    let u = (row[at + 1]! + 0.5) * UNIT;
    let edge = 0;
    if ((flag & FLAG.case) !== 0) {
      edge = close;
      if (event < edge) {
        flag &= ~FLAG.case;
        threefry(k0, k1, entity + 6, month, word);
        const result = word[0]!;
        const o = p * 3;
        if (result < outcome[o + 2]!) {
          const severity = result < outcome[o]! ? 0 : result < outcome[o + 1]! ? 1 : 2;
          const taken = moved(n, scalar[7 + severity]!, (word[1]! + 0.5) * UNIT);
          n = (n - taken) | 0;
          s = (s + taken) | 0;
          counted[c + COUNT.arrests]! += taken;
          counted[c + COUNT.disruptions]! += 1;
          shock[cell]! += 1 << severity;
          memory += 32 << severity;
          if (memory > 255) memory = 255;
          threefry(k0, k1, entity + 7, month, word);
          if (word[0]! < leader[o + severity]!) flag |= FLAG.leaderless;
        }
      }
    } else if ((flag & FLAG.mapped) !== 0) {
      edge = hazard[h + ((flag & FLAG.crossBorder) >> 5)]!;
      if (event < edge) flag |= FLAG.case;
    } else {
      edge = hazard[h + 2]!;
      if (event < edge) flag |= FLAG.mapped;
    }

    // Those who may leave, and recruits to be expected: none of either while the group lies low.
    let members = 0;
    let mean = 0;
    if ((flag & FLAG.dormant) !== 0) {
      if (event >= edge && event < edge + wake) flag &= ~FLAG.dormant;
    } else {
      // Learn and react: memory of one's own losses raises lying low, moving and changing threat.
      if (event >= edge) {
        const dread = (32 + memory) * 0.03125;
        if (event < (edge += hazard[h + 6]! * n)) {
          n = (n - 1) | 0;
          counted[c + COUNT.killed]! += 1;
        } else if (event < (edge += hazard[h + 3]! * dread)) events[eventCount++] = i * 8 + EVENT.lieLow;
        else if (event < (edge += hazard[h + 4]! * dread)) events[eventCount++] = i * 8 + EVENT.move;
        else if (event < (edge += hazard[h + 5]! * dread)) events[eventCount++] = i * 8 + EVENT.changeThreat;
        else if (event < (edge += ends)) events[eventCount++] = i * 8 + EVENT.end;
        else if (event < (edge += merges)) events[eventCount++] = i * 8 + EVENT.merge;
        else if ((flag & FLAG.leaderless) !== 0) {
          if (event < (edge += splits)) events[eventCount++] = i * 8 + EVENT.split;
          else if (event < edge + replaced) flag &= ~FLAG.leaderless;
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
    quiet *= noneOf(stay, 0, members);
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
      counted[c + COUNT.stopped]! += k;
      quiet = 1;
    }

    // Charge, court, custody and licence. Those who come to a queue this month wait at least until the next.
    const w = court[p]! * 4 * WAIT_COLUMNS;
    const noCharge = quiet * noneOf(wait, w, s);
    const noTrial = noneOf(wait, w + WAIT_COLUMNS, ch);
    const noRelease = noneOf(wait, w + 2 * WAIT_COLUMNS, cu);
    const noEnd = noneOf(wait, w + 3 * WAIT_COLUMNS, li);
    if (u >= noCharge * noTrial * noRelease * noEnd) {
      const j = p * 8;
      let charges = 0;
      let freed = 0;
      quiet = noCharge;
      if (u >= quiet) {
        const staying = wait[w + 1]!;
        const decided = binomialFrom(quiet, s, staying, u) | 0;
        threefry(k0, k1, entity + 1, month, word);
        u = (word[0]! + 0.5) * UNIT;
        charges = moved(decided, justice[j]! / (1 - staying), (word[1]! + 0.5) * UNIT);
        s = (s - decided) | 0;
        n = (n + decided - charges) | 0;
        quiet = 1;
      }
      quiet *= noTrial;
      let jailed = 0;
      let community = 0;
      if (u >= quiet) {
        const staying = wait[w + WAIT_COLUMNS + 1]!;
        const tried = binomialFrom(quiet, ch, staying, u) | 0;
        threefry(k0, k1, entity + 2, month, word);
        u = (word[0]! + 0.5) * UNIT;
        jailed = moved(tried, justice[j + 2]! / (1 - staying), (word[1]! + 0.5) * UNIT);
        threefry(k0, k1, entity + 3, month, word);
        community = moved(tried - jailed, justice[j + 4]!, (word[0]! + 0.5) * UNIT);
        ch = (ch - tried) | 0;
        n = (n + tried - jailed - community) | 0;
        counted[c + COUNT.tried]! += tried;
        quiet = 1;
      }
      quiet *= noRelease;
      if (u >= quiet) {
        freed = binomialFrom(quiet, cu, wait[w + 2 * WAIT_COLUMNS + 1]!, u) | 0;
        threefry(k0, k1, entity + 4, month, word);
        u = (word[0]! + 0.5) * UNIT;
        quiet = 1;
      }
      quiet *= noEnd;
      if (u >= quiet) {
        const done = binomialFrom(quiet, li, wait[w + 3 * WAIT_COLUMNS + 1]!, u) | 0;
        threefry(k0, k1, entity + 5, month, word);
        const back = moved(done, justice[j + 7]!, (word[0]! + 0.5) * UNIT);
        li = (li - done) | 0;
        n = (n + back) | 0;
        counted[c + COUNT.stopped]! += done - back;
      }
      ch = (ch + charges) | 0;
      cu = (cu + jailed - freed) | 0;
      li = (li + community + freed) | 0;
      charged[i] = ch;
      custody[i] = cu;
      licence[i] = li;
    }

    // Count.
    flags[i] = flag;
    risk[i] = memory;
    atLarge[i] = n;
    suspected[i] = s;
    counted[c + COUNT.atLarge]! += n;
    counted[c + COUNT.suspected]! += s;
    counted[c + COUNT.charged]! += ch;
    counted[c + COUNT.custody]! += cu;
    counted[c + COUNT.licence]! += li;
    if ((flag & FLAG.mapped) !== 0) {
      counted[c + COUNT.mapped]! += 1;
      counted[c + COUNT.mappedMembers]! += n + s + ch + cu + li;
    }
    if ((flag & FLAG.dormant) === 0) {
      const isLeaderless = (flag & FLAG.leaderless) !== 0;
      counted[c + COUNT.active]! += 1;
      if (isLeaderless) counted[c + COUNT.leaderless]! += 1;
      const work = n * (isLeaderless ? 48 : 64) + ((cu * command[p]!) | 0);
      effort[cell]! += work * weight1[i]!;
      if (weight1[i]! < 16) {
        effort[p * 11 + threat2[i]!]! += work * weight2[i]!;
        if (weight3[i]! > 0) effort[p * 11 + threat3[i]!]! += work * weight3[i]!;
      }
    }
  }
  tally.eventCount[0] = eventCount;
  unpack(tally);
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
  return n < WAIT_COLUMNS ? table[at + n]! : wholePower(table[at + 1]!, n);
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

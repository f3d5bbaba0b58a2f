import { threefry } from "./chance.ts";
import { COUNT, COUNT_NAMES, EVENT, FLAG, type GroupRates, type Groups, type GroupTally } from "./groups.ts";
import { binomialSmall, expNeg, wholePower } from "./sample.ts";

/**
 * The one hot loop of the twin: a month in the life of every group, in the order detect and map, disrupt, learn and react,
 * recruit and leave, then the justice queues. Each group draws from its own counters (slot, month), so the order of slots and the
 * presence of other groups change nothing but the recruitable pool they share. bench/groups.c does the same arithmetic in C.
 *
 * `count` slots are visited; `pool[place]` people can still be recruited. A group takes two words a month, four when it has people in
 * the queues: one word decides among events that exclude each other, and what an inversion leaves of a word, rescaled, is the next
 * uniform number (block 0 events, recruits, leavers; block 1 custody, licence, charge; 2 and 3 court; 4 licence; 5 and 6 a case's end).
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
  const { hazard, outcome, leader, justice, command, scalar, stay } = rates;
  const { effort, events, shock, count: counted } = tally;
  const word = new Uint32Array(2);
  const close = scalar[0]!,
    wake = scalar[1]!,
    ends = scalar[2]!,
    merges = scalar[3]!,
    replaced = scalar[4]!,
    splits = scalar[5]!;
  const leave = scalar[6]!;
  let eventCount = 0;

  for (let i = 0; i < count; i++) {
    let flag = flags[i]!;
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
    threefry(k0, k1, entity, month, word);
    const event = word[0]!;
    let u = (word[1]! + 0.5) * UNIT;
    let edge = 0;
    if ((flag & FLAG.case) !== 0) {
      edge = close;
      if (event < edge) {
        flag &= ~FLAG.case;
        threefry(k0, k1, entity + 5, month, word);
        const result = word[0]!;
        const o = p * 3;
        if (result < outcome[o + 2]!) {
          const severity = result < outcome[o]! ? 0 : result < outcome[o + 1]! ? 1 : 2;
          const taken = moved(n, scalar[7 + severity]!, (word[1]! + 0.5) * UNIT);
          n -= taken;
          s += taken;
          counted[c + COUNT.arrests]! += taken;
          counted[c + COUNT.disruptions]! += 1;
          shock[cell]! += 1 << severity;
          memory += 32 << severity;
          if (memory > 255) memory = 255;
          threefry(k0, k1, entity + 6, month, word);
          if (word[0]! < leader[o + severity]!) flag |= FLAG.leaderless;
        }
      }
    } else if ((flag & FLAG.mapped) !== 0) {
      edge = hazard[h + ((flag & FLAG.crossBorder) !== 0 ? 1 : 0)]!;
      if (event < edge) flag |= FLAG.case;
    } else {
      edge = hazard[h + 2]!;
      if (event < edge) flag |= FLAG.mapped;
    }

    if ((flag & FLAG.dormant) !== 0) {
      if (event >= edge && event < edge + wake) flag &= ~FLAG.dormant;
    } else {
      // Learn and react: memory of one's own losses raises lying low, moving and changing threat.
      if (event >= edge) {
        const dread = (32 + memory) * 0.03125;
        if (event < (edge += hazard[h + 6]! * n)) {
          n--;
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

      // Recruit and leave.
      const most = ceiling[i]!;
      const members = n;
      if (n < most) {
        const mean = hazard[h + 7]! * n * (1 - n / most);
        let chance = expNeg(mean < 12 ? mean : 12);
        if (u < chance) u /= chance;
        else {
          let below = chance;
          let k = 1;
          chance *= mean;
          while (u >= below + chance && k < 60) {
            below += chance;
            k++;
            chance *= mean / k;
          }
          u = (u - below) / chance;
          if (u > 0.999999) u = 0.999999;
          if (k > pool[p]!) k = pool[p]!;
          pool[p]! -= k;
          n += k;
        }
      }
      if (members > 255 || u >= stay[members]!) {
        const gone = binomialSmall(members, leave, u);
        n -= gone;
        counted[c + COUNT.stopped]! += gone;
      }
    }

    // Charge, court and custody.
    if ((s | ch | cu | li) !== 0) {
      const j = p * 8;
      threefry(k0, k1, entity + 1, month, word);
      const toCharge = moved(s, justice[j]!, (word[0]! + 0.5) * UNIT);
      let freed = 0;
      let done = 0;
      u = (word[1]! + 0.5) * UNIT;
      if (cu > 0) {
        const none = wholePower(1 - justice[j + 5]!, cu);
        if (u < none) u /= none;
        else {
          freed = moved(cu, justice[j + 5]!, u);
          u = (u - none) / (1 - none);
        }
      }
      if (li > 0) done = moved(li, justice[j + 6]!, u);
      if (s > 0 || ch > 0) {
        threefry(k0, k1, entity + 2, month, word);
        const released = moved(s - toCharge, justice[j + 1]!, (word[0]! + 0.5) * UNIT);
        s -= toCharge + released;
        n += released;
        if (ch > 0) {
          const jailed = moved(ch, justice[j + 2]!, (word[1]! + 0.5) * UNIT);
          threefry(k0, k1, entity + 3, month, word);
          const otherwise = moved(ch - jailed, justice[j + 3]!, (word[0]! + 0.5) * UNIT);
          const community = moved(otherwise, justice[j + 4]!, (word[1]! + 0.5) * UNIT);
          ch -= jailed + otherwise;
          cu += jailed;
          li += community;
          n += otherwise - community;
          counted[c + COUNT.tried]! += jailed + otherwise;
        }
        ch += toCharge;
      }
      cu -= freed;
      li += freed - done;
      if (done > 0) {
        threefry(k0, k1, entity + 4, month, word);
        const back = moved(done, justice[j + 7]!, (word[0]! + 0.5) * UNIT);
        n += back;
        counted[c + COUNT.stopped]! += done - back;
      }
    }

    // Count.
    flags[i] = flag;
    risk[i] = memory;
    atLarge[i] = n;
    suspected[i] = s;
    charged[i] = ch;
    custody[i] = cu;
    licence[i] = li;
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
      const work = n * (isLeaderless ? 48 : 64) + Math.floor(cu * command[p]!);
      effort[cell]! += work * weight1[i]!;
      if (weight2[i]! > 0) effort[p * 11 + threat2[i]!]! += work * weight2[i]!;
      if (weight3[i]! > 0) effort[p * 11 + threat3[i]!]! += work * weight3[i]!;
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

/** How many of `n` move on, each with chance `p`; `u` uniform in (0, 1). */
function moved(n: number, p: number, u: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  return binomialSmall(n, p, u);
}

/** Sets every count of the tally back to zero. */
export function clearTally(tally: GroupTally): void {
  for (const part of Object.values(tally)) if (part !== tally.events) part.fill(0);
}

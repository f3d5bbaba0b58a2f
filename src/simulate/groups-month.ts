import { threefry } from "./chance.ts";
import { EVENT, FLAG, type GroupRates, type Groups, type GroupTally } from "./groups.ts";
import { binomialSmall, expNeg } from "./sample.ts";

/**
 * The one hot loop of the twin: a month in the life of every group, in the order detect and map, disrupt, learn and react,
 * recruit and leave, then the justice queues. Each group draws from its own counters (slot, month), so the order of slots and the
 * presence of other groups change nothing but the recruitable pool they share. bench/groups.c does the same arithmetic in C.
 *
 * `count` slots are visited; `pool[place]` people can still be recruited. Words of a group: block 0 response and reaction,
 * block 1 recruits and leavers, blocks 2 to 4 justice, 5 and 6 the end of a case.
 */
export function groupsMonth(
  g: Groups, count: number, rates: GroupRates, pool: Float64Array, tally: GroupTally, k0: number, k1: number, month: number,
): void {
  const { place, threat1, threat2, threat3, weight1, weight2, weight3, flags, risk, atLarge, suspected, charged, custody, licence, ceiling } = g;
  const { hazard, outcome, leader, justice, command, scalar, stay } = rates;
  const { effort, events } = tally;
  const word = new Uint32Array(2);
  const close = scalar[0]!, wake = scalar[1]!, ends = scalar[2]!, merges = scalar[3]!, replaced = scalar[4]!, splits = scalar[5]!;
  const leave = scalar[6]!;
  let eventCount = 0;

  for (let i = 0; i < count; i++) {
    let flag = flags[i]!;
    if ((flag & FLAG.alive) === 0) continue;
    const p = place[i]!;
    const cell = p * 11 + threat1[i]!;
    const h = cell * 8;
    let n = atLarge[i]!;
    let s = suspected[i]!;
    let ch = charged[i]!;
    let cu = custody[i]!;
    let li = licence[i]!;
    let memory = risk[i]!;
    const entity = i * 16;
    memory -= (memory + 7) >> 3;

    // Detect, map, investigate, disrupt.
    threefry(k0, k1, entity, month, word);
    const response = word[0]!;
    const reaction = word[1]!;
    if ((flag & FLAG.case) !== 0) {
      if (response < close) {
        flag &= ~FLAG.case;
        threefry(k0, k1, entity + 5, month, word);
        const result = word[0]!;
        const o = p * 3;
        if (result < outcome[o + 2]!) {
          const severity = result < outcome[o]! ? 0 : result < outcome[o + 1]! ? 1 : 2;
          const taken = arrested(n, scalar[7 + severity]!, (word[1]! + 0.5) / 4294967296);
          n -= taken;
          s += taken;
          tally.arrests[p]! += taken;
          tally.disruptions[p]! += 1;
          tally.shock[cell]! += 1 << severity;
          memory = Math.min(255, memory + (32 << severity));
          threefry(k0, k1, entity + 6, month, word);
          if (word[0]! < leader[o + severity]!) flag |= FLAG.leaderless;
        }
      }
    } else if ((flag & FLAG.mapped) !== 0) {
      if (response < hazard[h + ((flag & FLAG.crossBorder) !== 0 ? 1 : 0)]!) flag |= FLAG.case;
    } else if (response < hazard[h + 2]!) flag |= FLAG.mapped;

    // Learn and react. One word decides among rare events that exclude each other; memory of one's own losses raises the first three.
    if ((flag & FLAG.dormant) !== 0) {
      if (reaction < wake) flag &= ~FLAG.dormant;
    } else {
      const dread = (32 + memory) / 32;
      let edge = hazard[h + 6]! * n;
      if (reaction < edge) {
        if (n > 0) {
          n--;
          tally.killed[p]! += 1;
        }
      } else if (reaction < (edge += hazard[h + 3]! * dread)) events[eventCount++] = i * 8 + EVENT.lieLow;
      else if (reaction < (edge += hazard[h + 4]! * dread)) events[eventCount++] = i * 8 + EVENT.move;
      else if (reaction < (edge += hazard[h + 5]! * dread)) events[eventCount++] = i * 8 + EVENT.changeThreat;
      else if (reaction < (edge += ends)) events[eventCount++] = i * 8 + EVENT.end;
      else if (reaction < (edge += merges)) events[eventCount++] = i * 8 + EVENT.merge;
      else if ((flag & FLAG.leaderless) !== 0) {
        if (reaction < (edge += splits)) events[eventCount++] = i * 8 + EVENT.split;
        else if (reaction < edge + replaced) flag &= ~FLAG.leaderless;
      }

      // Recruit and leave.
      threefry(k0, k1, entity + 1, month, word);
      const most = ceiling[i]!;
      if (n < most) {
        const mean = hazard[h + 7]! * n * (1 - n / most);
        let k = recruits(mean, (word[0]! + 0.5) / 4294967296);
        if (k > 0) {
          if (k > pool[p]!) k = pool[p]!;
          pool[p]! -= k;
          n += k;
        }
      }
      const u = (word[1]! + 0.5) / 4294967296;
      if (n > 255 || u >= stay[n]!) {
        const gone = binomialSmall(n, leave, u);
        n -= gone;
        tally.stopped[p]! += gone;
      }
    }

    // Charge, court and custody.
    const j = p * 8;
    if (s > 0 || ch > 0) {
      threefry(k0, k1, entity + 2, month, word);
      const toCharge = moved(s, justice[j]!, word[0]!);
      const released = moved(s - toCharge, justice[j + 1]!, word[1]!);
      s -= toCharge + released;
      n += released;
      if (ch > 0) {
        threefry(k0, k1, entity + 3, month, word);
        const jailed = moved(ch, justice[j + 2]!, word[0]!);
        const otherwise = moved(ch - jailed, justice[j + 3]!, word[1]!);
        ch -= jailed + otherwise;
        cu += jailed;
        tally.tried[p]! += jailed + otherwise;
        if (otherwise > 0) {
          threefry(k0, k1, entity + 7, month, word);
          const community = moved(otherwise, justice[j + 4]!, word[0]!);
          li += community;
          n += otherwise - community;
        }
      }
      ch += toCharge;
    }
    if (cu > 0 || li > 0) {
      threefry(k0, k1, entity + 4, month, word);
      const freed = moved(cu, justice[j + 5]!, word[0]!);
      const done = moved(li, justice[j + 6]!, word[1]!);
      cu -= freed;
      li += freed - done;
      if (done > 0) {
        threefry(k0, k1, entity + 8, month, word);
        const back = moved(done, justice[j + 7]!, word[0]!);
        n += back;
        tally.stopped[p]! += done - back;
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
    tally.atLarge[p]! += n;
    tally.suspected[p]! += s;
    tally.charged[p]! += ch;
    tally.custody[p]! += cu;
    tally.licence[p]! += li;
    if ((flag & FLAG.mapped) !== 0) {
      tally.mapped[p]! += 1;
      tally.mappedMembers[p]! += n + s + ch + cu + li;
    }
    if ((flag & FLAG.dormant) === 0) {
      const isLeaderless = (flag & FLAG.leaderless) !== 0;
      tally.active[p]! += 1;
      if (isLeaderless) tally.leaderless[p]! += 1;
      const work = n * (isLeaderless ? 48 : 64) + Math.floor(cu * command[p]!);
      effort[cell]! += work * weight1[i]!;
      if (weight2[i]! > 0) effort[p * 11 + threat2[i]!]! += work * weight2[i]!;
      if (weight3[i]! > 0) effort[p * 11 + threat3[i]!]! += work * weight3[i]!;
    }
  }
  tally.eventCount[0] = eventCount;
}

/** Recruits of a group: Poisson with a small mean, by inversion. */
function recruits(mean: number, u: number): number {
  if (mean <= 0) return 0;
  let p = expNeg(mean > 12 ? 12 : mean);
  let sum = p;
  let k = 0;
  while (u >= sum && k < 60) {
    k++;
    p *= mean / k;
    sum += p;
  }
  return k;
}

/** How many of `n` move on, each with chance `p`. */
function moved(n: number, p: number, word: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  return binomialSmall(n, p, (word + 0.5) / 4294967296);
}

/** Members taken in a disruption. */
const arrested = (n: number, p: number, u: number): number => (n <= 0 ? 0 : p >= 1 ? n : binomialSmall(n, p, u));

/** Sets every count of the tally back to zero. */
export function clearTally(tally: GroupTally): void {
  for (const part of Object.values(tally)) if (part !== tally.events) part.fill(0);
}

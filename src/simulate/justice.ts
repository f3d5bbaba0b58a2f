import type { Place } from "../terms/index.ts";
import type { Geography } from "./geography.ts";
import { WAIT_COLUMNS } from "./groups.ts";
import type { Parameters } from "./parameters.ts";
import { clampShare } from "./sample.ts";
import { CAPACITY } from "./schedule.ts";
import { opened, rateAt, type Twin } from "./twin.ts";

/** Courts and prisons by jurisdiction: England and Wales, Scotland, Northern Ireland. Stocks and monthly flows of April 2021. */
export interface JusticeFixed {
  custody: Float64Array;
  licence: Float64Array;
  charged: Float64Array;
  suspected: Float64Array;
  /** People a month. */
  arrests: Float64Array;
  chargeCapacity: Float64Array;
  courtCapacity: Float64Array;
  prisonPlaces: Float64Array;
}

const EW = 0;

/**
 * Stocks of the justice queues that are steady at April 2021's custody: custody is put in (10% of prisoners in England and Wales, the
 * published number in Scotland, England and Wales' rate in Northern Ireland); the rest follows from times and shares (Little's law).
 */
export function startJustice(places: readonly Place[], geo: Geography, p: Parameters): JusticeFixed {
  const people = [0, 0, 0];
  places.forEach((place, i) => {
    people[geo.jurisdiction[i]!]! += place.population;
  });
  const custodyEw = p.get("prison.population") * p.get("custody.share");
  const custody = Float64Array.from([
    Math.round(custodyEw),
    Math.round(p.get("custody.scotland")),
    Math.round((custodyEw * people[2]!) / people[0]!),
  ]);
  const jailed = custody.map((c) => c / p.get("custody.months"));
  const tried = jailed.map((x) => x / p.get("court.custody-share"));
  const community = tried.map((x) => x * p.get("court.community-share"));
  const arrests = tried.map((x) => x / p.get("charge.share"));
  return {
    custody,
    licence: jailed.map((x, j) => (x + community[j]!) * p.get("licence.months")),
    charged: tried.map((x) => x * p.get("court.months")),
    suspected: arrests.map((x) => x * p.get("charge.months")),
    arrests,
    chargeCapacity: tried.map((x) => x * p.get("justice.charge-headroom")),
    courtCapacity: tried.map((x) => x * p.get("justice.court-headroom")),
    prisonPlaces: custody.map((x) => x * p.get("justice.prison-headroom")),
  };
}

/** Last month's queues by jurisdiction, groups and unaffiliated together. */
function queues(t: Twin): { suspected: number[]; charged: number[]; custody: number[] } {
  const q = { suspected: [0, 0, 0], charged: [0, 0, 0], custody: [0, 0, 0] };
  for (let p = 0; p < t.geo.size; p++) {
    const j = t.geo.jurisdiction[p]!;
    q.suspected[j]! += t.tally.suspected[p]! + t.state.freeSuspected[p]!;
    q.charged[j]! += t.tally.charged[p]! + t.state.freeCharged[p]!;
    q.custody[j]! += t.tally.custody[p]! + t.state.freeCustody[p]!;
  }
  return q;
}

/**
 * Sets this month's chances of moving through charge, court, custody and licence for every place. Full courts and prisons pass fewer:
 * arrests beyond what they can take lengthen queues and raise community orders, never custody. New capacity is England and Wales'.
 */
export function setJusticeRates(t: Twin): void {
  const { p, fixed, rates } = t;
  const f = fixed.justice;
  const q = queues(t);
  const chances = [0, 1, 2].map((j) => {
    const extra = (cap: number) => (j === EW ? opened(t, cap) : 0);
    const wantCharge = (p.get("charge.share") / p.get("charge.months")) * q.suspected[j]!;
    const chargeRoom = f.chargeCapacity[j]! + extra(CAPACITY["charge.cases"]);
    const charge = (p.get("charge.share") / p.get("charge.months")) * roomFor(wantCharge, chargeRoom);
    const noAction = clampShare((1 - p.get("charge.share")) / p.get("charge.months") / (1 - charge));
    const wantCourt = q.charged[j]! / p.get("court.months-free");
    const courtRoom = f.courtCapacity[j]! + extra(CAPACITY["court.cases"]);
    const tried = roomFor(wantCourt, courtRoom) / p.get("court.months-free");
    const release = 1 / p.get("custody.months");
    const places = f.prisonPlaces[j]! + extra(CAPACITY["prison.places"]);
    const free = Math.max(0, places - q.custody[j]! * (1 - release));
    const sentenced = q.charged[j]! * tried * p.get("court.custody-share");
    const admitted = roomFor(sentenced, free);
    const jailed = tried * p.get("court.custody-share") * admitted;
    const community = tried * (p.get("court.community-share") + p.get("court.custody-share") * (1 - admitted));
    const otherwise = tried - jailed;
    return [
      charge,
      noAction,
      jailed,
      clampShare(otherwise / (1 - jailed)),
      otherwise > 0 ? clampShare(community / otherwise) : 0,
      release,
    ];
  });
  const licenceEnds = 1 / p.get("licence.months");
  chances.forEach(([charge, noAction, jailed, otherwise, , release], j) => {
    const leaves = [charge! + (1 - charge!) * noAction!, jailed! + (1 - jailed!) * otherwise!, release!, licenceEnds];
    leaves.forEach((leave, queue) => {
      setPowers(rates.wait, (j * 4 + queue) * WAIT_COLUMNS, WAIT_COLUMNS, 1 - leave);
    });
  });
  const reoffend = p.get("offender.reoffend");
  const command = p.get("custody.command");
  for (let place = 0; place < t.geo.size; place++) {
    const chance = chances[t.geo.jurisdiction[place]!]!;
    for (let k = 0; k < 6; k++) rates.justice[place * 8 + k] = chance[k]!;
    rates.justice[place * 8 + 6] = licenceEnds;
    rates.justice[place * 8 + 7] = clampShare(reoffend * rateAt(t, "offender.reoffending", place));
    rates.command[place] = 64 * clampShare(command * rateAt(t, "custody.command", place));
  }
}

/** Writes the powers 0 to `columns` - 1 of `q` into a row of a table. */
export function setPowers(table: Float64Array, at: number, columns: number, q: number): void {
  table[at] = 1;
  for (let n = 1; n < columns; n++) table[at + n] = table[at + n - 1]! * q;
}

/** Share of what is wanted that there is room for. */
const roomFor = (wanted: number, room: number): number => (wanted <= room || wanted <= 0 ? 1 : room / wanted);

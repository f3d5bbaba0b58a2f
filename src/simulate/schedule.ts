import {
  CAPACITY_IDS,
  type CapacityId,
  type Lever,
  type LeverCatalogue,
  monthIndex,
  type Nation,
  RATE_IDS,
  type RateId,
  type Scenario,
  type Stream,
} from "../terms/index.ts";
import { drawOne, type Parameters, textHash } from "./parameters.ts";
import { exp, halved, normal } from "./sample.ts";

/**
 * A scenario as the engine reads it: for each month a multiplier on each rate in each nation, capacity bought, and money.
 * `factor[(rate * 4 + nation) * months + month]` (1 = no change), `capacity[cap * months + month]` units above today,
 * `capacityCost[cap]` GBP a year for a unit, `leverCost[month]` GBP in the month (`paidCost` the part a budget bears), `budget[month]` GBP the scenario sets aside for capacity.
 */
export interface Schedule {
  months: number;
  factor: Float64Array;
  capacity: Float64Array;
  capacityCost: Float64Array;
  leverCost: Float64Array;
  paidCost: Float64Array;
  budget: Float64Array;
  /** Month of the first lever; `months` when there is none. */
  firstMonth: number;
}

const NATIONS: readonly Nation[] = ["E", "W", "S", "N"];
export const RATE = Object.fromEntries(RATE_IDS.map((id, i) => [id, i])) as Record<RateId, number>;
export const CAPACITY = Object.fromEntries(CAPACITY_IDS.map((id, i) => [id, i])) as Record<CapacityId, number>;

/** A lever with a dose and its dates in months; `cost` says whether it is paid for itself, by a budget, or is the budget. */
interface Dosed {
  lever: Lever;
  dose: number;
  from: number;
  until: number;
  cost: "own" | "from-budget" | "is-budget";
  split: string | undefined;
}

export const noChange = (months: number): Schedule => ({
  months,
  factor: new Float64Array(RATE_IDS.length * 4 * months).fill(1),
  capacity: new Float64Array(CAPACITY_IDS.length * months),
  capacityCost: new Float64Array(CAPACITY_IDS.length),
  leverCost: new Float64Array(months),
  paidCost: new Float64Array(months),
  budget: new Float64Array(months),
  firstMonth: months,
});

/**
 * Compiles a scenario for one run: effects and reaches are drawn from `chance` by lever id, so two scenarios with the same lever
 * share its draw. Reach x effect: a lever multiplies a rate by 1 - reach * strength * (1 - exp(effect)) * (1 - leakage) * profile(month).
 */
export function compileSchedule(
  scenario: Scenario,
  catalogue: LeverCatalogue,
  months: number,
  p: Parameters,
  chance: Stream,
): Schedule {
  const schedule = noChange(months);
  for (const dosed of scenario.levers.flatMap((d) => expand(d, catalogue, months, schedule, p)))
    apply(schedule, dosed, chance);
  return schedule;
}

function expand(
  d: Scenario["levers"][number],
  catalogue: LeverCatalogue,
  months: number,
  s: Schedule,
  p: Parameters,
): Dosed[] {
  const lever = catalogue.levers.find((l) => l.id === d.lever);
  if (!lever) throw new Error(`no lever "${d.lever}"`);
  const from = monthIndex(d.from) ?? 0;
  const until = d.until ? (monthIndex(d.until) ?? months - 1) : months - 1;
  if (d.dose !== lever.dose.today) s.firstMonth = Math.min(s.firstMonth, from);
  const own: Dosed = {
    lever,
    dose: d.dose,
    from,
    until,
    cost: d.split === undefined ? "own" : "is-budget",
    split: d.split,
  };
  return d.split === undefined ? [own] : [own, ...spend(d.split, d.dose, own, catalogue, s, p)];
}

/** What a yearly budget buys by its split: capacity straight into the schedule, levers as doses. */
function spend(
  split: string,
  yearlyGbp: number,
  own: Dosed,
  catalogue: LeverCatalogue,
  s: Schedule,
  p: Parameters,
): Dosed[] {
  const lines = catalogue.splits.filter((l) => l.split === split);
  if (lines.length === 0) throw new Error(`no split "${split}"`);
  for (let m = own.from; m <= Math.min(own.until, s.months - 1); m++) s.budget[m]! += yearlyGbp / 12;
  return lines.flatMap((line) => {
    const units = (yearlyGbp * line.share) / line.unitCostGbpYear;
    const cap = CAPACITY[line.buys as CapacityId];
    if (cap !== undefined) {
      addCapacity(s, cap, Math.floor(units), line.unitCostGbpYear, own.from + own.lever.delayMonths, own.until, p);
      return [];
    }
    const bought = catalogue.levers.find((l) => l.id === line.buys);
    if (!bought) throw new Error(`split "${split}" buys "${line.buys}", which is neither a capacity nor a lever`);
    return [
      {
        lever: bought,
        dose: Math.min(bought.dose.high, bought.dose.today + units),
        from: own.from,
        until: own.until,
        cost: "from-budget",
        split: undefined,
      },
    ];
  });
}

const RAMPS: Record<CapacityId, string> = {
  "investigators.force": "investigators",
  "investigators.regional": "investigators",
  "investigators.national": "investigators",
  "charge.cases": "charge",
  "court.cases": "court",
  "prison.places": "prison",
  "treatment.places": "treatment",
};

/** Opens `units` of a capacity evenly over its ramp; the unit cost is the mean over what was bought. */
function addCapacity(
  s: Schedule,
  cap: number,
  units: number,
  unitCost: number,
  from: number,
  until: number,
  p: Parameters,
): void {
  if (units === 0) return;
  const ramp = Math.max(1, Math.round(p.get(`capacity.ramp-months.${RAMPS[CAPACITY_IDS[cap]!]}`)));
  const before = s.capacity[cap * s.months + s.months - 1]!;
  s.capacityCost[cap] = (s.capacityCost[cap]! * before + unitCost * units) / (before + units);
  for (let m = Math.max(0, from); m <= Math.min(until, s.months - 1); m++)
    s.capacity[cap * s.months + m]! += Math.floor((units * Math.min(ramp, m - from + 1)) / ramp);
}

function apply(s: Schedule, d: Dosed, chance: Stream): void {
  const { lever } = d;
  const strength = (d.dose - lever.dose.today) / (lever.dose.full - lever.dose.today);
  if (strength === 0) return;
  const leak = within(lever.leakage, chance.unit(textHash(lever.id), 0, 0));
  lever.moves.forEach((move, i) => {
    if (move.onlyWithSplit !== undefined && move.onlyWithSplit !== d.split) return;
    const { reach, effect } = drawMove(lever, i, chance);
    const touched = Math.min(1, reach * strength);
    const full = touched * (1 - exp(effect)) * (1 - leak);
    const rate = RATE[move.rate];
    for (let m = Math.max(0, d.from); m <= Math.min(d.until, s.months - 1); m++) {
      const factor = Math.max(0, 1 - full * profile(lever, m - d.from));
      for (const nation of lever.appliesTo) s.factor[(rate * 4 + NATIONS.indexOf(nation)) * s.months + m]! *= factor;
    }
  });
  for (const add of lever.adds) {
    const cap = CAPACITY[add.capacity];
    const units = Math.round((d.dose - lever.dose.today) * add.perDose);
    for (let m = Math.max(0, d.from); m <= Math.min(d.until, s.months - 1); m++)
      s.capacity[cap * s.months + m]! += Math.round(units * profile(lever, m - d.from));
  }
  if (d.cost !== "is-budget") charge(s, d, strength);
}

/** Cost of a lever: its set-up in the first month, then its yearly cost in proportion to dose; a unit price beats the lump sum. */
function charge(s: Schedule, d: Dosed, strength: number): void {
  const { cost, dose } = d.lever;
  const yearly = cost.perDoseYearGbp === null ? cost.yearlyGbp * strength : (d.dose - dose.today) * cost.perDoseYearGbp;
  for (let m = Math.max(0, d.from); m <= Math.min(d.until, s.months - 1); m++) {
    const gbp = Math.round(Math.max(0, yearly) / 12) + (m === d.from && d.cost === "own" ? cost.setUpGbp : 0);
    s.leverCost[m]! += gbp;
    if (d.cost === "from-budget") s.paidCost[m]! += gbp;
  }
}

/** Reach (a share) and effect (log rate ratio) of a lever's move in one run. */
export function drawMove(lever: Lever, index: number, chance: Stream): { reach: number; effect: number } {
  const move = lever.moves[index]!;
  const entity = textHash(`${lever.id}:${index}`);
  return {
    reach: within(move.reach, chance.unit(entity, 0, 1)),
    effect:
      move.effect.sd === 0 ? move.effect.lnrr : move.effect.lnrr + move.effect.sd * normal(chance.unit(entity, 0, 0)),
  };
}

const within = (range: { value: number; low: number; high: number }, u: number): number =>
  drawOne({ central: range.value, low: range.low, high: range.high, shape: "uniform" }, u);

/** Share of the full effect `month` months after the lever starts: nothing during the delay, a straight ramp, then a half-life if it has one. */
export function profile(lever: Pick<Lever, "delayMonths" | "rampMonths" | "halfLifeMonths">, month: number): number {
  const since = month - lever.delayMonths + 1;
  if (since <= 0) return 0;
  if (since < lever.rampMonths) return since / lever.rampMonths;
  if (lever.halfLifeMonths === null) return 1;
  return halved(since - lever.rampMonths, lever.halfLifeMonths);
}

/** The multiplier on a rate in a nation in a month. */
export const factorOf = (s: Schedule, rate: number, nation: number, month: number): number =>
  s.factor[(rate * 4 + nation) * s.months + month]!;
/** Units of a capacity above today in a month. */
export const capacityOf = (s: Schedule, capacity: number, month: number): number =>
  s.capacity[capacity * s.months + month]!;

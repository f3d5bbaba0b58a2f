import type { RateId } from "../terms/index.ts";
import type { Chance } from "./chance.ts";
import type { Geography } from "./geography.ts";
import type { TwinInput } from "./input.ts";
import type { Parameters } from "./parameters.ts";
import { capacityOf, factorOf, RATE, type Schedule } from "./schedule.ts";
import type { Fixed } from "./start.ts";
import type { Workspace } from "./world.ts";

/** One run of the twin in progress: what was put in, what was derived at the start, the state, and the month at hand. */
export interface Twin extends Workspace {
  input: TwinInput;
  geo: Geography;
  p: Parameters;
  chance: Chance;
  fixed: Fixed;
  schedule: Schedule;
  /** Months since April 2021. */
  month: number;
  /** This month's values of OUTCOMES. */
  flows: Float64Array;
  /** This month's harm events by cell (place of the victim * 11 + threat). */
  events: Float64Array;
  /** Supply of offending relative to April 2021, by cell, and national by threat. */
  supply: Float64Array;
  nationalSupply: Float64Array;
  /** Groups that moved this month: from * places + to; and changed threat: from * 11 + to. */
  moves: Float64Array;
  switches: Float64Array;
  /** This month's counts that no place carries. */
  splits: number;
  drugDeaths: number;
  drugDeathsScotland: number;
  /** People, by crossing method. */
  arrivals: Float64Array;
  nrm: number;
  homicides: number;
  violence: number;
  /** Pounds. */
  revenue: number;
  recovered: number;
  recycled: number;
  spent: number;
  unspent: number;
}

/** The scenario's multiplier on a rate at a place this month. */
export const rateAt = (t: Twin, rate: RateId, place: number): number =>
  factorOf(t.schedule, RATE[rate], t.geo.nation[place]!, t.month);

/** The scenario's multiplier on a rate for the country as a whole: England's, where most people live and all national bodies act. */
export const nationalRate = (t: Twin, rate: RateId): number => factorOf(t.schedule, RATE[rate], 0, t.month);

/** Units of a capacity that the scenario has opened by this month. */
export const opened = (t: Twin, capacity: number): number => capacityOf(t.schedule, capacity, t.month);

/** A sum over an array. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/** Years of a trend that fades by a tenth a year: growth a year `g` compounded over `months` with damping 0.9 (see estimation 5.1). */
export function dampedYears(months: number): number {
  let years = 0;
  let weight = 1;
  let left = months / 12;
  while (left > 0) {
    years += weight * (left < 1 ? left : 1);
    weight *= 0.9;
    left -= 1;
  }
  return years;
}

/** The middle of the calendar year 2021, to which yearly figures of 2021 belong, in years from April. */
export const MID_2021 = 0.25;

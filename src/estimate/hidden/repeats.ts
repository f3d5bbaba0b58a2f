import { countFault, type Refusal, refuse } from "./refusal.ts";

/**
 * How many people were seen once, twice and so on in one period and place: `people[k - 1]` people k times. `observed` people in all,
 * `sightings` events in all.
 */
export interface Repeats {
  people: readonly number[];
  observed: number;
  sightings: number;
}

/** Counts of repeats, checked: whole numbers from 0, somebody seen. `people[k - 1]` is the number of people seen k times. */
export function repeatsOf(people: readonly number[]): Repeats | Refusal {
  const named = Object.fromEntries(people.map((n, i) => [`The number of people seen ${times(i + 1)}`, n]));
  const fault = countFault(named);
  if (fault) return fault;
  const observed = people.reduce((sum, n) => sum + n, 0);
  if (observed === 0) return refuse({ code: "hidden-empty", what: "The table of repeats" });
  return { people, observed, sightings: people.reduce((sum, n, i) => sum + n * (i + 1), 0) };
}

const times = (k: number): string => (k === 1 ? "once" : k === 2 ? "twice" : `${k} times`);

/** Share of the sightings' rates that the people seen account for: 1 - f1 / sightings (Good 1953, Biometrika 40, 237, after Turing). */
export const coverage = ({ people, sightings }: Repeats): number => 1 - (people[0] ?? 0) / sightings;

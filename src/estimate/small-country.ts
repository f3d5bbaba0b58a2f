import type { Observation, Place } from "../terms/index.ts";

/** A country of six places for the tests of this folder: three forces in England, one of them without residents, and one in each other nation. */
export const SMALL_PLACES: readonly Place[] = [
  place("E23000001", "Bigtown", "E", 40_000, 0.2),
  place("E23000002", "Upland", "E", 10_000, 0.05),
  { ...place("E23000034", "Old City", "E", 100, 0), hasResidentRates: false },
  place("W15000001", "West", "W", 10_000, 0.1),
  place("S92000003", "North", "S", 20_000, 0.1),
  place("N92000002", "Across", "N", 10_000, 0.1),
];

function place(code: string, name: string, nation: Place["nation"], population: number, deprivedShare: number): Place {
  return {
    code,
    name,
    nation,
    population,
    deprivedShare,
    region: "",
    areaKm2: 1,
    lon: 0,
    lat: 0,
    hasResidentRates: true,
  };
}

/** An observation of a year or quarter; everything that a test does not care about is the same for all. */
export function seen(
  line: number,
  over: Partial<Observation> & Pick<Observation, "measure" | "place" | "breakdown" | "period" | "value">,
): Observation {
  return {
    id: `obs:000000000000:${line}`,
    threat: "context",
    unit: "offences",
    source: "small",
    sourceTitle: "small country",
    publisher: "tests",
    published: "2024",
    locator: "",
    licence: "",
    note: "",
    ...over,
  };
}

export const calendar = (year: number) => ({ start: `${year}-01-01`, end: `${year}-12-31` });
export const financial = (year: number) => ({ start: `${year}-04-01`, end: `${year + 1}-03-31` });

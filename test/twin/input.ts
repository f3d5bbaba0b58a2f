import { readEnablerTies, readNodeTies, readParameters } from "../../src/calibrate/index.ts";
import { readCatalogue } from "../../src/evidence/index.ts";
import type { TwinInput } from "../../src/simulate/index.ts";
import { readExternalNodes, readNeighbours, readPlaces } from "../../src/store/index.ts";
import { type Lever, type RateId, type Scenario, THREAT_IDS } from "../../src/terms/index.ts";

/** A country for tests: the real places and parameters, a twelfth of the groups unless asked otherwise, round extents spread by population. */
export function smallInput({ groups, scotland } = { groups: 400, scotland: 8 }): TwinInput {
  const places = readPlaces();
  const people = places.reduce((s, p) => s + p.population, 0);
  const weights = places.map((p) => p.population / people);
  const extents: Record<string, number> = {
    "drug-supply": 400_000,
    "modern-slavery": 20_000,
    fraud: 3_000_000,
    "cyber-crime": 800_000,
  };
  return {
    places,
    nodes: readExternalNodes(),
    nodeTies: readNodeTies(),
    enablerTies: readEnablerTies(),
    neighbours: readNeighbours(),
    extent: THREAT_IDS.map((threat) => {
      const value = extents[threat];
      return {
        threat,
        weights,
        national: value === undefined ? null : { value, low: value * 0.8, high: value * 1.25 },
      };
    }),
    parameters: readParameters().map((p) =>
      p.id === "groups.mapped"
        ? { ...p, central: groups }
        : p.id === "groups.mapped.scotland"
          ? { ...p, central: scotland }
          : p,
    ),
    catalogue: readCatalogue(),
    unitCosts: [],
    dataFingerprint: "test",
  };
}

/** A lever made for a test: moves one rate by a certain log rate ratio, at once and everywhere, within all of its reach. */
export function certainLever(id: string, rate: RateId, lnrr: number): Lever {
  const range = (value: number) => ({ value, low: value, high: value, from: "assumed" });
  return {
    id,
    title: id,
    chapter: "comparator",
    card: "",
    grade: "D",
    dose: { unit: "share", today: 0, full: 1, low: 0, high: 1 },
    moves: [{ rate, reach: range(1), effect: { lnrr, sd: 0, basis: "definition", from: [] } }],
    adds: [],
    delayMonths: 0,
    rampMonths: 1,
    halfLifeMonths: null,
    leakage: range(0),
    cost: { setUpGbp: 0, yearlyGbp: 0, perDoseYearGbp: null, priceYear: "2023-24", from: "assumed" },
    needs: [],
    conflicts: [],
    appliesTo: ["E", "W", "S", "N"],
    intrusion: "",
    evidence: [],
  };
}

export const scenario = (name: string, ...levers: Scenario["levers"]): Scenario => ({ name, title: name, levers });
export const BASELINE = scenario("baseline");

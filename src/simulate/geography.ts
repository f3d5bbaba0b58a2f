import type { Place } from "../terms/index.ts";

/** Where places lie to each other, as the twin needs it. Indexes are positions in the list of places. */
export interface Geography {
  size: number;
  regions: string[];
  /** Region of each place. */
  region: Uint8Array;
  /** 0 England, 1 Wales, 2 Scotland, 3 Northern Ireland. */
  nation: Uint8Array;
  /** 0 England and Wales, 1 Scotland, 2 Northern Ireland: courts and prisons are apart. */
  jurisdiction: Uint8Array;
  neighbours: number[][];
  /** `gravity[from * size + to]`: pull of a place, population over squared distance; rows sum to 1, none to itself. */
  gravity: Float64Array;
}

const NATIONS = ["E", "W", "S", "N"] as const;
// Kilometres a degree at 54 degrees north; no cosine, so that every engine agrees.
const KM_PER_DEGREE_EAST = 65.4;
const KM_PER_DEGREE_NORTH = 111.2;

export function geographyOf(places: readonly Place[], borders: readonly (readonly [string, string])[]): Geography {
  const regions = [...new Set(places.map((p) => p.region))];
  const index = new Map(places.map((p, i) => [p.code, i]));
  const neighbours: number[][] = places.map(() => []);
  for (const [a, b] of borders) {
    const i = index.get(a);
    const j = index.get(b);
    if (i === undefined || j === undefined) continue;
    neighbours[i]!.push(j);
    neighbours[j]!.push(i);
  }
  const nation = Uint8Array.from(places, (p) => NATIONS.indexOf(p.nation));
  return {
    size: places.length,
    regions,
    region: Uint8Array.from(places, (p) => regions.indexOf(p.region)),
    nation,
    jurisdiction: nation.map((n) => (n < 2 ? 0 : n - 1)),
    neighbours: neighbours.map((list) => [...new Set(list)].sort((a, b) => a - b)),
    gravity: gravityOf(places),
  };
}

function gravityOf(places: readonly Place[]): Float64Array {
  const size = places.length;
  const gravity = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) {
      if (i === j) continue;
      const east = (places[i]!.lon - places[j]!.lon) * KM_PER_DEGREE_EAST;
      const north = (places[i]!.lat - places[j]!.lat) * KM_PER_DEGREE_NORTH;
      const pull = places[j]!.population / (400 + east * east + north * north);
      gravity[i * size + j] = pull;
      sum += pull;
    }
    for (let j = 0; j < size; j++) gravity[i * size + j]! /= sum;
  }
  return gravity;
}

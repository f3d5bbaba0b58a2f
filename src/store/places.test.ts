import { readFileSync } from "node:fs";
import { feature, type mergeArcs, neighbors } from "topojson-client";
import { describe, expect, test } from "vitest";
import { projectFile, readTable } from "./files.ts";
import { readAliases, readExternalNodes, readNeighbours, readPlaces } from "./places.ts";

const places = readPlaces();
const codes = places.map((p) => p.code);
const pairs = readNeighbours();
const aliases = readAliases();

describe("the 45 places", () => {
  test("are 39 in England, 4 in Wales, Scotland and Northern Ireland, in code order, once each", () => {
    const run = (prefix: string, from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => `${prefix}${String(from + i).padStart(6, "0")}`);
    expect(codes).toEqual([...run("E23", 1, 39), ...run("W15", 1, 4), "S92000003", "N92000002"]);
    for (const place of places) expect(place.nation).toBe(place.code[0]);
  });

  test("add up to the Census of England and Wales and to a plausible United Kingdom", () => {
    const people = (nations: string) =>
      places.filter((p) => nations.includes(p.nation)).reduce((sum, p) => sum + p.population, 0);
    expect(people("EW")).toBe(59_597_529); // moves only when the table does
    expect(people("EWSN")).toBeGreaterThan(66_000_000);
    expect(people("EWSN")).toBeLessThan(69_000_000);
  });

  test("belong to a regional unit: Kent to Eastern, North Wales to North West, London to none", () => {
    const region = new Map(places.map((p) => [p.code, p.region]));
    expect(region.get("E23000032")).toBe("Eastern");
    expect(region.get("W15000001")).toBe("North West");
    expect([region.get("E23000001"), region.get("E23000034")]).toEqual(["London", "London"]);
    expect([region.get("S92000003"), region.get("N92000002")]).toEqual(["Scotland", "Northern Ireland"]);
    expect(new Set(region.values()).size).toBe(12); // ten regions of England and Wales, London among them, and two nations
  });

  test("show resident rates everywhere but in the City of London", () => {
    expect(places.filter((p) => !p.hasResidentRates).map((p) => p.code)).toEqual(["E23000034"]);
  });

  test("say for each population and deprivation where it comes from and of what date", () => {
    const sources = readTable(projectFile("data", "places", "places.csv"), (row) => {
      row.ignore(
        "code",
        "name",
        "region",
        "nation",
        "population",
        "deprived_share",
        "area_km2",
        "lon",
        "lat",
        "resident_rates",
      );
      const take = (column: string) => row.take(column, { expected: "text", parse: (t) => t });
      return [take("population_source"), take("deprived_source"), take("geometry_source"), take("licence")];
    });
    for (const row of sources) {
      expect(row[0]).toMatch(/20\d\d-\d\d-\d\d/);
      expect(row[1]).toMatch(/IMD|WIMD|by definition/);
      expect(row.every((cell) => cell !== "")).toBe(true);
    }
  });
});

describe("neighbours", () => {
  test("join two different known places, each pair once, so that either side sees the other", () => {
    const seen = new Set<string>();
    for (const [a, b] of pairs) {
      expect(codes).toContain(a);
      expect(codes).toContain(b);
      expect(a).not.toBe(b);
      expect(seen.has(`${b} ${a}`) || seen.has(`${a} ${b}`)).toBe(false);
      seen.add(`${a} ${b}`);
    }
  });

  test("reach every place from London; Northern Ireland only by the sea link", () => {
    expect(reachable("E23000001", pairs).size).toBe(45);
    const onLand = pairs.filter(([a, b]) => !(a === "S92000003" && b === "N92000002"));
    expect(codes.filter((c) => !reachable("E23000001", onLand).has(c))).toEqual(["N92000002"]);
  });

  test("agree with a second, independent set of boundaries but for named differences", () => {
    const drawn = new Set(borders().map(([a, b]) => `${a} ${b}`));
    const stated = new Set(pairs.map(([a, b]) => `${a} ${b}`));
    expect([...stated].filter((p) => !drawn.has(p))).toEqual(["S92000003 N92000002"]);
    // Essex and Kent meet in the middle of the Thames, which the one set draws as land and the other as water.
    expect([...drawn].filter((p) => !stated.has(p))).toEqual(["E23000028 E23000032"]);
  });
});

describe("aliases", () => {
  test("resolve every name of places.csv and the odd spellings of publishers", () => {
    for (const place of places) expect(aliases.get(place.name)).toBe(place.code);
    for (const code of aliases.values()) expect(codes).toContain(code);
    expect(aliases.get("London, City of")).toBe("E23000034");
    expect(aliases.get("Metropolitan Police [Note 6]")).toBe("E23000001");
    expect(aliases.get("Devon & Cornwall")).toBe("E23000035");
    expect(aliases.get("British Transport Police")).toBeUndefined(); // a source, not a place
  });
});

test("eight external nodes, each with an assumed cooperation", () => {
  const nodes = readExternalNodes();
  expect(new Set(nodes.map((n) => n.id)).size).toBe(8);
  for (const node of nodes) expect(node.cooperation > 0 && node.cooperation < 1).toBe(true);
});

describe("areas.topo.json", () => {
  test("draws each place at its own size: within 0.85 to 1.2 of the stated square kilometres", () => {
    const ratio = new Map(places.map((p) => [p.code, drawnAreaKm2(p.code) / p.areaKm2]));
    // The City is 2.7 km2, smaller than the grid of the generalised boundary: the one named exception.
    const off = [...ratio].filter(([code, r]) => code !== "E23000034" && (r < 0.85 || r > 1.2));
    expect(off).toEqual([]);
    expect(ratio.get("E23000034")).toBeGreaterThan(0.5);
    expect(ratio.get("E23000034")).toBeLessThan(1.6);
  });
});

type Topology = Parameters<typeof feature>[0];
type MultiPolygon = ReturnType<typeof mergeArcs>;

function drawnAreas(): { topology: Topology; geometries: MultiPolygon[] } {
  const topology = JSON.parse(readFileSync(projectFile("data", "places", "areas.topo.json"), "utf8")) as Topology;
  const areas = topology.objects.areas;
  if (areas?.type !== "GeometryCollection") throw new Error("areas.topo.json holds no collection of areas");
  return { topology, geometries: areas.geometries as MultiPolygon[] };
}

function reachable(start: string, links: [string, string][]): Set<string> {
  const found = new Set([start]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [a, b] of links) if (found.has(a) || found.has(b)) found.add(a).add(b);
  }
  return found;
}

function borders(): [string, string][] {
  const { geometries } = drawnAreas();
  const code = (i: number) => String(geometries[i]!.id);
  return neighbors(geometries).flatMap((near, i) =>
    near.filter((j) => j > i).map((j): [string, string] => [code(i), code(j)]),
  );
}

/** Area on a sphere of 6,371 km, in square kilometres: outer rings less holes. */
function drawnAreaKm2(code: string): number {
  const { topology, geometries } = drawnAreas();
  const geometry = geometries.find((g) => g.id === code);
  if (!geometry) throw new Error(`areas.topo.json has no ${code}`);
  const shape = feature(topology, geometry);
  return shape.geometry.coordinates.reduce((sum, [outer, ...holes]) => {
    return sum + ringKm2(outer!) - holes.reduce((lost, hole) => lost + ringKm2(hole), 0);
  }, 0);
}

function ringKm2(ring: number[][]): number {
  const radians = Math.PI / 180;
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [lon1, lat1] = ring[i] as [number, number];
    const [lon2, lat2] = ring[i + 1] as [number, number];
    sum += (lon2 - lon1) * radians * (2 + Math.sin(lat1 * radians) + Math.sin(lat2 * radians));
  }
  return Math.abs(sum / 2) * 6371.0088 ** 2;
}

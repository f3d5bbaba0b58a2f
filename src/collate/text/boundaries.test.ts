import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { projectFile } from "../../store/index.ts";
import { readBoundaries } from "./boundaries.ts";

const SQUARE = [
  [0, 50],
  [1, 50],
  [1, 51],
  [0, 51],
  [0, 50],
];
const polygon = (...rings: unknown[]) => ({ type: "Polygon", coordinates: rings });
const read = (value: unknown) => readBoundaries("b.geojson", JSON.stringify(value));
const feature = (geometry: unknown, more: object = {}) => ({ type: "Feature", properties: {}, geometry, ...more });

describe("boundaries", () => {
  test("a good file is read as it stands", () => {
    const hole = [
      [0.2, 50.2],
      [0.2, 50.4],
      [0.4, 50.4],
      [0.2, 50.2],
    ];
    const { areas, repairs } = read({
      type: "FeatureCollection",
      features: [feature(polygon(SQUARE, hole), { properties: { code: "E23000001" } })],
    });
    expect(repairs).toEqual([]);
    expect(areas).toMatchObject([{ properties: { code: "E23000001" }, polygons: [[SQUARE, hole]] }]);
  });

  test.each([
    ["a ring the wrong way round", polygon([...SQUARE].reverse()), "had 1 ring running the wrong way round, turned"],
    ["heights", polygon(SQUARE.map((p) => [...p, 12])), "had 5 positions with a height, dropped"],
    ["too many decimals", polygon(SQUARE.map(([x = 0, y = 0]) => [x + 1e-9, y])), "finer than six decimals, rounded"],
    [
      "the default said aloud",
      { ...polygon(SQUARE), crs: { type: "name", properties: { name: "urn:ogc:def:crs:OGC:1.3:CRS84" } } },
      "said that the degrees are WGS84",
    ],
  ])("%s is repaired, and said", (_, geometry, sentence) => {
    const { areas, repairs } = read(geometry);
    expect(areas).toMatchObject([{ polygons: [[SQUARE]] }]);
    expect(repairs.map((r) => r.message)).toEqual([expect.stringContaining(sentence)]);
  });

  test.each<[string, unknown, string]>([
    [
      "British grid",
      polygon(SQUARE.map(([x = 0, y = 0]) => [x * 1000 + 400_000, y * 1000])),
      "no degrees of longitude",
    ],
    ["another system", { ...polygon(SQUARE), crs: { properties: { name: "EPSG:27700" } } }, 'is "EPSG:27700"'],
    ["an open ring", polygon(SQUARE.slice(0, 4)), "/coordinates/0 is a ring that is not closed"],
    [
      "a ring of three",
      polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
      "is a ring of 3 positions",
    ],
    [
      "a ring round nothing",
      polygon([
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ]),
      "encloses nothing",
    ],
    ["no ring", polygon(), "is empty"],
    ["a feature without a shape", feature(null), "has no geometry"],
    ["a point", { type: "Point", coordinates: [0, 50] }, "is a Point, and an area is"],
    ["no feature", { type: "FeatureCollection", features: [] }, "/features is empty"],
    ["a type of the prototype", { type: "constructor", coordinates: [] }, "no type of GeoJSON"],
    ["a line of one position", { type: "LineString", coordinates: [[0, 50]] }, "fewer than 2 positions"],
    [
      "deep nesting",
      { type: "Polygon", coordinates: JSON.parse("[".repeat(95) + "]".repeat(95)) },
      "is a list, not a number",
    ],
  ])("%s is refused", (_, value, sentence) => {
    expect(() => read(value)).toThrow(sentence);
  });

  test("a fault says the line on which it stands", () => {
    expect(() =>
      readBoundaries("b.geojson", '{\n"type": "Polygon",\n"coordinates": [[\n[0, 50],\n["1", 50]]]}'),
    ).toThrow('b.geojson, line 5: /coordinates/0/1/0 is "1", not a number');
  });

  test("whatever the JSON says, the answer is areas or a sentence", () => {
    const part = fc.oneof(
      fc.constantFrom("Polygon", "Feature", "FeatureCollection", "GeometryCollection"),
      fc.jsonValue(),
    );
    const member = fc.constantFrom(
      "type",
      "coordinates",
      "features",
      "geometry",
      "geometries",
      "properties",
      "bbox",
      "id",
      "crs",
    );
    fc.assert(
      fc.property(fc.dictionary(member, part), (value) => {
        try {
          expect(read(value).areas.length).toBeGreaterThan(0);
        } catch (error) {
          expect((error as Error).name).toBe("Problem");
        }
      }),
      { numRuns: 100 },
    );
  });

  test("the published police areas are 45 and their rings are in order or put in order", (context) => {
    const file = projectFile("..", "shared", "data", "uk-police-areas-45", "uk_police_areas_45.geojson");
    context.skip(!existsSync(file), "the published boundaries are not beside this folder");
    expect(readBoundaries("areas", readFileSync(file)).areas).toHaveLength(45);
  });
});

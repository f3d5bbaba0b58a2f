import type { Json, JsonObject } from "../../terms/index.ts";
import { area, type Ring } from "./rings.ts";

/** Where (a JSON pointer) and why a text is not GeoJSON; `why` goes on after the path. */
export class GeoJsonFault extends Error {
  readonly path: string;
  readonly why: string;
  constructor(path: string, why: string) {
    super(`${path} ${why}`);
    this.path = path;
    this.why = why;
  }
}

/** A geometry that keeps to RFC 7946, with where it stands. */
export interface Geometry {
  path: string;
  type: string;
  coordinates: Json[];
}

export interface Feature {
  path: string;
  properties: JsonObject;
  geometry: Geometry | undefined;
}

type Tell = (path: string, what: string) => void;

/** How deep the positions of each geometry lie in its coordinates. */
const DEPTH: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

/** Members that belong to another type: with them an object would mean two things (RFC 7946, section 7.1). */
const FOREIGN: Readonly<Record<"geometry" | "feature" | "collection", readonly string[]>> = {
  geometry: ["geometry", "properties", "features"],
  feature: ["coordinates", "geometries", "features"],
  collection: ["coordinates", "geometries", "geometry", "properties"],
};

/**
 * The features of a GeoJSON value, checked against RFC 7946 to the last position; a bare geometry is a feature without
 * properties. Throws the first GeoJsonFault. Pure.
 */
export function checkGeoJson(value: Json, tell: Tell): Feature[] {
  const object = objectAt(value, "");
  const type = typeOf(object, "");
  checkCrs(object, tell);
  if (type === "FeatureCollection") return collection(object);
  if (type === "Feature") return [feature(object, "")];
  return [{ path: "", properties: {}, geometry: geometry(object, "") }];
}

function collection(object: JsonObject): Feature[] {
  refuseForeign(object, "", "collection");
  checkBbox(object, "");
  const features = arrayAt(object.features, "/features");
  if (features.length === 0) throw new GeoJsonFault("/features", "is empty");
  return features.map((each, i) => {
    const path = `/features/${i}`;
    const one = objectAt(each, path);
    if (typeOf(one, path) !== "Feature") throw new GeoJsonFault(`${path}/type`, `is ${shown(one.type)}, not "Feature"`);
    return feature(one, path);
  });
}

function feature(object: JsonObject, path: string): Feature {
  refuseForeign(object, path, "feature");
  checkBbox(object, path);
  const { id, properties, geometry: shape } = object;
  if (id !== undefined && typeof id !== "string" && typeof id !== "number")
    throw new GeoJsonFault(`${path}/id`, "is neither text nor a number");
  if (properties === undefined) throw new GeoJsonFault(path, 'has no "properties"');
  if (shape === undefined) throw new GeoJsonFault(path, 'has no "geometry"');
  const place = `${path}/geometry`;
  return {
    path,
    properties: properties === null ? {} : objectAt(properties, `${path}/properties`),
    geometry: shape === null ? undefined : geometry(objectAt(shape, place), place),
  };
}

function geometry(object: JsonObject, path: string): Geometry {
  const type = typeOf(object, path);
  if (type !== "GeometryCollection" && !Object.hasOwn(DEPTH, type))
    throw new GeoJsonFault(`${path}/type`, `is ${shown(type)}, which is no type of GeoJSON`);
  refuseForeign(object, path, "geometry");
  checkBbox(object, path);
  if (type === "GeometryCollection") {
    const parts = arrayAt(object.geometries, `${path}/geometries`);
    parts.forEach((part, i) => void geometry(objectAt(part, `${path}/geometries/${i}`), `${path}/geometries/${i}`));
    return { path, type, coordinates: [] };
  }
  const coordinates = arrayAt(object.coordinates, `${path}/coordinates`);
  checkPositions(coordinates, `${path}/coordinates`, DEPTH[type] ?? 0);
  if (type.endsWith("LineString")) checkLines(type === "LineString" ? [coordinates] : coordinates, path);
  if (type === "Polygon") checkRings(coordinates, `${path}/coordinates`);
  if (type === "MultiPolygon")
    coordinates.forEach((rings, i) => void checkRings(rings as Json[], `${path}/coordinates/${i}`));
  return { path, type, coordinates };
}

function checkPositions(value: Json, path: string, depth: number): void {
  if (!Array.isArray(value)) throw new GeoJsonFault(path, `is ${shown(value)} where a list should stand`);
  if (depth > 0) for (const [i, each] of value.entries()) checkPositions(each, `${path}/${i}`, depth - 1);
  else checkPosition(value, path);
}

function checkPosition(position: Json[], path: string): void {
  const bad = position.findIndex((n) => typeof n !== "number");
  if (bad !== -1) throw new GeoJsonFault(`${path}/${bad}`, `is ${shown(position[bad])}, not a number`);
  if (position.length < 2 || position.length > 3)
    throw new GeoJsonFault(path, `is a position of ${position.length} numbers, not of 2 or 3`);
  const [lon, lat] = position as number[];
  if (Math.abs(lon ?? 0) > 180 || Math.abs(lat ?? 0) > 90)
    throw new GeoJsonFault(path, `is ${lon}, ${lat}, which are no degrees of longitude and latitude (WGS84)`);
}

function checkLines(lines: Json[], path: string): void {
  for (const line of lines)
    if ((line as Json[]).length < 2) throw new GeoJsonFault(path, "has a line of fewer than 2 positions");
}

function checkRings(rings: Json[], path: string): void {
  for (const [i, each] of rings.entries()) {
    const ring = each as Ring;
    const at = `${path}/${i}`;
    if (ring.length < 4) throw new GeoJsonFault(at, `is a ring of ${ring.length} positions, and the least is 4`);
    if (String(ring[0]) !== String(ring.at(-1)))
      throw new GeoJsonFault(at, "is a ring that is not closed: its first and last position differ");
    if (area(ring) === 0) throw new GeoJsonFault(at, "is a ring that encloses nothing");
  }
}

function checkBbox(object: JsonObject, path: string): void {
  if (object.bbox === undefined) return;
  const box = arrayAt(object.bbox, `${path}/bbox`);
  const bad = box.findIndex((n) => typeof n !== "number");
  if (bad !== -1) throw new GeoJsonFault(`${path}/bbox/${bad}`, `is ${shown(box[bad])}, not a number`);
  if (box.length !== 4 && box.length !== 6)
    throw new GeoJsonFault(`${path}/bbox`, `has ${box.length} numbers, not 4 or 6`);
}

/** RFC 7946 has one system, WGS84; what the GeoJSON of 2008 said with "crs" is taken only where it says the same. */
function checkCrs({ crs }: JsonObject, tell: Tell): void {
  if (crs === undefined) return;
  const { name } = objectAt(objectAt(crs, "/crs").properties, "/crs/properties");
  const isDefault = typeof name === "string" && name.length < 80 && /(?:CRS84|EPSG:+4326)$/i.test(name);
  if (!isDefault) throw new GeoJsonFault("/crs", `is ${shown(name)}, and GeoJSON is in WGS84 degrees only`);
  tell("/crs", "said that the degrees are WGS84, as they must be, and was dropped");
}

function refuseForeign(object: JsonObject, path: string, kind: keyof typeof FOREIGN): void {
  for (const name of FOREIGN[kind])
    if (Object.hasOwn(object, name))
      throw new GeoJsonFault(path, `has a member "${name}", which a ${kindName[kind]} must not have`);
}

const kindName = { geometry: "geometry", feature: "feature", collection: "collection of features" } as const;

function objectAt(value: Json | undefined, path: string): JsonObject {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new GeoJsonFault(path, `is ${shown(value)} where an object should stand`);
  return value;
}

function arrayAt(value: Json | undefined, path: string): Json[] {
  if (!Array.isArray(value)) throw new GeoJsonFault(path, `is ${shown(value)} where a list should stand`);
  return value;
}

function typeOf(object: JsonObject, path: string): string {
  const { type } = object;
  if (type === undefined) throw new GeoJsonFault(path, 'has no "type"');
  if (typeof type !== "string") throw new GeoJsonFault(`${path}/type`, `is ${shown(type)}, not text`);
  return type;
}

const shown = (value: Json | undefined): string => {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return value === null ? "null" : "an object";
  return JSON.stringify(value).slice(0, 60);
};

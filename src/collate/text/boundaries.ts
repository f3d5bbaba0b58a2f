import { type JsonObject, Problem, readJsonText } from "../../terms/index.ts";
import { checkGeoJson, GeoJsonFault, type Geometry } from "./geojson.ts";
import { mendRings, type Polygon } from "./rings.ts";

/** One area of a boundary file: what it says of itself, and its polygons, outer ring first, WGS84 degrees (lon, lat). */
export interface Area {
  properties: JsonObject;
  polygons: Polygon[];
}

export interface Boundaries {
  areas: Area[];
  /** What was put right on the way, as Problems that only tell (`boundary-repaired`). */
  repairs: Problem[];
}

/**
 * The areas of a GeoJSON file (RFC 7946): a collection of features, one feature, or a bare Polygon or MultiPolygon.
 * Repaired, and said: rings that run the wrong way round, positions finer than six decimals (10 cm) or with a height,
 * and a "crs" that only repeats the default. Throws a Problem with path and line for all else that the standard does not
 * allow, for what is no area, and for coordinates that are no degrees. Whether borders cross is not looked at.
 */
export function readBoundaries(file: string, bytes: Uint8Array | string): Boundaries {
  const { value, lineOf } = readJsonText(file, bytes);
  const repairs: Problem[] = [];
  const tell = (path: string, what: string) =>
    void repairs.push(new Problem({ code: "boundary-repaired", file, line: lineOf(path), path, what }));
  try {
    const found = checkGeoJson(value, tell);
    return { areas: found.map((feature) => areaOf(feature, tell)), repairs };
  } catch (error) {
    if (!(error instanceof GeoJsonFault)) throw error;
    const { path, why } = error;
    throw new Problem({ code: "bad-boundary", file, line: lineOf(path), path, why });
  }
}

function areaOf(
  { path, properties, geometry }: { path: string; properties: JsonObject; geometry: Geometry | undefined },
  tell: (path: string, what: string) => void,
): Area {
  if (geometry === undefined) throw new GeoJsonFault(path, "has no geometry, and an area needs one");
  const { type, coordinates } = geometry;
  if (type !== "Polygon" && type !== "MultiPolygon")
    throw new GeoJsonFault(geometry.path, `is a ${type}, and an area is a Polygon or a MultiPolygon`);
  const polygons = (type === "Polygon" ? [coordinates] : coordinates) as Polygon[];
  if (polygons.length === 0 || polygons.some((rings) => rings.length === 0))
    throw new GeoJsonFault(geometry.path, "is empty");
  return { properties, polygons: mendRings(polygons, (what) => tell(geometry.path, what)) };
}

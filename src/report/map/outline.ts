import { feature } from "topojson-client";
import { project } from "./project.ts";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One area ready to draw: an SVG path in whole map units, its box and a point inside its largest part for a label. */
export interface Outline {
  code: string;
  path: string;
  box: Box;
  label: [number, number];
}

/** All areas in one frame; `frame` is what a map shows. */
export interface Outlines {
  areas: Outline[];
  frame: Box;
}

/** Map units across the frame: a tenth of a screen pixel or less, so that whole numbers lose nothing. */
const UNITS_ACROSS = 3000;
/** Rockall lies 300 km west of the Hebrides; a frame that holds it leaves no room for the country. */
const WEST_LIMIT_DEG = -8.7;

type Topology = Parameters<typeof feature>[0];
type Ring = [number, number][];

interface Area {
  id?: string;
  properties?: { code?: string };
  geometry: { type: string; coordinates: unknown };
}

/** TopoJSON (one object; the ONS code as `id` or `properties.code`) as outlines, in the order of the file. */
export function outlinesOf(boundaries: unknown): Outlines {
  const topology = boundaries as Topology;
  const [object] = Object.values(topology.objects);
  const whole = feature(topology, object!) as unknown as { features: Area[] };
  const shapes = whole.features.map((f) => ({
    code: String(f.id ?? f.properties?.code),
    rings: ringsOf(f.geometry),
  }));
  const seen = shapes.flatMap((s) => s.rings.flat()).filter(([lon]) => lon > WEST_LIMIT_DEG);
  const extent = boxOf(seen.map(([lon, lat]) => project(lon, lat)));
  const scale = UNITS_ACROSS / extent.width;
  const place = ([lon, lat]: [number, number]): [number, number] => {
    const [x, y] = project(lon, lat);
    return [Math.round((x - extent.x) * scale), Math.round((y - extent.y) * scale)];
  };
  return {
    areas: shapes.map((s) =>
      outline(
        s.code,
        s.rings.map((ring) => ring.map(place)),
      ),
    ),
    frame: { x: 0, y: 0, width: UNITS_ACROSS, height: Math.ceil(extent.height * scale) },
  };
}

function ringsOf(geometry: Area["geometry"]): Ring[] {
  return geometry.type === "Polygon" ? (geometry.coordinates as Ring[]) : (geometry.coordinates as Ring[][]).flat();
}

function outline(code: string, rings: Ring[]): Outline {
  const largest = rings.reduce((a, b) => (Math.abs(areaOf(b)) > Math.abs(areaOf(a)) ? b : a));
  return { code, path: rings.map(pathOf).join(""), box: boxOf(rings.flat()), label: centreOf(largest) };
}

/** Relative steps in whole units, the shortest way to write a ring; points that fall together are dropped. */
function pathOf(ring: Ring): string {
  let [x, y] = ring[0]!;
  let path = `M${x},${y}l`;
  for (const [nextX, nextY] of ring.slice(1, -1)) {
    if (nextX === x && nextY === y) continue;
    path += `${path.endsWith("l") ? "" : " "}${nextX - x},${nextY - y}`;
    [x, y] = [nextX, nextY];
  }
  return path.endsWith("l") ? "" : `${path}z`;
}

function boxOf(points: Ring): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Signed area of a closed ring (shoelace). */
const areaOf = (ring: Ring): number =>
  ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i]![0] * y - x * ring[i]![1], 0) / 2;

/** Centre of gravity of a closed ring, whole units. */
function centreOf(ring: Ring): [number, number] {
  const area = areaOf(ring);
  if (area === 0) return ring[0]!;
  let [cx, cy] = [0, 0];
  for (let i = 1; i < ring.length; i++) {
    const [[x0, y0], [x1, y1]] = [ring[i - 1]!, ring[i]!];
    const cross = x0 * y1 - x1 * y0;
    cx += (x0 + x1) * cross;
    cy += (y0 + y1) * cross;
  }
  return [Math.round(cx / (6 * area)), Math.round(cy / (6 * area))];
}

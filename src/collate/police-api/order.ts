import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { guarded } from "../../store/index.ts";
import { type Json, Problem } from "../../terms/index.ts";
import { readBoundaries } from "../text/boundaries.ts";
import type { PoliceApi } from "./api.ts";
import type { Ring } from "./polygon.ts";
import { isObject, unexpected } from "./records.ts";

/** Where: a force by the interface's id ("leicestershire"), or a GeoJSON file of areas. */
export type Where = { force: string } | { poly: string };

/** The areas of a GeoJSON file, outer rings. Throws a Problem when one has a hole, which the interface cannot be asked about. */
export function areasOf(path: string): Ring[] {
  const { areas } = readBoundaries(
    basename(path),
    guarded(path, () => readFileSync(path)),
  );
  const polygons = areas.flatMap((area) => area.polygons);
  if (polygons.some((rings) => rings.length > 1))
    throw new Problem({
      code: "bad-boundary",
      file: basename(path),
      line: 1,
      path: "",
      why: "has a hole, and data.police.uk cannot be asked about an area with one",
    });
  return polygons.map(([outer = []]) => openRing(outer.map(([lng = 0, lat = 0]) => [lat, lng] as const)));
}

/** How the files of an area are called: its file's name in small letters and hyphens. */
export function areaSlug(path: string): string {
  const slug = basename(path)
    .replace(/\.[^.]*$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return slug || "area";
}

/** Throws a Problem when the service has no force of this id. */
export async function checkForce(api: PoliceApi, force: string): Promise<void> {
  const known = listOf(await api.ask({ path: "forces" }), "forces").map((entry) => textOf(entry, "id", "forces"));
  if (known.includes(force)) return;
  const next = "The ids are those of https://data.police.uk/api/forces.";
  throw new Problem({ code: "unknown-name", what: "force", name: force, known, next });
}

/** Ids of a force's neighbourhoods: together they are its area. */
export async function neighbourhoodsOf(api: PoliceApi, force: string): Promise<string[]> {
  const path = `${force}/neighbourhoods`;
  return listOf(await api.ask({ path }), path).map((entry) => textOf(entry, "id", path));
}

export async function boundaryOf(api: PoliceApi, force: string, neighbourhood: string): Promise<[number, number][]> {
  const path = `${force}/${encodeURIComponent(neighbourhood)}/boundary`;
  const degrees = (entry: Json, name: string): number => {
    const text = textOf(entry, name, path);
    if (!/^-?\d{1,3}(?:\.\d{1,15})?$/.test(text)) throw unexpected(path, `"${name}" of a corner is no degrees`);
    return Number(text);
  };
  return listOf(await api.ask({ path }), path).map((entry) => [
    degrees(entry, "latitude"),
    degrees(entry, "longitude"),
  ]);
}

/** Without the last corner where it repeats the first. */
export function openRing(ring: Ring): Ring {
  const [first, last] = [ring[0], ring.at(-1)];
  return ring.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1] ? ring.slice(0, -1) : ring;
}

function listOf(answer: Json, path: string): Json[] {
  if (Array.isArray(answer)) return answer;
  throw unexpected(path, "a list should come");
}

function textOf(entry: Json, name: string, path: string): string {
  const text = isObject(entry) ? entry[name] : undefined;
  if (typeof text === "string") return text;
  throw unexpected(path, `an entry has no text "${name}"`);
}

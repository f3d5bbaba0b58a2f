import { OTHER_TOPICS, THREATS } from "../terms/index.ts";
import type { Database } from "./database.ts";
import { type Field, insert } from "./derive.ts";
import { readPlaces, readWiderAreas } from "./places.ts";

/** Writes the tables `place` and `threat` anew, from data/places and the terms; in one transaction, which is synced once. */
export async function fillReference(database: Database): Promise<void> {
  await database.run("begin transaction");
  await fill(database, "place", placeRows());
  await fill(database, "threat", threatRows());
  await database.run("commit");
}

const placeRows = (): Field[][] => [
  ...readPlaces().map((p) => [
    ...[p.code, p.name, "police-area", p.region, p.nation, p.population],
    ...[p.deprivedShare, p.areaKm2, p.lon, p.lat, p.hasResidentRates],
  ]),
  ...readWiderAreas().map(({ code, title }) => [code, title, "wider-area", ...Array<null>(8).fill(null)]),
];

const threatRows = (): Field[][] => [
  ...THREATS.map(({ id, title, unit, isRemote }) => [id, title, "threat", unit, isRemote]),
  ...OTHER_TOPICS.map((topic) => [topic, titleOf(topic), "topic", "", null]),
];

/** "all-threats" to "All threats". */
const titleOf = (topic: string): string => topic.charAt(0).toUpperCase() + topic.slice(1).replaceAll("-", " ");

async function fill(database: Database, table: string, rows: readonly Field[][]): Promise<void> {
  await database.run(`delete from ${table}`);
  await insert(database, table, rows);
}

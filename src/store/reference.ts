import { OTHER_TOPICS, THREATS } from "../terms/index.ts";
import type { Database } from "./database.ts";
import { readPlaces, readWiderAreas } from "./places.ts";

type Field = string | number | boolean | null;

/** Writes the tables `place` and `threat` anew, from data/places and the terms. */
export async function fillReference(database: Database): Promise<void> {
  await fill(database, "place", placeRows());
  await fill(database, "threat", threatRows());
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

/** One statement for all rows: a statement each takes longer than a small collation. */
async function fill(database: Database, table: string, rows: readonly Field[][]): Promise<void> {
  const values = rows.map((row) => `(${row.map(literal).join(", ")})`);
  await database.run(`delete from ${table}`);
  await database.run(`insert into ${table} values ${values.join(", ")}`);
}

const literal = (field: Field): string =>
  typeof field === "string" ? `'${field.replaceAll("'", "''")}'` : String(field);

import { type Json, type JsonObject, Problem } from "../../terms/index.ts";

/** What is kept of a record; all else is dropped before anything is written. */
export interface RecordKind {
  keeps: readonly string[];
  /** Facts about a person: dropped without a word. Any other field that is not kept is told. */
  drops: readonly string[];
}

export const CRIME: RecordKind = {
  keeps: [
    "category",
    "location_type",
    "location",
    "context",
    "outcome_status",
    "persistent_id",
    "id",
    "location_subtype",
    "month",
  ],
  drops: [],
};

export const STOP: RecordKind = {
  keeps: [
    "type",
    "datetime",
    "operation",
    "operation_name",
    "location",
    "legislation",
    "object_of_search",
    "outcome",
    "outcome_object",
    "outcome_linked_to_object_of_search",
    "removal_of_more_than_outer_clothing",
  ],
  drops: ["involved_person", "gender", "age_range", "self_defined_ethnicity", "officer_defined_ethnicity"],
};

/** The records of an answer with the fields that are kept, and the names of fields that nobody knew. Throws a Problem. */
export function keptOf(address: string, answer: Json, kind: RecordKind): { records: JsonObject[]; unknown: string[] } {
  if (!Array.isArray(answer)) throw unexpected(address, "a list of records should come");
  const unknown = new Set<string>();
  const records = answer.map((record) => {
    if (!isObject(record)) throw unexpected(address, "a record of the list is no object");
    for (const name of Object.keys(record))
      if (!kind.keeps.includes(name) && !kind.drops.includes(name)) unknown.add(name);
    return Object.fromEntries(
      kind.keeps.flatMap((name) => (record[name] === undefined ? [] : [[name, record[name]]])),
    ) as JsonObject;
  });
  return { records, unknown: [...unknown].sort() };
}

/** Each crime once, in the order of their ids: what lies on a seam comes twice. Throws a Problem when one has no id. */
export function eachOnce(address: string, records: readonly JsonObject[]): JsonObject[] {
  const byId = new Map<number, JsonObject>();
  for (const record of records) {
    const { id } = record;
    if (typeof id !== "number") throw unexpected(address, "a crime has no number as its id");
    if (!byId.has(id)) byId.set(id, record);
  }
  return [...byId].sort(([a], [b]) => a - b).map(([, record]) => record);
}

/** A JSON list with one record a line. */
export const listText = (records: readonly JsonObject[]): string =>
  `[\n${records.map((record) => JSON.stringify(record)).join(",\n")}\n]\n`;

export const unexpected = (address: string, why: string): Problem =>
  new Problem({ code: "unexpected-answer", address, why });

export const isObject = (value: Json): value is JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value);

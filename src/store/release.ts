import type { Observation } from "../terms/index.ts";
import type { Database, PlainRow } from "./database.ts";

/** One table of a landed file as a snapshot holds it. Rows in = rows loaded + rows set aside, always. */
export interface Release {
  /** SHA-256 of the file's bytes, 64 hex. */
  sha256: string;
  /** Sheet of a workbook or path of an entry in an archive; "" where the file is the table. */
  part: string;
  /** Id of the source and the file's name within it. */
  source: string;
  name: string;
  /** Id of the table in source.yaml. */
  table: string;
  publisher: string;
  licence: string;
  /** When the publisher issued it, as far as the file's name or the user says: ISO date, month, year or "". */
  published: string;
  bytes: number;
  rowsIn: number;
  rowsLoaded: number;
  rowsSetAside: number;
  /** Names of its columns as published; none where it was not read by them. */
  columns?: readonly string[];
  /** Hash of what read it (schema, source.yaml, measures, reader, known places): a change makes it be read anew. */
  definition: string;
  /** ISO date and time when the bytes were first kept. Not part of the fingerprint. */
  landedAt: string;
  /** Who may see its figures; public unless a partner said otherwise. */
  handling?: Handling;
  /** Last day on which it may be kept, as agreed with a partner: ISO day. */
  retentionUntil?: string;
}

/** public: may be exported; partners: stays among the partners of the Lab; restricted: stays in the Lab. */
export type Handling = "public" | "partners" | "restricted";

/** A fault asks to be mended; a note tells what the publisher did or what was left out on purpose. */
export type Severity = "fault" | "note";

/** Something that was set aside or looks wrong, as a sentence that says what, where, why and what next. */
export interface Finding {
  sha256: string;
  part: string;
  source: string;
  name: string;
  severity: Severity;
  /** Line of the file; undefined when the whole file is meant. */
  line?: number;
  column?: string;
  code: string;
  sentence: string;
}

/** An observation with the coordinates of its origin. */
export interface LoadedObservation extends Observation {
  sha256: string;
  part: string;
  line: number;
}

export async function releasesIn(database: Database): Promise<Release[]> {
  const rows = await database.rows("select * from release order by source, name, sha256, part");
  return rows.map((r) => ({
    sha256: String(r.sha256),
    part: String(r.part),
    source: String(r.source),
    table: String(r.table_id),
    name: String(r.name),
    published: String(r.published),
    publisher: String(r.publisher),
    licence: String(r.licence),
    bytes: Number(r.bytes),
    ...(r.handling === "public" ? {} : { handling: String(r.handling) as Handling }),
    ...(r.retention_until === null ? {} : { retentionUntil: String(r.retention_until) }),
    rowsIn: Number(r.rows_in),
    rowsLoaded: Number(r.rows_loaded),
    rowsSetAside: Number(r.rows_set_aside),
    definition: String(r.definition),
    landedAt: String(r.landed_at),
  }));
}

export async function findingsIn(database: Database): Promise<Finding[]> {
  const rows = await database.rows(
    "select * from finding order by source, name, part, line nulls first, code, sentence",
  );
  return rows.map((r) => ({
    sha256: String(r.sha256),
    part: String(r.part),
    source: String(r.source),
    name: String(r.name),
    severity: r.severity as Severity,
    code: String(r.code),
    sentence: String(r.sentence),
    ...(r.line === null ? {} : { line: Number(r.line) }),
    ...(r.column_name === null ? {} : { column: String(r.column_name) }),
  }));
}

export const observationOf = (r: PlainRow): Observation => ({
  id: String(r.id),
  measure: String(r.measure),
  threat: String(r.threat),
  place: String(r.place),
  breakdown: String(r.breakdown),
  period: { start: String(r.period_start), end: String(r.period_end) },
  value:
    r.value === null ? { missing: String(r.missing) as MissingOf<Observation["value"]> } : { value: Number(r.value) },
  unit: String(r.unit),
  ...(r.low === null ? {} : { low: Number(r.low) }),
  ...(r.high === null ? {} : { high: Number(r.high) }),
  source: String(r.source),
  sourceTitle: String(r.source_title),
  publisher: String(r.publisher),
  published: String(r.published),
  locator: String(r.locator),
  licence: String(r.licence),
  note: String(r.note),
});

type MissingOf<C> = C extends { missing: infer M } ? M : never;

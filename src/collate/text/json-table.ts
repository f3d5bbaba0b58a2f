import {
  type Json,
  type JsonLine,
  type JsonObject,
  type NumberStyle,
  Problem,
  readJsonLines,
  readJsonText,
} from "../../terms/index.ts";
import { type CellLine, type ColumnSpec, type TableRecord, type TableText, tableOf } from "./table.ts";

/** A record of a JSON file and where it stands. */
interface Found {
  line: number;
  value: Json;
}

/**
 * A table whose records are the objects of a JSON list, strictly read. What lies inside a record is named by a dotted path
 * ("location.street.id", the items of a list by number), and null is an empty field; a null in the place of an object
 * leaves each of its declared columns empty. `records` is the dotted path of the list; the file itself when absent.
 * A line is that on which the record begins; where several share one it is the record's number, the first being 1.
 * Throws a Problem that refuses the file: no JSON, no list there, no records, a column that no record has, people's records.
 */
export function readJsonTable(
  file: string,
  bytes: Uint8Array,
  spec: ColumnSpec,
  records = "",
  numbers?: NumberStyle,
): TableText {
  const { value, lineOf } = readJsonText(file, bytes);
  const list = listAt(file, value, records);
  const base = records === "" ? "" : `/${records.replaceAll(".", "/")}`;
  const lines = list.map((_, i) => lineOf(`${base}/${i}`));
  const areLinesOwn = new Set(lines).size === lines.length;
  const found = list.map((record, i) => ({ line: areLinesOwn ? (lines[i] ?? 0) : i + 1, value: record }));
  return tableOfRecords(file, found, [], spec, numbers);
}

/** As above, of a file with one JSON object a line. A line that is no JSON is set aside. */
export function readJsonLinesTable(
  file: string,
  bytes: Uint8Array,
  spec: ColumnSpec,
  numbers?: NumberStyle,
): TableText {
  const lines = readJsonLines(file, bytes);
  const bad = lines.filter((line): line is JsonLine & { problem: Problem } => "problem" in line);
  const found = lines.filter((line): line is Found => "value" in line);
  return tableOfRecords(file, found, bad, spec, numbers);
}

function listAt(file: string, value: Json, records: string): Json[] {
  const steps = records === "" ? [] : records.split(".");
  const at = steps.reduce<Json>((from, key) => (isObject(from) ? (from[key] ?? null) : null), value);
  if (Array.isArray(at)) return at;
  const found = at === null ? "nothing" : isObject(at) ? "an object" : JSON.stringify(at).slice(0, 80);
  throw new Problem({ code: "bad-json", file, path: records, found, expected: "a list of records" });
}

function tableOfRecords(
  file: string,
  found: readonly Found[],
  bad: TableRecord[],
  spec: ColumnSpec,
  numbers: NumberStyle | undefined,
): TableText {
  if (found.length + bad.length === 0) throw new Problem({ code: "no-rows", file });
  const flat = found.map(({ line, value }) => ({ line, fields: isObject(value) ? flattened(value, spec) : undefined }));
  const header = [...new Set(flat.flatMap(({ fields }) => [...(fields?.keys() ?? [])]))];
  const whole: CellLine[] = [];
  const aside: TableRecord[] = [...bad];
  for (const { line, fields } of flat) {
    const problem = faultOf(file, line, fields, header, spec);
    if (problem !== undefined) aside.push({ line, problem });
    else whole.push({ line, cells: header.map((name) => fields?.get(name) ?? "") });
  }
  if (whole.length === 0 && aside[0] !== undefined && "problem" in aside[0]) throw aside[0].problem;
  const table = tableOf(file, header, whole, spec, numbers);
  return { ...table, records: inOrder([...table.records, ...aside]) };
}

/** A record that is no object, or lacks a column that others have: a publisher's null is an empty field, an absence is not. */
function faultOf(
  file: string,
  line: number,
  fields: ReadonlyMap<string, string> | undefined,
  header: readonly string[],
  { columns }: ColumnSpec,
): Problem | undefined {
  const bad = (column: string, found: string, expected: string) =>
    new Problem({ code: "bad-row", file, line, column, found, expected });
  if (fields === undefined) return bad("the record", "no object", "an object with named fields");
  const absent = columns.find((column) => header.includes(column) && !fields.has(column));
  return absent === undefined ? undefined : bad(absent, "absent", "a field of the record, if only null");
}

function flattened(record: JsonObject, { columns, optional = [] }: ColumnSpec): Map<string, string> {
  const fields = new Map<string, string>();
  const declared = [...columns, ...optional];
  const put = (path: string, value: Json): void => {
    if (value !== null && typeof value === "object") {
      for (const [key, inner] of Object.entries(value)) put(path === "" ? key : `${path}.${key}`, inner);
      return;
    }
    const inside = value === null ? declared.filter((name) => name.startsWith(`${path}.`)) : [];
    if (inside.length > 0) for (const name of inside) fields.set(name, "");
    else fields.set(path, value === null ? "" : String(value));
  };
  put("", record);
  return fields;
}

const isObject = (value: Json): value is JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const inOrder = (records: TableRecord[]): TableRecord[] =>
  records.sort((a, b) => ("row" in a ? a.row.line : a.line) - ("row" in b ? b.row.line : b.line));

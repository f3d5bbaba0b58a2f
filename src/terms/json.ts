import { JsonReader } from "./json-reader.ts";
import { Problem } from "./problem.ts";

/** What JSON text can say. Objects have no prototype, so "__proto__" and "constructor" are keys like any other. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** Both come before any work; a text past one of them is refused with the limit in the sentence. */
export interface JsonLimits {
  /** Arrays and objects inside one another. */
  depth?: number;
  /** Bytes of UTF-8, or UTF-16 code units where a text is given. */
  size?: number;
}

const DEPTH = 100;
const SIZE = 64 * 1024 * 1024;

/** JSON text as read, with the line of everything in it. */
export interface JsonText {
  value: Json;
  /** The line of a place in the text by its pointer: "/features/0/geometry". Of its nearest parent where it has none. */
  lineOf: (pointer: string) => number;
}

/**
 * A JSON text (RFC 8259), strictly. Throws a Problem "json-fault" that names line and path for: bytes that are not
 * UTF-8, a byte order mark, a key that stands twice in an object, half of a surrogate pair, a whole number past 2^53
 * whose digits a double does not keep, any number past the range of a double (such numbers travel as text), depth, size, and
 * whatever else is not JSON. Decimals are rounded to the nearest double, as everywhere.
 * Objects are made without a prototype. Depth is limited, so no text can exhaust the stack.
 */
export function readJsonStrictly(file: string, json: Uint8Array | string, limits: JsonLimits = {}): Json {
  return new JsonReader(file, jsonText(file, json, limits), limits.depth ?? DEPTH, false).whole();
}

/** As `readJsonStrictly`, with the way back to lines, for a reader whose faults must name one. The first asking reads anew. */
export function readJsonText(file: string, json: Uint8Array | string, limits: JsonLimits = {}): JsonText {
  const text = jsonText(file, json, limits);
  const reader = (keepsLines: boolean) => new JsonReader(file, text, limits.depth ?? DEPTH, keepsLines);
  let lines: ReadonlyMap<string, number> | undefined;
  const linesOf = () => {
    const second = reader(true);
    second.whole();
    return second.lines;
  };
  return {
    value: reader(false).whole(),
    lineOf: (pointer) => {
      lines ??= linesOf();
      return nearestLine(lines, pointer);
    },
  };
}

export type JsonLine = { line: number; value: Json } | { line: number; problem: Problem };

/**
 * JSON lines: one JSON text a line, each with its line number; blank lines are skipped. A line that is no JSON comes
 * back as the Problem that says why, so that a caller can set it aside. Throws a Problem when the bytes are not UTF-8.
 */
export function readJsonLines(file: string, json: Uint8Array | string, limits: JsonLimits = {}): JsonLine[] {
  const lines = jsonText(file, json, limits).split(/\r\n|\n/);
  return lines.flatMap((text, i): JsonLine[] => {
    if (text.trim() === "") return [];
    try {
      return [{ line: i + 1, value: new JsonReader(file, text, limits.depth ?? DEPTH, false, i + 1).whole() }];
    } catch (error) {
      if (error instanceof Problem) return [{ line: i + 1, problem: error }];
      throw error;
    }
  });
}

function jsonText(file: string, json: Uint8Array | string, { size = SIZE }: JsonLimits): string {
  const fault = (why: string) => new Problem({ code: "json-fault", file, line: 1, path: "", why });
  if (json.length > size) throw fault(`the text is ${json.length} long, and the limit is ${size}`);
  if (typeof json === "string") return json;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(json);
  } catch {
    throw fault("the bytes are not UTF-8 text");
  }
}

function nearestLine(lines: ReadonlyMap<string, number>, pointer: string): number {
  for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
    const line = lines.get(at);
    if (line !== undefined) return line;
  }
  return lines.get("") ?? 1;
}

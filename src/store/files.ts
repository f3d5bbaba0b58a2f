import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse } from "csv-parse/sync";
import type { Static, TSchema } from "typebox";
import { Check, Errors } from "typebox/value";
import { Problem, Row, readJsonStrictly } from "../terms/index.ts";
import { expectedShape } from "./shape-fault.ts";

/** The folder that holds package.json, whether this runs from src/ or from dist/src/. */
export const projectRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("package.json not found above the program");
  return findRoot(parent);
}

/** A file of the project by its path from the root, for example `projectFile("data", "anchors.csv")`. */
export const projectFile = (...parts: string[]): string => join(projectRoot, ...parts);

/**
 * The address of a module of the project that is found while running, without its ending: `projectModule("sources", "embedded", "read")`.
 * It is the source where sources run as they are (tests) and the built file elsewhere.
 */
export const projectModule = (...parts: string[]): string => {
  const last = parts.at(-1) ?? "";
  const isSource = import.meta.url.endsWith(".ts");
  const path = isSource
    ? projectFile(...parts.slice(0, -1), `${last}.ts`)
    : projectFile("dist", ...parts.slice(0, -1), `${last}.js`);
  return pathToFileURL(path).href;
};

/** Rows of a comma-separated UTF-8 text with one header line. Line numbers are those of the file, header = 1. */
export function rowsOf(file: string, content: string): Row[] {
  const records = parse(content, {
    columns: true,
    bom: true,
    info: true,
    skip_empty_lines: true,
    relax_column_count: false,
  }) as {
    record: Record<string, string>;
    info: { lines: number };
  }[];
  return records.map(({ record, info }) => new Row(file, info.lines, record));
}

/** A reference table of the project, read strictly: `read` takes every column of every row. Throws a Problem on the first fault. */
export function readTable<T>(path: string, read: (row: Row) => T): T[] {
  const shown = relative(projectRoot, path);
  if (!existsSync(path))
    throw new Problem({ code: "missing-file", file: shown, next: "Restore it from the repository (git checkout)." });
  return rowsOf(shown, readFileSync(path, "utf8")).map((row) => {
    const value = read(row);
    row.done();
    return value;
  });
}

/** A JSON file that must fit its schema. Throws a Problem that names the path inside the file. */
export function readJson<S extends TSchema>(path: string, schema: S): Static<S> {
  const shown = shownPath(path);
  if (!existsSync(path)) throw new Problem({ code: "missing-file", file: shown, next: "Check the path." });
  if (!statSync(path).isFile())
    throw new Problem({ code: "bad-json", file: shown, path: "", found: "a folder", expected: "a JSON file" });
  return checkJson(shown, readFileSync(path), schema);
}

/** How a message calls a file: from the working folder when it lies in it, else in full. */
function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? resolve(path) : short;
}

/**
 * JSON text that must fit its schema, read strictly: a key that stands twice, a number that would not survive or bytes
 * that are not UTF-8 are refused with their line. `shown` is how a message calls the text.
 */
export const checkJson = <S extends TSchema>(shown: string, content: Uint8Array | string, schema: S): Static<S> =>
  checkValue(shown, readJsonStrictly(shown, content), schema);

/** A value from outside that must fit its schema; `shown` is how a message calls where it came from. */
export function checkValue<S extends TSchema>(shown: string, value: unknown, schema: S): Static<S> {
  if (Check(schema, value)) return value as Static<S>;
  const [first] = Errors(schema, value);
  throw new Problem({
    code: "bad-json",
    file: shown,
    path: first?.instancePath ?? "",
    found: JSON.stringify(at(value, first?.instancePath ?? "")).slice(0, 80),
    expected: expectedShape(first),
  });
}

const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((v, key) => (v as Record<string, unknown> | undefined)?.[key], value) ?? null;

/** Names of the files in a folder of the project, sorted, with one ending. */
export const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));

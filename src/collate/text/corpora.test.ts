import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { projectFile } from "../../store/index.ts";
import * as terms from "../../terms/index.ts";
import { Problem, readJsonStrictly } from "../../terms/index.ts";
import { readBoundaries } from "./boundaries.ts";
import { readCells } from "./cells.ts";
import { type Dialect, readCsv, type TableText } from "./csv.ts";
import { personIn } from "./person.ts";
import { hasHouse, hasPostcode, PERSON_MARKS } from "./person-marks.ts";

/** Published corpora of hostile input, where they lie beside this folder; those made for the project are fixtures. */
const shared = projectFile("..", "shared", "bad-inputs");
const fixtures = projectFile("test", "fixtures", "bad-inputs");
const filesOf = (folder: string, ending: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(ending))
        .sort()
    : [];
const ABSENT = "the corpus is not beside this folder";
const PLAIN: Dialect = { encoding: "utf-8", delimiter: ",", quote: '"' };

/** Runs within two seconds, and gives the Problem that was thrown instead of throwing it. */
function answer<T>(run: () => T): T | Problem {
  const start = performance.now();
  try {
    return run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  } finally {
    expect(performance.now() - start).toBeLessThan(2000);
  }
}

const cellsOf = (table: TableText): Record<string, string | undefined>[] =>
  table.records.map((r) =>
    "row" in r ? Object.fromEntries(r.row.columns.map((c) => [c, r.row.raw(c)])) : { problem: r.problem.data.code },
  );

/** The names of a file's columns, for tables whose columns nobody declares. */
const headerOf = (bytes: Uint8Array): string[] =>
  (Buffer.from(bytes).toString("utf8").split(/\r?\n/)[0] ?? "").split(",").map((name) => name.trim());

describe("csv-spectrum: every valid file is read as its JSON says", () => {
  const folder = join(shared, "csv-spectrum");
  const files = filesOf(join(folder, "csvs"), ".csv");
  test("the corpus is there", (context) => context.skip(files.length === 0, ABSENT));
  test.each(files)("%s", (name) => {
    const bytes = readFileSync(join(folder, "csvs", name));
    const expected: unknown = JSON.parse(readFileSync(join(folder, "json", name.replace(".csv", ".json")), "utf8"));
    const rows = cellsOf(readCsv(name, bytes, PLAIN, { columns: headerOf(bytes) }));
    // The copy of newlines_crlf.csv beside us has lost its CRs, which its JSON still has.
    const asWritten = (value: unknown) =>
      typeof value === "string" && !bytes.includes(13) ? value.replaceAll("\r\n", "\n") : value;
    // The JSON of this one file gives another telephone number than its CSV, and one row without the list around it.
    const known = name === "location_coordinates.csv" ? { "Contact Phone Number": "2095257564" } : {};
    const wanted = [expected].flat().map((row) => ({ ...(row as object), ...known }));
    expect(rows).toEqual(
      wanted.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asWritten(value)]))),
    );
  });
});

describe("frictionless-tables: one defect each, and no row is lost without a reason", () => {
  const folder = join(shared, "frictionless-tables");
  /** By file: codes of what is told and set aside with the number of rows, or the code that refuses it. */
  const EXPECTED: Record<string, string> = {
    "ascii-notvalid.csv": "1 of 1, last-line-open",
    "blank-cells.csv": "5 of 5",
    "blank-rows-no-fields.csv": "2 of 2, blank-lines",
    "capital-invalid.csv": "duplicate-column",
    "delimiter.csv": "missing-column",
    "duplicate-rows.csv": "3 of 3",
    "floats.csv": "5 of 5",
    "issue-1109.csv": "3 of 3",
    "issue-305.csv": "338 of 338",
    "issue-833.csv": "3 of 3",
    "latin1.csv": "wrong-encoding",
    "leading-zeros.csv": "3 of 3, last-line-open",
    "matrix-with-comment.csv": "missing-column",
    "skip-blank-at-the-end.csv": "1 of 2, ragged-row",
    "structure-errors.csv": "3 of 4, ragged-row",
    "table.bad": "2 of 2",
  };
  /** Where the first line is not the header, or the defect is in it. */
  const COLUMNS: Record<string, string[]> = {
    "delimiter.csv": ["id", "name"],
    "matrix-with-comment.csv": ["f1", "f2", "f3", "f4"],
    "issue-1109.csv": ["int"],
  };
  /** Its notes name a man with his title: refused, unless its source declares that they may. */
  const NAMING = new Set(["issue-305.csv"]);
  test("the corpus is there, and the table above has each text file of it", (context) => {
    context.skip(!existsSync(folder), ABSENT);
    expect([...filesOf(folder, ".csv"), "table.bad"].sort()).toEqual(Object.keys(EXPECTED).sort());
  });
  test.each(existsSync(folder) ? Object.entries(EXPECTED) : [])("%s: %s", (name, expected) => {
    const bytes = readFileSync(join(folder, name));
    const columns = COLUMNS[name] ?? headerOf(bytes);
    const notPersons = NAMING.has(name) ? columns : [];
    const table = answer(() => readCsv(name, bytes, PLAIN, { columns, notPersons }));
    if (table instanceof Problem) return expect(table.data.code).toBe(expected);
    if (NAMING.has(name))
      expect(answer(() => readCsv(name, bytes, PLAIN, { columns }))).toMatchObject({
        data: { code: "personal-data-suspected" },
      });
    const aside = table.records.flatMap((r) => ("problem" in r ? [r.problem.data.code] : []));
    const told = table.notes.map((n) => n.code).filter((code) => code !== "unexpected-column");
    const rows = `${table.records.length - aside.length} of ${table.records.length}`;
    expect([rows, ...told, ...new Set(aside)].join(", ")).toBe(expected);
  });
});

describe("slow-text: each is answered within 50 ms", () => {
  const folder = join(fixtures, "slow-text");
  const isParser = (pair: [string, unknown]): pair is [string, terms.Parser<unknown>] =>
    typeof pair[1] === "object" && pair[1] !== null && "parse" in pair[1];
  const parsers = Object.entries<unknown>(terms).filter(isParser);
  const asked: [string, (text: string) => unknown][] = [
    ...parsers.map(([name, { parse }]): [string, (text: string) => unknown] => [
      name,
      (text) => parse(text, { thousands: ",", decimal: "." }),
    ]),
    ...PERSON_MARKS.map(({ kind, isIn }): [string, (text: string) => unknown] => [kind, isIn]),
    ["a house", hasHouse],
    ["a postcode", hasPostcode],
    ["a plain name", terms.plainName],
    ["people in a cell", (text) => personIn(["note"], [{ line: 1, cells: [text] }])],
    ["people in a header", (text) => personIn([text], [{ line: 1, cells: ["x"] }])],
    ["a CSV cell", (text) => answer(() => readCsv("t", Buffer.from(`a,b\n1,${text}\n`), PLAIN, { columns: ["a"] }))],
    [
      "a CSV header",
      (text) => answer(() => readCsv("t", Buffer.from(`${text}\n1`), PLAIN, { columns: [], open: "(a+)+" })),
    ],
    [
      "a workbook's cell",
      (text) => answer(() => readCells("t", ["a"], [{ line: 1, cells: [text] }], { columns: ["a"] })),
    ],
    ["JSON", (text) => answer(() => readJsonStrictly("t", text))],
    ["boundaries", (text) => answer(() => readBoundaries("t", JSON.stringify({ type: text, crs: { name: text } })))],
  ];
  test("more than twenty parsers are asked", () => expect(parsers.length).toBeGreaterThan(20));
  test.each(filesOf(folder, ".txt"))("%s", (name) => {
    const text = readFileSync(join(folder, name), "utf8");
    // The best of three, as the machine may be busy with something else; a slow pattern is slow each time.
    const millis = ([, ask]: (typeof asked)[number]): number =>
      Math.min(
        ...[1, 2, 3].map(() => {
          const start = performance.now();
          ask(text);
          return performance.now() - start;
        }),
      );
    const slow = asked.filter((each) => millis(each) > 50);
    expect(slow.map(([name]) => name)).toEqual([]);
  });
});

describe("naughty strings come back byte for byte", () => {
  const file = join(shared, "naughty-strings", "strings.base64.json");
  const strings = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as string[]).map((each) => Buffer.from(each, "base64").toString("utf8"))
    : [];
  const wholly = (table: TableText) => table.records.map((r) => ("row" in r ? r.row.raw("text") : r.problem.data.code));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const expected = strings.map((s) => (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.test(s) ? "control-character" : s));

  test("in a CSV file and in a workbook, but for the four with control characters, which are set aside", (context) => {
    context.skip(strings.length === 0, ABSENT);
    const quoted = strings.map((s, i) => `${i},"${s.replaceAll('"', '""')}"\n`).join("");
    const spec = { columns: ["n", "text"], notPersons: ["text"] };
    expect(wholly(readCsv("t.csv", Buffer.from(`n,text\n${quoted}`), PLAIN, spec))).toEqual(expected);
    const rows = strings.map((s, i) => ({ line: i + 2, cells: [String(i), s] }));
    expect(wholly(readCells("t.xlsx", ["n", "text"], rows, spec))).toEqual(expected);
    expect(expected.filter((s) => s === "control-character")).toHaveLength(4);
  });
  test("in JSON, all of them, as values and as keys", (context) => {
    context.skip(strings.length === 0, ABSENT);
    const keyed = Object.fromEntries([...new Set(strings)].map((s) => [s, s]));
    expect(readJsonStrictly("t.json", JSON.stringify(strings))).toEqual(strings);
    expect(Object.entries(readJsonStrictly("t.json", JSON.stringify(keyed)) as object)).toEqual(Object.entries(keyed));
  });
});

describe("json-test-suite", () => {
  const folder = join(shared, "json-test-suite", "test_parsing");
  const read = (name: string, from = folder) =>
    answer(() => readJsonStrictly(name, readFileSync(join(from, name)))) instanceof Problem ? "refused" : "accepted";
  const named = (letter: string) => filesOf(folder, ".json").filter((name) => name.startsWith(letter));

  // RFC 8259 lets a key stand twice and leaves open what it means, so here it is refused, against the suite.
  const TWICE = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"];
  test("y_: accepted, but for a key that stands twice", (context) => {
    context.skip(!existsSync(folder), ABSENT);
    expect(named("y_").filter((name) => read(name) !== "accepted" && !TWICE.includes(name))).toEqual([]);
  });
  test("n_: refused", (context) => {
    context.skip(!existsSync(folder), ABSENT);
    expect(named("n_").filter((name) => read(name) !== "refused")).toEqual([]);
  });
  test("i_: answered, and accepted only where nothing is lost", (context) => {
    context.skip(!existsSync(folder), ABSENT);
    const accepted = named("i_").filter((name) => read(name) === "accepted");
    expect(accepted).toEqual(["i_number_double_huge_neg_exp.json", "i_number_too_big_pos_int.json"]);
  });

  /** What is done with texts that readers understand differently; it stays so. */
  const TRANSFORM: Record<string, "accepted" | "refused"> = {
    "number_-9223372036854775808.json": "refused",
    "number_-9223372036854775809.json": "refused",
    "number_1000000000000000.json": "accepted",
    "number_10000000000000000999.json": "refused",
    "number_1e6.json": "accepted",
    "number_9223372036854775807.json": "refused",
    "object_key_nfd_nfc.json": "accepted",
    "object_same_key_different_values.json": "refused",
    "object_same_key_same_value.json": "refused",
    "object_same_key_unclear_values.json": "refused",
    "string_1_escaped_invalid_codepoint.json": "refused",
    "string_1_invalid_codepoint.json": "refused",
    "string_2_invalid_codepoints.json": "refused",
    "string_3_escaped_invalid_codepoints.json": "refused",
    "string_3_invalid_codepoints.json": "refused",
    "string_with_escaped_NULL.json": "accepted",
  };
  test("test_transform", (context) => {
    const transform = join(shared, "json-test-suite", "test_transform");
    context.skip(!existsSync(transform), ABSENT);
    const done = filesOf(transform, ".json").map((name) => [name, read(name, transform)]);
    expect(Object.fromEntries(done)).toEqual(TRANSFORM);
  });
});

describe("geojson-invalid: each is refused with its line and its own reason", () => {
  const folder = join(shared, "geojson-invalid");
  const REASON: Record<string, [line: number, why: RegExp] | "repaired"> = {
    "bad-duplicate-properties.geojson": [3, /\/type: the key stands twice/],
    "bad-featurelist.geojson": [3, /\/coordinates\/0 is 5 where a list should stand/],
    "bad-json.geojson": [3, /stands where a comma or \} should/],
    "bad-object-type.geojson": [2, /\/type is an object, not text/],
    "bad-polygon-interiorring-rhr.geojson": "repaired",
    "bad-polygonloop.geojson": [6, /is -80\.59869 where a list should stand/],
    "bad-properties-as-array.geojson": [3, /\/properties is a list where an object/],
    "badcoord.geojson": [3, /\/coordinates\/2 is "f", not a number/],
    "badfeature.geojson": [1, /\/features\/0 is null where an object/],
    "bbox-4or6elements.geojson": [4, /\/bbox has 3 numbers, not 4 or 6/],
    "bbox-contains-string.geojson": [4, /\/bbox\/3 is "4", not a number/],
    "different-first-size.geojson": [4, /\/coordinates\/1\/0 is a ring that is not closed/],
    "excessive_precision_truncated.geojson": [1, /is a LineString, and an area is/],
    "expected_object.geojson": [1, /\/properties is 123 where an object/],
    "featurecollection-obj.geojson": [1, /\/features is an object where a list/],
    "featurecollection-type-case.geojson": [1, /"featurecollection", which is no type of GeoJSON/],
    "geometry_changed_semantics.geojson": [1, /has a member "geometry", which a geometry must not have/],
    "geometrycollection_single.geojson": [1, /is a GeometryCollection, and an area is/],
    "multiple_problems.geojson": [7, /\/features\/0\/id is neither text nor a number/],
    "multipoint-multidimension.geojson": [1, /\/coordinates\/0\/0 is a list, not a number/],
    "nofeaturetype.geojson": [5, /\/features\/0\/type is "Featre", not "Feature"/],
    "notype.geojson": [1, /the file has no "type"/],
    "point-labeled-as-a-multipolygon.geojson": [7, /is -0\.087890625 where a list should stand/],
    "point-string.geojson": [3, /\/coordinates\/0 is "foo", not a number/],
    "point-toofew.geojson": [3, /is a position of 1 numbers/],
    "point-toomany.geojson": [3, /is a position of 4 numbers/],
    "stringcoord.geojson": [11, /\/coordinates\/1 is "39\.36827914916011", not a number/],
  };
  test("the corpus is there, and the table above has each file of it", (context) => {
    context.skip(!existsSync(folder), ABSENT);
    expect(filesOf(folder, ".geojson")).toEqual(Object.keys(REASON).sort());
  });
  test.each(existsSync(folder) ? Object.entries(REASON) : [])("%s", (name, reason) => {
    const found = answer(() => readBoundaries(name, readFileSync(join(folder, name))));
    if (reason === "repaired") {
      if (found instanceof Problem) throw found;
      return expect(found.repairs.map((r) => r.message)).toEqual([
        expect.stringMatching(/had 1 ring running the wrong way/),
      ]);
    }
    const [line, why] = reason;
    expect((found as Problem).message).toMatch(why);
    expect((found as Problem).data).toMatchObject({ line });
  });
});

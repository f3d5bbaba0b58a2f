import { describe, expect, test } from "vitest";
import { Problem } from "../../terms/index.ts";
import { readJsonLinesTable, readJsonTable } from "./json-table.ts";
import type { ColumnSpec, TableText } from "./table.ts";

const SPEC: ColumnSpec = { columns: ["id", "place.name", "place.code"], optional: ["note"] };
const read = (text: string, spec = SPEC, records?: string): TableText =>
  readJsonTable("a.json", Buffer.from(text), spec, records);

/** Rows as "line: column=cell ..."; records set aside as "line: code column". */
const shown = ({ records }: TableText): string[] =>
  records.map((record) => {
    if ("row" in record)
      return `${record.row.line}: ${record.row.columns.map((c) => `${c}=${record.row.raw(c)}`).join(" ")}`;
    const { data } = record.problem;
    return `${record.line}: ${data.code} ${"column" in data ? data.column : ""}`;
  });

const refusal = (text: string, spec?: ColumnSpec, records?: string): string => {
  try {
    read(text, spec, records);
  } catch (error) {
    if (error instanceof Problem) return error.data.code;
    throw error;
  }
  return "read";
};

describe("records become rows", () => {
  test("with dotted names, each on its line; null is empty, also in the place of an object", () => {
    expect(
      shown(
        read(`[
{"id":1,"place":{"name":"A","code":"E1"},"note":true},
{"id":2.50,"place":{"name":null,"code":"007"}},
{"id":"3","place":null,"note":null}]`),
      ),
    ).toEqual([
      "2: id=1 place.name=A place.code=E1 note=true",
      "3: id=2.5 place.name= place.code=007 note=",
      "4: id=3 place.name= place.code= note=",
    ]);
  });

  test("with their numbers where they share a line", () => {
    expect(shown(read('[{"id":1,"place":null},{"id":2,"place":null}]')).map((row) => row[0])).toEqual(["1", "2"]);
  });

  test("out of a list inside the file", () => {
    expect(shown(read('{"a":{"b":[\n{"id":1,"place":null}]}}', SPEC, "a.b"))).toEqual([
      "2: id=1 place.name= place.code=",
    ]);
  });

  test("or are set aside: an absent field, a record that is none", () => {
    expect(shown(read('[\n{"id":1,"place":null},\n{"id":2},\n7,\n{"place":null}]'))).toEqual([
      "2: id=1 place.name= place.code=",
      "3: bad-row place.name",
      "4: bad-row the record",
      "5: bad-row id",
    ]);
  });

  test("a field that nobody declared is told, the items of a list by number", () => {
    const { notes } = read('[{"id":1,"place":null,"new":[5]}]');
    expect(notes).toMatchObject([{ code: "unexpected-column", column: "new.0" }]);
  });
});

test.each([
  ["", "json-fault"],
  ['{"id":1}', "bad-json"],
  ['[{"id":1,"id":2}]', "json-fault"],
  ['[{"id":9007199254740993,"place":null}]', "json-fault"],
  ["[]", "no-rows"],
  ["[7]", "bad-row"],
  ['[{"id":1}]', "missing-column"],
])("%s: %s", (text, code) => {
  expect(refusal(text)).toBe(code);
});

test("what looks like people's records is refused", () => {
  const text = '[{"id":1,"place":null,"note":"ann@example.org"}]';
  expect(refusal(text)).toBe("personal-data-suspected");
});

test("JSON lines: a line that is no JSON is set aside", () => {
  const text = '{"id":1,"place":null}\n{"id":2,\n\n{"id":3,"place":null}\n';
  expect(shown(readJsonLinesTable("a.jsonl", Buffer.from(text), SPEC))).toEqual([
    "1: id=1 place.name= place.code=",
    "2: json-fault ",
    "4: id=3 place.name= place.code=",
  ]);
});

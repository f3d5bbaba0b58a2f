import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/collate/figures.ts";
import { handed } from "../../../test/collate/partner.ts";
import { projectFile } from "../../store/index.ts";
import { checkConformance } from "./conformance.ts";
import { readPapers } from "./mapping.ts";
import { matcherOf, patternFault } from "./pattern.ts";
import { publishedForPartners } from "./published-schemas.ts";
import { tableSchemaOf } from "./table-schema.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const schemaOf = (schema: object) => tableSchemaOf("schema.json", Buffer.from(JSON.stringify(schema)));
const csv = (name: string, text: string): string => {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
};
const shown = async (path: string, schema: object) => {
  const { faults } = await checkConformance(path, schemaOf(schema));
  return faults.map(({ code, row, column, value }) =>
    [code, row, column, value].filter((x) => x !== undefined).join(" "),
  );
};

test("every fault is named with its row, column and value, not the first alone", async () => {
  const schema = {
    fields: [
      { name: "id", type: "integer", constraints: { unique: true, required: true } },
      { name: "when", type: "date", constraints: { minimum: "2020-01-01" } },
      { name: "kind", constraints: { enum: ["a", "b"] } },
      { name: "code", constraints: { pattern: "[A-Z]{2}[0-9]+", maxLength: 5 } },
      { name: "n", type: "number", groupChar: ",", constraints: { minimum: 0, maximum: 5000 } },
      { name: "ok", type: "boolean" },
    ],
    missingValues: ["", "-"],
  };
  const rows = [
    '1,2024-02-29,a,AB1,"1,234",true',
    "1,2023-02-29,c,ab1,-,yes",
    ",2019-12-31,-,AB12345,6000,false",
    ",,,,,",
    "4,2024-01-01,a",
  ];
  expect(await shown(csv("t.csv", `id,when,kind,code,n,ok\n${rows.join("\n")}\n`), schema)).toEqual([
    "cell-type 3 when 2023-02-29",
    "cell-constraint 3 kind c",
    "cell-constraint 3 code ab1",
    "cell-type 3 ok yes",
    "cell-required 4 id",
    "cell-constraint 4 when 2019-12-31",
    "cell-constraint 4 code AB12345",
    "cell-constraint 4 n 6000",
    "blank-row 5",
    "ragged-row 6",
  ]);
  expect(
    await shown(csv("u.csv", "id\n1\n2\n1\n"), { fields: [{ name: "id", type: "integer" }], primaryKey: "id" }),
  ).toEqual(["not-unique 4 id"]);
  expect(await shown(csv("v.csv", "id,extra\n1,2\n"), { fields: [{ name: "id" }, { name: "gone" }] })).toEqual([
    "unexpected-column extra",
    "missing-column gone",
  ]);
});

test("a value that looks personal is never repeated, and of a file with persons none is", async () => {
  const path = csv("p.csv", "id,note\nx,call 07700 900123\ny,jane.doe@mail.example\n");
  const found = await checkConformance(
    path,
    schemaOf({
      fields: [
        { name: "id", type: "integer" },
        { name: "note", type: "integer" },
      ],
    }),
  );
  expect(found.conforms).toBe(false);
  expect(found.faults.map(({ code }) => code)).toContain("personal-data-suspected");
  expect(JSON.stringify(found)).not.toMatch(/jane|07700|"value"/);
});

test.each([
  [{ fields: [{ name: "a", type: "geopoint" }] }, "type: geopoint"],
  [{ fields: [{ name: "a", format: "email" }] }, "format: email"],
  [{ fields: [{ name: "a", constraints: { jsonSchema: {} } }] }, "jsonSchema"],
  [{ fields: [{ name: "a" }], foreignKeys: [] }, "foreignKeys"],
  [{ fields: [{ name: "a" }], uniqueKeys: [["a"]] }, "uniqueKeys"],
])("a feature that is not checked is refused by its name: %j", (schema, feature) => {
  expect(() => schemaOf(schema)).toThrow(`says \`${feature}\`, which SOC Lab does not check`);
});

test.each(["(a+)+", "(a|aa)+", "(?=a)b", "(a)\\1", "a*b*c*d*e", "["])("the pattern %s is not taken", (pattern) => {
  expect(patternFault(pattern)).toBeTypeOf("string");
});

test("a pattern that is taken answers at once on hostile text", () => {
  const corpus = projectFile("..", "shared", "bad-inputs", "slow-text");
  const texts = existsSync(corpus) ? readdirSync(corpus).map((name) => readFileSync(join(corpus, name), "utf8")) : [];
  for (const pattern of ["[0-9]{4} Q[1-4]", "a*a*a*b", ".*x.*y", "[A-Za-z0-9-]{4,40}"]) {
    expect(patternFault(pattern)).toBeUndefined();
    const matches = matcherOf(pattern);
    const start = performance.now();
    for (const text of [...texts, "a".repeat(256), "a".repeat(100_000)]) matches(text);
    expect(performance.now() - start).toBeLessThan(500);
  }
});

test("the templates' samples are told what is wrong with them in the words of collating", async () => {
  const force = handed(join(folder.path, "force"), "force-extract");
  const papers = readPapers(force.mapping);
  const { conforms, rows, faults } = await checkConformance(force.path, papers.schema, papers);
  expect([conforms, rows]).toEqual([false, 97]);
  expect(faults.map(({ code, row }) => `${code} ${row}`)).toEqual([
    "not-unique 95",
    "cell-type 96",
    "cell-type 97",
    "cell-constraint 98",
  ]);
});

/** Of each file of the corpus: rows looked at, and what is wrong with them by a schema of two columns, id and name. */
const EXPECTED: Record<string, string> = {
  "ascii-notvalid.csv": "1 rows: unexpected-column, missing-column",
  "blank-cells.csv": "5 rows: ",
  "blank-rows-no-fields.csv": "2 rows: unexpected-column",
  "capital-invalid.csv": "10 rows: duplicate-column",
  "delimiter.csv": "2 rows: unexpected-column, missing-column",
  "duplicate-rows.csv": "3 rows: unexpected-column, not-unique",
  "floats.csv": "5 rows: unexpected-column, missing-column",
  "invalid.json": "0 rows: unknown-format",
  "issue-305.csv": "338 rows: unexpected-column, missing-column, personal-data-suspected",
  "issue-833.csv": "3 rows: unexpected-column, missing-column",
  "issue-1109.csv": "3 rows: unexpected-column, missing-column",
  "latin1.csv": "0 rows: wrong-encoding",
  "leading-zeros.csv": "3 rows: unexpected-column, missing-column",
  "matrix-with-comment.csv": "5 rows: unexpected-column, missing-column",
  "merged-cells-boolean.xls": "0 rows: old-workbook",
  "multiline-headers.xlsx": "3 rows: unexpected-column, missing-column",
  "number-format-multicode.xlsx": "3 rows: unexpected-column, missing-column",
  "package-invalid.zip": "0 rows: unknown-format",
  "skip-blank-at-the-end.csv": "2 rows: unexpected-column, missing-column",
  "structure-errors.csv": "4 rows: unexpected-column, blank-row, ragged-row",
  "table.bad": "0 rows: unknown-format",
};

describe("the corpus of frictionless tables", () => {
  const corpus = projectFile("..", "shared", "bad-inputs", "frictionless-tables");
  const names = existsSync(corpus) ? readdirSync(corpus).filter((name) => !name.endsWith(".md")) : [];
  const schema = schemaOf({
    fields: [{ name: "id", type: "integer", constraints: { unique: true } }, { name: "name" }],
  });

  test("is there", (context) => context.skip(names.length === 0, `${corpus} is not here`));
  test.each(names)("%s: an answer with a reason in 2 s", async (name) => {
    const start = performance.now();
    const found = await checkConformance(join(corpus, name), schema);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(found.conforms).toBe(found.faults.every(({ severity }) => severity === "note"));
    for (const { sentence } of found.faults) expect(sentence).toMatch(/[.]$/);
    expect(`${found.rows} rows: ${[...new Set(found.faults.map(({ code }) => code))].join(", ")}`).toBe(EXPECTED[name]);
  });
});

test("what docs/reference publishes for partners is that of the code (node scripts/partner-schemas.mjs writes it)", () => {
  for (const [name, text] of publishedForPartners()) {
    const published = readFileSync(projectFile("docs", "reference", ...name.split("/")), "utf8");
    if (name.endsWith(".json")) expect(JSON.parse(published), name).toEqual(JSON.parse(text));
    else expect(published).toBe(text);
  }
});

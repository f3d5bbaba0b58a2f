import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import Type from "typebox";
import { Check, Errors } from "typebox/value";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { content, line, sourceOf, temporaryFolder, writeFiles } from "../../test/collate/figures.ts";
import { collate } from "../collate/index.ts";
import { Database } from "./database.ts";
import { exportSnapshot } from "./export.ts";
import { hashFile, readCurrent, switchTo } from "./index.ts";

const folder = temporaryFolder();
const home = join(folder.path, "home");
const ROWS = [
  line({ breakdown: "=1+1", note: '-2+3, and "quoted"', licence: "OGL v3.0" }),
  line({ place: "W15000001", value: "[c]", locator: "https://www.gov.uk/a" }),
  line({
    measure: "nrm-referrals",
    threat: "modern-slavery",
    unit: "referrals",
    value: "7.5",
    licence: "facts quoted",
  }),
];
const order = (name: string, more: Partial<Parameters<typeof exportSnapshot>[0]> = {}) => ({
  ...{ home, folder: join(folder.path, name), format: "csv" as const, sources: [], measures: [], program: "1.2.3" },
  ...more,
});
const read = (name: string, file: string) => readFileSync(join(folder.path, name, file), "utf8");

beforeAll(async () => {
  const files = writeFiles(folder.path, { "a.csv": content(ROWS) });
  await collate(home, undefined, { sources: [await sourceOf(files)] });
});
afterAll(() => folder.remove());

/** What the profile of a Data Package (specification 1) asks for, in so far as ours has it. */
const Path = Type.String({ pattern: "^(?=^[^./~])(^((?!\\.{2}).)*$).*$" });
const Licences = Type.Array(
  Type.Object(
    { name: Type.String({ pattern: "^([-a-zA-Z0-9._])+$" }), title: Type.String(), path: Type.Optional(Path) },
    { additionalProperties: false },
  ),
  { minItems: 1 },
);
const PackageSchema = Type.Object({
  profile: Type.Literal("data-package"),
  name: Type.String({ pattern: "^([-a-z0-9._/])+$" }),
  title: Type.String(),
  created: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$" }),
  version: Type.String(),
  snapshot: Type.String({ pattern: "^[0-9a-f]{64}$" }),
  contributors: Type.Array(Type.Object({ title: Type.String() }), { minItems: 1 }),
  licenses: Licences,
  sources: Type.Array(Type.Object({ title: Type.String(), path: Type.Optional(Path) }), { minItems: 1 }),
  resources: Type.Array(
    Type.Object({
      name: Type.String({ pattern: "^([-a-z0-9._/])+$" }),
      path: Path,
      profile: Type.Enum(["tabular-data-resource", "data-resource"]),
      bytes: Type.Integer(),
      hash: Type.String({ pattern: "^sha256:[0-9a-f]{64}$" }),
      licenses: Licences,
      schema: Type.Object({
        fields: Type.Array(
          Type.Object({
            name: Type.String(),
            type: Type.Enum(["string", "number", "integer", "date", "datetime", "boolean"]),
            description: Type.String({ minLength: 1 }),
          }),
          { minItems: 1 },
        ),
        missingValues: Type.Array(Type.String()),
      }),
    }),
    { minItems: 1 },
  ),
});

describe("an export", () => {
  test("is a Data Package whose files are as it says: rows, columns, types, sizes, hashes", async () => {
    await exportSnapshot(order("csv"));
    const description: unknown = JSON.parse(read("csv", "datapackage.json"));
    expect(Errors(PackageSchema, description)).toEqual([]);
    if (!Check(PackageSchema, description)) return;
    expect(description.snapshot).toBe(readCurrent(home).fingerprint);
    expect(description.version).toBe(`1.2.3+${description.snapshot.slice(0, 12)}`);
    expect(description.resources.map((r) => r.name)).toEqual(["observation", "release", "place", "threat"]);
    for (const resource of description.resources) {
      const path = join(folder.path, "csv", resource.path);
      expect(hashFile(path)).toEqual({ bytes: resource.bytes, sha256: resource.hash.slice(7) });
      const rows = parse(readFileSync(path), { columns: true }) as Record<string, string>[];
      expect(Object.keys(rows[0] ?? {})).toEqual(resource.schema.fields.map((f) => f.name));
      for (const row of rows)
        for (const { name, type } of resource.schema.fields) expect(row[name]).toMatch(LEXICAL[type]);
    }
  });

  test("keeps figures as they are, and makes formulas harmless", () => {
    const rows = parse(read("csv", "data/observation.csv"), { columns: true }) as Record<string, string>[];
    expect(rows.map((r) => [r.place, r.value, r.missing, r.breakdown, r.known_from])).toEqual([
      ["E23000001", "7.5", "", "Drugs", "2026-12-31"],
      ["E23000001", "100.0", "", "'=1+1", "2026-12-31"],
      ["W15000001", "", "confidential", "Drugs", "2026-12-31"],
    ]);
    expect(rows[1]?.note).toBe(`'-2+3, and "quoted"`);
    expect(read("csv", "README.md")).toContain("leading apostrophe");
  });

  test("names licences and publishers, in the package, the citation and the read-me", () => {
    const { licenses, sources } = JSON.parse(read("csv", "datapackage.json")) as {
      licenses: { name: string }[];
      sources: object[];
    };
    expect(licenses.map((l) => l.name).sort()).toEqual(["CC0-1.0", "OGL-UK-3.0", "notspecified"]);
    expect(sources).toContainEqual({ title: "SOC Lab tests: A table made for a test", path: "https://www.gov.uk/a" });
    const citation = parseYaml(read("csv", "CITATION.cff")) as Record<string, unknown>;
    expect(citation).toMatchObject({ "cff-version": "1.2.0", type: "dataset", authors: [{ name: "SOC Lab" }] });
    expect(citation.references).toContainEqual({
      type: "data",
      title: "A table made for a test",
      authors: [{ name: "SOC Lab tests" }],
      url: "https://www.gov.uk/a",
    });
    expect(read("csv", "CITATION.txt")).toMatch(/^SOC Lab \(\d{4}\)\..*\n\n.*\n- SOC Lab tests\n$/);
  });

  test.each(["csv", "parquet"] as const)("the same snapshot gives the same bytes: %s", async (format) => {
    const [one, two] = [`${format}-one`, `${format}-two`];
    for (const name of [one, two]) await exportSnapshot(order(name, { format }));
    const files = readdirSync(join(folder.path, one), { recursive: true, withFileTypes: true }).filter((f) =>
      f.isFile(),
    );
    expect(files).toHaveLength(8);
    for (const { name, parentPath } of files) {
      const path = join(parentPath, name);
      expect(hashFile(path.replace(one, two)), name).toEqual(hashFile(path));
    }
  });

  test("holds the measures and sources asked for alone", async () => {
    await exportSnapshot(order("some", { measures: ["nrm-referrals"], sources: ["embedded"] }));
    expect(read("some", "data/observation.csv").trim().split("\n")).toHaveLength(2);
    expect(read("some", "README.md")).toContain("source embedded, measure nrm-referrals alone");
  });

  test.each<[string, Partial<Parameters<typeof exportSnapshot>[0]>, RegExp]>([
    [
      "a measure that is not loaded",
      { measures: ["nrm-referral"] },
      /no loaded measure called "nrm-referral"\. Did you mean nrm-referrals\?/,
    ],
    ["a source that is not loaded", { sources: ["embeded"] }, /Did you mean embedded\?/],
    ["a folder that is there", { folder: folder.path }, /is there already.*Nothing was written\./],
    [
      "a folder below a file",
      { folder: join(folder.path, "a.csv", "figures") },
      /a\.csv.*cannot be written|could not be/,
    ],
    ["nothing collated", { home: join(folder.path, "nowhere") }, /Run `soclab collate` first/],
  ])("is refused with a sentence and leaves nothing: %s", async (_, more, sentence) => {
    await expect(exportSnapshot(order("refused", more))).rejects.toThrow(sentence);
    expect(existsSync(join(folder.path, "refused"))).toBe(false);
    expect(readdirSync(folder.path).filter((name) => name.endsWith(".half"))).toEqual([]);
  });

  test("what is not public never leaves", async () => {
    const closed = join(folder.path, "closed");
    const source = await sourceOf(
      writeFiles(folder.path, { "a.csv": content(ROWS), "b.csv": content([line({ value: "424242" })]) }),
    );
    await collate(closed, undefined, { sources: [source] });
    await withHandling(closed);
    await exportSnapshot(order("public", { home: closed }));
    expect(read("public", "data/observation.csv")).not.toContain("424242");
    expect(read("public", "data/release.csv")).not.toContain("b.csv");
    expect(read("public", "README.md")).toContain("1 figures are left out");
    await expect(
      exportSnapshot(order("none", { home: closed, measures: ["police-recorded-offences"] })),
    ).resolves.toBeDefined();
  });
});

/** A snapshot of which one file came under an agreement: its release says so in the column `handling`. */
async function withHandling(home: string): Promise<void> {
  const { fingerprint, path } = readCurrent(home);
  const database = await Database.write(path);
  await database.run("alter table release add column if not exists handling varchar default 'public'");
  await database.run("update release set handling = 'partners' where name = 'b.csv'");
  await database.run("checkpoint");
  database.close();
  switchTo(home, fingerprint);
}

/** How a value of each type is written. */
const LEXICAL: Record<string, RegExp> = {
  string: /^[\s\S]*$/,
  number: /^$|^-?\d+(\.\d+)?(e[+-]?\d+)?$/,
  integer: /^$|^-?\d+$/,
  date: /^$|^\d{4}-\d{2}-\d{2}$/,
  datetime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
  boolean: /^$|^(true|false)$/,
};

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { content, line, sourceOf, temporaryFolder, writeFiles } from "../../test/collate/figures.ts";
import { databasePage } from "../../test/docs/database-page.ts";
import { collate, readSources } from "../collate/index.ts";
import { openSnapshot, projectFile } from "../store/index.ts";
import { csvText } from "./csv.ts";
import { fileNames } from "./file-names.ts";
import { main } from "./main.ts";

const folder = temporaryFolder();
const home = join(folder.path, "home");
const said = { out: "", err: "" };
beforeAll(async () => {
  const rows = [
    line({ published: "2023", value: "100" }),
    line({ published: "2024-02", value: "110" }),
    line({ place: "W15000001", breakdown: "=1+1", value: "[c]" }),
  ];
  await collate(home, undefined, { sources: [await sourceOf(writeFiles(folder.path, { "a.csv": content(rows) }))] });
});
afterAll(() => folder.remove());
beforeEach(() => {
  Object.assign(said, { out: "", err: "" });
  const into = (stream: "out" | "err") => (text: unknown, done?: unknown) => {
    said[stream] += String(text);
    if (typeof done === "function") done();
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(into("out") as typeof process.stdout.write);
  vi.spyOn(process.stderr, "write").mockImplementation(into("err") as typeof process.stderr.write);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const run = async (...words: string[]) => ({ code: await main([...words, "--home", home]), ...said });

describe("soclab sql", () => {
  test("a table for people, JSON for programs, CSV for spreadsheets", async () => {
    const query = "select place, breakdown, value from latest order by place";
    const { out } = await run("sql", query);
    expect(out).toBe(
      "place      breakdown  value\n---------  ---------  -----\nE23000001  Drugs        110\nW15000001  =1+1\n",
    );
    said.out = "";
    expect(JSON.parse((await run("sql", query, "--json")).out)).toEqual([
      { place: "E23000001", breakdown: "Drugs", value: 110 },
      { place: "W15000001", breakdown: "=1+1", value: null },
    ]);
    said.out = "";
    expect((await run("sql", query, "--csv")).out).toBe(
      "place,breakdown,value\nE23000001,Drugs,110\nW15000001,'=1+1,\n",
    );
  });

  test("says when it cut, refuses what is no question, and names what is near", async () => {
    const cut = await run("sql", "select * from range(500)", "--limit", "3");
    expect([cut.code, cut.out.trim().split("\n").length]).toEqual([0, 5]);
    expect(cut.err).toContain("Cut after 3 rows; there are more.");
    const refused = await run("sql", "delete from observation");
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("it is no question to the data")]);
    expect((await run("sql", "select vlaue from observation")).err).toMatch(/Did you mean .*value\?/);
    expect((await run("sql")).err).toContain("there is nothing in it");
  });

  test("lists tables and columns with their meaning", async () => {
    const { out } = await run("sql", "--tables");
    expect(out).toContain("observation (table): One published figure a row");
    expect(out).toMatch(/^as_known\('2024-03-31'\) \(macro\): /m);
    expect(out).toMatch(/^ {2}known_from +date; Day from which the figure could be known/m);
  });
});

test("cells that a spreadsheet would run are made harmless, others are left alone", () => {
  const [header, ...lines] = readFileSync(
    projectFile("test", "fixtures", "bad-inputs", "uk-tables", "formula-injection.csv"),
    "utf8",
  )
    .trim()
    .split("\n");
  expect(header).toBe("name,note");
  const names = lines.map((text) =>
    text
      .replace(/,plain$/, "")
      .replace(/^"|"$/g, "")
      .replaceAll('""', '"'),
  );
  const written = csvText(
    ["name"],
    names.map((name) => [name]),
  )
    .trim()
    .split("\n")
    .slice(1);
  for (const text of written) expect(text).toMatch(/^"?'[=@+-]/);
  expect(
    csvText(
      ["a", "b"],
      [
        [-2.5, "-9007199254740993"],
        [null, "a-b"],
        [true, 'x"y'],
      ],
    ),
  ).toBe('a,b\n-2.5,-9007199254740993\n,a-b\ntrue,"x""y"\n');
});

describe("soclab restatements", () => {
  test("lists what moved, since a day", async () => {
    expect((await run("restatements")).out).toMatch(/2024-02-29 .*100 +110 +10\.0% +obs:\w+:2 +obs:\w+:3\n\n1 in all/);
    said.out = "";
    expect((await run("restatements", "--since", "2024-03-01")).out).toBe("No figure was restated.\n");
    expect((await run("restatements", "--since", "March")).err).toContain("no day such as");
    expect((await run("restatements", "--source", "embeded")).err).toContain("Did you mean embedded?");
  });
});

describe("soclab sources", () => {
  test("lists every source, and tells one in full", async () => {
    const { out } = await run("sources");
    for (const { declaration } of await readSources()) expect(out).toContain(declaration.id);
    said.out = "";
    const one = (await run("sources", "embedded")).out;
    expect(one).toContain("3 figures of 1 file for 2024-04-01 to 2025-03-31, nothing set aside");
    expect(one).toContain("Traps:\n  - ");
    expect((await run("sources", "embeded")).err).toContain("Did you mean embedded?");
  });

  test("names of files as people read them", () => {
    expect(fileNames("^prc-pfa-.*-(?<day>\\d{2})(?<month>\\d{2})(?<year>\\d{2})\\.(ods|xlsx)$")).toBe(
      "prc-pfa-…-DDMMYY.(ods|xlsx)",
    );
    expect(fileNames("\\.csv$")).toBe(".csv");
    expect(fileNames("^imd-(?<year>\\d{4})(_v2)?\\.csv$")).toBe("imd-YYYY[_v2].csv");
  });
});

test("docs/reference/database.md says what the database says; SOCLAB_RENEW=1 writes it anew", async () => {
  const snapshot = await openSnapshot(home);
  const page = databasePage(await snapshot.tables());
  snapshot.close();
  const path = projectFile("docs", "reference", "database.md");
  if (process.env.SOCLAB_RENEW === "1") writeFileSync(path, page);
  expect(readFileSync(path, "utf8")).toBe(page);
});

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/collate/figures.ts";
import { ask, collateHanded, handed } from "../../../test/collate/partner.ts";
import { hadBySubtraction } from "../../../test/collate/subtraction.ts";
import { homePaths } from "../../store/index.ts";
import type { CollateReport } from "../collate.ts";
import { Ledger } from "../ledger.ts";
import type { CountCell } from "./withhold.ts";

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, "home");
});
afterEach(() => folder.remove());

/** Both templates, collated once for the tests that only look. */
const both = temporaryFolder();
const bothHome = join(both.path, "home");
let bothReport: CollateReport;
beforeAll(async () => {
  const files = [
    handed(join(both.path, "force"), "force-extract"),
    handed(join(both.path, "bank"), "financial-typologies"),
  ];
  bothReport = await collateHanded(bothHome, files);
});
afterAll(() => both.remove());

const fileOf = (source: string) => bothReport.files.find((f) => f.source === source);
const findingsOf = (source: string) =>
  bothReport.findings.filter((f) => f.source === source).map(({ code, line, column }) => [code, line, column]);

test("a force extract is counted by month, area and category: small counts are bands, no row is kept", async () => {
  expect(bothReport.refused).toEqual([]);
  expect(fileOf("partner-force-extract")).toMatchObject({
    source: "partner-force-extract",
    state: "new",
    rowsIn: 97,
    rowsLoaded: 93,
    rowsSetAside: 4,
  });
  expect(findingsOf("partner-force-extract")).toEqual([
    ["not-unique", 95, "event_ref"],
    ["cell-type", 96, "force"],
    ["cell-type", 97, "recorded_on"],
    ["cell-constraint", 98, "area_kind"],
  ]);
  const rows = await ask(
    bothHome,
    "select period_start, place, threat, breakdown, value, missing, low, high from observation where source = 'partner-force-extract' order by all",
  );
  expect(rows.map((r) => Object.values(r).join(" | "))).toMatchInlineSnapshot(`
    [
      "2025-04-01 | W15000002 | drug-supply | category=county lines |  | confidential |  | ",
      "2025-04-01 | W15000002 | drug-supply | category=county lines; area=city | 9 |  |  | ",
      "2025-04-01 | W15000002 | drug-supply | category=county lines; area=rural |  | suppressed-small | 1 | 7",
      "2025-04-01 | W15000002 | drug-supply | category=county lines; area=town | 12 |  |  | ",
      "2025-04-01 | W15000002 | drug-supply | category=drug supply | 31 |  |  | ",
      "2025-04-01 | W15000002 | drug-supply | category=drug supply; area=city | 11 |  |  | ",
      "2025-04-01 | W15000002 | drug-supply | category=drug supply; area=town | 20 |  |  | ",
      "2025-04-01 | W15000002 | firearms | category=firearms |  | suppressed-small | 1 | 7",
      "2025-04-01 | W15000002 | firearms | category=firearms; area=city |  | suppressed-small | 1 | 7",
      "2025-04-01 | W15000002 | firearms | category=firearms; area=town |  | suppressed-small | 1 | 7",
      "2025-05-01 | W15000002 | drug-supply | category=county lines | 10 |  |  | ",
      "2025-05-01 | W15000002 | drug-supply | category=county lines; area=town | 10 |  |  | ",
      "2025-05-01 | W15000002 | money-laundering | category=money laundering | 8 |  |  | ",
      "2025-05-01 | W15000002 | money-laundering | category=money laundering; area=online | 8 |  |  | ",
      "2025-05-01 | W15000004 | acquisitive-crime | category=organised vehicle theft | 15 |  |  | ",
      "2025-05-01 | W15000004 | acquisitive-crime | category=organised vehicle theft; area=town | 15 |  |  | ",
      "2025-05-01 | W15000004 | modern-slavery | category=modern slavery |  | suppressed-small | 1 | 7",
      "2025-05-01 | W15000004 | modern-slavery | category=modern slavery; area=rural |  | suppressed-small | 1 | 7",
    ]
  `);
  const tables = await ask(
    bothHome,
    "select table_name from duckdb_tables() where table_name like '%partner%' or table_name like '%force%'",
  );
  expect(tables).toEqual([]);
});

test("no pair of tables in the database gives a small count of the extract back", async () => {
  const rows = await ask(
    bothHome,
    "select strftime(period_start, '%Y-%m') as month, breakdown, value from latest where source = 'partner-force-extract'",
  );
  const given = new Map(rows.map((r) => [`${r.month} ${r.breakdown}`, r.value]));
  const events = readFileSync(join(both.path, "force", "sample.csv"), "utf8")
    .split("\n")
    .slice(1, 94)
    .map((line) => line.split(","));
  const truth = new Map<string, CountCell & { value: { value: number } }>();
  const count = (series: string, category: string, area: string) => {
    const name = `${series} category=${category}${area === "" ? "" : `; area=${area}`}`;
    const cell = truth.get(name) ?? { series, dims: [category, area], value: { value: 0 } };
    cell.value.value++;
    truth.set(name, cell);
  };
  for (const [, day = "", , area = "", category = ""] of events)
    for (const of of [area, ""]) count(day.slice(0, 7), category, of);
  expect([...truth.keys()].sort()).toEqual([...given.keys()].sort());
  const nameOf = new Map([...truth].map(([name, cell]) => [cell as CountCell, name]));
  const numberOf = (cell: CountCell) => given.get(nameOf.get(cell) ?? "");
  for (const [name, { value }] of truth) expect(given.get(name) ?? value.value).toBe(value.value);
  const cells = [...truth.values()];
  expect(hadBySubtraction(cells, (cell) => numberOf(cell) !== null)).toEqual([]);
  expect(hadBySubtraction(cells, (cell) => (cell.value as { value: number }).value > 7)).toContain(
    "county lines/rural=3",
  );
});

test("a typology return of a bank loads from the sheet it declares: markers are reasons, totals give nothing away", async () => {
  expect(fileOf("partner-financial-typologies")).toMatchObject({
    source: "partner-financial-typologies",
    rowsIn: 16,
    rowsLoaded: 14,
    rowsSetAside: 2,
  });
  expect(findingsOf("partner-financial-typologies")).toEqual([
    ["cell-constraint", 18, "Channel"],
    ["cell-constraint", 19, "Quarter"],
  ]);
  const rows = await ask(
    bothHome,
    "select breakdown, threat, value, missing, low, high from observation where measure = 'partner-confirmed-cases' order by line",
  );
  expect(rows.map((r) => Object.values(r).join(" | "))).toMatchInlineSnapshot(`
    [
      "typology=Purchase scam; channel=Faster Payments | fraud | 120 |  |  | ",
      "typology=Purchase scam; channel=Card | fraud | 30 |  |  | ",
      "typology=Purchase scam; channel=Total | fraud | 150 |  |  | ",
      "typology=Investment scam; channel=Faster Payments | fraud | 40 |  |  | ",
      "typology=Investment scam; channel=Card | fraud |  | suppressed-small | 1 | 7",
      "typology=Investment scam; channel=Total | fraud |  | confidential |  | ",
      "typology=Impersonation; channel=Faster Payments | fraud | 25 |  |  | ",
      "typology=Impersonation; channel=Card | fraud |  | confidential |  | ",
      "typology=Impersonation; channel=Total | fraud |  | confidential |  | ",
      "typology=Mule account; channel=Cash | money-laundering | 9 |  |  | ",
      "typology=Mule account; channel=Total | money-laundering | 9 |  |  | ",
      "typology=Total; channel=Faster Payments | all-threats | 185 |  |  | ",
      "typology=Total; channel=Total | all-threats |  | confidential |  | ",
      "typology=Purchase scam; channel=Card | fraud | 1204 |  |  | ",
    ]
  `);
});

test("the ledger keeps who handed a file over and until when; the release says how it is handled", async () => {
  const [landed] = new Ledger(bothHome).entries;
  expect(landed).toMatchObject({
    kind: "landed",
    partner: { submission: { handling: "partners", agreement: "DSA-2026-014 (invented)" } },
  });
  expect(
    await ask(
      bothHome,
      "select handling, retention_until, published from release where source = 'partner-force-extract'",
    ),
  ).toEqual([{ handling: "partners", retention_until: "2031-03-31", published: "2026-07-15" }]);
  expect(await ask(bothHome, "select distinct handling from latest order by all")).toEqual([
    { handling: "partners" },
    { handling: "public" },
  ]);
});

test("the database is rebuilt from landed bytes alone, papers included", async () => {
  for (const name of ["force", "bank"]) rmSync(join(both.path, name), { recursive: true });
  for (const part of ["snapshots", "current"]) rmSync(join(bothHome, part), { recursive: true });
  expect((await collateHanded(bothHome, [])).fingerprint).toBe(bothReport.fingerprint);
  expect((await collateHanded(bothHome, [])).isNew).toBe(false);
});

test.each([
  ["e-mail", (text: string) => text.replace(",drugs\n", ",jane.doe@mail.example\n")],
  [
    "name column",
    (text: string) => text.replace("object_kind\n", "victim_name\n").replaceAll(",drugs\n", ",Anna Shaw\n"),
  ],
])("a partner's file with persons (%s) is refused before a byte of it is kept", async (_, spoil) => {
  const file = handed(join(folder.path, "force"), "force-extract");
  writeFileSync(file.path, spoil(readFileSync(file.path, "utf8")));
  const report = await collateHanded(home, [file]);
  expect(report.refused[0]?.sentence).toContain("SOC Lab holds no data about persons");
  expect(existsSync(homePaths(home).landed) ? readdirSync(homePaths(home).landed) : []).toEqual([]);
  const kept = readFileSync(homePaths(home).ledger, "utf8");
  for (const text of ["jane", "Anna", "Shaw"]) expect(`${kept}${JSON.stringify(report)}`).not.toContain(text);
  expect(new Ledger(home).entries.map(({ kind }) => kind)).toEqual(["refused"]);
});

test("persons on a sheet that nobody asked for refuse the workbook too", async () => {
  const file = handed(join(folder.path, "bank"), "financial-typologies");
  const { utils, readFile, write } = await import("@e965/xlsx").then((x) => ({
    ...x,
    readFile: (p: string) => x.read(readFileSync(p)),
  }));
  const book = readFile(file.path);
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet([
      ["Customer name", "Sort"],
      ["Anna Shaw", "x"],
    ]),
    "Notes",
  );
  writeFileSync(file.path, write(book, { type: "buffer", bookType: "xlsx" }) as Buffer);
  const report = await collateHanded(home, [file]);
  expect(report.refused[0]?.sentence).toContain('"Customer name" looks like people\'s names');
  expect(existsSync(homePaths(home).landed)).toBe(false);
});

test("papers that are wrong refuse the file with their reason and nothing is kept", async () => {
  const at = (name: string) => join(folder.path, name);
  const files = [
    handed(at("a"), "force-extract", { "submission.json": (t) => t.replace("data.sharing@", "jane.smith@") }),
    handed(at("b"), "force-extract", {
      "mapping.yaml": (t) => t.replace("object: [object_kind]", "person: [object_kind]"),
    }),
    handed(at("c"), "force-extract", { "table-schema.json": (t) => t.replace('"missingValues"', '"foreignKeys"') }),
    handed(at("d"), "force-extract", { "submission.json": (t) => t.replace("2031-03-31", "2026-11-24") }),
    handed(at("e"), "force-extract", {
      "mapping.yaml": (t) => t.replace("breakdown: { category: category }", "breakdown: { object_kind: object }"),
    }),
    handed(at("f"), "force-extract", { "table-schema.json": (t) => t.replace("[A-Za-z0-9-]{4,40}", "(a+)+") }),
  ];
  const sentences = (await collateHanded(home, files)).refused.map(({ sentence }) => sentence);
  expect(sentences[0]).toContain("looks like the mailbox of a person");
  expect(sentences[0]).not.toContain("smith");
  expect(sentences[1]).toContain("/counts/elements");
  expect(sentences[2]).toContain("says `foreignKeys`, which SOC Lab does not check");
  expect(sentences[3]).toContain("may be kept until 2026-11-24, and that day has passed");
  expect(sentences[4]).toContain("do not hold one another");
  expect(sentences[5]).toContain("could take very long");
  expect(existsSync(homePaths(home).landed)).toBe(false);
});

test("unpublished counts of one partner are always broken down in the same way", async () => {
  const first = handed(join(folder.path, "a"), "force-extract");
  const second = handed(join(folder.path, "b"), "force-extract", {
    "mapping.yaml": (t) =>
      t.replace("{ category: category, area_kind: area }", "{ category: category, object_kind: object }"),
  });
  writeFileSync(
    second.path,
    `${readFileSync(second.path, "utf8")}EV-900009,2025-05-09,Gwent Police,town,firearms,weapon\n`,
  );
  await collateHanded(home, [first]);
  const { refused } = await collateHanded(home, [{ ...second, name: "later.csv" }]);
  expect(refused[0]?.sentence).toContain("Two such tables can be subtracted from one another");
});

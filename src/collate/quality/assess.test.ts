import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { content, line, temporaryFolder, writeFiles } from "../../../test/collate/figures.ts";
import { openSnapshot, projectFile, type Snapshot } from "../../store/index.ts";
import { collate } from "../collate.ts";
import type { SourceDeclaration } from "../declaration.ts";
import { type Reading, readSource, type Source } from "../source.ts";

/** A publisher whose files stand side by side, in the project's own form, with a coverage and a break of its own. */
async function publisher(more: Partial<SourceDeclaration>): Promise<Source> {
  const source = await readSource("embedded");
  const { owned, ...declaration } = source.declaration;
  const [table] = declaration.tables;
  const published = "-(?<year>\\d{4})-(?<month>\\d{2})\\.csv$";
  const rules = { standing: "official statistics", method: "administrative records" } as const;
  return {
    ...source,
    declaration: { ...declaration, ...rules, tables: [{ ...table!, published }], ...more },
    files: [],
    readRow: (row, info) => {
      const { published: _, ...reading } = source.readRow(row, info) as Reading;
      return reading;
    },
  };
}

const covers: SourceDeclaration["covers"] = [
  {
    measure: "police-recorded-offences",
    places: ["E23000001", "E23000002", "E23000003"],
    period: "quarter",
    from: "2024-01",
  },
];
const breaks = [
  { from: "2024-07-01", places: ["E23000003"], what: "Left out while its system is replaced", basis: "invented" },
];

const quarter = (n: number): { from: string; until: string } => {
  const month = 3 * (n - 1) + 1;
  const end = new Date(Date.UTC(2024, month + 2, 0)).toISOString().slice(0, 10);
  return { from: `2024-${String(month).padStart(2, "0")}-01`, until: end };
};
/** A quarter's file: the value of each place, none where it is undefined. */
const file = (n: number, values: (string | undefined)[]): string =>
  content(
    values.flatMap((value, i) =>
      value === undefined
        ? []
        : [line({ ...quarter(n), place: `E2300000${i + 1}`, value, breakdown: "Drugs", published: "" })],
    ),
  );

/** Quarter 3: the first place falls to a third, the second has a marker, the third is not there. */
const FILES = {
  "q-2024-05.csv": file(1, ["100", "200", "40"]),
  "q-2024-08.csv": file(2, ["120", "210", "42"]),
  "q-2024-11.csv": file(3, ["33", "[c]", undefined]),
  "q-2025-02.csv": file(4, ["110", "205", undefined]),
};
const folder = temporaryFolder();
afterAll(() => folder.remove());

async function collated(name: string, order: (keyof typeof FILES)[], source: Source): Promise<Snapshot> {
  const paths = writeFiles(folder.path, FILES);
  const files = order.map((file) => ({ path: paths.find((path) => path.endsWith(file)) ?? "", source: "embedded" }));
  const home = join(folder.path, name);
  await collate(home, undefined, { sources: [source], files });
  return openSnapshot(home);
}

describe("what a snapshot says of its own figures", () => {
  let snapshot: Snapshot;
  const names = Object.keys(FILES) as (keyof typeof FILES)[];
  beforeAll(async () => {
    snapshot = await collated("home", names, await publisher({ covers, breaks }));
  });
  afterAll(() => snapshot.close());

  test("each place and period that is declared is published, missing or implausible; a break explains what it names", async () => {
    const rows = await snapshot.sql(
      "select place, quarter(period_start) as q, state, level, usual, marker, break from completeness order by place, q",
    );
    const states = (place: string) => rows.filter((r) => r.place === place).map((r) => r.state);
    expect(states("E23000001")).toEqual(["published", "published", "implausible", "published"]);
    expect(states("E23000002")).toEqual(["published", "published", "missing", "published"]);
    expect(states("E23000003")).toEqual(["published", "published", "missing", "missing"]);
    const of = (place: string, q: number) => rows.find((r) => r.place === place && r.q === q);
    expect(of("E23000001", 3)).toMatchObject({ level: 33, usual: 110, break: null });
    expect(of("E23000002", 3)).toMatchObject({ level: null, marker: "confidential", break: null });
    expect(of("E23000003", 3)).toMatchObject({ marker: null, break: "Left out while its system is replaced" });
  });

  test("an observation is graded by who says it, how it came about, what is missing beside it, and how late it came", async () => {
    const grades = await snapshot.sql(
      "select g.grade, o.place, quarter(o.period_start) as q from graded g join observation o using (id) order by q, o.place",
    );
    const of = (place: string, q: number) => grades.find((g) => g.place === place && g.q === q)?.grade;
    expect(of("E23000001", 1)).toBe("ABAA");
    expect(of("E23000001", 3)).toBe("ABDA");
    expect(of("E23000002", 3)).toBe("ABDA");
    expect(of("E23000001", 4)).toBe("ABCA");
    expect(grades).toHaveLength(10);
  });

  test("the order in which the files came does not show, though their totals are added up anew each time", async () => {
    const other = await collated("other", [...names].reverse(), await publisher({ covers, breaks }));
    expect(other.fingerprint).toBe(snapshot.fingerprint);
    expect(await other.recount()).toBe(other.fingerprint);
    other.close();
  });

  test("what moved against the release before is a finding: code, file, and the furthest examples", async () => {
    const found = await snapshot.sql(
      "select name, code, severity, sentence from finding where code like 'drift%' order by name, code, sentence desc",
    );
    expect(found.map((f) => [f.name, f.code, f.severity])).toEqual([
      ["q-2024-11.csv", "drift", "note"],
      ["q-2024-11.csv", "drift", "note"],
      ["q-2024-11.csv", "drift-gone", "note"],
      ["q-2024-11.csv", "drift-large", "fault"],
      ["q-2025-02.csv", "drift", "note"],
      ["q-2025-02.csv", "drift", "note"],
      ["q-2025-02.csv", "drift-large", "fault"],
    ]);
    expect(found[0]?.sentence).toContain("1 place moved further");
    expect(found[0]?.sentence).toContain("Metropolitan Police: 120 to 33 (-72%)");
    expect(found[2]?.sentence).toContain("1 place is not there any more (police-recorded-offences, Lancashire)");
  });
});

test("months without a file show as missing in the real street files of the City of London", async (context) => {
  const data = projectFile("..", "shared", "data", "police-uk-street-city-of-london");
  context.skip(!existsSync(data), "../shared/data is not there");
  const source = await readSource("police-uk");
  const files = readdirSync(data)
    .filter((name) => /^2023-\d\d-city-of-london-street\.csv$/.test(name))
    .map((name) => ({ path: join(data, name) }));
  const home = join(folder.path, "city");
  await collate(home, undefined, { sources: [source], files });
  const snapshot = await openSnapshot(home);
  const rows = await snapshot.sql(
    "select period_start::varchar as month, state, break from completeness where place = 'E23000034' and period_start >= '2023-01-01' order by 1",
  );
  expect(rows.filter((r) => r.state === "missing").map((r) => r.month)).toEqual([
    "2023-07-01",
    "2023-08-01",
    "2023-09-01",
  ]);
  expect(rows).toHaveLength(12);
  const [manchester] = await snapshot.sql(
    "select break from completeness where place = 'E23000005' and period_start = '2020-01-01'",
  );
  expect(manchester?.break).toContain("July 2019");
  snapshot.close();
}, 60_000);

test("two sources that say the same are compared: quarters by force against the year that ships", async (context) => {
  const data = projectFile("..", "shared", "data", "home-office-nrm-2022-2023");
  context.skip(!existsSync(data), "../shared/data is not there");
  const embedded = await readSource("embedded");
  const files = ["nrm_referrals_longitudinal.csv", "nrm_referrals_police_2023_q4_nonzero.csv"].map((name) => ({
    path: join(data, name),
  }));
  const home = join(folder.path, "nrm");
  const own = embedded.files.filter((path) => /nrm-/.test(path));
  await collate(home, undefined, {
    sources: [{ ...embedded, files: own }, await readSource("national-referral-mechanism")],
    files,
  });
  const snapshot = await openSnapshot(home);
  const rules = await snapshot.sql(
    "select rule, state, count(*) as n, min(ratio) as low, max(ratio) as high from reconciliation group by all order by all",
  );
  snapshot.close();
  expect(rules.map((r) => [r.rule, r.state, r.n])).toEqual([
    ["nrm-force-embedded", "agrees", 45],
    ["nrm-forces-total", "agrees", 1],
    ["nrm-quarter-type", "agrees", 1],
    ["nrm-year", "agrees", expect.any(Number)],
  ]);
  expect(rules.slice(0, 3).every((r) => r.low === 1 && r.high === 1)).toBe(true);
}, 60_000);

test("a figure that does not agree is called so, with both numbers", async () => {
  const embedded = await readSource("embedded");
  const path = join(folder.path, "population_data.csv");
  writeFileSync(path, "code,name,MYE2018,SNHP2017\nE23000001,Metropolitan Police,9000000,3477000\n");
  const own = embedded.files.filter((file) => file.endsWith("context.csv"));
  const home = join(folder.path, "people");
  const source = await readSource("ons-police-force-area-tables");
  await collate(home, undefined, { sources: [{ ...embedded, files: own }, source], files: [{ path }] });
  const snapshot = await openSnapshot(home);
  const rows = await snapshot.sql("select part, state, left_value, right_value from reconciliation order by part");
  snapshot.close();
  expect(rows).toEqual([
    { part: "households ", state: "agrees", left_value: 3477000, right_value: 3477000 },
    { part: "population mid-year estimate", state: "differs", left_value: 9000000, right_value: 8899400 },
  ]);
});

test("the rules have a reason each, and their marks are A to D, or U", () => {
  for (const name of ["quality-grades", "quality-plausible", "quality-drift", "reconcile-sources"]) {
    const lines = readFileSync(projectFile("data", `${name}.csv`), "utf8")
      .trim()
      .split("\n");
    expect(lines[0]).toMatch(/,reason$/);
    for (const text of lines.slice(1)) expect(text, name).toMatch(/,("[^"]+"|[^,"]+)$/);
  }
});

/** The street files of the City of London as published: singly and in an archive, and an archive beside an earlier one. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { zipOf } from "../../src/collate/foreign/fixture.ts";
import { type CollateReport, collate, readSource } from "../../src/collate/index.ts";
import { openSnapshot, projectFile } from "../../src/store/index.ts";
import { Problem } from "../../src/terms/index.ts";
import { temporaryFolder } from "../../test/collate/figures.ts";

const real = projectFile("..", "shared", "data", "police-uk-street-city-of-london");
const folder = temporaryFolder();
afterAll(() => folder.remove());

const SAMPLES = projectFile("sources", "police-uk", "samples");
const HEADER = readFileSync(join(SAMPLES, "2024-01-btp-street.csv"), "utf8").split("\n")[0] ?? "";

async function collated(home: string, paths: string[], signal?: AbortSignal): Promise<CollateReport> {
  const sources = [{ ...(await readSource("police-uk")), files: [] }];
  return collate(join(folder.path, home), undefined, {
    sources,
    files: paths.map((path) => ({ path })),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function rowsOf(home: string, query: string) {
  const snapshot = await openSnapshot(join(folder.path, home));
  const rows = await snapshot.sql(query);
  snapshot.close();
  return rows;
}

/** Puts files into an archive as the publisher packs it: a folder for each month. */
function archive(name: string, files: Record<string, string | Buffer>): string {
  const path = join(folder.path, name);
  const entries = Object.entries(files).map(([file, data]) => ({ name: `${file.slice(0, 7)}/${file}`, data }));
  writeFileSync(path, zipOf(entries));
  return path;
}

/** A street file of so many drug crimes. */
const street = (month: string, crimes: number): string =>
  [
    HEADER,
    ...Array.from({ length: crimes }, (_, i) => `${i},${month},Essex Police,Essex Police,,,No Location,,,Drugs,,`),
    "",
  ].join("\n");

const figuresSince = (day = "") => `select measure, threat, place, breakdown, period_start::varchar as month,
  value::integer as value from observation where period_start >= '${day}' order by all`;

/** Records of plain files, counted without any of our readers: no cell of these files holds a line end. */
const linesIn = (path: string): number => readFileSync(path, "utf8").trimEnd().split(/\r?\n/).length - 1;

describe("39 months of the City of London", () => {
  test("singly and in an archive: every row, and the same figures", async (context) => {
    context.skip(!existsSync(real), `${real} is not there`);
    const names = readdirSync(real).filter((name) => name.endsWith(".csv"));
    const rows = names.reduce((n, name) => n + linesIn(join(real, name)), 0);
    expect([names.length, rows]).toEqual([39, 30427]);

    const zip = archive("2025-12.zip", Object.fromEntries(names.map((n) => [n, readFileSync(join(real, n))])));
    const packed = await collated("packed", [zip]);
    expect(packed.refused).toEqual([]);
    expect(packed.findings.filter(({ severity }) => severity === "fault")).toEqual([]);
    expect(packed.files).toMatchObject([{ name: "2025-12.zip", tables: 39, rowsIn: rows, rowsLoaded: rows }]);

    // All of them singly take a while: in the quick checks, the last six months.
    const singly = process.env.SOCLAB_LONG === "1" ? names : names.slice(-3);
    const single = await collated(
      "single",
      singly.map((name) => join(real, name)),
    );
    expect(single.files.map((file) => file.rowsLoaded)).toEqual(singly.map((name) => linesIn(join(real, name))));
    const [since] = singly.map((name) => `${name.slice(0, 7)}-01`);
    expect(await rowsOf("single", figuresSince(since))).toEqual(await rowsOf("packed", figuresSince(since)));

    const totals = `select sum(value) filter (measure = 'police-uk-crimes')::integer as crimes,
      sum(value) filter (measure = 'police-uk-crimes' and threat = 'drug-supply')::integer as drugs,
      sum(value) filter (measure = 'police-uk-crimes-without-lsoa')::integer as nowhere,
      count(distinct period_start)::integer as months, min(published) as published from observation`;
    expect(await rowsOf("packed", totals)).toEqual([
      { crimes: rows, drugs: 1690, nowhere: 2435, months: 39, published: "2025-12" },
    ]);
    const kept =
      "select count(*)::integer as n, count(lsoa)::integer as lsoa, count(longitude)::integer as points from police_uk_crime";
    expect(await rowsOf("packed", kept)).toEqual([{ n: rows, lsoa: rows - 2435, points: rows - 2435 }]);

    const again = await collated("packed", [zip]);
    expect(again.isNew).toBe(false);
    expect(again.fingerprint).toBe(packed.fingerprint);
  });
});

describe("archives", () => {
  test("a later one stands beside the earlier one, each with its month", async () => {
    const first = archive("2024-02.zip", {
      "2024-01-essex-street.csv": street("2024-01", 5),
      "2024-02-essex-street.csv": street("2024-02", 6),
      "2024-02-essex-outcomes-readme.txt": "no table",
    });
    await collated("two", [first]);
    const later = archive("2024-03.zip", {
      "2024-02-essex-street.csv": street("2024-02", 8),
      "2024-03-essex-street.csv": street("2024-03", 7),
    });
    const report = await collated("two", [later]);
    expect(report.files.map(({ name, state, rowsIn }) => [name, state, rowsIn])).toEqual([
      ["2024-02.zip", "unchanged", 11],
      ["2024-03.zip", "new", 15],
    ]);
    const stated = `select period_start::varchar as month, published, value::integer as value from observation
      where measure = 'police-uk-crimes' order by all`;
    expect(await rowsOf("two", stated)).toEqual([
      { month: "2024-01-01", published: "2024-02", value: 5 },
      { month: "2024-02-01", published: "2024-02", value: 6 },
      { month: "2024-02-01", published: "2024-03", value: 8 },
      { month: "2024-03-01", published: "2024-03", value: 7 },
    ]);
  });

  test("one can be stopped between two entries: what stood before stands, and the next run loads it", async () => {
    const before = await collated("stopped", [
      archive("2023-01.zip", { "2023-01-essex-street.csv": street("2023-01", 2) }),
    ]);
    const stop = new AbortController();
    const months = ["01", "02", "03"].map((m) => `2024-${m}`);
    const zip = archive(
      "2024-04.zip",
      Object.fromEntries(months.map((month) => [`${month}-essex-street.csv`, street(month, 3)])),
    );
    const parts: string[] = [];
    const sources = [{ ...(await readSource("police-uk")), files: [] }];
    const home = join(folder.path, "stopped");
    const halfway = collate(
      home,
      ({ step, part }) => {
        if (step !== "loaded" || part === undefined) return;
        parts.push(part);
        if (parts.length === 2) stop.abort();
      },
      { sources, files: [{ path: zip }], signal: stop.signal },
    );
    await expect(halfway).rejects.toBeInstanceOf(Problem);
    expect(parts).toEqual(["2024-01/2024-01-essex-street.csv", "2024-02/2024-02-essex-street.csv"]);
    const snapshot = await openSnapshot(home);
    expect(snapshot.fingerprint).toBe(before.fingerprint);
    snapshot.close();
    expect(readdirSync(home)).not.toContain("working.duckdb");
    const whole = await collated("stopped", []);
    expect(whole.files.map(({ name, rowsLoaded }) => [name, rowsLoaded])).toEqual([
      ["2023-01.zip", 2],
      ["2024-04.zip", 9],
    ]);
  });
});

test("what a row of a stop says of the person is in no table", async () => {
  await collated("stops", [join(SAMPLES, "2024-07-essex-stop-and-search.csv")]);
  const columns = await rowsOf("stops", "select column_name from duckdb_columns() where table_name = 'police_uk_stop'");
  const names = columns.map((column) => String(column.column_name)).sort();
  const needed = ["file_month", "force", "kind", "legislation", "line", "linked", "month_of_time"];
  expect(names).toEqual([...needed, "object", "outcome", "part", "sha256"].sort());
});

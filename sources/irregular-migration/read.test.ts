import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CollateReport, collate, readSource } from "../../src/collate/index.ts";
import { openSnapshot, projectRoot, type Snapshot } from "../../src/store/index.ts";
import { temporaryFolder } from "../../test/collate/figures.ts";

const shared = join(projectRoot, "../shared");
const data = join(shared, "data/home-office-irregular-migration-2023");
const series = join(shared, "figures/irregular_migration_series.csv");
const rowsOf = {
  "irregular_migration.csv": 10_816,
  "small_boat_asylum_applications.csv": 3969,
  "small_boat_initial_decisions.csv": 5380,
  "small_boat_NRM_outcomes.csv": 2768,
  "small_boat_NRM_referrals.csv": 3334,
};
const folder = temporaryFolder();
let report: CollateReport;
let snapshot: Snapshot;

beforeAll(async () => {
  if (!existsSync(data)) return;
  const sources = [await readSource("irregular-migration")];
  const files = Object.keys(rowsOf).map((name) => ({ path: join(data, name), published: "2024-02-29" }));
  report = await collate(folder.path, undefined, { sources, files });
  snapshot = await openSnapshot(folder.path);
});
afterAll(() => {
  snapshot?.close();
  folder.remove();
});

test("the release of 29 February 2024: every row of the five tables is loaded, nothing is found wrong", (context) => {
  context.skip(!existsSync(data), "../shared/data is not here");
  expect(report.refused).toEqual([]);
  expect(report.findings).toEqual([]);
  const loaded = report.files.map(({ name, rowsIn, rowsLoaded }) => [name, rowsIn, rowsLoaded]);
  expect(loaded.sort()).toEqual(
    Object.entries(rowsOf)
      .map(([name, n]) => [name, n, n])
      .sort(),
  );
});

test("small boats by year, and all five tables in all, are the totals counted by hand", async (context) => {
  context.skip(!existsSync(data), "../shared/data is not here");
  const years = await snapshot.sql(
    `select sum(value)::int as n from observation where breakdown like 'method=Small boat arrivals;%'
       group by year(period_start) order by year(period_start)`,
  );
  expect(years.map(({ n }) => n)).toEqual([299, 1843, 8466, 28_526, 45_774, 29_437]);
  const all = await snapshot.sql("select measure, sum(value)::int as n from observation group by all order by all");
  expect(all.map(({ measure, n }) => [measure, n])).toEqual([
    ["irregular-arrivals-detected", 174_977],
    ["small-boat-asylum-claims", 91_918],
    ["small-boat-asylum-outcomes", 84_637],
    ["small-boat-nrm-outcomes", 12_993],
    ["small-boat-nrm-referrals", 91_918],
  ]);
});

test("each method and quarter has the sum that was worked out apart from this reader", async (context) => {
  context.skip(!existsSync(data) || !existsSync(series), "../shared is not here");
  const rows = await snapshot.sql(
    `select split_part(breakdown, ';', 1) as method, period_start, period_end, sum(value)::int as n from observation
       where measure = 'irregular-arrivals-detected' group by all`,
  );
  const sums = new Map(rows.map((r) => [`${r.method} ${r.period_start} ${r.period_end}`, r.n]));
  const expected = (parse(readFileSync(series), { columns: true }) as Record<string, string>[]).filter(
    (r) => /^method=[^;]*$/.test(r.breakdown ?? "") && r.note === "quarterly",
  );
  expect(expected.length).toBe(96);
  for (const r of expected)
    expect([r.breakdown, sums.get(`${r.breakdown} ${r.period_start} ${r.period_end}`)]).toEqual([
      r.breakdown,
      Number(r.value),
    ]);
});

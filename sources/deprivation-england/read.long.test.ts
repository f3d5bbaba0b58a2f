import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CollateReport, collate, readSource } from "../../src/collate/index.ts";
import { openSnapshot, projectRoot, type Snapshot } from "../../src/store/index.ts";
import { temporaryFolder } from "../../test/collate/figures.ts";

const shared = join(projectRoot, "../shared");
const files = ["imd2019_england_lsoa11_slim.csv", "imd2025_england_lsoa21_slim.csv"].map((name) => ({
  path: join(shared, "data/imd", name),
}));
const isHere = files.every(({ path }) => existsSync(path));
const folder = temporaryFolder();
let report: CollateReport;
let snapshot: Snapshot;

beforeAll(async () => {
  if (!isHere) return;
  report = await collate(folder.path, undefined, { sources: [await readSource("deprivation-england")], files });
  snapshot = await openSnapshot(folder.path);
}, 300_000);
afterAll(() => {
  snapshot?.close();
  folder.remove();
});

test("both editions load whole: 32,844 areas of 2011 and 33,755 of 2021", (context) => {
  context.skip(!isHere, "../shared/data is not here");
  expect(report.refused).toEqual([]);
  expect(report.findings.filter(({ severity }) => severity === "fault")).toEqual([]);
  expect(report.files.map(({ rowsIn, rowsLoaded, rowsSetAside }) => [rowsIn, rowsLoaded, rowsSetAside])).toEqual([
    [32_844, 32_844, 0],
    [33_755, 33_755, 0],
  ]);
});

test("a tenth of the areas is in each tenth", async (context) => {
  context.skip(!isHere, "../shared/data is not here");
  const tenths = await snapshot.sql(
    `select year(period_start)::int as year, min(n)::int as least, max(n)::int as most from (
       select period_start, value, count(*) as n from observation
       where measure = 'deprivation-decile' and breakdown like '%domain=all;%' group by all) group by all order by all`,
  );
  expect(tenths).toEqual([
    { year: 2019, least: 3284, most: 3285 },
    { year: 2025, least: 3375, most: 3376 },
  ]);
});

test("areas of a force, their share in the most deprived tenth of 2025 and their mean score are as figured out before", async (context) => {
  context.skip(!isHere, "../shared/data is not here");
  const count = await byForce("index=IoD 2019; domain=all; areas=LSOA 2011", "deprivation-rank", 2011);
  const share = await byForce("index=IoD 2025; domain=all; areas=LSOA 2021", "deprivation-decile", 2021);
  const score = await byForce("index=IoD 2025; domain=all; areas=LSOA 2021", "deprivation-score", 2021);
  for (const force of expected("lsoa_count")) expect(count.get(force.code)?.length, force.code).toBe(force.value);
  for (const { code, value } of expected("imd_share_lsoas_in_most_deprived_decile"))
    expect(mean((share.get(code) ?? []).map((tenth) => (tenth === 1 ? 1 : 0))), code).toBeCloseTo(value, 3);
  for (const { code, value } of expected("imd_mean_score"))
    expect(mean(score.get(code) ?? []), code).toBeCloseTo(value, 1);
});

/** Values of the areas of each force. */
async function byForce(breakdown: string, measure: string, areas: number): Promise<Map<string, number[]>> {
  const lookup = rows(`data/ons-lookups/lsoa${areas}_to_pfa24.csv`);
  const forceOf = new Map(lookup.map((r) => [r[`lsoa${areas - 2000}_code`], r.pfa24_code]));
  const found = await snapshot.sql(
    `select place, value from observation where breakdown = '${breakdown}' and measure = '${measure}'`,
  );
  const values = new Map<string, number[]>();
  for (const { place, value } of found) {
    const force = forceOf.get(String(place)) ?? "";
    values.set(force, [...(values.get(force) ?? []), Number(value)]);
  }
  return values;
}

function expected(measure: string): { code: string; value: number }[] {
  const found = rows("figures/deprivation_by_force.csv").filter((r) => r.measure === measure);
  expect(found.length).toBe(39);
  return found.map((r) => ({ code: r.area_code ?? "", value: Number(r.value) }));
}

const rows = (path: string): Record<string, string>[] => parse(readFileSync(join(shared, path)), { columns: true });
const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

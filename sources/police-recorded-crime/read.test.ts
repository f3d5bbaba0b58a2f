import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CollateReport, collate, readSource } from "../../src/collate/index.ts";
import { openSnapshot, projectRoot, type Snapshot } from "../../src/store/index.ts";
import { temporaryFolder } from "../../test/collate/figures.ts";

const shared = join(projectRoot, "../shared");
const file = join(shared, "data/home-office-prc-pfa-2017-18/prc-pfa-mar2013-onwards-tables201718.csv");
const byHand = join(shared, "figures/prc_2017_18_by_force_quarter.csv");
const folder = temporaryFolder();
let report: CollateReport;
let snapshot: Snapshot;

beforeAll(async () => {
  if (!existsSync(file)) return;
  const sources = [await readSource("police-recorded-crime")];
  report = await collate(folder.path, undefined, { sources, files: [{ path: file, published: "2018" }] });
  snapshot = await openSnapshot(folder.path);
});
afterAll(() => {
  snapshot?.close();
  folder.remove();
});

/** Sum of the offences of 2017/18 under a condition. */
async function total(where: string): Promise<number> {
  const [row] = await snapshot.sql(`select sum(value)::bigint as n from observation where ${where}`);
  return Number(row?.n);
}

test("the sheet of 2017/18 as published: every row is loaded, and the totals are those counted by hand", async (context) => {
  context.skip(!existsSync(file), "../shared/data is not here");
  expect(report.refused).toEqual([]);
  expect(report.files).toMatchObject([{ rowsIn: 23_068, rowsLoaded: 23_068, rowsSetAside: 0 }]);
  expect(report.findings).toEqual([]);
  expect(await total("true")).toBe(5_519_401);
  expect(await total("breakdown like '%group=Fraud offences;%'")).toBe(638_358);
  const codes = { "106": 3393, "92A": 26_574, "88A": 4444, "71": 1206, "86": 22_949, "10A": 2346, "35": 8322 };
  for (const [code, n] of Object.entries({ ...codes, "38": 1936, "1/4.1/4.10/4.2": 728 }))
    expect([code, await total(`breakdown like '%code=${code};%'`)]).toEqual([code, n]);
});

test("43 forces with areas, five bodies without, four quarters, counts below zero kept", async (context) => {
  context.skip(!existsSync(file), "../shared/data is not here");
  const [shape] = await snapshot.sql(
    `select count(distinct place) filter (place <> '')::int as forces, count(distinct period_start)::int as quarters,
       count(*) filter (value < 0)::int as negative, min(value)::int as lowest,
       count(distinct split_part(breakdown, ';', 1)) filter (place = '')::int as bodies from observation`,
  );
  expect(shape).toEqual({ forces: 43, quarters: 4, negative: 36, lowest: -45, bodies: 5 });
  // Avon and Somerset recorded no homicide of the first two kinds and one each of the others in April to June 2017.
  const homicides = await snapshot.sql(
    `select value::int as n from observation where breakdown like '%=Homicide; row=%' and place = 'E23000036'
       and period_start = '2017-04-01' order by line`,
  );
  expect(homicides.map(({ n }) => n)).toEqual([0, 0, 1, 1]);
});

test("each force, quarter and subgroup has the sum that was worked out apart from this reader", async (context) => {
  context.skip(!existsSync(file) || !existsSync(byHand), "../shared is not here");
  // Bodies without an area share no subgroup, so their names are not needed.
  const rows = await snapshot.sql(
    `select place, period_start, regexp_extract(breakdown, 'group=([^;]*)', 1) as grp,
       regexp_extract(breakdown, 'subgroup=([^;]*)', 1) as subgroup, sum(value)::int as n from observation group by all`,
  );
  const sums = rows.map((r) => [`${r.place} ${r.period_start} ${r.grp} > ${r.subgroup}`, r.n]);
  const expected = (parse(readFileSync(byHand), { columns: true }) as Record<string, string>[])
    .filter(({ measure }) => measure === "police_recorded_offences")
    .map((r) => [`${r.area_code} ${r.period_start} ${r.breakdown}`, Number(r.value)]);
  expect(expected.length).toBe(4236);
  expect(Object.fromEntries(sums)).toEqual(Object.fromEntries(expected));
});

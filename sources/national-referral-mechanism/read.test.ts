import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CollateReport, collate, readSource } from "../../src/collate/index.ts";
import { openSnapshot, projectRoot, type Snapshot } from "../../src/store/index.ts";
import { temporaryFolder } from "../../test/collate/figures.ts";

const shared = join(projectRoot, "../shared");
const data = join(shared, "data/home-office-nrm-2022-2023");
const byForce = join(shared, "figures/nrm_by_force_quarter.csv");
const byType = join(shared, "figures/nrm_national_breakdowns.csv");
const folder = temporaryFolder();
let report: CollateReport;
let snapshot: Snapshot;

beforeAll(async () => {
  if (!existsSync(data)) return;
  const sources = [await readSource("national-referral-mechanism")];
  const names = readdirSync(data).filter((name) => name.endsWith(".csv"));
  const files = names.map((name) => ({ path: join(data, name) }));
  report = await collate(folder.path, undefined, { sources, files });
  snapshot = await openSnapshot(folder.path);
});
afterAll(() => {
  snapshot?.close();
  folder.remove();
});

const ALL = "exploitation=Total; age=Total; gender=Total; nationality=Total";
const QUARTERS = ["2022-04", "2022-07", "2022-10", "2023-01", "2023-04", "2023-07", "2023-10"];

test("all 13 files: every row is loaded, and every margin of every cube is the sum of its parts", (context) => {
  context.skip(!existsSync(data), "../shared/data is not here");
  expect(report.refused).toEqual([]);
  expect(report.findings.filter(({ severity }) => severity === "fault")).toEqual([]);
  const rows = Object.fromEntries(report.files.map(({ name, rowsIn }) => [name, rowsIn]));
  expect(report.files.length).toBe(13);
  for (const { rowsIn, rowsLoaded } of report.files) expect(rowsLoaded).toBe(rowsIn);
  expect(rows).toMatchObject({
    "nrm_referrals_local-authority_2023_q3.csv": 9690,
    "nrm_referrals_longitudinal.csv": 885,
    "nrm_referrals_police_2022_q2_nonzero.csv": 2960,
    "nrm_referrals_police_2023_q4_nonzero.csv": 3084,
    "nrm_reasonable_grounds.csv": 50,
  });
});

test("the series: the seven quarters as restated, and whole years", async (context) => {
  context.skip(!existsSync(data), "../shared/data is not here");
  const rows = await snapshot.sql(
    `select period_start, sum(value)::int as n from observation
       where measure = 'nrm-referrals' and breakdown like '%location=Total' group by all order by all`,
  );
  const quarters = new Map(rows.map(({ period_start, n }) => [String(period_start).slice(0, 7), Number(n)]));
  // Restated: as first published, by first responder, they were 4,171 and so on (the next test).
  expect(QUARTERS.map((q) => quarters.get(q))).toEqual([4157, 4578, 4413, 4738, 3993, 4131, 4142]);
  const year = (y: string) => [...quarters].reduce((sum, [q, n]) => sum + (q.startsWith(y) ? n : 0), 0);
  expect([year("2009"), year("2013"), year("2022"), year("2023")]).toEqual([552, 1743, 16_921, 17_004]);
});

test("as first published: police and the other three types of first responder are the totals of the seven quarters", async (context) => {
  context.skip(!existsSync(data) || !existsSync(byType), "../shared is not here");
  const police = await snapshot.sql(
    `select period_start, value::int as n from observation where breakdown = 'responder type=Police; responders=Total; ${ALL}'`,
  );
  const totals = new Map(police.map(({ period_start, n }) => [String(period_start), Number(n)]));
  expect([...totals.values()].sort()).toEqual([950, 969, 1034, 1043, 938, 970, 995].sort());
  const others = (parse(readFileSync(byType), { columns: true }) as Record<string, string>[]).filter((r) =>
    /^first_responder_type=(?!Police)/.test(r.breakdown ?? ""),
  );
  for (const { period_start = "", value } of others)
    totals.set(period_start, (totals.get(period_start) ?? 0) + Number(value));
  const sums = QUARTERS.map((q) => totals.get(`${q}-01`));
  expect(sums).toEqual([4171, 4586, 4417, 4746, 3998, 4138, 4141]);
});

test("local authorities of 2023 Q3, decisions and reports of 2023", async (context) => {
  context.skip(!existsSync(data), "../shared/data is not here");
  const value = async (where: string) =>
    (
      await snapshot.sql(`select value::int as n from observation where ${where}
    order by period_start`)
    ).map(({ n }) => n);
  expect(await value(`breakdown = 'responder type=Local Authority; responders=Total; ${ALL}'`)).toEqual([963]);
  const in2023 =
    "period_start = '2023-01-01' and period_end = '2023-12-31' and breakdown in ('all', 'age=Total; outcome=Total')";
  expect(await value(`measure = 'nrm-reasonable-grounds-decisions' and ${in2023}`)).toEqual([15_247]);
  expect(await value(`measure = 'nrm-conclusive-grounds-decisions' and ${in2023}`)).toEqual([9825]);
  expect(await value("measure = 'duty-to-notify-reports' and breakdown = 'nationality=Total'")).toEqual([1044]);
});

test("each force, quarter, kind of exploitation and age has the figure that was worked out apart from this reader", async (context) => {
  context.skip(!existsSync(data) || !existsSync(byForce), "../shared is not here");
  const rows = await snapshot.sql(
    `select place, period_start, breakdown, value::int as n from observation
       where breakdown like 'responder type=Police; exploitation=%; gender=Total; nationality=Total'`,
  );
  const ours = rows.map((r) => [`${r.place} ${r.period_start} ${r.breakdown}`, r.n]);
  const expected = (parse(readFileSync(byForce), { columns: true }) as Record<string, string>[])
    .filter((r) => r.area_code !== "" && r.area_code !== "K02000001" && Number(r.value) !== 0)
    .map((r) => [
      `${r.area_code} ${r.period_start} responder type=Police; ${r.breakdown}; gender=Total; nationality=Total`,
      Number(r.value),
    ]);
  expect(expected.length).toBeGreaterThan(3900);
  expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(expected));
});

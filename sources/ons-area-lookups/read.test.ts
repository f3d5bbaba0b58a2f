import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CollateReport, collate, readSource } from "../../src/collate/index.ts";
import { openSnapshot, projectRoot, type Snapshot } from "../../src/store/index.ts";
import { temporaryFolder } from "../../test/collate/figures.ts";

const shared = join(projectRoot, "../shared/data/ons-lookups");
const ROWS = {
  "lookup_ltla22_ltla23.csv": 374,
  "lookup_ltla24_csp24_pfa24.csv": 332,
  "lsoa2011_to_pfa24.csv": 34_753,
  "lsoa2021_to_pfa24.csv": 35_672,
};
const isHere = existsSync(shared);
const folder = temporaryFolder();
let report: CollateReport;
let snapshot: Snapshot;

beforeAll(async () => {
  if (!isHere) return;
  const files = Object.keys(ROWS).map((name) => ({ path: join(shared, name) }));
  report = await collate(folder.path, undefined, { sources: [await readSource("ons-area-lookups")], files });
  snapshot = await openSnapshot(folder.path);
});
afterAll(() => {
  snapshot?.close();
  folder.remove();
});

test("every row of the four real lookups is loaded, and none as a figure", async (context) => {
  context.skip(!isHere, "../shared/data is not here");
  expect(report.refused).toEqual([]);
  expect(report.findings.filter(({ severity }) => severity === "fault")).toEqual([]);
  expect(Object.fromEntries(report.files.map((file) => [file.name, file.rowsLoaded]))).toEqual(ROWS);
  for (const file of report.files) expect(file.rowsIn).toBe(file.rowsLoaded);
  expect(await snapshot.sql("select count(*)::int as n from observation")).toEqual([{ n: 0 }]);
});

test("each small area lies in one force and each of the 43 forces holds some; authorities lie in 43 forces too", async (context) => {
  context.skip(!isHere, "../shared/data is not here");
  const links = await snapshot.sql(
    `select vintage, count(*)::int as n, count(distinct child)::int as children, count(distinct parent)::int as parents,
       count(distinct partnership)::int as partnerships
     from area_link group by all order by all`,
  );
  expect(links.map(({ vintage, children, parents }) => [vintage, children, parents])).toEqual([
    ["lsoa2011_to_pfa24", 34_753, 43],
    ["lsoa2021_to_pfa24", 35_672, 43],
    ["ltla22_ltla23", 374, 361],
    ["ltla24_csp24_pfa24", 318, 43],
  ]);
  const [apart] = await snapshot.sql(
    `select count(*)::int as n from area_link where vintage like 'lsoa%' and left(child, 1) <> left(parent, 1)`,
  );
  expect(apart).toEqual({ n: 0 });
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, expect, test } from "vitest";
import { collate, readSource } from "../../src/collate/index.ts";
import { openSnapshot, projectRoot } from "../../src/store/index.ts";
import { temporaryFolder } from "../../test/collate/figures.ts";

const shared = join(projectRoot, "../shared");
const file = join(shared, "data/imd/imd2019_wales_lsoa11_slim.csv");
const folder = temporaryFolder();
afterAll(() => folder.remove());

test("the real index: 1,909 areas, and each force's share in the most deprived tenth as figured out before", async (context) => {
  context.skip(!existsSync(file), "../shared/data is not here");
  const sources = [await readSource("deprivation-wales")];
  const report = await collate(folder.path, undefined, { sources, files: [{ path: file, published: "2019" }] });
  expect(report.findings).toEqual([]);
  expect(report.files).toMatchObject([{ rowsIn: 1909, rowsLoaded: 1909, rowsSetAside: 0 }]);
  const snapshot = await openSnapshot(folder.path);
  const tenths = await snapshot.sql(
    "select place, value::int as tenth from observation where measure = 'deprivation-decile'",
  );
  const [ranks] = await snapshot.sql(
    "select count(distinct value)::int as n, max(value)::int as most from observation where measure = 'deprivation-rank'",
  );
  snapshot.close();
  expect(ranks).toEqual({ n: 1909, most: 1909 });
  const forceOf = new Map(lines("data/ons-lookups/lsoa2011_to_pfa24.csv").map((r) => [r.lsoa11_code, r.pfa24_code]));
  const forces = lines("figures/deprivation_by_force.csv").filter(
    (r) => r.measure === "wimd_share_lsoas_in_most_deprived_decile",
  );
  expect(forces.length).toBe(4);
  for (const { area_code, value } of forces) {
    const own = tenths.filter(({ place }) => forceOf.get(String(place)) === area_code);
    expect(own.filter(({ tenth }) => tenth === 1).length / own.length, area_code).toBeCloseTo(Number(value), 3);
  }
});

const lines = (path: string) => parse(readFileSync(join(shared, path)), { columns: true }) as Record<string, string>[];

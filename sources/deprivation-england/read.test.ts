import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { collate, readSource } from "../../src/collate/index.ts";
import { openSnapshot, projectRoot } from "../../src/store/index.ts";
import { temporaryFolder, writeFiles } from "../../test/collate/figures.ts";

const shared = join(projectRoot, "../shared/data/imd");
const NAMES = ["imd2019_england_lsoa11_slim.csv", "imd2025_england_lsoa21_slim.csv"];
const folder = temporaryFolder();
afterAll(() => folder.remove());

/** The first thousand areas of each real file; read.long.test.ts loads them whole. */
test("a thousand real areas of each edition load, rank and tenth in step", async (context) => {
  context.skip(!NAMES.every((name) => existsSync(join(shared, name))), "../shared/data is not here");
  const cut = NAMES.map((name) => [name, `${readFileSync(join(shared, name), "utf8").split("\n", 1001).join("\n")}\n`]);
  const files = writeFiles(folder.path, Object.fromEntries(cut)).map((path) => ({ path }));
  const home = join(folder.path, "home");
  const report = await collate(home, undefined, { sources: [await readSource("deprivation-england")], files });
  expect(report.refused).toEqual([]);
  // What moved between the editions is noted as well; a cut file is a fault.
  const faults = report.findings.filter(({ severity }) => severity === "fault");
  expect(faults.map(({ code }) => code)).toEqual(["row-count", "row-count"]);
  expect(report.files.map(({ rowsIn, rowsLoaded }) => [rowsIn, rowsLoaded])).toEqual([
    [1000, 1000],
    [1000, 1000],
  ]);
  const snapshot = await openSnapshot(home);
  const [wrong] = await snapshot.sql(
    `select count(*)::int as n from observation r join observation d using (place, breakdown)
     where r.measure = 'deprivation-rank' and d.measure = 'deprivation-decile'
       and abs(r.value * 10 / if(r.breakdown like '%2019%', 32844, 33755) - d.value + 0.5) > 0.501`,
  );
  const [first] = await snapshot.sql(
    `select value::int as rank from observation
     where place = 'E01000001' and measure = 'deprivation-rank' and breakdown = 'index=IoD 2019; domain=all; areas=LSOA 2011'`,
  );
  snapshot.close();
  expect(wrong).toEqual({ n: 0 });
  expect(first).toEqual({ rank: 29_199 });
});

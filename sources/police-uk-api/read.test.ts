import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { collate, readSource } from "../../src/collate/index.ts";
import { openSnapshot, projectFile } from "../../src/store/index.ts";
import { temporaryFolder } from "../../test/collate/figures.ts";

const name = "crimes-street-all-crime-2023-01-leicester.json";
const path = projectFile("..", "shared", "data", "police-uk-api-sample", name);
const folder = temporaryFolder();
afterAll(() => folder.remove());

test("an answer of the interface about Leicester, January 2023: 1,448 crimes, each once", async (context) => {
  context.skip(!existsSync(path), `${path} is not there`);
  const home = join(folder.path, "home");
  const report = await collate(home, undefined, { sources: [await readSource("police-uk-api")], files: [{ path }] });
  expect(report.refused).toEqual([]);
  expect(report.findings).toEqual([]);
  expect(report.files).toMatchObject([{ name, rowsIn: 1448, rowsLoaded: 1448, rowsSetAside: 0 }]);
  const snapshot = await openSnapshot(home);
  const [total] = await snapshot.sql(
    `select sum(value)::integer as crimes, count(distinct breakdown)::integer as numbers,
       sum(value) filter (breakdown like '%category=drugs;%')::integer as drugs from observation`,
  );
  snapshot.close();
  expect(total).toMatchObject({ crimes: 1448, numbers: 1448 });
  expect(Number(total?.drugs)).toBeGreaterThan(0);
});

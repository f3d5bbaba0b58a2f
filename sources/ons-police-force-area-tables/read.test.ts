import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, expect, test } from "vitest";
import { collate, readSource } from "../../src/collate/index.ts";
import { openSnapshot, projectRoot } from "../../src/store/index.ts";
import { temporaryFolder } from "../../test/collate/figures.ts";

const shared = join(projectRoot, "../shared");
const file = join(shared, "data/ons-pfa-population-2018/population_data.csv");
const folder = temporaryFolder();
afterAll(() => folder.remove());

test("the real population and households: 55 areas, the alliance of its authors set aside, forces as figured before", async (context) => {
  context.skip(!existsSync(file), "../shared/data is not here");
  const sources = [await readSource("ons-police-force-area-tables")];
  const report = await collate(folder.path, undefined, { sources, files: [{ path: file, published: "2019" }] });
  expect(report.files).toMatchObject([{ rowsIn: 56, rowsLoaded: 55, rowsSetAside: 1 }]);
  expect(report.findings.map(({ code }) => code)).toEqual(["not-a-figure"]);
  const snapshot = await openSnapshot(folder.path);
  const found = await snapshot.sql("select measure, place, value::int as value from observation");
  snapshot.close();
  const figureOf = (measure: string, place: string) =>
    found.find((o) => o.measure === measure && o.place === place)?.value;
  const byHand = (
    parse(readFileSync(join(shared, "figures/pfa_context.csv")), { columns: true }) as Record<string, string>[]
  ).filter((r) => r.measure === "households" || (r.measure === "population" && r.period_start === "2018-06-30"));
  expect(byHand.length).toBe(86);
  for (const r of byHand)
    expect([r.area_code, figureOf(r.measure ?? "", r.area_code ?? "")]).toEqual([r.area_code, Number(r.value)]);
  expect(figureOf("population", "K04000001")).toBe(59_115_800);
  expect(figureOf("households", "K04000001")).toBe(24_403_600);
});

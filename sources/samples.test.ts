/**
 * Every source reads its samples as agreed: adding a folder adds the test. A sample is a small invented file in the
 * publisher's format, `samples/<file name as published>`; a workbook is kept as `<name>.json`, {"sheet": [[cells]]}, and made
 * before it is read. What must come out stands in expect.json; SOCLAB_RENEW=1 writes it anew, to be read before it is kept.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CollateReport, collate, readSource } from "../src/collate/index.ts";
import { openSnapshot, projectFile, type Snapshot } from "../src/store/index.ts";
import { temporaryFolder } from "../test/collate/figures.ts";
import { writeSample } from "../test/collate/samples.ts";

const folder = temporaryFolder();

const withSamples = readdirSync(projectFile("sources"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(projectFile("sources", entry.name, "samples")))
  .map((entry) => entry.name);

const home = join(folder.path, "home");
let report: CollateReport;
let snapshot: Snapshot;

/** All samples in one collation, each read by its own source. */
beforeAll(async () => {
  const sources = await Promise.all(withSamples.map(async (id) => ({ ...(await readSource(id)), files: [] })));
  report = await collate(home, undefined, { sources, files: withSamples.flatMap(samplesOf) });
  snapshot = await openSnapshot(home);
});
afterAll(() => {
  snapshot.close();
  folder.remove();
});

function samplesOf(id: string) {
  const inbox = join(folder.path, id);
  mkdirSync(inbox);
  const samples = projectFile("sources", id, "samples");
  return readdirSync(samples)
    .sort()
    .map((name) => ({ path: writeSample(join(samples, name), inbox), source: id }));
}

describe("samples", () => {
  test.each(withSamples)("%s", async (id) => {
    const found = await foundOf(id);
    const agreed = projectFile("sources", id, "expect.json");
    if (process.env.SOCLAB_RENEW === "1") writeFileSync(agreed, `${JSON.stringify(found, null, 1)}\n`);
    expect(found).toEqual(JSON.parse(readFileSync(agreed, "utf8")));
    for (const file of found.files) expect(file.rowsIn).toBe(file.rowsLoaded + file.rowsSetAside);
  });
});

/** What became of the samples of a source, as plain data without hashes. */
async function foundOf(id: string) {
  const isOwn = ({ source }: { source: string }) => source === id;
  const observations = await snapshot.sql(
    `select r.name, o.part, o.line, measure, threat, place, breakdown, period_start, period_end, value, missing, unit, low, high,
       o.published, note from observation o join release r using (sha256, part) where r.source = '${id}' order by all`,
  );
  const findings = (await snapshot.findings()).filter(isOwn).map(({ sha256, source, ...finding }) => finding);
  const files = report.files.filter(isOwn).map(({ sha256, ...file }) => file);
  return { files, refused: report.refused.filter(isOwn), observations: observations.map(packed), findings };
}

/** Without the fields that say nothing. */
const packed = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== ""));

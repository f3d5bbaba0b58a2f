/**
 * Every source reads its samples as agreed: adding a folder adds the test. A sample is a small invented file in the
 * publisher's format, `samples/<file name as published>`; a workbook is kept as `<name>.json`, {"sheet": [[cells]]}, and made
 * before it is read. What must come out stands in expect.json; SOCLAB_RENEW=1 writes it anew, to be read before it is kept.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type CollateReport, collate, readSource } from "../src/collate/index.ts";
import { openSnapshot, projectFile } from "../src/store/index.ts";
import { temporaryFolder } from "../test/collate/figures.ts";
import { writeSample } from "../test/collate/samples.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const withSamples = readdirSync(projectFile("sources"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(projectFile("sources", entry.name, "samples")))
  .map((entry) => entry.name);

describe("samples", () => {
  test.each(withSamples)("%s", async (id) => {
    const found = await collateSamples(id);
    const agreed = projectFile("sources", id, "expect.json");
    if (process.env.SOCLAB_RENEW === "1") writeFileSync(agreed, `${JSON.stringify(found, null, 1)}\n`);
    expect(found).toEqual(JSON.parse(readFileSync(agreed, "utf8")));
    for (const file of found.files) expect(file.rowsIn).toBe(file.rowsLoaded + file.rowsSetAside);
  });
});

/** The samples of a source through the whole pipeline, as plain data without hashes. */
async function collateSamples(id: string) {
  const inbox = join(folder.path, id);
  mkdirSync(inbox);
  const samples = projectFile("sources", id, "samples");
  const files = readdirSync(samples)
    .sort()
    .map((name) => ({ path: writeSample(join(samples, name), inbox), source: id }));
  const home = join(folder.path, `${id}-home`);
  const report = await collate(home, undefined, { sources: [{ ...(await readSource(id)), files: [] }], files });
  return { files: report.files.map(withoutHash), refused: report.refused, ...(await contents(home)) };
}

const withoutHash = ({ sha256, ...file }: CollateReport["files"][number]) => file;

async function contents(home: string) {
  const snapshot = await openSnapshot(home).catch(() => undefined);
  if (snapshot === undefined) return { observations: [], findings: [] };
  const observations = await snapshot.sql(
    `select r.name, o.part, o.line, measure, threat, place, breakdown, period_start, period_end, value, missing, unit, low, high,
       o.published, note from observation o join release r using (sha256, part) order by all`,
  );
  const findings = (await snapshot.findings()).map(({ sha256, source, ...finding }) => finding);
  snapshot.close();
  return { observations: observations.map(packed), findings };
}

/** Without the fields that say nothing. */
const packed = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== ""));

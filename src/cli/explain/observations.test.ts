import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/collate/figures.ts";
import { writeSample } from "../../../test/collate/samples.ts";
import { collate, readSources } from "../../collate/index.ts";
import { hashFile, openSnapshot, projectFile } from "../../store/index.ts";
import { behind, walkObservation } from "./observations.ts";
import { Sources } from "./sources.ts";

const folder = temporaryFolder();
const home = join(folder.path, "home");
const FIGURES = process.env.SOCLAB_LONG === "1" ? 500 : 60;
/** Another seed draws other figures: SOCLAB_SEED=7. */
const SEED = Number(process.env.SOCLAB_SEED ?? 1);

/** One source of each format: counted rows, JSON, OpenDocument, Excel. With the long checks every source. */
const SAMPLED = ["police-uk", "police-uk-api", "drug-seizures", "nrs-drug-deaths"];
const isSampled = (id: string): boolean => process.env.SOCLAB_LONG === "1" || SAMPLED.includes(id);

/** Everything that ships, and samples of sources. */
beforeAll(async () => {
  const sources = await readSources();
  const files = sources.flatMap(({ declaration: { id } }) => samplesOf(id).map((path) => ({ path, source: id })));
  await collate(home, undefined, { sources, files });
});
afterAll(() => folder.remove());

function samplesOf(id: string): string[] {
  const samples = projectFile("sources", id, "samples");
  if (!existsSync(samples) || !isSampled(id)) return [];
  const inbox = join(folder.path, id);
  mkdirSync(inbox);
  return readdirSync(samples).map((name) => writeSample(join(samples, name), inbox));
}

/** As many of each kind of origin as can be had: a plain file, a part of a file, one of several figures of a row, a count. */
const DRAWN = `
select id from (
  select id, row_number() over (partition by source, part <> '', id like '%.%', note like 'counted from%' order by md5(id || '${SEED}')) as nth from observation)
order by nth, md5(id || '${SEED}') limit ${FIGURES}`;

test(`${FIGURES} figures end in landed bytes, line and hash, and reading them again gives the same figure (seed ${SEED})`, async () => {
  const snapshot = await openSnapshot(home);
  const ids = (await snapshot.sql(DRAWN)).map((row) => String(row.id));
  snapshot.close();
  expect(ids).toHaveLength(FIGURES);
  const sources = new Sources(home);
  const [whole, parts, counted] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const id of ids) {
    const { origin, reread, fault } = await behind(id, sources);
    expect(fault, id).toBe("");
    expect(reread?.observation, id).toEqual(origin.observation);
    whole.add(origin.path);
    if (origin.part !== "") parts.add(id);
    if (reread?.counted !== undefined) {
      counted.add(id);
      expect(origin.observation.value, id).toEqual({ value: reread.counted.rows });
    } else expect(Object.keys(reread?.cells ?? {}).length, id).toBeGreaterThan(0);
  }
  await sources.close();
  for (const path of whole) expect(path.endsWith(hashFile(path).sha256)).toBe(true);
  expect(parts.size).toBeGreaterThan(10);
  expect(counted.size).toBeGreaterThan(10);
  console.info(
    `${ids.length} figures of ${whole.size} files explained, ${parts.size} in sheets or entries, ${counted.size} counted`,
  );
});

test("a figure of a sheet is told with its row, cell by cell", async () => {
  const snapshot = await openSnapshot(home);
  const [row] = await snapshot.sql(
    "select id from observation where part <> '' and id not like '%.%' order by id limit 1",
  );
  snapshot.close();
  const sources = new Sources(home);
  const { facts } = await walkObservation(String(row?.id), sources);
  await sources.close();
  expect(facts["read again"]).toBe("the same figure");
  expect(facts.file).toMatch(/^[a-z0-9-]+\/.+, .+, line \d+$/);
  expect(facts.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(facts.licence).not.toBe("");
  expect(facts.line ?? facts.rows).toBeDefined();
});

test("bytes that have changed are said so, and nothing is read from them", async () => {
  const sources = new Sources(home);
  const snapshot = await sources.snapshot();
  const [row] = await snapshot.sql("select id, sha256 from observation where source = 'embedded' order by id limit 1");
  const bare = new Sources(join(folder.path, "bare"));
  const elsewhere = Object.assign(bare, { snapshot: () => sources.snapshot() });
  const { fault, reread } = await behind(String(row?.id), elsewhere);
  await sources.close();
  expect(reread).toBeUndefined();
  expect(fault).toMatch(/missing or no longer has the bytes it is named by/);
});

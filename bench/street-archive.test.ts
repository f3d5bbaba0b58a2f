import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { collate, readSource } from "../src/collate/index.ts";
import { openSnapshot } from "../src/store/index.ts";
import { writeStreetArchive } from "./street-archive.ts";

const folder = mkdtempSync(join(tmpdir(), "soclab-archive-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("an archive in the published layout goes in through the real source: every row, each entry with its own mark", async () => {
  const path = join(folder, "2025-12.zip");
  const made = writeStreetArchive(path, 3_000, { months: 12 });
  // 44 police areas without Scotland and British Transport Police, 12 months: more than are loaded at once.
  expect(made).toMatchObject({ entries: 45 * 12, rows: 3_000 });
  const home = join(folder, "home");
  const shares: number[] = [];
  const report = await collate(home, ({ share }) => share !== undefined && shares.push(share.done / share.total), {
    sources: [await readSource("police-uk")],
    files: [{ path }],
  });
  expect(report.files).toMatchObject([{ tables: 45 * 12, rowsIn: 3_000, rowsLoaded: 3_000, rowsSetAside: 0 }]);
  expect(report.findings).toEqual([]);
  expect(shares.every((share, i) => share >= (shares[i - 1] ?? 0) && share <= 1)).toBe(true);
  expect(shares.at(-1)).toBe(1);
  const snapshot = await openSnapshot(home);
  const [row] = await snapshot.sql(
    "select (select sum(rows_loaded) from release)::integer as marked, (select count(*) from police_uk_crime)::integer as loaded, (select count(distinct part) from police_uk_crime)::integer as parts, (select count(*) from police_uk_crime where strftime(month, '%Y-%m') <> left(part, 7))::integer as strays, (select min(line) from police_uk_crime)::integer as first",
  );
  expect(row).toEqual({ marked: 3_000, loaded: 3_000, parts: 45 * 12, strays: 0, first: 2 });
  snapshot.close();
});

test("the same seed gives the same bytes, another seed others", () => {
  const bytes = (name: string, seed: number) => {
    writeStreetArchive(join(folder, name), 2_000, { seed, months: 2 });
    return readFileSync(join(folder, name));
  };
  expect(bytes("a.zip", 1).equals(bytes("b.zip", 1))).toBe(true);
  expect(bytes("c.zip", 2).equals(bytes("b.zip", 1))).toBe(false);
});

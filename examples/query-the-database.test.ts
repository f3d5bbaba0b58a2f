import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { collate, readSource } from "../src/collate/index.ts";
import { openSnapshot } from "../src/store/index.ts";
import { temporaryFolder } from "../test/collate/figures.ts";
import { referrals } from "./query-the-database.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

it("tells what was known of each year's referrals, and where the figure stands", async () => {
  const home = join(folder.path, "home");
  await collate(home, undefined, { sources: [await readSource("embedded")] });
  const snapshot = await openSnapshot(home);
  const years = await referrals(snapshot);
  expect(years.find((y) => y.year === 2013)?.now).toBeGreaterThan(1700);
  expect(years.map((y) => y.year)).toEqual([...new Set(years.map((y) => y.year))]);
  const last = years.at(-1);
  expect((await snapshot.origin(last?.id ?? ""))?.text).toContain(String(last?.now));
  snapshot.close();
});

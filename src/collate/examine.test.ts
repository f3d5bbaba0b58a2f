import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Check } from "typebox/value";
import { afterAll, beforeEach, expect, test } from "vitest";
import { content, goodFile, line, sourceOf, temporaryFolder, writeFiles } from "../../test/collate/figures.ts";
import { homePaths, projectFile } from "../store/index.ts";
import { collate } from "./collate.ts";
import { examine } from "./examine.ts";
import { HealthSchema, healthSchemaJson } from "./quality/health.ts";
import { matterOf } from "./quality/matter.ts";
import { readSource } from "./source.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());
let n = 0;
let home = "";
beforeEach(() => {
  home = join(folder.path, `home-${n++}`);
});

test("what the doctor says has the published shape, in health and in sickness", async () => {
  const path = projectFile("docs", "reference", "doctor.schema.json");
  if (process.env.SOCLAB_RENEW === "1") writeFileSync(path, healthSchemaJson());
  expect(readFileSync(path, "utf8")).toBe(healthSchemaJson());
  const files = writeFiles(folder.path, { "a.csv": goodFile(1), "b.csv": "measure\n" });
  const source = await sourceOf(files);
  expect(Check(HealthSchema, await examine(home, [source]))).toBe(true);
  await collate(home, undefined, { sources: [source] });
  const health = await examine(home, [source]);
  expect(Check(HealthSchema, health)).toBe(true);
  expect(Check(HealthSchema, JSON.parse(JSON.stringify(health)))).toBe(true);
  expect(health.matters.map((m) => [m.kind, m.severity, m.where])).toEqual([
    ["broken", "fault", "embedded/b.csv"],
    ["stale", "fault", "embedded/b.csv"],
  ]);
});

test("a broken home never stops the doctor: each thing that cannot be looked at is a fault", async () => {
  const source = await sourceOf(writeFiles(folder.path, { "a.csv": goodFile(1) }));
  const aFile = join(folder.path, "a-file");
  writeFileSync(aFile, "");
  const paths = homePaths(home);
  await collate(home, undefined, { sources: [source] });
  const breakages: [string, () => void][] = [
    ["garbage for a pointer", () => writeFileSync(paths.current, "{")],
    ["a ledger of bytes", () => writeFileSync(paths.ledger, Buffer.from([0, 255, 10, 10]))],
    ["a folder for a ledger", () => void mkdirSync(paths.ledger, { recursive: true })],
  ];
  for (const [what, breakIt] of breakages) {
    if (what.startsWith("a folder")) rmSync(paths.ledger);
    breakIt();
    const health = await examine(home, [source]);
    expect(health.faults.length, what).toBeGreaterThan(0);
    expect(health.matters[0], what).toMatchObject({ kind: "broken", severity: "fault" });
  }
  expect((await examine(aFile, [source])).faults.length).toBeGreaterThan(0);
  expect((await examine(join(folder.path, "nowhere"), [source])).faults).toEqual([
    expect.stringContaining("holds no collated figures yet. Run `soclab collate` first."),
  ]);
});

test("late by the day of the clock that is given; withdrawn and set aside are told with what to do next", async () => {
  const embedded = await readSource("embedded");
  const { owned, ...declaration } = embedded.declaration;
  const source = {
    ...embedded,
    files: [],
    declaration: { ...declaration, cadence: "quarterly" as const, lag_days: 30 },
  };
  const paths = writeFiles(folder.path, {
    "x.csv": content([line({ from: "2024-01-01", until: "2024-03-31" }), line({ value: "1x" }), line({ value: "2x" })]),
  });
  const files = paths.map((path) => ({ path, source: "embedded" }));
  await collate(home, undefined, { sources: [source], files });
  expect((await examine(home, [source], "2024-07-30")).matters.map((m) => m.kind)).toEqual(["set aside"]);
  const late = await examine(home, [source], "2024-08-09");
  expect(late.sources).toMatchObject([{ source: "embedded", newest: "2024-03-31", lateDays: 10 }]);
  expect(late.matters).toMatchObject([
    { kind: "set aside", severity: "fault", count: 2, where: "embedded/x.csv, line 3" },
    { kind: "late", severity: "note", what: "the next release is 10 days late" },
  ]);
  for (const matter of late.matters) expect(matter.next).not.toBe("");
});

test("a sentence falls into what, why and what next", () => {
  const about = { kind: "set aside", severity: "fault", code: "x", source: "s", where: "s/f.csv, line 2" } as const;
  expect(
    matterOf('s/f.csv, line 2: "value" is `1x`, which is no number. It was set aside. Mend the row.', about),
  ).toMatchObject({
    what: '"value" is `1x`, which is no number.',
    why: "It was set aside.",
    next: "Mend the row.",
  });
  expect(matterOf("Nothing else is said.", about)).toMatchObject({ what: "Nothing else is said.", why: "", next: "" });
});

import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { content, goodFile, line, sourceOf, temporaryFolder, writeFiles } from "../../test/collate/figures.ts";
import { Database } from "../store/database.ts";
import { homePaths, openSnapshot, readCurrent, switchTo } from "../store/index.ts";
import { type CollateReport, collate } from "./collate.ts";
import { examine } from "./examine.ts";
import { Ledger } from "./ledger.ts";

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
let inbox: string;
beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, "home");
  inbox = folder.path;
});
afterEach(() => folder.remove());

const collateFiles = async (files: string[], to = home): Promise<CollateReport> =>
  collate(to, undefined, { sources: [await sourceOf(files)] });
const states = (report: CollateReport) =>
  report.files.map((f) => `${f.name} ${f.state} ${f.rowsIn}=${f.rowsLoaded}+${f.rowsSetAside}`);
const rowsOf = async (query: string) => {
  const snapshot = await openSnapshot(home);
  try {
    return await snapshot.sql(query);
  } finally {
    snapshot.close();
  }
};
/** Homes that several tests start from, by what was collated into them: made once, then copied. */
const shared = temporaryFolder();
const homes = new Map<string, { path: string; report: CollateReport }>();
afterAll(() => shared.remove());

/** Writes the files, and makes `home` what it is after their first collation. */
async function collated(contents: Record<string, string>): Promise<{ files: string[]; report: CollateReport }> {
  const files = writeFiles(inbox, contents);
  const key = JSON.stringify(contents);
  const path = join(shared.path, `home-${homes.size}`);
  const made = homes.get(key) ?? { path, report: await collateFiles(files, path) };
  homes.set(key, made);
  cpSync(made.path, home, { recursive: true, verbatimSymlinks: true });
  return { files, report: made.report };
}

const isLong = process.env.SOCLAB_LONG === "1";
const bad = content([line(), line({ value: "12O", breakdown: "bad" })]);

test("collating twice gives nothing new: same fingerprint, no new snapshot, no new ledger entry", async () => {
  const files = writeFiles(inbox, { "a.csv": goodFile(1), "b.csv": bad });
  const first = await collateFiles(files);
  expect(first.isNew).toBe(true);
  expect(states(first)).toEqual(["a.csv new 5=5+0", "b.csv new 2=1+1"]);
  const entries = new Ledger(home).entries.length;
  const second = await collateFiles(files);
  expect(second).toMatchObject({ isNew: false, fingerprint: first.fingerprint, notices: [], refused: [] });
  expect(states(second)).toEqual(["a.csv unchanged 5=5+0", "b.csv unchanged 2=1+1"]);
  expect(second.findings).toEqual(first.findings);
  expect(new Ledger(home).entries).toHaveLength(entries);
});

test("batches in any order, in any portions and repeated give one fingerprint", async () => {
  const [a, b, c] = writeFiles(inbox, { "a.csv": goodFile(1), "b.csv": bad, "c.csv": goodFile(3, 40) }) as [
    string,
    string,
    string,
  ];
  const whole = (await collateFiles([a, b, c])).fingerprint;
  const portions = fc.array(fc.shuffledSubarray([a, b, c], { minLength: 1 }), {
    minLength: 1,
    maxLength: isLong ? 3 : 2,
  });
  let n = 0;
  await fc.assert(
    fc.asyncProperty(portions, fc.shuffledSubarray([a, b, c], { minLength: 3 }), async (before, last) => {
      const other = join(folder.path, `home-${n++}`);
      // Each portion keeps what came before, so that nothing is withdrawn on the way.
      const seen: string[] = [];
      for (const portion of before) {
        seen.push(...portion.filter((path) => !seen.includes(path)));
        await collateFiles([...portion, ...seen], other);
      }
      expect((await collateFiles([...last, a], other)).fingerprint).toBe(whole);
    }),
    { numRuns: isLong ? 25 : 2 },
  );
}, 60_000);

test.each(["snapshots", "current", "snapshots and current"])(
  "%s deleted: rebuilt from kept bytes and ledger to the same fingerprint",
  async (what) => {
    const {
      files,
      report: { fingerprint },
    } = await collated({ "a.csv": goodFile(1), "b.csv": bad });
    for (const part of what.split(" and ")) rmSync(join(home, part), { recursive: true });
    const again = await collateFiles(files);
    expect(again.fingerprint).toBe(fingerprint);
    expect(again.notices).toEqual(["The snapshot was missing or damaged and was rebuilt from the kept files."]);
    expect(await rowsOf("select count(*) as n from observation")).toEqual([{ n: 6 }]);
  },
);

test.each<[string, (bytes: Buffer) => Buffer]>([
  ["cut short", (bytes) => bytes.subarray(0, bytes.length >> 1)],
  ["garbage", (bytes) => Buffer.alloc(bytes.length, "soc")],
])("a snapshot that is %s is rebuilt to the same fingerprint, and that is said", async (_, spoil) => {
  const {
    files,
    report: { fingerprint },
  } = await collated({ "a.csv": goodFile(1), "b.csv": bad });
  const path = join(homePaths(home).snapshots, `${fingerprint}.duckdb`);
  writeFileSync(path, spoil(readFileSync(path)));
  const again = await collateFiles(files);
  expect(again.fingerprint).toBe(fingerprint);
  expect(again.notices).toEqual(["The snapshot was missing or damaged and was rebuilt from the kept files."]);
  expect(await rowsOf("select count(*) as n from observation")).toEqual([{ n: 6 }]);
});

test("a changed file takes the place of its older version, whose bytes and entry stay", async () => {
  const { files: first } = await collated({ "a.csv": goodFile(1), "b.csv": goodFile(2) });
  writeFiles(inbox, { "a.csv": goodFile(7, 9) });
  const report = await collateFiles(first);
  expect(states(report)).toEqual(["a.csv new 9=9+0", "b.csv unchanged 5=5+0"]);
  expect(await rowsOf("select count(*) as n from observation")).toEqual([{ n: 14 }]);
  expect(readdirSync(homePaths(home).landed)).toHaveLength(3);
  const fresh = join(folder.path, "fresh");
  expect((await collateFiles(first, fresh)).fingerprint).toBe(report.fingerprint);
});

test("a file that cannot be read is refused, the others load, and its older version stands; mended it loads", async () => {
  const { files } = await collated({ "a.csv": goodFile(1), "b.csv": goodFile(2) });
  writeFiles(inbox, { "a.csv": goodFile(1).replace(",licence,", ",license,"), "b.csv": goodFile(3) });
  const report = await collateFiles(files);
  expect(report.refused).toEqual([
    { source: "embedded", name: "a.csv", sentence: expect.stringContaining('there is no column "licence"') },
  ]);
  expect(states(report)).toEqual(["a.csv refused 0=0+0", "a.csv unchanged 5=5+0", "b.csv new 5=5+0"]);
  const entries = new Ledger(home).entries.length;
  expect((await collateFiles(files)).refused).toHaveLength(1);
  expect(new Ledger(home).entries).toHaveLength(entries);
  writeFiles(inbox, { "a.csv": goodFile(4) });
  expect((await collateFiles(files)).refused).toEqual([]);
});

test("when no file can be read nothing is published", async () => {
  const report = await collateFiles(writeFiles(inbox, { "a.csv": "" }));
  expect(report).toMatchObject({ fingerprint: "", isNew: false, refused: [{ name: "a.csv" }] });
  await expect(openSnapshot(home)).rejects.toThrow("holds no collated figures yet");
});

test("a snapshot of another version is told as such, and made anew", async () => {
  const {
    files,
    report: { fingerprint },
  } = await collated({ "a.csv": goodFile(1) });
  const { path } = readCurrent(home);
  const database = await Database.write(path);
  await database.run("create or replace macro soclab_schema() as 'of another day'");
  database.close();
  switchTo(home, fingerprint);
  await expect(openSnapshot(home)).rejects.toThrow(/made by another version of SOC Lab.*run `soclab collate`/);
  expect((await collateFiles(files)).fingerprint).toBe(fingerprint);
  expect(await rowsOf("select count(*) as n from observation")).toEqual([{ n: 5 }]);
});

test("a clock that is set back a day loses nothing and changes no order", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-05-02T12:00:00Z") });
  try {
    const [a] = writeFiles(inbox, { "a.csv": goodFile(1) }) as [string];
    await collateFiles([a]);
    vi.setSystemTime(new Date("2026-05-01T12:00:00Z"));
    const files = writeFiles(inbox, { "a.csv": goodFile(7), "b.csv": goodFile(2) });
    const { fingerprint } = await collateFiles(files);
    const times = new Ledger(home).entries.map(({ at }) => at.slice(0, 10));
    expect(times[0]).toBe("2026-05-02");
    expect(times.at(-1)).toBe("2026-05-01");
    expect(await rowsOf("select count(*) as n from observation where value >= 700")).toEqual([{ n: 5 }]);
    expect((await collateFiles(files, join(folder.path, "fresh"))).fingerprint).toBe(fingerprint);
  } finally {
    vi.useRealTimers();
  }
});

test("a file taken out of its source no longer counts", async () => {
  const { files } = await collated({ "a.csv": goodFile(1) });
  const alone = readCurrent(home).fingerprint;
  const [a, b] = [files[0]!, ...writeFiles(inbox, { "b.csv": goodFile(2) })] as [string, string];
  await collateFiles([a, b]);
  const report = await collateFiles([a]);
  expect(states(report)).toEqual(["b.csv withdrawn 0=0+0", "a.csv unchanged 5=5+0"]);
  expect(report.fingerprint).toBe(alone);
});

test("the same bytes under two names are loaded once", async () => {
  const report = await collateFiles(writeFiles(inbox, { "b.csv": goodFile(1), "a.csv": goodFile(1) }));
  expect(states(report)).toEqual(["a.csv new 5=5+0"]);
});

test("a change in what reads a source makes its files be read anew", async () => {
  const files = writeFiles(inbox, { "a.csv": content([line({ measure: "sightings" })]) });
  const before = await collateFiles(files);
  expect(before.findings[0]?.code).toBe("unknown-measure");
  const source = await sourceOf(files);
  const measures = new Map([["sightings", new Map([["offences", { low: 0, high: 1000 }]])]]);
  const after = await collate(home, undefined, { sources: [{ ...source, measures, definition: "another" }] });
  expect(after).toMatchObject({ findings: [], isNew: true });
  expect(states(after)).toEqual(["a.csv new 1=1+0"]);
});

test("a kept file that was damaged is put right from its source; without the source collate says which one", async () => {
  const {
    files,
    report: {
      fingerprint,
      files: [a],
    },
  } = await collated({ "a.csv": goodFile(1) });
  const kept = join(homePaths(home).landed, a?.sha256 ?? "");
  writeFileSync(kept, "garbage");
  expect((await examine(home, [await sourceOf(files)])).faults).toEqual([
    expect.stringContaining("the kept copy of embedded/a.csv, is missing or no longer has the bytes"),
  ]);
  expect((await collateFiles(files)).fingerprint).toBe(fingerprint);
  expect(readFileSync(kept, "utf8")).toBe(goodFile(1));
});

test("the doctor: well after collating; names what changed, what is new, what is gone and a snapshot that was tampered with", async () => {
  const files = writeFiles(inbox, { "a.csv": goodFile(1), "b.csv": goodFile(2) });
  expect((await examine(home, [await sourceOf(files)])).faults).toEqual([
    expect.stringContaining("Run `soclab collate` first"),
  ]);
  await collateFiles(files);
  const well = await examine(home, [await sourceOf(files)]);
  expect(well).toMatchObject({
    faults: [],
    stale: [],
    ledger: { isWhole: true },
    snapshot: { matchesRows: true, matchesLedger: true, observations: 10 },
  });
  writeFiles(inbox, { "b.csv": goodFile(5), "c.csv": goodFile(6) });
  const stale = await examine(home, [await sourceOf([...files.slice(1), join(inbox, "c.csv")])]);
  expect(stale.stale).toEqual([
    { file: "embedded/b.csv", why: "changed" },
    { file: "embedded/c.csv", why: "new" },
    { file: "embedded/a.csv", why: "gone" },
  ]);
  const path = well.snapshot?.path ?? "";
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  const damaged = await examine(home, [await sourceOf(files)]);
  expect(damaged.snapshot).toBeUndefined();
  expect(damaged.faults).toEqual([
    expect.stringContaining(
      "is damaged (its bytes have changed). No figure is read from it. Run `soclab collate` to rebuild it",
    ),
  ]);
});

const STEPS = ["landed", "recorded", "loaded", "finished", "published"];

test("a run that is told to stop says so, leaves nothing half-written, and is finished by the next", async () => {
  const files = writeFiles(inbox, { "a.csv": goodFile(1), "b.csv": goodFile(2) });
  const source = await sourceOf(files);
  const whole = await collate(join(folder.path, "whole"), undefined, { sources: [source] });
  for (const stopAt of isLong ? STEPS : ["recorded", "loaded", "published"]) {
    const control = new AbortController();
    const run = collate(home, ({ step }) => void (step === stopAt && control.abort()), {
      sources: [source],
      signal: control.signal,
    });
    await expect(run, stopAt).rejects.toThrow("was interrupted. Nothing half-written is used");
    expect(
      readdirSync(home).filter((name) => !["landed", "ledger.jsonl", "snapshots", "current"].includes(name)),
    ).toEqual([]);
  }
  expect((await collateFiles(files)).fingerprint).toBe(whole.fingerprint);
});

test("the current snapshot and three before it are kept, older ones go; a reader that has one open keeps it", async () => {
  const made: string[] = [];
  let reader: Awaited<ReturnType<typeof openSnapshot>> | undefined;
  for (let n = 1; n <= 5; n++) {
    made.push((await collateFiles(writeFiles(inbox, { "a.csv": goodFile(n) }))).fingerprint);
    reader ??= await openSnapshot(home);
  }
  const kept = () =>
    readdirSync(homePaths(home).snapshots)
      .map((name) => name.replace(".duckdb", ""))
      .sort();
  expect(new Set(made).size).toBe(5);
  expect(kept()).toEqual(made.slice(1).sort());
  expect(await reader?.recount()).toBe(made[0]);
  reader?.close();
  await collate(home, undefined, { sources: [await sourceOf(writeFiles(inbox, { "a.csv": goodFile(5) }))], keep: 0 });
  expect(kept()).toEqual([made[4]]);
  expect(readCurrent(home).fingerprint).toBe(made[4]);
});

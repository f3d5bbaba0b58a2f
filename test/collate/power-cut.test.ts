/**
 * A power cut at any moment: the file door is recorded, and after every single operation the home is put together again as
 * three kinds of honest disk would have left it. What was acknowledged is there, what readers open is whole.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collate } from "../../src/collate/index.ts";
import { Ledger } from "../../src/collate/ledger.ts";
import { type Disk, onDisk } from "../../src/store/disk.ts";
import { hashFile, homePaths, openSnapshot, readCurrent } from "../../src/store/index.ts";
import { content, goodFile, line, sourceOf, temporaryFolder, writeFiles } from "./figures.ts";
import { type Left, type Moment, RecordedDisk, restore, TEMPERS } from "./recorded-disk.ts";

const folder = temporaryFolder();
const isLong = process.env.SOCLAB_LONG === "1";
let files: string[];
let old: { home: string; fingerprint: string };
let goal: string;

const finish = async (home: string, of = files): Promise<string> =>
  (await collate(home, undefined, { sources: [await sourceOf(of)] })).fingerprint;

beforeAll(async () => {
  const inbox = join(folder.path, "inbox");
  mkdirSync(inbox);
  const first = writeFiles(inbox, { "a.csv": goodFile(1, 40) });
  const home = join(folder.path, "old");
  old = { home, fingerprint: await finish(home, first) };
  const bad = content([line({ value: "12O" }), line({ breakdown: "good" })]);
  files = writeFiles(inbox, { "a.csv": goodFile(7, 60), "b.csv": bad });
  goal = await finish(copyOf(old.home, "goal"));
});
afterAll(() => folder.remove());

function copyOf(home: string, name: string): string {
  const to = join(folder.path, name);
  cpSync(home, to, { recursive: true });
  return to;
}

function contentsOf(home: string): Left {
  const all = readdirSync(home, { recursive: true, withFileTypes: true });
  const paths = all.map((e) => relative(home, join(e.parentPath, e.name)) + (e.isDirectory() ? "/" : ""));
  return new Map(paths.map((p) => [p, p.endsWith("/") ? new Uint8Array() : readFileSync(join(home, p))]));
}

/** Collates on a recorded disk; a note is an acknowledgement, "recorded <hash>" or "switched". */
async function record(home: string, forgets?: (path: string) => boolean): Promise<RecordedDisk> {
  const recorded = new RecordedDisk(
    home,
    statSync(home, { throwIfNoEntry: false }) ? contentsOf(home) : new Map(),
    forgets,
  );
  const hashes = new Map(files.map((path) => [path.split("/").at(-1), hashFile(path).sha256]));
  const source = await sourceOf(files);
  const onProgress = ({ step, file }: { step: string; file?: string }) => {
    if (step === "recorded") recorded.notes.push(hashes.get(file) ?? "");
    if (step === "switched") recorded.notes.push(step);
  };
  await onDisk(
    (real) => recorded.over(real),
    () => collate(home, onProgress, { sources: [source] }),
  );
  return recorded;
}

/** What is wrong with a home after a power cut; undefined when every promise is kept. */
function broken(home: string, told: string[], allowed: string[]): string | undefined {
  const ledger = new Ledger(home);
  for (const sha256 of told.filter((note) => note !== "switched")) {
    if (!ledger.active().some((e) => e.sha256 === sha256)) return `${sha256} was acknowledged and is not in the ledger`;
    const copy = join(homePaths(home).landed, sha256);
    if (!statSync(copy, { throwIfNoEntry: false }) || hashFile(copy).sha256 !== sha256)
      return `the bytes of ${sha256} are gone`;
  }
  const seen = seenIn(home);
  const may = told.includes("switched") ? [goal] : allowed;
  return may.includes(seen) ? undefined : `readers see ${seen}`;
}

function seenIn(home: string): string {
  try {
    return readCurrent(home).fingerprint;
  } catch (error) {
    return (error as { data: { code: string } }).data.code;
  }
}

/** Every promise broken at any moment, in words, one after the other. */
function* brokenMoments(recorded: RecordedDisk, allowed: string[]): Generator<string> {
  const seen = new Set<string>();
  const home = join(folder.path, "cut");
  let lying: Left | undefined;
  try {
    for (const [i, moment] of recorded.moments.entries())
      for (const temper of TEMPERS) {
        const told = recorded.notes.slice(0, moment.notes);
        const key = keyOf(moment, temper, told);
        if (seen.has(key)) continue;
        seen.add(key);
        lying = restore(moment.left[temper], home, lying);
        const why = whyBroken(home, told, allowed);
        if (why !== undefined) yield `after ${i + 1} (${moment.did}), a disk that ${temper}: ${why}`;
      }
  } finally {
    rmSync(home, { recursive: true });
  }
}

function whyBroken(home: string, told: string[], allowed: string[]): string | undefined {
  try {
    return broken(home, told, allowed);
  } catch (error) {
    return (error as Error).message;
  }
}

/** The pointer counts by what it says: an old one and a new one may be of one length. */
const keyOf = ({ left }: Moment, temper: (typeof TEMPERS)[number], notes: string[]): string =>
  JSON.stringify([
    notes.length,
    [...left[temper]].map(([name, bytes]) => [name, name === "current" ? Buffer.from(bytes).toString() : bytes.length]),
  ]);

describe("power cut after any operation", () => {
  test.each(["an old home", "an empty place"])(
    "into %s: what was acknowledged is kept, readers open something whole",
    async (where) => {
      const home = where === "an old home" ? copyOf(old.home, "recorded") : join(folder.path, "from-nothing");
      const recorded = await record(home);
      expect(recorded.moments.length).toBeGreaterThan(25);
      expect(recorded.notes).toEqual([
        expect.stringMatching(/^[0-9a-f]{64}$/),
        expect.stringMatching(/^[0-9a-f]{64}$/),
        "switched",
      ]);
      const may = where === "an old home" ? [old.fingerprint, goal] : ["not-collated", goal];
      expect([...brokenMoments(recorded, may)]).toEqual([]);
    },
  );

  test("the next run ends where a run without a power cut ends", async () => {
    const recorded = await record(copyOf(old.home, "recorded-again"));
    const step = isLong ? 1 : Math.ceil(recorded.moments.length / 4);
    for (let i = 0; i < recorded.moments.length; i += step)
      for (const temper of isLong ? TEMPERS : [TEMPERS[i % TEMPERS.length] ?? "drops all"]) {
        const home = join(folder.path, `cut-${i}-${temper}`);
        restore(recorded.moments[i]?.left[temper] ?? new Map(), home);
        expect(await finish(home), `after ${recorded.moments[i]?.did}, a disk that ${temper}`).toBe(goal);
        rmSync(home, { recursive: true });
      }
  }, 600_000);
});

describe("the harness sees planted faults", () => {
  test.each([
    ["the ledger is acknowledged before it is synced", "ledger.jsonl"],
    ["kept bytes are acknowledged before they are synced", ".tmp"],
    ["a new name is acknowledged before its folder is synced", "landed"],
    ["readers are switched to a snapshot that was not synced", "working.duckdb"],
  ])("%s", async (_, ending) => {
    const home = copyOf(old.home, `planted-${ending}`);
    const recorded = await record(home, (path) => path.endsWith(ending));
    expect(brokenMoments(recorded, [old.fingerprint, goal]).next().value).toMatch(/^after \d+ \(.+\), a disk that /);
  });
});

test("whichever operation of the disk fails, it is said, what stood before stands, and the next run finishes", async () => {
  const count = (await record(copyOf(old.home, "counted"))).moments.length;
  for (let n = 1; n <= count; n += isLong ? 1 : Math.ceil(count / 4)) {
    const home = copyOf(old.home, `failing-${n}`);
    const source = await sourceOf(files);
    const failed = onDisk(
      (real) => failingAt(real, n),
      () => collate(home, undefined, { sources: [source] }),
    );
    await expect(failed, `operation ${n}`).rejects.toThrow("could not be written: the disk is full");
    expect([old.fingerprint, goal]).toContain(seenIn(home));
    (await openSnapshot(home)).close();
    expect(await finish(home), `operation ${n}`).toBe(goal);
    rmSync(home, { recursive: true });
  }
}, 600_000);

/** A disk on which the n-th write, sync, cut, rename or new folder fails as on a full disk. */
function failingAt(real: Disk, n: number): Disk {
  let done = 0;
  const orFull =
    <A extends unknown[], R>(act: (...args: A) => R) =>
    (...args: A): R => {
      if (++done === n) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
      return act(...args);
    };
  return {
    ...real,
    write: orFull(real.write),
    sync: orFull(real.sync),
    truncate: orFull(real.truncate),
    rename: orFull(real.rename),
    remove: orFull(real.remove),
    makeFolder: orFull(real.makeFolder),
  };
}

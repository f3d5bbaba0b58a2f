/**
 * Collating under bad conditions, for real: child processes on the built files are killed at every named point and at
 * random moments, starved of disk, robbed of their rights or run twice at once. After each, what readers see is a state of
 * the run that never crashed, and the next run ends where that one ended.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collate } from "../../src/collate/index.ts";
import { Ledger } from "../../src/collate/ledger.ts";
import { openSnapshot, projectFile } from "../../src/store/index.ts";
import { content, goodFile, line, sourceOf, temporaryFolder, writeFiles } from "./figures.ts";

const folder = temporaryFolder();
const CHILD = projectFile("test", "collate", "child.mjs");
let before: string[];
let after: string[];
let old: { home: string; fingerprint: string };
let goal: string;

interface Order {
  home: string;
  files: string[];
  says?: "ready";
  at?: { step: string; nth: number; act: "SIGKILL" | "SIGINT" | "wait" };
}

interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

const start = (order: Order, options: { uid?: number; gid?: number } = {}, shell = ""): ChildProcess => {
  const words = [CHILD, JSON.stringify(order)];
  if (shell === "") return spawn(process.execPath, words, options);
  return spawn("sh", ["-c", `${shell}; exec "$0" "$@"`, process.execPath, ...words], options);
};

const ended = (child: ChildProcess): Promise<Ending> =>
  new Promise((resolve) => {
    let [out, err] = ["", ""];
    child.stdout?.on("data", (d) => (out += d));
    child.stderr?.on("data", (d) => (err += d));
    child.on("close", (code, signal) => resolve({ code, signal, out, err }));
  });

const run = (order: Order): Promise<Ending> => ended(start(order));

/** A run that nobody disturbs, in this process: it must find nothing to complain of. Gives the fingerprint. */
async function finish(home: string, files = after): Promise<string> {
  const report = await collate(home, undefined, { sources: [await sourceOf(files)] });
  expect(report.refused).toEqual([]);
  return report.fingerprint;
}

/** A copy of the home folder that was collated before the new files came. */
function copyOfOld(name: string): string {
  const home = join(folder.path, name);
  cpSync(old.home, home, { recursive: true });
  return home;
}

async function seenBy(home: string): Promise<string> {
  const snapshot = await openSnapshot(home);
  snapshot.close();
  return snapshot.fingerprint;
}

const leftovers = (home: string): string[] =>
  readdirSync(home).filter((name) => !["landed", "ledger.jsonl", "snapshots", "current"].includes(name));

beforeAll(async () => {
  chmodSync(folder.path, 0o755);
  const [first, second] = ["old", "new"].map((name) => join(folder.path, name)) as [string, string];
  for (const path of [first, second]) mkdirSync(path);
  before = writeFiles(first, { "a.csv": goodFile(1, 300), "b.csv": goodFile(2) });
  const bad = content([line({ value: "12O" }), line({ breakdown: "good" })]);
  after = writeFiles(second, { "a.csv": goodFile(1, 300), "b.csv": goodFile(3, 400), "c.csv": bad });
  const home = join(folder.path, "home-before");
  old = { home, fingerprint: await finish(home, before) };
  goal = await finish(copyOfOld("home-after"));
  expect(goal).not.toBe(old.fingerprint);
});
afterAll(() => folder.remove());

const POINTS = [
  ["landed", 3],
  ["recorded", 1],
  ["unloaded", 1],
  ["loaded", 1],
  ["loaded", 2],
  ["finished", 1],
  ["published", 1],
  ["switched", 1],
] as const;

/** Folders in which two random kills follow each other. */
const HOMES = process.env.SOCLAB_LONG === "1" ? 150 : 4;

describe("killed (SIGKILL), nothing that was recorded is lost and nothing is doubled", () => {
  test.each(POINTS)("at %s, time %i", async (step, nth) => {
    const home = copyOfOld(`kill-${step}-${nth}`);
    expect((await run({ home, files: after, at: { step, nth, act: "SIGKILL" } })).signal).toBe("SIGKILL");
    const recorded = new Ledger(home).entries.length;
    expect([old.fingerprint, goal]).toContain(await seenBy(home));
    expect(await finish(home)).toBe(goal);
    expect(new Ledger(home).entries.length).toBeGreaterThanOrEqual(recorded);
    expect(leftovers(home)).toEqual([]);
  });

  test(
    `at ${2 * HOMES} random moments, from nothing, two kills in a row`,
    async () => {
      const seed = Number(process.env.SOCLAB_SEED ?? 1);
      const moment = (i: number) => (((seed * 7919 + i * 104_729) % 997) / 997) * 350;
      let killed = 0;
      for (let i = 0; i < HOMES; i++) {
        const home = join(folder.path, `random-${i}`);
        for (const again of [0, 1]) {
          const child = start({ home, files: after, says: "ready" });
          const ending = ended(child);
          await new Promise((resolve) => child.stdout?.once("data", resolve));
          const kill = setTimeout(() => child.kill("SIGKILL"), moment(i * 2 + again));
          if ((await ending).signal === "SIGKILL") killed++;
          clearTimeout(kill);
          const seen = await seenBy(home).catch((error: Error) => error.message);
          expect(seen, `seed ${seed}, kill ${i}`).toMatch(new RegExp(`^${goal}$|holds no collated figures yet`));
        }
        expect(await finish(home), `seed ${seed}, kill ${i}`).toBe(goal);
        rmSync(home, { recursive: true });
      }
      expect(killed).toBeGreaterThan(HOMES / 2);
    },
    HOMES * 20_000,
  );
});

test("interrupted (SIGINT), it says so, cleans up, and the next run finishes", async () => {
  const home = copyOfOld("interrupt");
  const { code, err } = await run({ home, files: after, at: { step: "recorded", nth: 1, act: "SIGINT" } });
  expect(code).toBe(130);
  expect(err).toContain(
    `Collating ${home} was interrupted. Nothing half-written is used, and what was collated before still stands.`,
  );
  expect(leftovers(home)).toEqual([]);
  expect(await seenBy(home)).toBe(old.fingerprint);
  expect(await finish(home)).toBe(goal);
});

test("while one process writes, a second is refused and a reader reads; killed, its lock is taken over", async () => {
  const home = copyOfOld("two-writers");
  const first = start({ home, files: after, at: { step: "loaded", nth: 1, act: "wait" } });
  const firstEnding = ended(first);
  await new Promise((resolve) => first.stdout?.once("data", resolve));
  const second = await run({ home, files: after });
  expect(second).toMatchObject({ code: 1, out: "" });
  expect(second.err).toBe(
    `${home} is being collated by another process (number ${first.pid}), and only one may write. Wait until it has ended and run \`soclab collate\` again.\n`,
  );
  expect(await seenBy(home)).toBe(old.fingerprint);
  first.kill("SIGKILL");
  await firstEnding;
  const { out } = await run({ home, files: after });
  expect(JSON.parse(out)).toMatchObject({
    fingerprint: goal,
    notices: [`A lock left by process ${first.pid}, which has ended, was taken over.`],
  });
});

test("on a full disk (any size of it) it says so, what stood before stands, and with room it finishes", async () => {
  const faults = new Set<string>();
  for (const blocks of [0, 64, 120, 300, 1200]) {
    const home = copyOfOld(`full-${blocks}`);
    const { code, err } = await ended(start({ home, files: after }, {}, `ulimit -f ${blocks}`));
    expect(await seenBy(home), `${blocks} blocks`).toBe(code === 0 ? goal : old.fingerprint);
    if (code !== 0) {
      expect(err).toMatch(
        / could not be written: the disk is full, or the limit on file size is reached\. .* Free some space and run the command again\.\n$/,
      );
      faults.add(err.slice(home.length + 1).split(/[ /]/)[0] ?? "");
    }
    expect(leftovers(home)).toEqual([]);
    expect(readdirSync(join(home, "landed")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect(await finish(home)).toBe(goal);
  }
  expect([...faults].sort()).toEqual(expect.arrayContaining(["landed", "lock", "working.duckdb"]));
});

describe("as a user who may not write", async () => {
  // As root the child becomes nobody; as anyone else the folder's own rights are enough.
  const isRoot = process.getuid?.() === 0;
  const rights = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  const probe = await ended(spawn(process.execPath, ["--check", CHILD], rights));
  const reason = "user nobody cannot read the program where it lies";
  const cannot = probe.code !== 0;

  test("a home that cannot be made is refused", async (context) => {
    context.skip(cannot, reason);
    const parent = join(folder.path, "locked");
    mkdirSync(parent, { mode: 0o555 });
    const home = join(parent, "home");
    const { code, err } = await ended(start({ home, files: after }, rights));
    expect(code).toBe(1);
    expect(err).toBe(
      `${home} cannot be written by this user (permission denied). Nothing was changed. Make it writable, or name another place (for collated figures: --home or SOCLAB_HOME).\n`,
    );
    expect(existsSync(home)).toBe(false);
  });

  test("a home that cannot be written is refused and stays as it was", async (context) => {
    context.skip(cannot, reason);
    const home = copyOfOld("read-only");
    chmodSync(home, 0o555);
    const { code, err } = await ended(start({ home, files: after }, rights));
    expect(code).toBe(1);
    expect(err).toContain("cannot be written by this user (permission denied). Nothing was changed.");
    expect(await seenBy(home)).toBe(old.fingerprint);
    chmodSync(home, 0o755);
    expect(await finish(home)).toBe(goal);
  });
});

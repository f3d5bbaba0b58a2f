/**
 * Collating under bad conditions, for real: child processes on the built files are interrupted, starved of disk, robbed of
 * their rights or run twice at once. After each, what readers see is a state of the run that nothing disturbed, and the next
 * run ends where that one ended. Kills are in kills.test.ts.
 */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSnapshot } from "../../src/store/index.ts";
import { CHILD, ended, run, said, start } from "./child.ts";
import { temporaryFolder } from "./figures.ts";
import { leftovers, type OldAndNew, oldAndNew } from "./old-and-new.ts";

const folder = temporaryFolder();
let { after, old, goal, finish, copyOfOld }: OldAndNew = {} as OldAndNew;

async function seenBy(home: string): Promise<string> {
  const snapshot = await openSnapshot(home);
  snapshot.close();
  return snapshot.fingerprint;
}

beforeAll(async () => {
  ({ after, old, goal, finish, copyOfOld } = await oldAndNew(folder.path));
});
afterAll(() => folder.remove());

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
  await said(first, "waiting");
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

const isLong = process.env.SOCLAB_LONG === "1";

test("on a full disk (any size of it) it says so, what stood before stands, and with room it finishes", async () => {
  const faults = new Set<string>();
  for (const blocks of isLong ? [0, 10, 20, 120, 300, 600, 1200, 2400] : [0, 20, 1200]) {
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

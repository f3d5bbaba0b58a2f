import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../test/collate/figures.ts";
import { asOnlyWriter } from "./lock.ts";

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(() => home.remove());

const noStale = (pid: number) => expect.fail(`lock of ${pid} was thought stale`);

test("while one writes, a second is told who holds the lock; afterwards the lock is gone", async () => {
  await asOnlyWriter(home.path, noStale, async () => {
    const second = asOnlyWriter(home.path, noStale, async () => expect.fail("two writers"));
    await expect(second).rejects.toThrow(
      `is being collated by another process (number ${process.pid}), and only one may write`,
    );
  });
  expect(existsSync(join(home.path, "lock"))).toBe(false);
});

test("the lock is given back when the work fails", async () => {
  await expect(asOnlyWriter(home.path, noStale, () => Promise.reject(new Error("work")))).rejects.toThrow("work");
  await asOnlyWriter(home.path, noStale, async () => {});
});

test.each([
  [
    "of a process that has ended",
    () => JSON.stringify({ pid: spawnSync(process.execPath, ["-e", ""]).pid, began: "1" }),
  ],
  ["whose number another process has now", () => JSON.stringify({ pid: process.pid, began: "1" })],
  ["that says nothing", () => ""],
])("a lock %s is taken over and said", async (_, content) => {
  writeFileSync(join(home.path, "lock"), content());
  const stale: number[] = [];
  await asOnlyWriter(
    home.path,
    (pid) => stale.push(pid),
    async () => {
      expect(JSON.parse(readFileSync(join(home.path, "lock"), "utf8")).pid).toBe(process.pid);
    },
  );
  expect(stale).toHaveLength(1);
});

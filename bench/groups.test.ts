import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasGcc, runC } from "./c-program.ts";
import { readInput } from "./input.ts";
import { copyLoop, hashOfLoop, type Loop, loopOf } from "./loop.ts";

const home = mkdtempSync(join(tmpdir(), "soclab-groups-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let loop: Loop;
beforeAll(async () => {
  loop = loopOf(await readInput(home));
});

const canCompile = hasGcc();
test("the group loop in C ends with the same hash, counts and events of every month included", (context) => {
  context.skip(!canCompile, "gcc is not here, so the loop is not held against C");
  expect(runC(loop, 1).hash).toBe(hashOfLoop(copyLoop(loop)));
});

test("one member more, or another key, is another hash", () => {
  const hash = hashOfLoop(copyLoop(loop));
  expect(hashOfLoop(copyLoop(loop))).toBe(hash);
  const other = copyLoop(loop);
  other.groups.atLarge[0]! += 1;
  expect(hashOfLoop(other)).not.toBe(hash);
  expect(hashOfLoop({ ...copyLoop(loop), k0: loop.k0 ^ 1 })).not.toBe(hash);
});

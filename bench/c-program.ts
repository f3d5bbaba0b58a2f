import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "../src/store/index.ts";
import { type Loop, loopFile } from "./loop.ts";

/** What the C program says of the same loop. */
export interface CResult {
  /** Best processor time of its passes over all months. */
  milliseconds: number;
  hash: string;
}

/** Whether gcc is there to compile it. */
export const hasGcc = (): boolean => spawnSync("gcc", ["--version"]).status === 0;

/** Compiles bench/groups.c, written to win, and lets it step the loop. Throws a plain error when it does not compile or run. */
export function runC(loop: Loop, passes: number): CResult {
  const folder = mkdtempSync(join(tmpdir(), "soclab-bench-"));
  try {
    const program = join(folder, "groups");
    const state = join(folder, "state.bin");
    writeFileSync(state, loopFile(loop));
    run("gcc", ["-O3", "-march=native", "-ffp-contract=off", "-o", program, projectFile("bench", "groups.c")]);
    return JSON.parse(run(program, [state, String(passes)])) as CResult;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/** The scene of the tests that disturb a collation: a home that was collated, and newer files that are to come in. */
import { chmodSync, cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { collate } from "../../src/collate/index.ts";
import { content, goodFile, line, sourceOf, writeFiles } from "./figures.ts";

export interface OldAndNew {
  /** The files that are to come in: one as before, one changed, one new with a bad row. */
  after: string[];
  old: { home: string; fingerprint: string };
  /** Fingerprint at which a run that nobody disturbs ends. */
  goal: string;
  /** A run that nobody disturbs, in this process: it must find nothing to complain of. Gives the fingerprint. */
  finish: (home: string) => Promise<string>;
  /** A copy of the home folder that was collated before the new files came. */
  copyOfOld: (name: string) => string;
}

/** Sets the scene in a folder, readable by every user. */
export async function oldAndNew(folder: string): Promise<OldAndNew> {
  chmodSync(folder, 0o755);
  const [first, second] = ["old", "new"].map((name) => join(folder, name)) as [string, string];
  for (const path of [first, second]) mkdirSync(path);
  const before = writeFiles(first, { "a.csv": goodFile(1, 60), "b.csv": goodFile(2) });
  const bad = content([line({ value: "12O" }), line({ breakdown: "good" })]);
  const after = writeFiles(second, { "a.csv": goodFile(1, 60), "b.csv": goodFile(3, 80), "c.csv": bad });
  const home = join(folder, "home-before");
  const old = { home, fingerprint: await undisturbed(home, before) };
  const finish = (of: string) => undisturbed(of, after);
  const copyOfOld = (name: string): string => {
    const copy = join(folder, name);
    cpSync(old.home, copy, { recursive: true });
    return copy;
  };
  const goal = await finish(copyOfOld("home-after"));
  expect(goal).not.toBe(old.fingerprint);
  return { after, old, goal, finish, copyOfOld };
}

async function undisturbed(home: string, files: string[]): Promise<string> {
  const report = await collate(home, undefined, { sources: [await sourceOf(files)] });
  expect(report.refused).toEqual([]);
  return report.fingerprint;
}

/** What lies in a home and should not when a run has ended. */
export const leftovers = (home: string): string[] =>
  readdirSync(home).filter((name) => !["landed", "ledger.jsonl", "snapshots", "current"].includes(name));

import { dirname, isAbsolute, join, resolve } from "node:path";
import { projectFile } from "./files.ts";

/** Where everything collated lives. The option wins over SOCLAB_HOME, which wins over `.soclab` in the project. */
export function homeFolder(option?: string): string {
  const named = option ?? process.env.SOCLAB_HOME;
  if (named === undefined || named === "") return projectFile(".soclab");
  return isAbsolute(named) ? named : resolve(named);
}

/** The paths inside a home folder. `landed` and `ledger` are the truth; all else is rebuilt from them. */
export const homePaths = (home: string) => ({
  /** Kept files, each named by the SHA-256 of its bytes. */
  landed: join(home, "landed"),
  /** What was landed, refused, withdrawn and published as a snapshot, one JSON entry a line. */
  ledger: join(home, "ledger.jsonl"),
  snapshots: join(home, "snapshots"),
  /** Names the snapshot that readers open. */
  current: join(home, "current"),
  /** Estimates that commands keep, by command and by the fingerprint of the figures they were made from. */
  results: join(home, "results"),
  /** The database while it is written; never read by others and thrown away after a crash. */
  working: join(home, "working.duckdb"),
  lock: join(home, "lock"),
});

/** Path of a snapshot by its fingerprint. */
export const snapshotPath = (home: string, fingerprint: string): string =>
  join(homePaths(home).snapshots, `${fingerprint}.duckdb`);

/** The home folder that a snapshot lies in. */
export const homeOf = (snapshotPath: string): string => dirname(dirname(snapshotPath));

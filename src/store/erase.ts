import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { readCurrent } from "./current.ts";
import { Database } from "./database.ts";
import { guarded, moveDurably } from "./door.ts";
import { homePaths } from "./home.ts";

/**
 * Removes every snapshot but the current one that holds rows of these bytes, or that cannot be opened to say so; gives how
 * many. Readers that have one open keep it until they close.
 */
export async function removeSnapshotsOf(home: string, sha256: string): Promise<number> {
  const { snapshots } = homePaths(home);
  if (!existsSync(snapshots)) return 0;
  const current = existsSync(homePaths(home).current) ? basename(readCurrent(home).path) : "";
  let removed = 0;
  for (const name of readdirSync(snapshots)) {
    const path = join(snapshots, name);
    if (name === current || !name.endsWith(".duckdb") || !(await mayHold(path, sha256))) continue;
    removeKept(path);
    removed++;
  }
  return removed;
}

/**
 * Removes every snapshot that is not among these fingerprints; gives how many. A reader that has one open keeps it until it closes:
 * on Linux and macOS an open file outlives its name. The current one is never removed, whatever the list says.
 */
export function removeOtherSnapshots(home: string, kept: readonly string[]): number {
  const { snapshots, current } = homePaths(home);
  if (!existsSync(snapshots) || !existsSync(current)) return 0;
  const names = new Set(kept.map((fingerprint) => `${fingerprint}.duckdb`));
  const others = readdirSync(snapshots).filter((name) => name.endsWith(".duckdb") && !names.has(name));
  if (others.length === 0) return 0;
  const inUse = basename(readCurrent(home).path);
  const old = others.filter((name) => name !== inUse);
  for (const name of old) removeKept(join(snapshots, name));
  return old.length;
}

async function mayHold(path: string, sha256: string): Promise<boolean> {
  try {
    const database = await Database.read(path);
    try {
      return (await database.rows("select 1 from release where sha256 = $1 limit 1", [sha256])).length > 0;
    } finally {
      database.close();
    }
  } catch {
    return true;
  }
}

/** Removes a kept file so that after a power cut it does not come back: moved aside, synced, then gone. */
export function removeKept(path: string): void {
  if (!existsSync(path)) return;
  moveDurably(path, `${path}.tmp`);
  guarded(path, () => rmSync(`${path}.tmp`, { force: true }));
}

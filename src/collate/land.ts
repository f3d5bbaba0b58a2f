import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { copyDurably, guarded, hashFile, homePaths, makeFolder } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { fileTitle } from "./source.ts";

/** The kept copy of a file: its name is the SHA-256 of its bytes. */
export const landedPath = (home: string, sha256: string): string => join(homePaths(home).landed, sha256);

/**
 * Keeps a copy of a file under the hash of its bytes, synced, whatever its size. A copy that is there and whole stays as it
 * is; a damaged one is replaced. `file` is what is
 * known of it already. Throws a Problem when it changes while it is read, or the disk does not allow it.
 */
export function land(home: string, path: string, file = hashFile(path)): { sha256: string; bytes: number } {
  const kept = landedPath(home, file.sha256);
  if (existsSync(kept) && hashFile(kept).sha256 === file.sha256) return file;
  makeFolder(homePaths(home).landed);
  copyDurably(path, kept, file.sha256);
  return file;
}

/** The kept copy of a file, its bytes checked against its name. Throws a Problem when it is gone or has other bytes. */
export function verifyLanded(
  home: string,
  { sha256, source, name }: { sha256: string; source: string; name: string },
): string {
  const path = landedPath(home, sha256);
  if (!existsSync(path) || hashFile(path).sha256 !== sha256)
    throw new Problem({ code: "landed-damaged", path, file: fileTitle(source, name) });
  return path;
}

/** Removes what killed runs left half-written: names ending in .tmp among kept files and snapshots, and beside the pointer; unpacked entries. */
export function clearLeftovers(home: string): void {
  for (const folder of [home, homePaths(home).landed, homePaths(home).snapshots])
    if (existsSync(folder))
      for (const name of readdirSync(folder))
        if (name.endsWith(".tmp") || name === UNPACKED || /^lock\.(stale\.)?\d+$/.test(name))
          guarded(join(folder, name), () => rmSync(join(folder, name), { recursive: true, force: true }));
}

/** Folder of the home in which entries of archives lie while they are read, one at a time. */
export const UNPACKED = "unpacked";

import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { guarded, hashFile, homePaths, makeFolder, writeDurably } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { hashOf } from "./check.ts";
import { fileTitle } from "./source.ts";

/** The kept copy of a file: its name is the SHA-256 of its bytes. */
export const landedPath = (home: string, sha256: string): string => join(homePaths(home).landed, sha256);

/** Keeps bytes under their hash, synced. Bytes that are there and whole stay as they are; damaged ones are replaced. */
export function land(home: string, sha256: string, bytes: Uint8Array): void {
  const path = landedPath(home, sha256);
  if (existsSync(path) && hashFile(path).sha256 === sha256) return;
  makeFolder(homePaths(home).landed);
  writeDurably(path, bytes);
}

/** The kept bytes of a file. Throws a Problem when they are gone or no longer have their hash. */
export function readLanded(
  home: string,
  { sha256, source, name }: { sha256: string; source: string; name: string },
): Uint8Array {
  const path = landedPath(home, sha256);
  const damaged = new Problem({ code: "landed-damaged", path, file: fileTitle(source, name) });
  if (!existsSync(path)) throw damaged;
  const bytes = guarded(path, () => readFileSync(path));
  if (hashOf(bytes) !== sha256) throw damaged;
  return bytes;
}

/** Removes what killed runs left half-written: names ending in .tmp among kept files, and beside the pointer. */
export function clearLeftovers(home: string): void {
  for (const folder of [home, homePaths(home).landed])
    if (existsSync(folder))
      for (const name of readdirSync(folder))
        if (name.endsWith(".tmp") || /^lock\.(stale\.)?\d+$/.test(name))
          guarded(join(folder, name), () => rmSync(join(folder, name), { recursive: true, force: true }));
}

/**
 * The one door through which collated truth is written: every write is synced before the next step counts on it,
 * and every fault of the disk becomes a Problem that says what, where and what next.
 */
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";
import { Problem } from "../terms/index.ts";
import { disk } from "./disk.ts";

const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const REFUSED: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
};

/** Runs a file operation on `path`; a fault of the operating system becomes a Problem, anything else passes through. */
export function guarded<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw diskProblem(path, error) ?? error;
  }
}

/** The Problem behind an error of the operating system, or undefined when it is none. */
export function diskProblem(path: string, error: unknown): Problem | undefined {
  const code = (error as NodeJS.ErrnoException).code;
  if (typeof code !== "string" || !/^E[A-Z0-9]+$/.test(code)) return undefined;
  if (FULL.has(code)) return new Problem({ code: "disk-full", path });
  if (code in REFUSED) return new Problem({ code: "not-writable", path, why: REFUSED[code] ?? code });
  return new Problem({ code: "file-fault", path, why: (error as Error).message });
}

/** Creates a folder and those above it. Throws a Problem when it cannot. */
export const makeFolder = (path: string): void => guarded(path, () => disk.makeFolder(path));

/** Writes a whole file so that after a crash either all of it is there or none: temporary name, sync, rename, sync of the folder. */
export const writeDurably = (path: string, bytes: Uint8Array | string): void =>
  putDurably(path, (file) => writeAll(file, bytes));

/**
 * Copies a file in pieces of 1 MiB so that after a crash either all of it is there or none. Throws a Problem "file-fault"
 * when the bytes that were copied do not have the hash they should have: the file changed meanwhile.
 */
export const copyDurably = (from: string, to: string, sha256: string): void =>
  putDurably(to, (file) => {
    const hash = createHash("sha256");
    for (const piece of piecesOf(from)) {
      hash.update(piece);
      writeAll(file, piece);
    }
    if (hash.digest("hex") !== sha256)
      throw new Problem({ code: "file-fault", path: from, why: "it changed while it was read" });
  });

function putDurably(path: string, write: (file: number) => void): void {
  const temporary = `${path}.tmp`;
  guarded(path, () => {
    disk.remove(temporary);
    const file = disk.open(temporary, "wx");
    try {
      write(file);
      disk.sync(file);
    } catch (error) {
      disk.remove(temporary);
      throw error;
    } finally {
      disk.close(file);
    }
  });
  moveDurably(temporary, path);
}

/** Moves a synced file into its place; afterwards the folder knows it even after a power cut. */
export function moveDurably(from: string, to: string): void {
  guarded(to, () => {
    disk.rename(from, to);
    syncPath(dirname(to), "r");
  });
}

/** Syncs the bytes of a file that another writer (the database) has closed. */
export const syncFile = (path: string): void => guarded(path, () => syncPath(path, "r+"));

/**
 * Puts text at byte `end` of a file (created when absent), cutting off what a torn write left there, and syncs it.
 * When the write fails the file is cut back to `end`, so a full disk leaves no half line.
 */
export function appendDurably(path: string, end: number, text: string): void {
  guarded(path, () => {
    const file = disk.open(path, "a");
    try {
      if (disk.size(file) > end) disk.truncate(file, end);
      try {
        writeAll(file, text);
        disk.sync(file);
      } catch (error) {
        disk.truncate(file, end);
        throw error;
      }
    } finally {
      disk.close(file);
    }
    if (end === 0) syncPath(dirname(path), "r");
  });
}

function writeAll(file: number, content: Uint8Array | string): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for (let done = 0; done < bytes.length; ) done += disk.write(file, bytes, done);
}

function syncPath(path: string, flags: "r" | "r+"): void {
  const file = disk.open(path, flags);
  try {
    disk.sync(file);
  } finally {
    disk.close(file);
  }
}

/** The bytes of a file, 1 MiB at a time; a piece is overwritten by the next. */
export function* piecesOf(path: string): Generator<Uint8Array> {
  const piece = Buffer.allocUnsafe(1 << 20);
  const file = openSync(path, "r");
  try {
    for (let n = readSync(file, piece); n > 0; n = readSync(file, piece)) yield piece.subarray(0, n);
  } finally {
    closeSync(file);
  }
}

/**
 * The one door through which collated truth is written: every write is synced before the next step counts on it,
 * and every fault of the disk becomes a Problem that says what, where and what next.
 */
import { createHash } from "node:crypto";
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { Problem } from "../terms/index.ts";

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
export const makeFolder = (path: string): void => void guarded(path, () => mkdirSync(path, { recursive: true }));

/** Writes a whole file so that after a crash either all of it is there or none: temporary name, sync, rename, sync of the folder. */
export function writeDurably(path: string, bytes: Uint8Array | string): void {
  const temporary = `${path}.tmp`;
  guarded(path, () => {
    rmSync(temporary, { force: true });
    const file = openSync(temporary, "wx");
    try {
      writeAll(file, bytes);
      fsyncSync(file);
    } catch (error) {
      closeSync(file);
      rmSync(temporary, { force: true });
      throw error;
    }
    closeSync(file);
  });
  moveDurably(temporary, path);
}

/**
 * Copies a file in pieces of 1 MiB so that after a crash either all of it is there or none. Throws a Problem "file-fault"
 * when the bytes that were copied do not have the hash they should have: the file changed meanwhile.
 */
export function copyDurably(from: string, to: string, sha256: string): void {
  const temporary = `${to}.tmp`;
  guarded(to, () => {
    rmSync(temporary, { force: true });
    const [source, file] = [openSync(from, "r"), openSync(temporary, "wx")];
    try {
      const hash = createHash("sha256");
      const piece = Buffer.allocUnsafe(1 << 20);
      for (let n = readSync(source, piece); n > 0; n = readSync(source, piece)) {
        hash.update(piece.subarray(0, n));
        writeAll(file, piece.subarray(0, n));
      }
      if (hash.digest("hex") !== sha256)
        throw new Problem({ code: "file-fault", path: from, why: "it changed while it was read" });
      fsyncSync(file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    } finally {
      closeSync(source);
      closeSync(file);
    }
  });
  moveDurably(temporary, to);
}

/** Moves a synced file into its place; afterwards the folder knows it even after a power cut. */
export function moveDurably(from: string, to: string): void {
  guarded(to, () => {
    renameSync(from, to);
    syncFolder(dirname(to));
  });
}

/** Syncs the bytes of a file that another writer (the database) has closed. */
export function syncFile(path: string): void {
  guarded(path, () => {
    const file = openSync(path, "r+");
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}

/**
 * Puts text at byte `end` of a file (created when absent), cutting off what a torn write left there, and syncs it.
 * When the write fails the file is cut back to `end`, so a full disk leaves no half line.
 */
export function appendDurably(path: string, end: number, text: string): void {
  guarded(path, () => {
    const file = openSync(path, "a");
    try {
      if (fstatSync(file).size > end) ftruncateSync(file, end);
      try {
        writeAll(file, text);
        fsyncSync(file);
      } catch (error) {
        ftruncateSync(file, end);
        throw error;
      }
    } finally {
      closeSync(file);
    }
    if (end === 0) syncFolder(dirname(path));
  });
}

function writeAll(file: number, content: Uint8Array | string): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done);
}

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

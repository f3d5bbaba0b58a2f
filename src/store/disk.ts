/**
 * The disk as the door sees it. In production it is node:fs; a test puts a recording disk here that remembers every write and
 * sync, and plays back what a power cut would have left.
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";

export interface Disk {
  /** Flags as in node:fs: "r", "r+", "a", "wx". Gives the number of the open file. */
  open(path: string, flags: string): number;
  /** Writes some of the bytes from `at` on; gives how many. */
  write(file: number, bytes: Uint8Array, at: number): number;
  size(file: number): number;
  truncate(file: number, bytes: number): void;
  sync(file: number): void;
  close(file: number): void;
  rename(from: string, to: string): void;
  /** Removes a file; one that is not there is no fault. */
  remove(path: string): void;
  makeFolder(path: string): void;
}

const realDisk: Disk = {
  open: openSync,
  write: (file, bytes, at) => writeSync(file, bytes, at, bytes.length - at),
  size: (file) => fstatSync(file).size,
  truncate: ftruncateSync,
  sync: fsyncSync,
  close: closeSync,
  rename: renameSync,
  remove: (path) => rmSync(path, { force: true }),
  makeFolder: (path) => void mkdirSync(path, { recursive: true }),
};

/** The disk in use. */
export let disk: Disk = realDisk;

/** For tests: everything that is written durably during `act` goes to another disk. `real` is handed over to build upon. */
export async function onDisk<T>(make: (real: Disk) => Disk, act: () => Promise<T>): Promise<T> {
  disk = make(realDisk);
  try {
    return await act();
  } finally {
    disk = realDisk;
  }
}

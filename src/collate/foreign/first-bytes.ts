import { closeSync, openSync, readSync } from "node:fs";

/** What a file is by its first bytes; "old-office" is the container of .xls and of encrypted workbooks. */
export type Container = "zip" | "gzip" | "old-office" | "parquet" | "other";

const MARKS: [Container, number[]][] = [
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["zip", [0x50, 0x4b, 0x05, 0x06]],
  ["gzip", [0x1f, 0x8b]],
  ["old-office", [0xd0, 0xcf, 0x11, 0xe0]],
  // Workbooks before 1997 have no container.
  ["old-office", [0x09, 0x08]],
  ["old-office", [0x09, 0x04]],
  ["old-office", [0x09, 0x02]],
  ["parquet", [0x50, 0x41, 0x52, 0x31]],
];

/** Reads the first four bytes of a file. */
export function containerOf(path: string): Container {
  const start = new Uint8Array(4);
  const file = openSync(path, "r");
  try {
    readSync(file, start, 0, 4, 0);
  } finally {
    closeSync(file);
  }
  return MARKS.find(([, mark]) => mark.every((byte, at) => start[at] === byte))?.[0] ?? "other";
}

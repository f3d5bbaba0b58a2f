/** Unpacking, in the child process: ZIP and gzip, told apart by their first bytes. */
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { extname, join } from "node:path";
import { Archive } from "./archive.ts";
import { containerOf } from "./first-bytes.ts";
import { gunzipped, gzipEntry } from "./gzip.ts";
import type { ArchiveEntry, Task, UnpackedEntry } from "./order.ts";
import { Refusal } from "./refusal.ts";

/** The entries of an archive, checked but not unpacked. Throws a Refusal. */
export async function listed(task: Task): Promise<ArchiveEntry[]> {
  if (isGzip(task)) return [{ path: gzipEntry(task.shown), bytes: undefined }];
  const archive = await Archive.open(task.path, task.shown, task.limits);
  archive.close();
  return archive.entries.map((entry) => ({ path: entry.fileName, bytes: entry.uncompressedSize }));
}

/** Unpacks the wanted entries one by one, each under a name of ours: the archive's own names never reach the disk. Throws a Refusal. */
export async function* unpacked(task: Extract<Task, { does: "unpack" }>): AsyncGenerator<UnpackedEntry> {
  if (isGzip(task)) {
    yield* gunzippedEntry(task);
    return;
  }
  const archive = await Archive.open(task.path, task.shown, task.limits);
  const wanted = new RegExp(task.wanted);
  const entries = archive.entries.filter((entry) => wanted.test(entry.fileName));
  if (entries.length === 0) throw noTable(task, archive.entries.length);
  for (const [number, entry] of entries.entries()) {
    const file = fileFor(task, number + 1, entry.fileName);
    const bytes = await written(file, archive.bytes(entry));
    yield { path: entry.fileName, file, bytes, packed: entry.compressedSize };
  }
  archive.close();
}

async function* gunzippedEntry(task: Extract<Task, { does: "unpack" }>): AsyncGenerator<UnpackedEntry> {
  const path = gzipEntry(task.shown);
  if (!new RegExp(task.wanted).test(path)) throw noTable(task, 1);
  const file = fileFor(task, 1, path);
  const bytes = await written(file, gunzipped(task.path, task.shown, task.limits));
  yield { path, file, bytes, packed: statSync(task.path).size };
}

const noTable = (task: Extract<Task, { does: "unpack" }>, entries: number): Refusal =>
  new Refusal({ code: "no-table-in-archive", file: task.shown, wanted: task.wanted, entries });

function isGzip(task: Task): boolean {
  return containerOf(task.path) === "gzip";
}

function fileFor(task: Extract<Task, { does: "unpack" }>, number: number, path: string): string {
  const ending = extname(path);
  return join(task.folder, `entry-${number}${/^\.[a-z0-9]{1,8}$/i.test(ending) ? ending.toLowerCase() : ""}`);
}

async function written(path: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const file = openSync(path, "wx");
  let total = 0;
  try {
    for await (const chunk of bytes) {
      for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
      total += chunk.length;
    }
  } finally {
    closeSync(file);
  }
  return total;
}

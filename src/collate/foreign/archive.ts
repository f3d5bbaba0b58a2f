import { statSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import { type Limits, RATIO_FROM_BYTES } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/**
 * A ZIP file whose list of entries has been checked whole before a byte of it is unpacked: count, names, links, repeats, encryption,
 * overlap. Runs in the child process.
 */
export class Archive {
  /** Entries that are files, in the order of the list. */
  readonly entries: Entry[];
  private readonly zip: ZipFile;
  private readonly shown: string;
  private readonly limits: Limits;
  private readonly counted = new Set<Entry>();
  private bytesOut = 0;

  private constructor(zip: ZipFile, entries: Entry[], shown: string, limits: Limits) {
    this.zip = zip;
    this.entries = entries;
    this.shown = shown;
    this.limits = limits;
  }

  /** Throws a Refusal when the list breaks a rule or cannot be read. */
  static async open(path: string, shown: string, limits: Limits): Promise<Archive> {
    const { openPromise } = await import("yauzl");
    try {
      const zip = await openPromise(path, { autoClose: false, strictFileNames: true });
      if (zip.entryCount > limits.entriesMax)
        throw new Refusal({ code: "too-many-entries", file: shown, found: zip.entryCount, most: limits.entriesMax });
      const entries: Entry[] = [];
      for await (const entry of zip.eachEntry()) entries.push(entry);
      refuseEntries(entries, statSync(path).size, shown, limits);
      return new Archive(
        zip,
        entries.filter((entry) => !entry.fileName.endsWith("/")),
        shown,
        limits,
      );
    } catch (error) {
      throw archiveProblem(shown, error);
    }
  }

  find(path: string): Entry | undefined {
    return this.entries.find((entry) => entry.fileName === path);
  }

  /** The bytes of one entry as they come out, under the limits and against its checksum. Throws a Refusal. */
  async *bytes(entry: Entry): AsyncGenerator<Uint8Array> {
    const isFirstTime = !this.counted.has(entry);
    this.counted.add(entry);
    let bytes = 0;
    let sum = 0;
    try {
      for await (const chunk of await this.zip.openReadStreamPromise(entry)) {
        bytes += chunk.length;
        if (isFirstTime) this.bytesOut += chunk.length;
        this.refuseGrowth(entry, bytes);
        sum = crc32(chunk as Uint8Array, sum);
        yield chunk as Uint8Array;
      }
    } catch (error) {
      throw archiveProblem(this.shown, error);
    }
    if (sum !== entry.crc32) throw damaged(this.shown, `the checksum of "${entry.fileName}" is not that of its bytes`);
  }

  private refuseGrowth(entry: Entry, bytes: number): void {
    const { ratioMax, bytesMax } = this.limits;
    const file = this.shown;
    if (bytes > RATIO_FROM_BYTES && bytes > ratioMax * entry.compressedSize)
      throw new Refusal({ code: "expands-too-far", file, entry: entry.fileName, ratio: ratioMax });
    if (this.bytesOut > bytesMax) throw new Refusal({ code: "too-large", file, limit: "bytes", most: bytesMax });
  }

  close(): void {
    this.zip.close();
  }
}

function refuseEntries(entries: Entry[], size: number, shown: string, limits: Limits): void {
  const names = new Set<string>();
  let packed = 0;
  for (const entry of entries) {
    const name = entry.fileName.normalize("NFC").replace(/\/$/, "");
    refuseName(entry, shown, limits);
    if (isLink(entry)) throw new Refusal({ code: "link-in-archive", file: shown, entry: entry.fileName });
    if (names.has(name)) throw new Refusal({ code: "duplicate-entry", file: shown, entry: entry.fileName });
    if (entry.isEncrypted()) throw new Refusal({ code: "encrypted", file: shown, part: entry.fileName });
    names.add(name);
    packed += entry.compressedSize;
  }
  if (packed > size) throw damaged(shown, "its entries claim more bytes than the file has, so they overlap");
}

/** The library has refused "..", absolute paths, drives and backslashes; a name that is empty, holds control characters or is long is refused here. */
function refuseName(entry: Entry, shown: string, limits: Limits): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (entry.fileName === "" || /[\x00-\x1f\x7f]/.test(entry.fileName))
    throw new Refusal({ code: "path-outside-archive", file: shown, entry: JSON.stringify(entry.fileName) });
  if (entry.fileName.length > limits.pathMax)
    throw new Refusal({ code: "path-too-long", file: shown, entry: entry.fileName, most: limits.pathMax });
}

/** The kind of file of Unix in the upper half of the attributes: nothing, a regular file and a folder are let in. */
const isLink = (entry: Entry): boolean =>
  ![0, 0o100000, 0o040000].includes((entry.externalFileAttributes >>> 16) & 0o170000);

const damaged = (file: string, why: string): Refusal => new Refusal({ code: "damaged-archive", file, why });

/** Faults of the disk have a code such as ENOSPC; those of zlib and of Node's own checks have others. */
export const isDiskFault = (error: unknown): boolean => /^E[A-Z0-9]+$/.test(String((error as { code?: unknown }).code));

/** The library says what is wrong only in words. */
function archiveProblem(file: string, error: unknown): unknown {
  if (error instanceof Refusal || isDiskFault(error)) return error;
  const why = error instanceof Error ? error.message : String(error);
  const outside = /^(?:absolute path|invalid relative path|invalid characters in fileName): (.*)/s.exec(why);
  if (outside) return new Refusal({ code: "path-outside-archive", file, entry: outside[1] ?? "" });
  if (/encrypt/i.test(why)) return new Refusal({ code: "encrypted", file, part: "an entry" });
  return damaged(file, why);
}

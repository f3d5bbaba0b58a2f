import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import type { ProblemData } from "../../terms/index.ts";
import { asProblem, type ZipEntry, zipOf } from "./fixture.ts";
import { type Limits, limitsWith } from "./limits.ts";
import { entriesOf, unpack } from "./unpack.ts";
import { unpacked as entriesUnpacked } from "./unpack-entries.ts";

const root = mkdtempSync(join(tmpdir(), "soclab-unpack-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let files = 0;

function written(bytes: Uint8Array, ending = "zip"): string {
  const path = join(root, `archive-${++files}.${ending}`);
  writeFileSync(path, bytes);
  return path;
}

/** Unpacks and reads each entry while it is there: "path=text". */
async function unpacked(path: string, wanted = "\\.csv$", limits: Partial<Limits> = {}): Promise<string[]> {
  const found: string[] = [];
  const folder = `${path}-folder`;
  try {
    for await (const entry of unpack(path, { wanted, folder, limits })) {
      // The entry itself, and at most the next one on its way.
      expect(readdirSync(join(entry.file, "..")).length).toBeLessThanOrEqual(2);
      const text = readFileSync(entry.file, "utf8");
      expect(entry.bytes).toBe(Buffer.byteLength(text));
      found.push(`${entry.path}=${text}`);
    }
  } finally {
    expect(readdirSync(folder)).toEqual([]);
  }
  return found;
}

/** The same in this process, as the child does it. */
const unpackedHere = (path: string, limits: Partial<Limits> = {}): Promise<string[]> =>
  asProblem(async () => {
    const folder = mkdtempSync(join(root, "here-"));
    const task = {
      does: "unpack",
      path,
      shown: "x",
      wanted: "\\.csv$",
      folder,
      limits: limitsWith(limits),
    } as const;
    const found: string[] = [];
    for await (const entry of entriesUnpacked(task)) found.push(entry.path);
    return found;
  });

const refused = (data: Partial<ProblemData>): unknown =>
  expect.objectContaining({ name: "Problem", data: expect.objectContaining(data) });

describe.concurrent("unpacking", () => {
  test("gives the wanted entries one at a time, and nothing stays behind", async () => {
    const path = written(
      zipOf([
        { name: "2024-01/", mode: 0o040755 },
        { name: "2024-01/2024-01-gwent-street.csv", data: "a\n1\n" },
        { name: "2024-01/2024-01-gwent-outcomes.csv", data: "b" },
        { name: "2024-02/2024-02-gwent-street.csv", data: "" },
        { name: "inner.zip", data: zipOf([{ name: "inner-street.csv", data: "no" }]) },
      ]),
    );
    expect(await unpacked(path, "-street\\.csv$")).toEqual([
      "2024-01/2024-01-gwent-street.csv=a\n1\n",
      "2024-02/2024-02-gwent-street.csv=",
    ]);
    expect((await entriesOf(path)).slice(0, 2)).toEqual([
      { path: "2024-01/2024-01-gwent-street.csv", bytes: 4 },
      { path: "2024-01/2024-01-gwent-outcomes.csv", bytes: 1 },
    ]);
  });

  test("gzip, of several members too", async () => {
    const path = written(Buffer.concat([gzipSync("a\n"), gzipSync("1\n")]), "csv.gz");
    const name = `archive-${path.match(/(\d+)\.csv/)?.[1]}.csv`;
    expect(await unpacked(path)).toEqual([`${name}=a\n1\n`]);
    expect(await entriesOf(path)).toEqual([{ path: name, bytes: undefined }]);
    await expect(unpacked(path, "\\.json$")).rejects.toEqual(refused({ code: "no-table-in-archive" }));
  });

  test("gzip that is cut short, or grows without end", async () => {
    const cut = written(gzipSync("a".repeat(10_000)).subarray(0, -9), "gz");
    await expect(unpacked(cut, ".")).rejects.toEqual(refused({ code: "damaged-archive" }));
    const bomb = written(gzipSync(Buffer.alloc(5_000_000)), "gz");
    await expect(unpacked(bomb, ".")).rejects.toEqual(refused({ code: "expands-too-far" }));
  });

  test("stops when the caller does, with the folder as it was", async () => {
    const path = written(
      zipOf([
        { name: "a.csv", data: "1" },
        { name: "b.csv", data: "2" },
      ]),
    );
    for await (const entry of unpack(path, { wanted: "", folder: `${path}-folder` })) {
      expect(entry.path).toBe("a.csv");
      break;
    }
    expect(readdirSync(`${path}-folder`)).toEqual([]);
  });

  const honest: ZipEntry = { name: "data.csv", data: "a\n1\n" };
  test.each<[string, ZipEntry[], Partial<Limits>, Partial<ProblemData>]>([
    [
      "a name above the folder",
      [honest, { name: "../x.txt" }],
      {},
      { code: "path-outside-archive", entry: "../x.txt" },
    ],
    ["a name from the root", [honest, { name: "/etc/x" }], {}, { code: "path-outside-archive" }],
    ["a name with a drive", [honest, { name: "C:x" }], {}, { code: "path-outside-archive" }],
    ["a name with a backslash", [honest, { name: "..\\x" }], {}, { code: "path-outside-archive" }],
    ["a name with a NUL", [honest, { name: "x\0.csv" }], {}, { code: "path-outside-archive" }],
    ["a long name", [honest, { name: "x".repeat(21) }], { pathMax: 20 }, { code: "path-too-long" }],
    ["a link", [honest, { name: "l.txt", mode: 0o120777 }], {}, { code: "link-in-archive" }],
    ["a device", [honest, { name: "l.txt", mode: 0o060666 }], {}, { code: "link-in-archive" }],
    ["a name twice", [honest, { name: "e\u0301" }, { name: "\u00e9" }], {}, { code: "duplicate-entry" }],
    ["a file as a folder", [honest, { name: "data.csv/", mode: 0o040755 }], {}, { code: "duplicate-entry" }],
    ["an encrypted entry", [honest, { name: "x", isEncrypted: true }], {}, { code: "encrypted", part: "x" }],
    ["too many entries", [honest, { name: "x" }], { entriesMax: 1 }, { code: "too-many-entries", found: 2, most: 1 }],
    ["too many bytes", [{ ...honest, data: "x".repeat(11) }], { bytesMax: 10 }, { code: "too-large", limit: "bytes" }],
    ["a bomb", [{ name: "a.csv", data: "0".repeat(2_000_000) }], {}, { code: "expands-too-far", entry: "a.csv" }],
    ["a false checksum", [{ ...honest, crc: 7 }], {}, { code: "damaged-archive" }],
    ["a false size", [{ ...honest, claims: 3 }], {}, { code: "damaged-archive" }],
    ["no table", [{ name: "readme.txt" }], {}, { code: "no-table-in-archive", entries: 1 }],
  ])("refuses %s", async (_, entries, limits, data) => {
    const path = written(zipOf(entries));
    await expect(unpackedHere(path, limits)).rejects.toEqual(refused(data));
    expect(existsSync(join(root, "x.txt"))).toBe(false);
  });

  test("refuses entries that share their bytes", async () => {
    const data = Array.from({ length: 4000 }, (_, at) => at).join(",");
    const two = zipOf([{ name: "a.csv", data }, { name: "b.csv" }]);
    // The second entry of the list points at the bytes of the first.
    const list = two.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    two.copy(
      two,
      list + 20,
      two.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 20,
      two.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24,
    );
    two.writeUInt32LE(0, list + 42);
    await expect(unpackedHere(written(two))).rejects.toThrow(/overlap/);
  });
});

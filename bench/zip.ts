import { closeSync, openSync, writeSync } from "node:fs";
import { crc32, deflateRawSync } from "node:zlib";

const [LOCAL, LISTED, END, END_64, LOCATOR_64] = [0x04034b50, 0x02014b50, 0x06054b50, 0x06064b50, 0x07064b50];
const FULL = 0xffffffff;
/** A stored name is UTF-8; the body is deflated. */
const [UTF8, DEFLATED, VERSION, REGULAR_FILE] = [0x800, 8, 45, 0o100644 * 65_536];

/**
 * Writes a ZIP file (PKWARE APPNOTE 6.3.10, with the 64-bit records of 4.3.14 where it grows past 4 GiB) entry by entry, so that
 * no more than one entry is in memory; an entry itself stays below 4 GiB. Gives the size in bytes.
 */
export function writeZip(path: string, entries: Iterable<{ name: string; data: Buffer }>): number {
  const file = openSync(path, "w");
  const list: Buffer[] = [];
  let at = 0;
  const put = (bytes: Buffer): void => {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    at += bytes.length;
  };
  try {
    for (const { name, data } of entries) {
      const packed = deflateRawSync(data, { level: 6 });
      const entry = { name: Buffer.from(name), crc: crc32(data), packed: packed.length, size: data.length, at };
      put(localHead(entry));
      put(packed);
      list.push(listedHead(entry));
    }
    const listAt = at;
    for (const head of list) put(head);
    put(endOf(list.length, at - listAt, listAt));
  } finally {
    closeSync(file);
  }
  return at;
}

interface Written {
  name: Buffer;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

function common({ name, crc, packed, size }: Written, extra: number): Buffer {
  const head = Buffer.alloc(26);
  for (const [value, offset] of [
    [VERSION, 0],
    [UTF8, 2],
    [DEFLATED, 4],
    [name.length, 22],
    [extra, 24],
  ] as const)
    head.writeUInt16LE(value, offset);
  for (const [value, offset] of [
    [crc, 10],
    [packed, 14],
    [size, 18],
  ] as const)
    head.writeUInt32LE(value, offset);
  return head;
}

const localHead = (entry: Written): Buffer => Buffer.concat([uint32(LOCAL), common(entry, 0), entry.name]);

function listedHead(entry: Written): Buffer {
  const isFar = entry.at >= FULL;
  const extra = isFar ? Buffer.concat([uint16(1), uint16(8), uint64(entry.at)]) : Buffer.alloc(0);
  const after = Buffer.alloc(14);
  after.writeUInt32LE(REGULAR_FILE, 6);
  after.writeUInt32LE(isFar ? FULL : entry.at, 10);
  // 3: made on Unix, so that the kind of file above counts.
  return Buffer.concat([
    uint32(LISTED),
    Buffer.from([VERSION, 3]),
    common(entry, extra.length),
    after,
    entry.name,
    extra,
  ]);
}

function endOf(entries: number, bytes: number, at: number): Buffer {
  const isFar = at >= FULL;
  const far = isFar ? farEnd(entries, bytes, at) : Buffer.alloc(0);
  const counts = [uint16(entries), uint16(entries), uint32(bytes), uint32(isFar ? FULL : at)];
  return Buffer.concat([far, uint32(END), uint32(0), ...counts, uint16(0)]);
}

const farEnd = (entries: number, bytes: number, at: number): Buffer =>
  Buffer.concat([
    ...[uint32(END_64), uint64(44), uint16(VERSION), uint16(VERSION), uint32(0), uint32(0)],
    ...[uint64(entries), uint64(entries), uint64(bytes), uint64(at)],
    ...[uint32(LOCATOR_64), uint32(0), uint64(at + bytes), uint32(1)],
  ]);

const numbered = (bytes: number, write: (to: Buffer) => void): Buffer => {
  const to = Buffer.alloc(bytes);
  write(to);
  return to;
};
const uint16 = (n: number): Buffer => numbered(2, (to) => to.writeUInt16LE(n));
const uint32 = (n: number): Buffer => numbered(4, (to) => to.writeUInt32LE(n));
const uint64 = (n: number): Buffer => numbered(8, (to) => to.writeBigUInt64LE(BigInt(n)));

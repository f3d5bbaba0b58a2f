import { Problem } from "../../terms/index.ts";

export type Encoding = "utf-8" | "windows-1252" | "iso-8859-1" | "utf-16le";

const MARKS: readonly { encoding: string; bytes: readonly number[] }[] = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
];

/**
 * The text of a file in the encoding that its source declares; nothing is guessed and nothing replaced.
 * A byte order mark of that encoding is dropped; one of another encoding, bytes that the encoding does not have, and
 * UTF-8 under a declared one-byte encoding refuse the file with a Problem.
 */
export function decode(file: string, bytes: Uint8Array, declared: Encoding): string {
  if (bytes.length === 0) throw new Problem({ code: "empty-file", file });
  const mark = MARKS.find((m) => m.bytes.every((byte, i) => bytes[i] === byte));
  if (mark !== undefined && mark.encoding !== declared) {
    const why = `the file begins with the mark of ${mark.encoding}`;
    throw new Problem({ code: "wrong-encoding", file, declared, why });
  }
  if (declared === "utf-8" || declared === "utf-16le") return unicode(file, bytes, declared);
  if (isUtf8BeyondAscii(bytes))
    throw new Problem({ code: "wrong-encoding", file, declared, why: "the file is UTF-8 text" });
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return declared === "iso-8859-1" ? latin : latin.replace(/[\u0080-\u009f]/g, windows);
}

/**
 * What Windows-1252 has from 0x80 to 0x9F (the WHATWG Encoding Standard's index); its five holes stay control characters,
 * which set a row aside. Node 20's own decoder leaves all 32 as in Latin-1.
 */
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

const windows = (c: string): string => WINDOWS[c.charCodeAt(0) - 0x80] ?? c;

function unicode(file: string, bytes: Uint8Array, declared: "utf-8" | "utf-16le"): string {
  try {
    return new TextDecoder(declared, { fatal: true }).decode(bytes);
  } catch {
    const line = declared === "utf-8" ? { line: firstBadLine(bytes) } : {};
    throw new Problem({ code: "wrong-encoding", file, ...line, declared, why: `the file is not ${declared} text` });
  }
}

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** Text in a one-byte encoding that also happens to be UTF-8 beyond ASCII does not occur: it would read as "Ã©". */
const isUtf8BeyondAscii = (bytes: Uint8Array): boolean => bytes.some((byte) => byte > 127) && isUtf8(bytes);

function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start);
    if (!isUtf8(bytes.subarray(start, end === -1 ? bytes.length : end))) return line;
    start = end === -1 ? bytes.length : end + 1;
  }
  return line;
}

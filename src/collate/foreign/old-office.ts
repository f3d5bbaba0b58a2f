import { closeSync, openSync, readSync } from "node:fs";

/** The name of the stream in which Office keeps an encrypted workbook, as its container writes it. */
const MARK = Buffer.from("EncryptedPackage", "utf16le");
const PIECE = 1 << 20;

/** Whether an old Office container holds an encrypted new workbook and not an old workbook. */
export function hasEncryptedPackage(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const piece = Buffer.alloc(PIECE);
    for (let at = 0; ; at += PIECE - MARK.length) {
      const bytes = readSync(file, piece, 0, PIECE, at);
      if (piece.subarray(0, bytes).includes(MARK)) return true;
      if (bytes < PIECE) return false;
    }
  } finally {
    closeSync(file);
  }
}

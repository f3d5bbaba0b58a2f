import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256, hex, of typed arrays taken as little-endian bytes in the order given. */
export function hashArrays(arrays: readonly ArrayBufferView[]): string {
  const hash = sha256.create();
  for (const a of arrays) hash.update(new Uint8Array(a.buffer, a.byteOffset, a.byteLength));
  return bytesToHex(hash.digest());
}

/** SHA-256, hex, of a text. */
export const hashText = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

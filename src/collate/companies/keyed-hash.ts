import { createHmac, randomBytes } from "node:crypto";

/** 64 bits of a keyed hash, as two unsigned halves. Two of five million texts are alike by chance once in a million runs. */
export interface Hash {
  high: number;
  low: number;
}

/**
 * Names and addresses as numbers that nobody can turn back: HMAC-SHA-256 under a key that is made for one run, never
 * leaves this object, and is wiped at its end. Without the key not even a list of all names in the country would help.
 */
export class KeyedHash {
  private readonly key = randomBytes(32);

  /** The hash of a text. The text is not kept. */
  of(text: string): Hash {
    const digest = createHmac("sha256", this.key).update(text).digest();
    return { high: digest.readUInt32LE(0), low: digest.readUInt32LE(4) };
  }

  /** Wipes the key: what was hashed cannot be compared with anything any more. */
  forget(): void {
    this.key.fill(0);
  }
}

/** A text as it is compared: capitals, single blanks, no points or commas. */
export const compared = (text: string): string =>
  text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[.,'’-]/g, "")
    .replace(/\s+/g, " ")
    .trim();

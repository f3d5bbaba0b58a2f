import type { Parser } from "./row.ts";

/** Longer texts are no name of a place or body. */
const LONGEST_NAME = 200;

/**
 * A name as everybody would type it: composed letters (NFC), one kind of hyphen, single blanks. Case and words stay:
 * that "DYFED-POWYS" and "Dyfed-Powys Police" are one force is for the list of names to say.
 */
export const plainName = (name: string): string =>
  name
    .normalize("NFC")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/\s+/g, " ")
    .trim();

/** The name of a place or body, made plain; compare it with names that were made plain the same way. */
export const nameText: Parser<string> = {
  expected: "a name",
  parse: (t) => (t.length > LONGEST_NAME || t === "" ? undefined : plainName(t)),
};

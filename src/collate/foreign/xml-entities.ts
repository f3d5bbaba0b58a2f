import { Refusal } from "./refusal.ts";

/** Declarations that no spreadsheet needs and every entity attack does. Case does not matter here, to be on the safe side. */
const DECLARATION = /<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i;
const LONGEST = 32;
const ENCODING = /^\uFEFF?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/i;

/**
 * The encoding of an XML text by its first bytes (mark or the shape of its first "<"), as TextDecoder calls it. Everything else that is
 * not UTF-16 is taken as UTF-8 and refused where it is not: `DeclarationScan` refuses a text that declares another encoding.
 */
export function encodingOf(start: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [a, b] = start;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return "utf-16le";
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return "utf-16be";
  return "utf-8";
}

/** Watches the decoded text of one XML part as it streams by. Throws a Refusal "xml-entity" at the first declaration. */
export class DeclarationScan {
  private readonly file: string;
  private readonly part: string;
  private carry = "";
  private isStart = true;

  constructor(file: string, part: string) {
    this.file = file;
    this.part = part;
  }

  take(text: string): void {
    const seen = this.carry + text;
    // XML allows no NUL: the text is in UTF-32, or hides from those who search it as UTF-8.
    if (text.includes("\0")) this.refuse("a NUL character");
    if (this.isStart) this.refuseOtherEncoding(seen);
    this.isStart = false;
    const found = DECLARATION.exec(seen);
    if (found) this.refuse(found[0]);
    this.carry = seen.slice(-LONGEST);
  }

  private refuseOtherEncoding(start: string): void {
    const declared = ENCODING.exec(start)?.[1];
    if (declared !== undefined && !/^(utf-?8|utf-?16(le|be)?|us-ascii)$/i.test(declared))
      this.refuse(`encoding="${declared}"`);
  }

  private refuse(found: string): never {
    throw new Refusal({ code: "xml-entity", file: this.file, part: this.part, found });
  }
}

import type { WorkbookParts } from "./workbook-parts.ts";
import type { XmlHandler } from "./xml.ts";

/** The texts that the cells of an .xlsx share, in order. Throws a Refusal. */
export async function sharedStrings(parts: WorkbookParts, path: string | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (path === undefined || !parts.has(path)) return strings;
  const rich = new RichText();
  await parts.readAll(path, {
    open: (name) => rich.open(name),
    close(name) {
      rich.close(name);
      if (name === "si") strings.push(rich.taken());
    },
    text: (text) => rich.text(text),
  });
  return strings;
}

/** The text of a run of formatted pieces (`t`), without its reading aid (`rPh`, the phonetic guide of East Asian text). */
export class RichText implements XmlHandler {
  private pieces = "";
  private isText = false;
  private isPhonetic = false;

  open(name: string): void {
    if (name === "rPh") this.isPhonetic = true;
    if (name === "t") this.isText = !this.isPhonetic;
  }

  close(name: string): void {
    if (name === "rPh") this.isPhonetic = false;
    if (name === "t") this.isText = false;
  }

  text(text: string): void {
    if (this.isText) this.pieces += text;
  }

  taken(): string {
    const text = unescapedControls(this.pieces);
    this.pieces = "";
    return text;
  }
}

/** Excel writes what XML cannot hold as `_x000D_`, and such a text itself with `_x005F_` before it. */
export const unescapedControls = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

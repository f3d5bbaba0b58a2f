/** What reads an XML text as it streams by. Names come without their prefix. */
export interface XmlHandler {
  open(name: string, attributes: () => Record<string, string>): void;
  close(name: string): void;
  text(text: string): void;
}

/** An XML text that is not well-formed, or that uses what no spreadsheet needs. */
export class XmlFault extends Error {}

/** Longest tag or run of text, in characters, and deepest nesting. Excel allows 32,767 characters in a cell. */
const PIECE_MAX = 1_000_000;
const DEPTH_MAX = 200;

const LESS = 60;
const GREATER = 62;
const DOUBLE_QUOTE = 34;
const QUOTE = 39;
const SLASH = 47;

/** Reads XML in pieces of any size, in one pass and with memory for one tag or one run of text. Document types are refused. */
export class XmlReader {
  private readonly handler: XmlHandler;
  private readonly inside: string[] = [];
  private rest = "";
  private isRootClosed = false;

  constructor(handler: XmlHandler) {
    this.handler = handler;
  }

  /** Throws an XmlFault. */
  write(piece: string): void {
    const text = this.rest + piece;
    let at = 0;
    while (at < text.length) {
      const next = text.charCodeAt(at) === LESS ? this.markup(text, at) : this.run(text, at);
      if (next < 0) break;
      at = next;
    }
    this.rest = text.slice(at);
    if (this.rest.length > PIECE_MAX)
      throw new XmlFault(`one tag or cell text is longer than ${PIECE_MAX.toLocaleString("en-GB")} characters`);
  }

  /** Throws an XmlFault when the text stops in the middle. */
  end(): void {
    if (this.rest.trim() !== "" || !this.isRootClosed) throw new XmlFault("its XML stops in the middle");
  }

  /** Text up to the next "<"; -1 when that is not there yet. */
  private run(text: string, from: number): number {
    const until = text.indexOf("<", from);
    if (until < 0) return -1;
    if (this.inside.length > 0) this.handler.text(unescaped(text.slice(from, until)));
    return until;
  }

  /** One tag, comment or other markup; gives where it ends, or -1 when it is not whole yet. */
  private markup(text: string, from: number): number {
    const second = text[from + 1];
    if (second === undefined) return -1;
    if (second === "?") return after(text, "?>", from);
    if (second === "!") return this.exclamation(text, from);
    const end = tagEnd(text, from + 1);
    if (end < 0) return -1;
    if (second === "/") this.closeTag(localName(text.slice(from + 2, end).trim()));
    else this.openTag(text, from + 1, end);
    return end + 1;
  }

  private exclamation(text: string, from: number): number {
    const start = text.slice(from, from + 9);
    if (start.startsWith("<!--")) return after(text, "-->", from + 4);
    if ("<![CDATA[".startsWith(start) || "<!--".startsWith(start)) {
      const end = start.length < 9 ? -1 : after(text, "]]>", from);
      if (end > 0) this.handler.text(text.slice(from + 9, end - 3));
      return end;
    }
    throw new XmlFault("it declares a document type or an entity");
  }

  private openTag(text: string, from: number, end: number): void {
    const isEmpty = text.charCodeAt(end - 1) === SLASH;
    const stop = isEmpty ? end - 1 : end;
    let nameEnd = from;
    while (nameEnd < stop && text.charCodeAt(nameEnd) > 32) nameEnd++;
    const name = localName(text.slice(from, nameEnd));
    if (this.inside.length === 0 && this.isRootClosed) throw new XmlFault("it has more than one root");
    if (this.inside.push(name) > DEPTH_MAX) throw new XmlFault(`it nests deeper than ${DEPTH_MAX}`);
    this.handler.open(name, () => attributesOf(text.slice(nameEnd, stop)));
    if (isEmpty) this.closeTag(name);
  }

  private closeTag(name: string): void {
    if (this.inside.pop() !== name) throw new XmlFault(`its tag </${name.slice(0, 40)}> closes nothing`);
    this.isRootClosed = this.inside.length === 0;
    this.handler.close(name);
  }
}

/** Where the ">" of a tag is, past the quotes of its attributes; -1 when it is not there yet. */
function tagEnd(text: string, from: number): number {
  let quote = 0;
  for (let at = from; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (quote !== 0) quote = c === quote ? 0 : quote;
    else if (c === GREATER) return at;
    else if (c === DOUBLE_QUOTE || c === QUOTE) quote = c;
    else if (c === LESS) throw new XmlFault("a tag is not closed");
  }
  return -1;
}

const after = (text: string, mark: string, from: number): number => {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
};

export const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Attributes by their name as written, prefix and all. */
function attributesOf(raw: string): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  for (const [, name, double, single] of raw.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    found[name ?? ""] = unescaped(double ?? single ?? "");
  return found;
}

const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescaped(text: string): string {
  const plain = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  return plain.includes("&")
    ? plain.replace(/&([^;&]{0,12});?/g, (whole, name: string) => character(whole, name))
    : plain;
}

function character(whole: string, name: string): string {
  const code = /^#x([0-9a-f]{1,6})$/i.exec(name)?.[1] ?? /^#(\d{1,7})$/.exec(name)?.[1];
  const point = code === undefined ? undefined : Number.parseInt(code, name[1]?.toLowerCase() === "x" ? 16 : 10);
  const meant = point === undefined ? NAMED[name] : point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
  if (meant === undefined || !whole.endsWith(";"))
    throw new XmlFault(`it names the entity ${whole.slice(0, 20)}, which XML does not have`);
  return meant;
}

import type { Json, JsonObject } from "./json.ts";
import { Problem } from "./problem.ts";

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const [QUOTE, BACKSLASH] = [34, 92];
const HALF_PAIR = /\p{Surrogate}/u;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};
const WORDS: readonly [string, Json][] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

/** Reads one text from left to right; `path` holds the keys and places of where it is. */
export class JsonReader {
  readonly lines = new Map<string, number>();
  private at = 0;
  private lineAt = 0;
  private readonly path: (string | number)[] = [];
  private readonly file: string;
  private readonly text: string;
  private readonly depth: number;
  private readonly keepsLines: boolean;
  private line: number;

  constructor(file: string, text: string, depth: number, keepsLines: boolean, line = 1) {
    this.file = file;
    this.text = text;
    this.depth = depth;
    this.keepsLines = keepsLines;
    this.line = line;
  }

  whole(): Json {
    if (this.text.startsWith("\ufeff")) throw this.fault("the text begins with a byte order mark, which JSON has not");
    const value = this.value();
    this.blanks();
    if (this.at < this.text.length) throw this.fault(`${this.here()} stands after the end of the JSON`);
    return value;
  }

  private value(): Json {
    this.blanks();
    if (this.keepsLines) this.lines.set(pointerOf(this.path), this.lineHere());
    const c = this.text[this.at];
    if (c === "{") return this.nested(() => this.object());
    if (c === "[") return this.nested(() => this.array());
    if (c === '"') return this.string();
    if (c === "-" || (c !== undefined && c >= "0" && c <= "9")) return this.number();
    for (const [word, value] of WORDS)
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    throw this.fault(`${this.here()} stands where a value should`);
  }

  private nested<T>(read: () => T): T {
    if (this.path.length >= this.depth) throw this.fault(`it is nested deeper than ${this.depth}`);
    this.at++;
    return read();
  }

  private array(): Json[] {
    const items: Json[] = [];
    if (this.closes("]")) return items;
    for (;;) {
      this.path.push(items.length);
      items.push(this.value());
      this.path.pop();
      if (!this.goesOn("]")) return items;
    }
  }

  private object(): JsonObject {
    const object = Object.create(null) as JsonObject;
    if (this.closes("}")) return object;
    for (;;) {
      this.blanks();
      if (this.text[this.at] !== '"') throw this.fault(`${this.here()} stands where a key in quotes should`);
      const key = this.string();
      this.path.push(key);
      if (Object.hasOwn(object, key)) throw this.fault("the key stands twice in its object");
      this.blanks();
      if (this.text[this.at] !== ":") throw this.fault(`${this.here()} stands where a colon should`);
      this.at++;
      object[key] = this.value();
      this.path.pop();
      if (!this.goesOn("}")) return object;
    }
  }

  private closes(end: string): boolean {
    this.blanks();
    if (this.text[this.at] !== end) return false;
    this.at++;
    return true;
  }

  private goesOn(end: string): boolean {
    if (this.closes(end)) return false;
    if (this.text[this.at] !== ",") throw this.fault(`${this.here()} stands where a comma or ${end} should`);
    this.at++;
    return true;
  }

  private number(): number {
    NUMBER.lastIndex = this.at;
    const written = NUMBER.exec(this.text)?.[0];
    if (written === undefined) throw this.fault(`${this.here()} begins no number`);
    const value = Number(written);
    const losesDigits = !/[.eE]/.test(written) && !Number.isSafeInteger(value) && String(value) !== written;
    if (!Number.isFinite(value) || losesDigits)
      throw this.fault(`the number ${shortened(written)} is past what a number can hold exactly; write it as text`);
    this.at += written.length;
    return value;
  }

  private string(): string {
    let whole = "";
    let from = ++this.at;
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c === QUOTE) break;
      if (Number.isNaN(c)) throw this.fault("a string is never closed");
      if (c < 32) throw this.fault(`${this.here()}, a control character, stands in a string`);
      if (c !== BACKSLASH) this.at++;
      else {
        whole += this.text.slice(from, this.at) + this.escape();
        from = this.at;
      }
    }
    whole += this.text.slice(from, this.at++);
    if (HALF_PAIR.test(whole)) throw this.fault("a string holds half of a surrogate pair, which is no character");
    return whole;
  }

  private escape(): string {
    const c = this.text[this.at + 1] ?? "";
    const simple = Object.hasOwn(ESCAPES, c) ? ESCAPES[c] : undefined;
    const hex = c === "u" ? this.text.slice(this.at + 2, this.at + 6) : "";
    if (simple === undefined && !/^[0-9a-fA-F]{4}$/.test(hex)) throw this.fault("a backslash begins no escape of JSON");
    this.at += simple === undefined ? 6 : 2;
    return simple ?? String.fromCharCode(Number.parseInt(hex, 16));
  }

  private blanks(): void {
    for (; this.at < this.text.length; this.at++) {
      const c = this.text.charCodeAt(this.at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
    }
  }

  /** Lines are counted up to where the reader is, once each. */
  private lineHere(): number {
    for (; this.lineAt < this.at; this.lineAt++) {
      const c = this.text.charCodeAt(this.lineAt);
      if (c === 10 || (c === 13 && this.text.charCodeAt(this.lineAt + 1) !== 10)) this.line++;
    }
    return this.line;
  }

  private here(): string {
    const c = this.text.codePointAt(this.at);
    if (c === undefined) return "the end";
    return c < 32 || (c > 126 && c < 161) ? `U+${c.toString(16).padStart(4, "0")}` : `"${String.fromCodePoint(c)}"`;
  }

  private fault(why: string): Problem {
    const path = shortened(pointerOf(this.path));
    return new Problem({ code: "json-fault", file: this.file, line: this.lineHere(), path, why });
  }
}

/** A JSON pointer (RFC 6901). */
const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}...` : text);

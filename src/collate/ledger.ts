import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import Type from "typebox";
import { Check } from "typebox/value";
import { appendDurably, guarded, homePaths } from "../store/index.ts";
import { Problem } from "../terms/index.ts";

const Hash = Type.String({ pattern: "^[0-9a-f]{64}$" });
const Common = { n: Type.Integer({ minimum: 1 }), at: Type.String(), previous: Hash };
const OfFile = { source: Type.String(), name: Type.String() };

const EntrySchema = Type.Union([
  /** A file's bytes are kept and it is part of the data from here on, in place of an earlier file of that name. */
  Type.Object({ ...Common, kind: Type.Literal("landed"), ...OfFile, sha256: Hash, bytes: Type.Integer() }),
  /** A file's bytes are kept but cannot be read; the file before it stands. */
  Type.Object({
    ...Common,
    kind: Type.Literal("refused"),
    ...OfFile,
    sha256: Hash,
    definition: Type.String(),
    why: Type.String(),
  }),
  /** The source no longer has the file. */
  Type.Object({ ...Common, kind: Type.Literal("withdrawn"), ...OfFile }),
  /** A snapshot of all files that count was finished. */
  Type.Object({
    ...Common,
    kind: Type.Literal("snapshot"),
    fingerprint: Hash,
    files: Type.Integer(),
    observations: Type.Integer(),
  }),
]);

export type LedgerEntry = Type.Static<typeof EntrySchema>;

/** An entry before the ledger gives it number, time and chain. */
export type NewEntry = LedgerEntry extends infer E
  ? E extends LedgerEntry
    ? Omit<E, "n" | "at" | "previous">
    : never
  : never;

export interface LandedEntry {
  source: string;
  name: string;
  sha256: string;
  landedAt: string;
}

/**
 * The append-only account of what was landed. Each line carries the hash of the line before, so a change in the middle
 * shows; each line is synced before anything counts on it. The order is that of the lines; the times are for people only.
 */
export class Ledger {
  readonly path: string;
  readonly entries: LedgerEntry[] = [];
  /** Bytes of a last line that was torn by a crash: ignored, and cut off by the next entry. 0 when the ledger is whole. */
  readonly tornBytes: number;
  private head = "0".repeat(64);
  private end = 0;

  /** Reads and verifies the ledger of a home folder; an absent file is an empty ledger. Throws a Problem where the chain breaks. */
  constructor(home: string) {
    this.path = homePaths(home).ledger;
    const text = this.read();
    let line = 0;
    for (let next = text.indexOf("\n", this.end); next !== -1; next = text.indexOf("\n", this.end)) {
      this.take(text.subarray(this.end, next), ++line);
      this.end = next + 1;
    }
    this.tornBytes = text.length - this.end;
  }

  append(entry: NewEntry): void {
    const full = {
      n: this.entries.length + 1,
      at: new Date().toISOString(),
      previous: this.head,
      ...entry,
    } as LedgerEntry;
    const line = JSON.stringify(full);
    appendDurably(this.path, this.end, `${line}\n`);
    this.end += Buffer.byteLength(line) + 1;
    this.head = sha256(line);
    this.entries.push(full);
  }

  /** Of each file name the version that counts: the last that landed and was neither refused since nor withdrawn. Sorted. */
  named(): LandedEntry[] {
    const versions = new Map<string, LandedEntry[]>();
    for (const e of this.entries) {
      if (e.kind === "snapshot") continue;
      const key = JSON.stringify([e.source, e.name]);
      const others = e.kind === "withdrawn" ? [] : (versions.get(key) ?? []).filter((v) => v.sha256 !== e.sha256);
      const landed = { source: e.source, name: e.name, landedAt: this.firstLanded(e) };
      versions.set(key, e.kind === "landed" ? [...others, { ...landed, sha256: e.sha256 }] : others);
    }
    const last = [...versions.values()].flatMap((of) => of.at(-1) ?? []);
    return last.sort((a, b) => compare(a.source, b.source) || compare(a.name, b.name));
  }

  /** As `named`, but bytes that lie there under two names count once, under the first. */
  active(): LandedEntry[] {
    const named = this.named();
    return named.filter((e, i) => named.findIndex((other) => other.sha256 === e.sha256) === i);
  }

  /** Whether the last word on these bytes is that this definition cannot read them. */
  isRefused(source: string, name: string, hash: string, definition: string): boolean {
    const last = this.entries.findLast(
      (e) => "sha256" in e && e.sha256 === hash && e.source === source && e.name === name,
    );
    return last?.kind === "refused" && last.definition === definition;
  }

  lastSnapshot = (): string | undefined => this.entries.findLast((e) => e.kind === "snapshot")?.fingerprint;

  private firstLanded = (of: LedgerEntry): string =>
    this.entries.find((e) => e.kind === "landed" && "sha256" in of && e.sha256 === of.sha256)?.at ?? of.at;

  private read(): Buffer {
    if (!existsSync(this.path)) return Buffer.alloc(0);
    return guarded(this.path, () => {
      if (!statSync(this.path).isFile())
        throw new Problem({ code: "ledger-broken", path: this.path, line: 1, why: "it is not a regular file" });
      return readFileSync(this.path);
    });
  }

  private take(bytes: Buffer, line: number): void {
    const text = bytes.toString("utf8");
    const entry = parseEntry(text);
    if (entry === undefined)
      throw new Problem({ code: "ledger-broken", path: this.path, line, why: "it is no ledger entry" });
    if (entry.previous !== this.head)
      throw new Problem({
        code: "ledger-broken",
        path: this.path,
        line,
        why: "it does not carry the hash of the line before",
      });
    if (entry.n !== line)
      throw new Problem({ code: "ledger-broken", path: this.path, line, why: `its number is ${entry.n}` });
    this.head = sha256(text);
    this.entries.push(entry);
  }
}

function parseEntry(text: string): LedgerEntry | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Check(EntrySchema, value) ? (value as LedgerEntry) : undefined;
  } catch {
    return undefined;
  }
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Plain comparison of code units: the same order on every machine and in every locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

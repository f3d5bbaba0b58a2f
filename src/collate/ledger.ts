import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import Type from "typebox";
import { Check } from "typebox/value";
import { appendDurably, guarded, homePaths } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { SubmissionSchema } from "./partner/submission.ts";

const Hash = Type.String({ pattern: "^[0-9a-f]{64}$" });
const Common = { n: Type.Integer({ minimum: 1 }), at: Type.String(), previous: Hash };
const OfFile = { source: Type.String(), name: Type.String() };

/** What a partner's file came with: hashes of the kept mapping and table schema, their names, and the record of the submission. */
const PartnerSchema = Type.Object({
  mapping: Hash,
  mapping_name: Type.String(),
  schema: Hash,
  schema_name: Type.String(),
  submission: SubmissionSchema,
});

const EntrySchema = Type.Union([
  /** A file's bytes are kept and it is part of the data from here on: in place of an earlier file of that name, or beside it. */
  Type.Object({
    ...Common,
    kind: Type.Literal("landed"),
    ...OfFile,
    sha256: Hash,
    bytes: Type.Integer(),
    beside: Type.Optional(Type.Literal(true)),
    published: Type.Optional(Type.String()),
    /** Address it was fetched from. */
    address: Type.Optional(Type.String()),
    partner: Type.Optional(PartnerSchema),
  }),
  /** A file's bytes are kept but cannot be read; the file before it stands. */
  Type.Object({
    ...Common,
    kind: Type.Literal("refused"),
    ...OfFile,
    sha256: Hash,
    definition: Type.String(),
    why: Type.String(),
    sentence: Type.Optional(Type.String()),
  }),
  /** The source no longer has the file, or who brought it has taken it back; all versions of that name unless one is meant. */
  Type.Object({
    ...Common,
    kind: Type.Literal("withdrawn"),
    ...OfFile,
    sha256: Type.Optional(Hash),
    why: Type.Optional(Type.String()),
    /**
     * These bytes are withdrawn under whatever names they count, and go, with every snapshot that held them; `erased` says when
     * that was done.
     */
    erase: Type.Optional(Type.Literal(true)),
  }),
  /** Nothing of withdrawn bytes is left: neither the kept file nor a snapshot that held its rows. */
  Type.Object({ ...Common, kind: Type.Literal("erased"), ...OfFile, sha256: Hash }),
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
  /** True for a file that stands beside others of its name, false for one that takes their place. */
  isBeside: boolean;
  /** Date of publication that the user gave; undefined when the file's name has to say it. */
  published?: string;
  /** Of a partner's file. */
  partner?: PartnerPapers;
}

export type PartnerPapers = Type.Static<typeof PartnerSchema>;

type WithdrawnEntry = Extract<LedgerEntry, { kind: "withdrawn" }>;
type RefusedEntry = Extract<LedgerEntry, { kind: "refused" }>;
type LandingEntry = Extract<LedgerEntry, { kind: "landed" }>;

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

  /**
   * The files that count: of each name the last version that landed in place of others and was neither refused since nor
   * withdrawn, and every version that landed beside others. Sorted by source, name, and order of landing.
   */
  named(): LandedEntry[] {
    const versions = new Map<string, LandedEntry[]>();
    for (const e of this.entries) {
      if (e.kind === "snapshot" || e.kind === "erased") continue;
      if (e.kind === "withdrawn" && e.erase === true) {
        for (const [key, of] of versions)
          versions.set(
            key,
            of.filter((v) => v.sha256 !== e.sha256),
          );
        continue;
      }
      const key = JSON.stringify([e.source, e.name]);
      const others = (versions.get(key) ?? []).filter((v) => e.sha256 !== undefined && v.sha256 !== e.sha256);
      versions.set(key, e.kind === "landed" ? [...others, this.versionOf(e)] : others);
    }
    const counting = [...versions.values()].flatMap((of) => {
      const last = of.findLast((v) => !v.isBeside);
      return of.filter((v) => v.isBeside || v === last);
    });
    return counting.sort((a, b) => compare(a.source, b.source) || compare(a.name, b.name));
  }

  /** As `named`, but bytes that lie there under two names count once, under the first. */
  active(): LandedEntry[] {
    const named = this.named();
    return named.filter((e, i) => named.findIndex((other) => other.sha256 === e.sha256) === i);
  }

  /** The last word on these bytes, when it is that they cannot be read: by which definition, and why. */
  refusal(source: string, name: string, hash: string): { definition: string; sentence: string } | undefined {
    const last = this.entries.findLast(
      (e) => "source" in e && e.sha256 === hash && e.source === source && e.name === name,
    );
    return last?.kind === "refused" ? { definition: last.definition, sentence: last.sentence ?? last.why } : undefined;
  }

  /** What users brought and could not be read: of each such file the last refusal, and the landing before it. */
  refused(): { refusal: RefusedEntry; landing: LandingEntry }[] {
    const last = new Map<string, LedgerEntry>();
    for (const e of this.entries)
      if ("source" in e && e.sha256 !== undefined) last.set(JSON.stringify([e.source, e.name, e.sha256]), e);
    return [...last.values()].flatMap((refusal) => {
      if (refusal.kind !== "refused") return [];
      const landing = this.entries.findLast(
        (e) => e.kind === "landed" && e.sha256 === refusal.sha256 && e.name === refusal.name,
      );
      return landing?.kind === "landed" && landing.beside === true ? [{ refusal, landing }] : [];
    });
  }

  /** The withdrawal of bytes that do not count any more, unless they were brought again since. */
  withdrawal(hash: string): WithdrawnEntry | undefined {
    const last = this.entries.findLast((e) => (e.kind === "withdrawn" || e.kind === "landed") && e.sha256 === hash);
    return last?.kind === "withdrawn" && last.erase === true ? last : undefined;
  }

  /** Hashes of bytes that are withdrawn and of which something may still be left. */
  toErase(): string[] {
    const hashes = new Set(this.entries.flatMap((e) => (e.kind === "withdrawn" && e.erase === true ? [e.sha256] : [])));
    const isDone = (hash: string) => {
      const last = this.entries.findLast((e) => (e.kind === "erased" || e.kind === "withdrawn") && e.sha256 === hash);
      return last?.kind === "erased" || this.counts(hash);
    };
    return [...hashes].flatMap((hash) => (hash === undefined || isDone(hash) ? [] : [hash]));
  }

  /** Whether a file that counts has these bytes, or came with them as its mapping or schema. */
  counts = (hash: string): boolean =>
    this.named().some((e) => [e.sha256, e.partner?.mapping, e.partner?.schema].includes(hash));

  lastSnapshot = (): string | undefined => this.entries.findLast((e) => e.kind === "snapshot")?.fingerprint;

  private versionOf(e: LandingEntry): LandedEntry {
    const first = this.entries.find((other) => other.kind === "landed" && other.sha256 === e.sha256) ?? e;
    return {
      source: e.source,
      name: e.name,
      sha256: e.sha256,
      landedAt: first.at,
      isBeside: e.beside === true,
      ...(e.published === undefined ? {} : { published: e.published }),
      ...(e.partner === undefined ? {} : { partner: e.partner }),
    };
  }

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

/**
 * A disk that does what it is told and remembers it, so that a test can ask after each single operation: had the power gone
 * here, what would lie on the platter? Bytes count once their file was synced, names once their folder was.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Disk } from "../../src/store/disk.ts";

/** What a power cut leaves: paths relative to the home, with their bytes; folders end in "/". */
export type Left = ReadonlyMap<string, Uint8Array>;

/**
 * Three disks that all keep their promises about synced bytes: one drops everything else, one keeps names but not bytes, one
 * keeps names and half of what was not synced.
 */
export const TEMPERS = ["drops all", "keeps names", "tears"] as const;
export type Temper = (typeof TEMPERS)[number];

interface File {
  now: Uint8Array;
  synced: Uint8Array;
}

/** One operation and what each temper of disk would have left right after it. */
export interface Moment {
  did: string;
  left: Record<Temper, Left>;
  /** How many notes had been taken by then. */
  notes: number;
}

/** Things of which a sync is silently not passed on: the fault that the harness must see. */
type Forgets = (path: string) => boolean;

export class RecordedDisk {
  readonly moments: Moment[] = [];
  /** What the program told the world, in order: acknowledgements. */
  readonly notes: string[] = [];
  private readonly home: string;
  private readonly forgets: Forgets;
  private readonly open = new Map<number, string>();
  private names = new Map<string, File | "folder">();
  private syncedNames: Map<string, File | "folder">;

  /** `before`: what lay in the home, whole and synced, before the recording. */
  constructor(home: string, before: Left, forgets: Forgets = () => false) {
    this.home = home;
    this.forgets = forgets;
    for (const [path, bytes] of before)
      this.names.set(path, path.endsWith("/") ? "folder" : { now: bytes, synced: bytes });
    this.syncedNames = new Map(this.names);
  }

  /** The disk to put behind the door. */
  over(real: Disk): Disk {
    return {
      open: (path, flags) => {
        const file = real.open(path, flags);
        this.open.set(file, path);
        const isFolder = statSync(path).isDirectory();
        if (!isFolder && !this.names.has(this.name(path))) this.create(path, flags);
        return file;
      },
      write: (file, bytes, at) => {
        const done = real.write(file, bytes, at);
        return this.after(`write ${this.called(file)}`, () => this.look(file), done);
      },
      truncate: (file, bytes) =>
        this.after(`cut ${this.called(file)}`, () => this.look(file), real.truncate(file, bytes)),
      sync: (file) => this.after(`sync ${this.called(file)}`, () => this.keep(file), real.sync(file)),
      rename: (from, to) => this.after(`rename ${this.name(to)}`, () => this.move(from, to), real.rename(from, to)),
      remove: (path) =>
        this.after(`remove ${this.name(path)}`, () => this.names.delete(this.name(path)), real.remove(path)),
      makeFolder: (path) => this.after(`folder ${this.name(path)}`, () => this.folder(path), real.makeFolder(path)),
      size: real.size,
      close: real.close,
    };
  }

  private after<T>(did: string, act: () => void, result: T): T {
    act();
    const left = Object.fromEntries(TEMPERS.map((temper) => [temper, this.leftBy(temper)])) as Moment["left"];
    this.moments.push({ did, left, notes: this.notes.length });
    return result;
  }

  /** A file that another writer (the database) made counts as it lies there when it is first met. */
  private create(path: string, flags: string): void {
    const now = flags === "wx" || flags === "a" ? new Uint8Array() : readFileSync(path);
    this.names.set(this.name(path), { now, synced: new Uint8Array() });
  }

  private look(file: number): void {
    const known = this.names.get(this.called(file));
    if (known !== undefined && known !== "folder") known.now = readFileSync(this.open.get(file) ?? "");
  }

  private keep(file: number): void {
    const path = this.open.get(file) ?? "";
    if (this.forgets(path)) return;
    if (statSync(path).isDirectory()) this.keepNames(this.name(path));
    else {
      this.look(file);
      const known = this.names.get(this.name(path));
      if (known !== undefined && known !== "folder") known.synced = known.now;
    }
  }

  private keepNames(folder: string): void {
    const isIn = (name: string) =>
      dirname(name.replace(/\/$/, "")) === (folder === "" ? "." : folder.replace(/\/$/, ""));
    for (const name of [...this.syncedNames.keys()].filter(isIn)) this.syncedNames.delete(name);
    for (const [name, what] of this.names) if (isIn(name)) this.syncedNames.set(name, what);
  }

  private move(from: string, to: string): void {
    const what = this.names.get(this.name(from));
    this.names.delete(this.name(from));
    if (what !== undefined) this.names.set(this.name(to), what);
  }

  private folder(path: string): void {
    const name = `${this.name(path)}/`;
    if (name !== "/" && !this.names.has(name)) this.names.set(name, "folder");
  }

  private leftBy(temper: Temper): Left {
    const names = temper === "drops all" ? this.syncedNames : this.names;
    const left = new Map<string, Uint8Array>();
    for (const [name, what] of names)
      if (isReachable(name, names)) left.set(name, what === "folder" ? new Uint8Array() : bytesLeft(what, temper));
    return left;
  }

  private name = (path: string): string => relative(this.home, path);
  private called = (file: number): string => this.name(this.open.get(file) ?? "");
}

function bytesLeft({ now, synced }: File, temper: Temper): Uint8Array {
  if (temper !== "tears" || now === synced) return synced;
  return now.length <= synced.length ? synced : now.subarray(0, synced.length + ((now.length - synced.length) >> 1));
}

/** A file in a folder whose own name was lost is lost with it. */
function isReachable(name: string, names: ReadonlyMap<string, unknown>): boolean {
  const parent = dirname(name.replace(/\/$/, ""));
  return parent === "." || (names.has(`${parent}/`) && isReachable(`${parent}/`, names));
}

/** Puts what was left into a folder; of what lies there already (`lying`, from the call before) only what differs is touched. */
export function restore(left: Left, home: string, lying: Left = new Map()): Left {
  for (const name of lying.keys()) if (!left.has(name)) rmSync(join(home, name), { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  for (const [name] of left) if (name.endsWith("/")) mkdirSync(join(home, name), { recursive: true });
  for (const [name, bytes] of left)
    if (!name.endsWith("/") && lying.get(name) !== bytes) writeFileSync(join(home, name), bytes);
  return left;
}

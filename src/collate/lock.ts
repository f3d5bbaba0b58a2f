import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { guarded, homePaths } from "../store/index.ts";
import { Problem } from "../terms/index.ts";

/** Who holds the right to write: the process and, where the system tells, when it began (a number may be used again). */
interface Holder {
  pid: number;
  began: string;
}

/**
 * Runs `act` as the only writer of a home folder. Throws a Problem "second-writer" when a living process holds the lock.
 * A lock whose process has gone is taken over, and `onStale` is told its number.
 */
export async function asOnlyWriter<T>(home: string, onStale: (pid: number) => void, act: () => Promise<T>): Promise<T> {
  const path = homePaths(home).lock;
  take(home, path, onStale);
  try {
    return await act();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(home: string, path: string, onStale: (pid: number) => void): void {
  for (let attempt = 0; attempt < 5; attempt++) {
    if (claim(path)) return;
    const text = readOrNothing(path);
    if (text === undefined) continue; // Released between our two looks.
    const holder = parseHolder(text);
    if (holder !== undefined && isAlive(holder)) throw new Problem({ code: "second-writer", home, pid: holder.pid });
    if (dislodge(path, text)) onStale(holder?.pid ?? 0);
  }
  throw new Problem({ code: "second-writer", home, pid: parseHolder(readOrNothing(path) ?? "")?.pid ?? 0 });
}

/** A lock appears whole or not at all: written aside, then linked into place, which fails when one is there. */
function claim(path: string): boolean {
  const own = `${path}.${process.pid}`;
  const holder: Holder = { pid: process.pid, began: beganAt(process.pid) };
  return guarded(path, () => {
    try {
      writeFileSync(own, JSON.stringify(holder));
      linkSync(own, path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      rmSync(own, { force: true });
    }
  });
}

/** Moves a stale lock away. Should another process have renewed it meanwhile, its lock is put back. */
function dislodge(path: string, stale: string): boolean {
  const aside = `${path}.stale.${process.pid}`;
  return guarded(path, () => {
    try {
      renameSync(path, aside);
      const isStale = readFileSync(aside, "utf8") === stale;
      if (!isStale) linkSync(aside, path);
      return isStale;
    } catch (error) {
      if (["ENOENT", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
      throw error;
    } finally {
      rmSync(aside, { force: true });
    }
  });
}

function isAlive({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = beganAt(pid);
  return now === "" || began === "" || now === began;
}

/** Start time of a process in clock ticks since boot (Linux, field 22 of /proc/<pid>/stat); "" elsewhere. */
function beganAt(pid: number): string {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, began } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === "number" && typeof began === "string" ? { pid, began } : undefined;
  } catch {
    return undefined;
  }
}

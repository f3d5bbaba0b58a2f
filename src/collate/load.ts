import { statSync } from "node:fs";
import type { Working } from "../store/index.ts";
import { month as namedMonth } from "../terms/index.ts";
import { batchOf } from "./check.ts";
import type { LandedEntry } from "./ledger.ts";
import { Lot } from "./lot.ts";
import { countedBatch } from "./partner/count-file.ts";
import type { EventCounter } from "./partner/counts.ts";
import type { Source } from "./source.ts";
import { tablesIn } from "./tables-in.ts";

export interface Loading {
  source: Source;
  entry: LandedEntry;
  /** The kept copy. */
  path: string;
  working: Working;
  home: string;
  /** Hears of each table that is loaded, and how many bytes of the kept copy it took as far as that is known. */
  tell: (part: string, bytes?: number) => void;
  /** Hears, while a table is looked at, of how many bytes more of the kept copy; may throw to end the run. */
  reading: (bytes: number) => void;
}

/**
 * Loads every table of a kept file, each with its mark in the transaction of its rows; large tables of an archive some at a time.
 * Throws a Problem that refuses the file.
 */
export async function loadFile(loading: Loading): Promise<void> {
  const { source, entry, path, working, home, tell } = loading;
  const { name, sha256, landedAt } = entry;
  const bytes = statSync(path).size;
  if (source.counter !== undefined) return loadCounts(source.counter(), { source, entry, path, working, bytes, tell });
  const lot = new Lot(loading);
  for await (const found of tablesIn({ source, name, path, home })) {
    const published = entry.published ?? publishedIn(name, found.table.published);
    const { text, packed, ...table } = { ...found, source, name, sha256, bytes, landedAt, published };
    if ("path" in text) await lot.take({ ...table, path: text.path }, packed);
    else {
      await working.load(batchOf({ ...table, text }));
      tell(found.part, packed);
    }
  }
  await lot.load();
}

/** Loads what is counted from a partner's file of events; its rows never enter the database. */
async function loadCounts(
  counter: EventCounter,
  { source, entry, path, working, bytes, tell }: Omit<Loading, "home" | "reading"> & { bytes: number },
): Promise<void> {
  const { name, sha256, landedAt, published = "" } = entry;
  const table = source.declaration.tables[0]!;
  const batch = await countedBatch({ source, table, name, sha256, bytes, landedAt, published }, path, counter);
  await working.loadRows(async () => [batch]);
  tell(batch.release.part);
}

/** The date of publication that a file's name carries (the month as a number or by its name), by the declared pattern; "" when it carries none. */
export function publishedIn(name: string, pattern: string | undefined): string {
  const { year, month, day } = (pattern === undefined ? undefined : new RegExp(pattern, "i").exec(name)?.groups) ?? {};
  if (year === undefined) return "";
  const fullYear = year.length === 2 ? `20${year}` : year;
  const number = namedMonth.parse(`${month} ${fullYear}`)?.start.slice(5, 7) ?? month;
  return [fullYear, number, day].filter((part) => part !== undefined).join("-");
}

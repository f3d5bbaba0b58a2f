import { mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { guarded } from "../store/index.ts";
import { type BulkLanded, loadBulkTables } from "./bulk/batch.ts";
import { UNPACKED } from "./land.ts";
import type { Loading } from "./load.ts";

/** A lot is loaded when it holds so much; a larger table is a lot of its own. Text takes less as loaded columns. */
const [MOST_BYTES, MOST_TABLES] = [64 << 20, 500];

/** Of the time that a large file takes, about half goes into looking at its bytes; the database has the rest. */
const SHARE_OF_LOOKING = 0.5;

/**
 * Large tables of one archive that are loaded together, in one transaction: by itself each would cost some fifteen statements and a
 * sync, which for most entries take longer than their rows. Their files lie unpacked until then.
 */
export class Lot {
  private readonly loading: Loading;
  private readonly folder: string;
  private tables: (BulkLanded & { packed?: number })[] = [];
  private bytes = 0;

  constructor(loading: Loading) {
    this.loading = loading;
    this.folder = join(loading.home, UNPACKED, "lot");
  }

  /** Takes a table in, and loads the lot when it is full. An entry is moved here; a file that is the table stays where it is. */
  async take(table: BulkLanded, packed?: number): Promise<void> {
    const path = table.part === "" ? table.path : this.moved(table.path);
    this.tables.push({ ...table, path, ...(packed === undefined ? {} : { packed }) });
    this.bytes += statSync(path).size;
    if (this.bytes >= MOST_BYTES || this.tables.length >= MOST_TABLES) await this.load();
  }

  /** Loads what was taken in: the rows of all and their marks, or nothing. Throws a Problem that refuses the file. */
  async load(): Promise<void> {
    const { working, home, tell, reading } = this.loading;
    if (this.tables.length === 0) return;
    try {
      const isWholeFile = this.tables[0]?.part === "";
      const onBytes = (done: number): void => reading(isWholeFile ? done * SHARE_OF_LOOKING : 0);
      const work = { scratch: join(home, UNPACKED), onBytes };
      await working.loadRows((database) => loadBulkTables(database, this.tables, work));
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
    for (const { part, packed } of this.tables) tell(part, packed);
    this.tables = [];
    this.bytes = 0;
  }

  private moved(from: string): string {
    const to = join(this.folder, `${this.tables.length}.csv`);
    guarded(to, () => {
      mkdirSync(this.folder, { recursive: true });
      renameSync(from, to);
    });
    return to;
  }
}

import { Rereader } from "../../collate/index.ts";
import type { ExtentRow, FieldRow, FittedExtent } from "../../estimate/index.ts";
import { openSnapshot, type Snapshot } from "../../store/index.ts";
import { estimatedExtent } from "../estimated-extent.ts";
import { rowsOfTables, TABLES, type TableKind, type TableRow } from "./table-row.ts";

/** Everything that a walk may have to open, opened once and only when it is needed. */
export class Sources {
  readonly home: string;
  /** Reads kept files again. */
  readonly rereader: Rereader;
  private opened: Promise<Snapshot> | undefined;
  private estimated: Promise<FittedExtent> | undefined;
  private readonly tables = new Map<TableKind, TableRow[]>();

  constructor(home: string) {
    this.home = home;
    this.rereader = new Rereader(home);
  }

  /** The current snapshot. Throws a Problem when nothing is collated. */
  snapshot(): Promise<Snapshot> {
    this.opened ??= openSnapshot(this.home);
    return this.opened;
  }

  extent(): Promise<FittedExtent> {
    this.estimated ??= this.snapshot().then(estimatedExtent);
    return this.estimated;
  }

  async extentRows(): Promise<ExtentRow[]> {
    return (await this.extent()).years;
  }

  async quarterRows(): Promise<FieldRow[]> {
    return (await this.extent()).quarters;
  }

  table(kind: TableKind): TableRow[] {
    const rows = this.tables.get(kind) ?? rowsOfTables(TABLES[kind]());
    this.tables.set(kind, rows);
    return rows;
  }

  async close(): Promise<void> {
    await this.opened?.then((snapshot) => snapshot.close()).catch(() => {});
  }
}

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Database } from "../store/index.ts";
import { type Observation, Problem, type Row } from "../terms/index.ts";
import { loadBulkTables } from "./bulk/batch.ts";
import type { BulkCount } from "./bulk/declaration.ts";
import { observationOf } from "./check.ts";
import { verifyLanded } from "./land.ts";
import { keptPartnerOf } from "./partner/kept-partners.ts";
import { partnerFigures } from "./partner/reread-partner.ts";
import { readSource, type Source } from "./source.ts";
import { type FoundTable, tablesIn } from "./tables-in.ts";

/** A figure whose file is to be read again. */
export interface RereadOrder {
  id: string;
  source: string;
  /** The file as it was published. */
  name: string;
  sha256: string;
  part: string;
  line: number;
  /** Date of publication of the release. */
  published: string;
}

/** What the kept bytes say of a figure, read by the same readers that loaded it. */
export interface Reread {
  /** The figure as it is read now; undefined when the row gives none any more. */
  observation: Observation | undefined;
  /** The row, each cell under its column. */
  cells: Record<string, string>;
  /** The row behind it is a partner's and is not shown. */
  isWithheld?: true;
  /** Of a figure counted from rows: how many there are, and the first of them. */
  counted?: { rows: number; first: { line: number; text: string }[] };
}

/** How many of the rows behind a counted figure are shown. */
const FIRST_ROWS = 3;

/** Reads kept files again, each once, and writes nothing into the home folder. */
export class Rereader {
  private readonly home: string;
  private readonly sources = new Map<string, Source>();
  private readonly files = new Map<string, FoundTable[]>();
  private readonly partners = new Map<string, Map<string, Observation>>();

  constructor(home: string) {
    this.home = home;
  }

  /**
   * The row behind a figure. Undefined when the file has no such line. Throws a Problem when the kept bytes are gone or
   * changed, or can no longer be read.
   */
  async reread(order: RereadOrder): Promise<Reread | undefined> {
    if (order.source.startsWith("partner-")) return this.rereadPartner(order);
    const source = this.sources.get(order.source) ?? (await readSource(order.source));
    this.sources.set(order.source, source);
    const known = this.files.get(order.sha256)?.find((found) => found.part === order.part);
    if (known !== undefined) return rowOf(source, known, order);
    const path = verifyLanded(this.home, order);
    const folder = mkdtempSync(join(tmpdir(), "soclab-reread-"));
    try {
      return await this.search(source, order, path, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Of a partner's file the figures alone are compared; the row behind one is not shown. */
  private async rereadPartner(order: RereadOrder): Promise<Reread | undefined> {
    const source = keptPartnerOf(this.home, order);
    if (source === undefined) throw new Problem({ code: "row-not-shown", file: order.name });
    const figures = this.partners.get(order.sha256) ?? (await this.readPartner(source, order));
    this.partners.set(order.sha256, figures);
    return { observation: figures.get(order.id), cells: {}, isWithheld: true };
  }

  private async readPartner(source: Source, order: RereadOrder): Promise<Map<string, Observation>> {
    const path = verifyLanded(this.home, order);
    const folder = mkdtempSync(join(tmpdir(), "soclab-reread-"));
    try {
      return await partnerFigures({ ...order, source, path, folder });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private async search(source: Source, order: RereadOrder, path: string, folder: string): Promise<Reread | undefined> {
    const kept: FoundTable[] = [];
    let reread: Reread | undefined;
    for await (const found of tablesIn({ source, name: order.name, path, home: folder })) {
      if (!("path" in found.text)) kept.push(found);
      if (found.part !== order.part) continue;
      reread =
        "path" in found.text
          ? await countAgain(source, found, found.text.path, order, folder)
          : rowOf(source, found, order);
      if (found.part !== "" && "path" in found.text) break;
    }
    this.files.set(order.sha256, kept);
    return reread;
  }
}

/** The number of a figure among those of its line, from 0. */
const numberOf = (id: string): number => Number(/\.(\d+)$/.exec(id)?.[1] ?? 1) - 1;

function rowOf(source: Source, { table, part, partNo, text }: FoundTable, order: RereadOrder): Reread | undefined {
  if ("path" in text) return undefined;
  const row = text.records.flatMap((r) => ("row" in r && r.row.line === order.line ? [r.row] : []))[0];
  if (row === undefined) return undefined;
  const { name, sha256, published, line } = order;
  const readings = [source.readRow(row, { table: table.id, name, part, header: text.header, published })].flat();
  const k = numberOf(order.id);
  const reading = readings[k];
  const landed = { source, table, name, part, partNo, sha256, published, bytes: 0, landedAt: "" };
  return {
    observation: reading && withoutOrigin(observationOf(landed, line, k, reading)),
    cells: cellsOf(row),
  };
}

const withoutOrigin = ({ sha256, part, line, ...observation }: ReturnType<typeof observationOf>): Observation =>
  observation;

const cellsOf = (row: Row): Record<string, string> =>
  Object.fromEntries(row.columns.map((column) => [column, row.raw(column) ?? ""]));

/** Loads the rows of the file again, into a database of their own that is thrown away, and counts them. */
async function countAgain(
  source: Source,
  { table, part, partNo }: FoundTable,
  path: string,
  order: RereadOrder,
  folder: string,
): Promise<Reread | undefined> {
  const { name, sha256, published, line } = order;
  const scratch = join(folder, "scratch");
  mkdirSync(scratch, { recursive: true });
  const database = await Database.write(join(folder, "again.duckdb"), folder, dirname(path));
  try {
    const landed = {
      source,
      table,
      name,
      part,
      partNo,
      sha256,
      published,
      bytes: 0,
      landedAt: "",
      path,
    };
    const batches = await loadBulkTables(database, [landed], { scratch });
    const observations = batches.flatMap((batch) => batch.observations);
    const found = observations.find((o) => o.id === order.id);
    const count = table.bulk?.counts[numberOf(order.id)];
    if (found === undefined || count === undefined || table.bulk === undefined) return undefined;
    const lines = await linesOf(database, table.bulk.table, count, line);
    const texts = readFileSync(path, "utf8").split(/\r?\n/);
    const first = lines.slice(0, FIRST_ROWS).map((at) => ({ line: at, text: texts[at - 1] ?? "" }));
    return { observation: withoutOrigin(found), cells: {}, counted: { rows: lines.length, first } };
  } finally {
    database.close();
  }
}

/** Lines of the rows that agree with the first one in everything that they are counted by. */
async function linesOf(database: Database, table: string, count: BulkCount, line: number): Promise<number[]> {
  const { threat, where_empty: empty } = count;
  const by = [count.period, count.place, ...count.breakdown, ...(typeof threat === "string" ? [] : [threat.by])];
  const same = by.map((column) => `r."${column}" is not distinct from f."${column}"`).join(" and ");
  const only = empty === undefined ? "" : ` and r."${empty}" is null`;
  const rows = await database.rows(
    `select r.line from "${table}" r join "${table}" f on ${same} where f.line = $1${only} order by r.line`,
    [line],
  );
  return rows.map((row) => Number(row.line));
}

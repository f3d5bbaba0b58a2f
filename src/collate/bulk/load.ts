import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import {
  appendRead,
  type BulkKey,
  type BulkTable,
  bulkRows,
  createBulk,
  type Database,
  guarded,
  type LineShift,
  loadStaged,
  stage,
  stagedAside,
} from "../../store/index.ts";
import { Problem, type ProblemData } from "../../terms/index.ts";
import { refusePersons } from "./persons.ts";
import { type BulkPlan, emptyTable, tableFor } from "./plan.ts";
import { type Span, scanRecords } from "./scan.ts";
import { StrictReader } from "./strict.ts";
import { dialectOf, type Survey, survey } from "./survey.ts";

/** A file whose rows go in. */
export interface BulkFile extends BulkKey {
  /** How messages call it, and its own name, which may carry values. */
  file: string;
  name: string;
  path: string;
  /** Path in the folder that the database may read, for a tidied copy while it is needed. */
  scratch: string;
}

/** What became of its rows. */
export interface BulkLoad {
  /** Records after the header, by our own count. In = loaded + set aside. */
  rowsIn: number;
  rowsLoaded: number;
  rowsSetAside: number;
  /** Reasons for the rows set aside, many of a kind as one, and notes on the file as a whole. */
  problems: ProblemData[];
}

/**
 * Loads a file into its table, inside the caller's transaction. Every byte is scanned first; DuckDB reads the plain rows,
 * out of the file itself or, where some rows are not plain, out of a copy without them; what is not plain, and what
 * DuckDB cannot convert, the strict reader looks at. Throws a Problem that refuses the file; then roll back.
 */
export async function loadBulk(
  database: Database,
  plan: BulkPlan,
  file: BulkFile,
  onBytes?: (done: number) => void,
): Promise<BulkLoad> {
  const seen = survey(file, plan, onBytes);
  const table = tableFor(plan, file.file, file.name, seen.header);
  const strict = new StrictReader(file.file, seen.header, plan, table);
  await createBulk(database, emptyTable(plan));
  const work = { database, plan, file, seen, table, strict };
  try {
    const shifts = seen.isEven ? [] : await sift(work);
    await loadPlain(work, seen.isEven ? file.path : file.scratch, shifts);
  } finally {
    rmSync(file.scratch, { force: true });
  }
  return settled(work);
}

interface Work {
  database: Database;
  plan: BulkPlan;
  file: BulkFile;
  seen: Survey;
  table: BulkTable;
  strict: StrictReader;
}

/** Whether DuckDB gets to see a record. */
const isForDuckDb = (span: Span, { header }: Survey): boolean => span.isPlain && span.cells === header.length;

/** Writes the plain records into the scratch file, one a line, and gives the others to the strict reader. */
async function sift(work: Work): Promise<LineShift[]> {
  const { file, seen, plan, strict } = work;
  const shifts: LineShift[] = [];
  let [record, row, shift] = [0, 0, 0];
  const out = guarded(file.scratch, () => openSync(file.scratch, "w"));
  let text: string[] = [headerLine(seen, plan)];
  const take = (span: Span): void => {
    if (record++ === 0) return;
    if (!isForDuckDb(span, seen)) {
      strict.take(span);
      return;
    }
    if (span.line - row - 2 !== shift) {
      shift = span.line - row - 2;
      shifts.push({ row, shift });
    }
    row++;
    text.push(span.block.toString("utf8", span.start, span.end));
  };
  try {
    for (const _ of scanRecords(file.file, file.path, dialectOf(plan), take)) {
      guarded(file.scratch, () => writeSync(out, text.map((line) => `${line}\n`).join("")));
      text = [];
      await appendRead(work.database, work.table, file, strict.acceptedRows());
    }
    guarded(file.scratch, () => writeSync(out, text.map((line) => `${line}\n`).join("")));
  } finally {
    closeSync(out);
  }
  return shifts;
}

/** A header that is skipped: DuckDB knows columns by their numbers. */
const headerLine = ({ header }: Survey, plan: BulkPlan): string =>
  header.map((_, i) => `c${i}`).join(dialectOf(plan).delimiter);

async function loadPlain(work: Work, path: string, shifts: LineShift[]): Promise<void> {
  const { database, file, seen, table, plan } = work;
  const { delimiter, quote } = dialectOf(plan);
  const staged = await stage(database, { file: file.file, path, delimiter, quote, cells: seen.header.length }, table);
  if (staged.rows !== seen.plain)
    throw new Problem({ code: "record-count", file: file.file, read: staged.rows, counted: seen.plain });
  const aside = await stagedAside(database, staged);
  await loadStaged(database, table, file, staged, shifts);
  if (aside.length > 0) await readAgain(work, aside);
}

/** The strict reader's look at the rows, by their numbers among the plain ones, that DuckDB could not convert. */
async function readAgain({ database, plan, file, seen, table, strict }: Work, aside: Int32Array): Promise<void> {
  let [record, row, next] = [0, 0, 0];
  const take = (span: Span): void => {
    if (record++ === 0 || !isForDuckDb(span, seen)) return;
    if (row++ === aside[next]) {
      next++;
      strict.take(span);
    }
  };
  for (const _ of scanRecords(file.file, file.path, dialectOf(plan), take)) {
    await appendRead(database, table, file, strict.acceptedRows());
    if (next === aside.length) break;
  }
  await appendRead(database, table, file, strict.acceptedRows());
}

/** The law: rows in = rows loaded + rows set aside, the loaded ones counted in the table itself. */
async function settled({ database, plan, file, seen, table, strict }: Work): Promise<BulkLoad> {
  await appendRead(database, table, file, strict.acceptedRows());
  await refusePersons(database, plan, file.file, file);
  const loaded = await bulkRows(database, plan.source.bulk.table, file);
  const setAside = strict.rowsAside;
  if (loaded + setAside !== seen.rows)
    throw new Problem({ code: "rows-lost", file: file.file, rowsIn: seen.rows, loaded, setAside });
  return {
    rowsIn: seen.rows,
    rowsLoaded: loaded,
    rowsSetAside: setAside,
    problems: [...strict.problems(), ...seen.notes],
  };
}

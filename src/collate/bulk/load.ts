import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import {
  appendRead,
  type BulkTable,
  bulkRows,
  createBulk,
  type Database,
  guarded,
  loadStaged,
  type RowOrigin,
  type Staged,
  stage,
  stagedAside,
} from "../../store/index.ts";
import { Problem, type ProblemData } from "../../terms/index.ts";
import { refusePersons } from "./persons.ts";
import { type BulkPlan, emptyTable, tableFor } from "./plan.ts";
import { type Span, scanRecords } from "./scan.ts";
import { StrictReader } from "./strict.ts";
import { dialectOf, type OnBytes, type Survey, survey } from "./survey.ts";

/** A file whose rows go in: one table of a landed file. */
export interface BulkFile {
  /** Sheet or entry that it is; "" where the landed file is the table. */
  part: string;
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
 * Loads files of one table, tables of one landed file, inside the caller's transaction; what became of each, in their order. Every
 * byte is scanned first; DuckDB reads the plain rows of all files with the same columns at once, out of the files themselves or,
 * where some rows are not plain, out of copies without them; what is not plain, and what DuckDB cannot convert, the strict reader
 * looks at. Throws a Problem that refuses the file; then roll back.
 */
export async function loadBulk(
  database: Database,
  plan: BulkPlan,
  sha256: string,
  files: readonly BulkFile[],
  onBytes?: OnBytes,
): Promise<BulkLoad[]> {
  const works: Work[] = [];
  await createBulk(database, emptyTable(plan));
  try {
    for (const file of files) works.push(await workOn(plan, file, onBytes));
    for (const alike of groupsOf(works)) await loadAlike(database, plan, sha256, alike);
  } finally {
    for (const file of files) rmSync(file.scratch, { force: true });
  }
  return settled(database, plan, sha256, works);
}

/** One file under way. */
interface Work {
  file: BulkFile;
  seen: Survey;
  table: BulkTable;
  strict: StrictReader;
}

async function workOn(plan: BulkPlan, file: BulkFile, onBytes?: OnBytes): Promise<Work> {
  const seen = await survey(file, plan, onBytes);
  const table = tableFor(plan, file.file, file.name, seen.header);
  return { file, seen, table, strict: new StrictReader(file.file, seen.header, plan, table) };
}

/** Files with the same columns in the same order. */
function groupsOf(works: readonly Work[]): Work[][] {
  const groups = new Map<string, Work[]>();
  for (const work of works) {
    const key = JSON.stringify(work.seen.header);
    groups.set(key, [...(groups.get(key) ?? []), work]);
  }
  return [...groups.values()];
}

/** Whether DuckDB gets to see a record. */
const isForDuckDb = (span: Span, { header }: Survey): boolean => span.isPlain && span.cells === header.length;

/** From plain row number `row` (from 0) on, rows stand this many lines later than one row a line after the header gives. */
interface LineShift {
  row: number;
  shift: number;
}

/** What DuckDB reads: the file itself, or the copy of its plain rows. */
const plainPath = ({ path, scratch }: BulkFile, { isEven }: Survey): string => (isEven ? path : scratch);

async function loadAlike(database: Database, plan: BulkPlan, sha256: string, works: readonly Work[]): Promise<void> {
  const shifts: LineShift[][] = [];
  for (const work of works) shifts.push(work.seen.isEven ? [] : await sift(database, plan, sha256, work));
  const { delimiter, quote } = dialectOf(plan);
  const plain = works.map(({ file, seen }) => {
    return { file: file.file, path: plainPath(file, seen), delimiter, quote, cells: seen.header.length };
  });
  const [{ table }] = works as [Work, ...Work[]];
  const staged = await stage(database, plain, table);
  for (const [i, { file, seen }] of works.entries()) {
    const read = staged.files[i]!.rows;
    if (read !== seen.plain) throw new Problem({ code: "record-count", file: file.file, read, counted: seen.plain });
  }
  const aside = await stagedAside(database, staged);
  await loadStaged(database, table, sha256, staged, originsOf(works, shifts, staged));
  if (aside.length === 0) return;
  for (const [i, work] of works.entries()) {
    const { k, rows } = staged.files[i]!;
    await readAgain(database, plan, sha256, work, numbersWithin(aside, k, rows));
  }
}

/** The header is line 1, so that row 0 of a file stands on line 2, and later where lines are in between. */
function originsOf(works: readonly Work[], shifts: readonly LineShift[][], staged: Staged): RowOrigin[] {
  const origins = works.flatMap(({ file, seen, table }, i) => {
    const { k, rows } = staged.files[i]!;
    if (rows === 0) return [];
    const values = table.columns.map(({ from }) => (from !== undefined && "value" in from ? from.value : null));
    const steps = shifts[i]![0]?.row === 0 ? shifts[i]! : [{ row: 0, shift: 0 }, ...shifts[i]!];
    const path = plainPath(file, seen);
    return steps.map(({ row, shift }) => ({ path, k: k + row, shift: shift + 2 - k, part: file.part, values }));
  });
  return origins.sort((a, b) => a.k - b.k);
}

/** Those of ascending numbers that lie in a run of `rows` numbers from `k` on, counted from `k`. */
const numbersWithin = (numbers: Int32Array, k: number, rows: number): Int32Array =>
  numbers.filter((n) => n >= k && n < k + rows).map((n) => n - k);

/** Writes the plain records into the scratch file, one a line, and gives the others to the strict reader. */
async function sift(database: Database, plan: BulkPlan, sha256: string, work: Work): Promise<LineShift[]> {
  const { file, seen, strict } = work;
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
      await appendAccepted(database, sha256, work);
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

/** The strict reader's look at the rows, by their numbers among the plain ones, that DuckDB could not convert. */
async function readAgain(
  database: Database,
  plan: BulkPlan,
  sha256: string,
  work: Work,
  aside: Int32Array,
): Promise<void> {
  if (aside.length === 0) return;
  const { file, seen, strict } = work;
  let [record, row, next] = [0, 0, 0];
  const take = (span: Span): void => {
    if (record++ === 0 || !isForDuckDb(span, seen)) return;
    if (row++ === aside[next]) {
      next++;
      strict.take(span);
    }
  };
  for (const _ of scanRecords(file.file, file.path, dialectOf(plan), take)) {
    await appendAccepted(database, sha256, work);
    if (next === aside.length) break;
  }
}

const appendAccepted = (database: Database, sha256: string, { file: { part }, table, strict }: Work): Promise<void> =>
  appendRead(database, table, { sha256, part }, strict.acceptedRows());

/** The law, for each file: rows in = rows loaded + rows set aside, the loaded ones counted in the table itself. */
async function settled(
  database: Database,
  plan: BulkPlan,
  sha256: string,
  works: readonly Work[],
): Promise<BulkLoad[]> {
  for (const work of works) await appendAccepted(database, sha256, work);
  const files = works.map(({ file }) => file);
  await refusePersons(database, plan, sha256, files);
  const counted = await bulkRows(database, plan.source.bulk.table, { sha256, parts: files.map(({ part }) => part) });
  return works.map(({ file, seen, strict }) => {
    const [loaded, setAside] = [counted.get(file.part) ?? 0, strict.rowsAside];
    if (loaded + setAside !== seen.rows)
      throw new Problem({ code: "rows-lost", file: file.file, rowsIn: seen.rows, loaded, setAside });
    const problems = [...strict.problems(), ...seen.notes];
    return { rowsIn: seen.rows, rowsLoaded: loaded, rowsSetAside: setAside, problems };
  });
}

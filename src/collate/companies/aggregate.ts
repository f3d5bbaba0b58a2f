import { hashFile, writeDurably } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import { type Counting, countCompanies } from "./company-register.ts";
import { aggregateCsv } from "./csv.ts";
import { readThresholds } from "./indicators.ts";
import { piecesOf, type Register, type RegisterFile, registerFile } from "./input.ts";
import { KeyedHash } from "./keyed-hash.ts";
import { countPersons } from "./psc-register.ts";
import { type SetAside, Tally } from "./tally.ts";

/** Whole months before the snapshot's whose flows are counted: a year and the same month of the year before. */
export const USUAL_MONTHS = 13;

export interface AggregateOptions {
  /** Whole months before the snapshot's whose flows are counted, 1 to 120. */
  months?: number;
  /** Hears how many bytes of how many have been read; out of an archive the whole is not known and is 0. */
  onProgress?: (done: number, total: number) => void;
}

/** What became of a register: counts only. Rows read = rows counted + rows set aside. */
export interface AggregateReport {
  register: Register;
  input: string;
  sha256: string;
  snapshot: string;
  rowsRead: number;
  rowsCounted: number;
  setAside: SetAside[];
  /** Rows of the aggregate. */
  cells: number;
  out: string;
  /** What does not agree with the register's own totals. */
  notices: string[];
}

/**
 * Counts a register of Companies House by postcode area, sector and month, and writes the counts, with the hash of the
 * file they come from, to `out`. The register itself is not kept; names and addresses pass through memory as keyed
 * hashes whose key is made for this run and wiped at its end. Throws a Problem, which never repeats what a record says.
 */
export async function aggregateCompanies(
  path: string,
  out: string,
  { months = USUAL_MONTHS, onProgress = () => {} }: AggregateOptions = {},
): Promise<AggregateReport> {
  const file = registerFile(path);
  const { sha256 } = hashFile(path);
  const tally = new Tally();
  const notices = await counted(file, { months, onProgress }, tally);
  if (hashFile(path).sha256 !== sha256)
    throw new Problem({ code: "file-fault", path, why: "it changed while it was read" });
  const { cells, left } = tally;
  const aside = left.reduce((sum, { rows }) => sum + rows, 0);
  const rows = { rowsRead: tally.rowsRead, rowsCounted: tally.rowsRead - aside, setAside: left };
  writeDurably(out, aggregateCsv(file, sha256, rows, cells));
  return {
    register: file.register,
    input: file.name,
    sha256,
    snapshot: file.snapshot,
    ...rows,
    cells: cells.length,
    out,
    notices,
  };
}

async function counted(
  file: RegisterFile,
  { months, onProgress }: Required<AggregateOptions>,
  tally: Tally,
): Promise<string[]> {
  const hash = new KeyedHash();
  const total = /\.zip$/i.test(file.name) ? 0 : file.bytes;
  const pass = () => piecesOf(file, (done) => onProgress(done, total));
  const { name, snapshot } = file;
  const counting: Counting = {
    ...{ file: name, snapshot, thresholds: readThresholds(), hash, tally },
    since: monthsBefore(snapshot, months),
  };
  try {
    if (file.register === "persons") return await countPersons(pass, counting);
    await countCompanies(pass(), counting);
    return [];
  } finally {
    hash.forget();
  }
}

/** "2026-03-01" and 13 is "2025-02". */
const monthsBefore = (day: string, months: number): string =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 - months, 1)).toISOString().slice(0, 7);

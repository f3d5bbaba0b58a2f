import type { Batch } from "../../store/index.ts";
import { Problem, type ProblemData } from "../../terms/index.ts";
import { NAMED_EACH } from "../bulk/strict.ts";
import { findingOf, type LandedTable, observationOf, releaseOf, unexpected } from "../check.ts";
import type { TableDeclaration } from "../declaration.ts";
import { fileTitle } from "../source.ts";
import { columnFaults } from "./columns.ts";
import type { EventCounter } from "./counts.ts";
import { recordsIn } from "./records.ts";

/**
 * Reads a file of events, counts them and forgets them: the batch holds figures, findings and the mark, and no row. Rows in =
 * rows counted + rows set aside. Throws a Problem that refuses the file.
 */
export async function countedBatch(
  landed: Omit<LandedTable, "part" | "partNo">,
  path: string,
  counter: EventCounter,
): Promise<Batch> {
  const { source, table, name, sha256 } = landed;
  const { id } = source.declaration;
  const seen = await countRows({ path, shown: fileTitle(id, name) }, table, counter);
  const of = { ...landed, part: seen.part, partNo: 0 };
  const file = fileTitle(id, name, seen.part);
  const problems = [...seen.problems];
  const observations = counter.figures().flatMap(({ line, k, reading }) => {
    const problem = unexpected(file, line, reading, source);
    if (problem !== undefined) problems.push(problem);
    return problem === undefined ? [observationOf(of, line, k, reading)] : [];
  });
  const rows = { rowsIn: seen.rows, rowsLoaded: counter.rowsCounted, rowsSetAside: seen.aside };
  if (rows.rowsLoaded + rows.rowsSetAside !== rows.rowsIn)
    throw new Problem({
      code: "rows-lost",
      file,
      rowsIn: rows.rowsIn,
      loaded: rows.rowsLoaded,
      setAside: rows.rowsSetAside,
    });
  const release = { ...releaseOf(of, rows), columns: seen.header };
  return {
    release,
    observations,
    findings: problems.map((problem) => findingOf(problem, { sha256, part: seen.part, source: id, name })),
  };
}

interface Counted {
  part: string;
  header: string[];
  rows: number;
  aside: number;
  problems: ProblemData[];
}

async function countRows(
  file: { path: string; shown: string },
  table: TableDeclaration,
  counter: EventCounter,
): Promise<Counted> {
  const seen: Counted = { part: "", header: [], rows: 0, aside: 0, problems: [] };
  const kinds = new Map<string, Kind>();
  let places = new Map<string, number>();
  for await (const { part, line, cells } of recordsIn(file, table)) {
    if (seen.header.length === 0) {
      seen.header = cells.map((cell) => cell.trim());
      seen.part = part;
      const { refusal, notes } = columnFaults(file.shown, seen.header, table.columns);
      if (refusal !== undefined) throw refusal;
      seen.problems.push(...notes);
      places = new Map(table.columns.map((column) => [column, seen.header.indexOf(column)]));
      continue;
    }
    seen.rows++;
    try {
      refuseRagged(file.shown, line, cells, seen.header, table.format);
      counter.see(file.shown, line, (column) => cells[places.get(column) ?? -1] ?? "");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      seen.aside++;
      keep(seen.problems, kinds, error.data);
    }
  }
  if (seen.header.length === 0) throw new Problem({ code: "no-sheet", file: file.shown, sheets: table.sheets ?? "" });
  if (seen.rows === 0) throw new Problem({ code: "no-rows", file: file.shown });
  for (const [key, { line, more }] of kinds)
    if (more > 0) seen.problems.push({ code: "more-set-aside", file: file.shown, line, reason: key, rows: more });
  return seen;
}

/** A row of a sheet ends with its last filled cell; a row of a text must be as long as the header. */
function refuseRagged(file: string, line: number, cells: string[], header: string[], format: string): void {
  if (cells.length > header.length || (format === "csv" && cells.length < header.length))
    throw new Problem({ code: "ragged-row", file, line, found: cells.length, expected: header.length });
}

/** Names so many rows of a kind one by one, and counts the others. */
function keep(problems: ProblemData[], kinds: Map<string, Kind>, data: ProblemData): void {
  const kind = kinds.get(data.code) ?? { named: 0, more: 0, line: 0 };
  kinds.set(data.code, kind);
  if (kind.named++ < NAMED_EACH) problems.push(data);
  else if (kind.more++ === 0) kind.line = "line" in data ? (data.line ?? 0) : 0;
}

interface Kind {
  named: number;
  /** Not named, and the line of the first of them. */
  more: number;
  line: number;
}

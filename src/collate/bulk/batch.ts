import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Batch, Database, LoadedObservation } from "../../store/index.ts";
import type { ProblemData } from "../../terms/index.ts";
import {
  declaredIn,
  expectedRows,
  findingOf,
  type LandedTable,
  observationOf,
  releaseOf,
  rowCount,
  unexpected,
} from "../check.ts";
import { fileTitle } from "../source.ts";
import { disagreements } from "./agree.ts";
import { type CountedReading, countedReadings } from "./count.ts";
import { type BulkLoad, loadBulk } from "./load.ts";
import { type BulkSource, planOf } from "./plan.ts";
import type { OnBytes } from "./survey.ts";

/** A landed table that is loaded by SQL. */
export interface BulkLanded extends LandedTable {
  /** The text file that holds it. */
  path: string;
}

export interface BulkWork {
  /** Folder that the database may read, for tidied copies while they are needed. */
  scratch: string;
  onBytes?: OnBytes;
}

/**
 * Loads the rows of large tables of one landed file into the database, inside the caller's transaction, and gives the rest of the
 * batch of each: what was counted from its rows, the findings and the mark. Tables of a kind go in together, since a statement a
 * table takes longer than its rows. Throws a Problem that refuses the file; then roll back.
 */
export async function loadBulkTables(
  database: Database,
  landed: readonly BulkLanded[],
  work: BulkWork,
): Promise<Batch[]> {
  mkdirSync(work.scratch, { recursive: true });
  const batches: Batch[] = [];
  for (const id of new Set(landed.map(({ table }) => table.id)))
    batches.push(
      ...(await loadKind(
        database,
        landed.filter(({ table }) => table.id === id),
        work,
      )),
    );
  return batches;
}

async function loadKind(
  database: Database,
  landed: readonly BulkLanded[],
  { scratch, onBytes }: BulkWork,
): Promise<Batch[]> {
  const { source, table, sha256 } = landed[0]!;
  const plan = planOf(`sources/${source.declaration.id}/source.yaml, table ${table.id}`, table as BulkSource);
  const files = landed.map(({ part, name, path }, i) => ({
    file: fileTitle(source.declaration.id, name, part),
    name: basename(part === "" ? name : part),
    path,
    scratch: join(scratch, `tidied-${i}.csv`),
    part,
  }));
  const loads = await loadBulk(database, plan, sha256, files, onBytes);
  const parts = { sha256, parts: landed.map(({ part }) => part) };
  const counted = await countedReadings(database, plan, parts);
  const apart = await disagreements(database, plan, parts);
  return landed.map((of, i) => {
    const { file } = files[i]!;
    const pairs = apart.filter(({ part }) => part === of.part).map(({ part, ...pair }) => ({ ...pair, file }));
    return batchOf(of, file, loads[i]!, counted.get(of.part) ?? [], pairs);
  });
}

type Pairs = readonly Omit<Extract<ProblemData, { code: "columns-disagree" }>, "code">[];

function batchOf(landed: BulkLanded, file: string, load: BulkLoad, counted: CountedReading[][], apart: Pairs): Batch {
  const { source, table, name, part, sha256 } = landed;
  const observations: LoadedObservation[] = [];
  const unlikely: ProblemData[] = [];
  for (const [k, counts] of counted.entries())
    for (const { line, reading } of counts) {
      const problem = unexpected(file, line, reading, source);
      if (problem === undefined) observations.push(observationOf(landed, line, k, reading));
      else unlikely.push(problem);
    }
  const { problems: ofRows, ...rows } = load;
  const problems: ProblemData[] = [
    ...ofRows,
    ...rowCount(file, rows.rowsIn, expectedRows(source, table, name), declaredIn(source)),
    ...unlikely,
    ...apart.map((pair) => ({ code: "columns-disagree" as const, ...pair })),
  ];
  const of = { sha256, part, source: source.declaration.id, name };
  return { release: releaseOf(landed, rows), observations, findings: problems.map((p) => findingOf(p, of)) };
}

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
import { countedReadings } from "./count.ts";
import { loadBulk } from "./load.ts";
import { type BulkPlan, type BulkSource, planOf } from "./plan.ts";

/** A landed table that is loaded by SQL. */
export interface BulkLanded extends LandedTable {
  /** The text file that holds it. */
  path: string;
  /** Folder that the database may read, for a tidied copy while it is needed. */
  scratch: string;
  onBytes?: (done: number) => void;
}

/**
 * Loads the rows of a large table into the database, inside the caller's transaction, and gives the rest of its batch: what
 * was counted from the rows, the findings and the mark. Throws a Problem that refuses the file; then roll back.
 */
export async function loadBulkTable(database: Database, landed: BulkLanded): Promise<Batch> {
  const { source, table, name, part, sha256, path, scratch, onBytes } = landed;
  const { id } = source.declaration;
  const file = fileTitle(id, name, part);
  const plan = planOf(`sources/${id}/source.yaml, table ${table.id}`, table as BulkSource);
  mkdirSync(scratch, { recursive: true });
  const of = {
    file,
    name: basename(part === "" ? name : part),
    path,
    scratch: join(scratch, "tidied.csv"),
    sha256,
    part,
  };
  const rows = await loadBulk(database, plan, of, onBytes);
  const counted = await countedObservations(database, plan, landed, file);
  const problems = [
    ...rows.problems,
    ...rowCount(file, rows.rowsIn, expectedRows(source, table, name), declaredIn(source)),
    ...counted.problems,
    ...(await disagreements(database, plan, landed, file)),
  ];
  return {
    release: releaseOf(landed, rows),
    observations: counted.observations,
    findings: problems.map((problem) => findingOf(problem, { sha256, part, source: id, name })),
  };
}

async function countedObservations(database: Database, plan: BulkPlan, landed: BulkLanded, file: string) {
  const observations: LoadedObservation[] = [];
  const problems: ProblemData[] = [];
  for (const [k, counts] of (await countedReadings(database, plan, landed)).entries())
    for (const { line, reading } of counts) {
      const problem = unexpected(file, line, reading, landed.source);
      if (problem === undefined) observations.push(observationOf(landed, line, k, reading));
      else problems.push(problem);
    }
  return { observations, problems };
}

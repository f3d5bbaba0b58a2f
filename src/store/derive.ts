import type { Database } from "./database.ts";

export type Field = string | number | boolean | null;

/** One step in filling tables that follow from the rest of a snapshot. */
export type Derivation =
  /** Rows for later steps to read; gone when all is done. `columns` as in `create table`. */
  | { given: string; columns: string; rows: readonly (readonly Field[])[] }
  /** A macro for later steps, as in `create macro`; gone when the database is closed. */
  | { macro: string }
  /** Rows in place of those that a table had. */
  | { table: string; rows: readonly (readonly Field[])[] }
  /** The rows of a query in place of those that a table had. */
  | { table: string; query: string };

/** Does the steps in their order, all or none. Throws a Problem on a fault of the disk; a faulty query is a fault of ours. */
export async function derive(database: Database, steps: readonly Derivation[]): Promise<void> {
  await database.run("begin transaction");
  for (const step of steps) await doStep(database, step);
  for (const step of steps) if ("given" in step) await database.run(`drop table temp.${step.given}`);
  await database.run("commit");
}

async function doStep(database: Database, step: Derivation): Promise<void> {
  if ("given" in step) {
    await database.run(`create or replace temp table ${step.given} (${step.columns})`);
    await insert(database, `temp.${step.given}`, step.rows);
  } else if ("macro" in step) await database.run(`create or replace temp macro ${step.macro}`);
  else {
    await database.run(`delete from ${step.table}`);
    if ("rows" in step) await insert(database, step.table, step.rows);
    else await database.run(`insert into ${step.table} by name ${step.query}`);
  }
}

/** One statement for all rows: a statement each takes longer than a small collation. */
export async function insert(database: Database, table: string, rows: readonly (readonly Field[])[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => `(${row.map(literal).join(", ")})`);
  await database.run(`insert into ${table} values ${values.join(", ")}`);
}

const literal = (field: Field): string =>
  typeof field === "string" ? `'${field.replaceAll("'", "''")}'` : String(field);

import { renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { diskProblem, guarded, makeFolder } from "./door.ts";

/** Columns of equal length by name: numbers become DOUBLE (Int32Array: INTEGER), text becomes VARCHAR. */
export type Columns = Record<string, Float64Array | Int32Array | readonly string[]>;

/**
 * Writes a Parquet file (zstd) whole or not at all: under another name first, then renamed. The database lives in memory
 * and may touch the file's folder alone. Throws a Problem when the folder cannot be written or the disk is full.
 */
export async function writeParquet(path: string, columns: Columns): Promise<void> {
  makeFolder(dirname(path));
  const half = `${path}.${process.pid}.half`;
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: "512MB",
    threads: "2",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
  });
  const connection = await instance.connect();
  try {
    await connection.run(`SET allowed_directories = [${quoted(dirname(path))}]`);
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    await connection.run(
      `CREATE TABLE rows (${Object.entries(columns)
        .map(([name, values]) => `"${name}" ${typeOf(values)}`)
        .join(", ")})`,
    );
    const appender = await connection.createAppender("rows");
    const sets = Object.values(columns).map((values) => setterOf(values, appender));
    const length = Object.values(columns)[0]?.length ?? 0;
    for (let row = 0; row < length; row++) {
      for (const set of sets) set(row);
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(`COPY rows TO ${quoted(half)} (FORMAT parquet, COMPRESSION zstd)`);
    guarded(path, () => renameSync(half, path));
  } catch (error) {
    throw writeFault(path, error);
  } finally {
    connection.disconnectSync();
    instance.closeSync();
    rmSync(half, { force: true });
  }
}

type Appender = Awaited<ReturnType<Awaited<ReturnType<DuckDBInstance["connect"]>>["createAppender"]>>;

function setterOf(values: Columns[string], appender: Appender): (row: number) => void {
  if (values instanceof Float64Array) return (row) => appender.appendDouble(values[row]);
  if (values instanceof Int32Array) return (row) => appender.appendInteger(values[row]);
  return (row) => appender.appendVarchar(values[row]);
}

const typeOf = (values: Columns[string]): string =>
  values instanceof Float64Array ? "DOUBLE" : values instanceof Int32Array ? "INTEGER" : "VARCHAR";

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** DuckDB tells faults of the disk in words; the operating system's name of the fault is found in them. */
function writeFault(path: string, error: unknown): unknown {
  const words = (error as Error).message ?? "";
  const code = /No space left/i.test(words)
    ? "ENOSPC"
    : /File too large/i.test(words)
      ? "EFBIG"
      : /Permission denied/i.test(words)
        ? "EACCES"
        : undefined;
  return diskProblem(path, code ? Object.assign(new Error(words), { code }) : error) ?? error;
}

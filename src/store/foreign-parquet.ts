import { DuckDBInstance } from "@duckdb/node-api";

/** A Parquet file that somebody else wrote, as text: the names of its columns, then its records some at a time; null is null. */
export interface ForeignParquet {
  names: string[];
  /** The type of each column as DuckDB calls it. */
  types: string[];
  batches: AsyncIterable<(string | null)[][]>;
  close: () => void;
}

/** Address of this module as it is built, for a child process that loads it without the rest of the store, which takes longer. */
export const foreignParquetModule: string = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/src/store/foreign-parquet.js" : import.meta.url,
  import.meta.url,
).href;

const NESTED = /\[\d*\]$|^(?:STRUCT|MAP|UNION|VARIANT)\b/;

/**
 * Opens a Parquet file of unknown origin: nothing but that file can be read, and memory is limited. Nested values come as JSON text.
 * A damaged file can take the process down: call this where that does no harm. Throws DuckDB's own error.
 */
export async function openForeignParquet(path: string, memoryMb: number): Promise<ForeignParquet> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${memoryMb}MB`,
    threads: "1",
    temp_directory: "",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
  });
  const connection = await instance.connect();
  const close = (): void => {
    connection.disconnectSync();
    instance.closeSync();
  };
  try {
    await connection.run(`SET allowed_paths = [${quoted(path)}, ${quoted(literal(path))}]`);
    await connection.run("SET enable_external_access = false");
    await connection.run("SET enable_geoparquet_conversion = false");
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run("SET lock_configuration = true");
    const from = `read_parquet([${quoted(literal(path))}], binary_as_string = false, hive_partitioning = false)`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
    const columns = described.getRowsJS().map(([name, type]) => ({ name: String(name), type: String(type) }));
    const texts = columns.map(({ name, type }) => textOf(`"${name.replaceAll('"', '""')}"`, type));
    const result = await connection.stream(`SELECT ${texts.join(", ")} FROM ${from}`);
    return {
      names: columns.map((column) => column.name),
      types: columns.map((column) => column.type),
      batches: result.yieldRowsJs() as AsyncIterable<(string | null)[][]>,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

const textOf = (column: string, type: string): string =>
  NESTED.test(type) ? `CAST(to_json(${column}) AS VARCHAR)` : `CAST(${column} AS VARCHAR)`;

/** DuckDB takes a path as a pattern; in brackets each of its signs stands for itself. */
const literal = (path: string): string => path.replace(/[*?[]/g, "[$&]");

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

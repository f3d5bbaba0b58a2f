/**
 * Opens DuckDB's files. No query can read a foreign file, load an extension or change a setting; the one exception is a
 * folder that the writer itself names, out of which bulk.ts loads large tables.
 */
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";
import { Problem } from "../terms/index.ts";
import { diskProblem } from "./door.ts";

/** Above this DuckDB spills to disk or fails with a sentence, instead of taking the machine's memory. */
export const MEMORY_LIMIT_MB = 512;

const SETTINGS = {
  memory_limit: `${MEMORY_LIMIT_MB}MB`,
  threads: "2",
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  allow_community_extensions: "false",
};

const CLOSED = { enable_external_access: "false", lock_configuration: "true" };

/** A plain value as queries give it: text, numbers, booleans and null; dates as ISO text. */
export type PlainValue = string | number | boolean | null;
export type PlainRow = Record<string, PlainValue>;

/** One open database file. Close it: an open one that writes shuts every other process out. */
export class Database {
  readonly path: string;
  private readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;

  private constructor(path: string, instance: DuckDBInstance, connection: DuckDBConnection) {
    this.path = path;
    this.instance = instance;
    this.connection = connection;
  }

  /**
   * Opens or creates a file that only this process may use, and that may read files in the folders `readable`, if any
   * are named. Throws a Problem on a fault of the disk or the file.
   */
  static async write(path: string, ...readable: string[]): Promise<Database> {
    if (readable.length === 0) return Database.open(path, CLOSED);
    return Database.openWith(path, readable, {});
  }

  /** Opens a finished file that nobody can change, and that may write files into `folder` (`copy ... to`). */
  static readInto = (path: string, folder: string): Promise<Database> =>
    Database.openWith(path, [folder], { access_mode: "READ_ONLY" });

  private static async openWith(
    path: string,
    folders: readonly string[],
    mode: Record<string, string>,
  ): Promise<Database> {
    const database = await Database.open(path, mode);
    const allowed = folders.map((folder) => `'${folder.replaceAll("'", "''")}'`);
    await database.run(`set allowed_directories = [${allowed.join(", ")}]`);
    for (const [setting, value] of Object.entries(CLOSED)) await database.run(`set ${setting} = ${value}`);
    return database;
  }

  /** Opens a finished file that nobody can change. Throws a Problem when it is damaged or absent. */
  static read = (path: string): Promise<Database> => Database.open(path, { ...CLOSED, access_mode: "READ_ONLY" });

  private static async open(path: string, mode: Record<string, string>): Promise<Database> {
    try {
      const instance = await DuckDBInstance.create(path, { ...SETTINGS, ...mode });
      return new Database(path, instance, await instance.connect());
    } catch (error) {
      throw databaseProblem(path, error);
    }
  }

  /** Runs one statement for its effect. */
  async run(sql: string, values: DuckDBValue[] = []): Promise<void> {
    try {
      await this.connection.run(sql, values);
    } catch (error) {
      throw databaseProblem(this.path, error);
    }
  }

  /** All rows of one query. Use it for answers that fit in memory. */
  async rows(sql: string, values: DuckDBValue[] = []): Promise<PlainRow[]> {
    try {
      const reader = await this.connection.runAndReadAll(sql, values);
      return reader.getRowObjectsJS().map(plainRow);
    } catch (error) {
      throw databaseProblem(this.path, error);
    }
  }

  /** Feeds the one text column of a query to `take`, chunk by chunk, in order. */
  async eachText(sql: string, take: (text: string) => void): Promise<void> {
    try {
      const result = await this.connection.stream(sql);
      for await (const rows of result.yieldRowsJs()) for (const [text] of rows) take(String(text));
    } catch (error) {
      throw databaseProblem(this.path, error);
    }
  }

  close(): void {
    this.connection.disconnectSync();
    this.instance.closeSync();
  }
}

/** DuckDB reports the disk's faults only in words. */
export function databaseProblem(path: string, error: unknown): Problem {
  if (error instanceof Problem) return error;
  const why = error instanceof Error ? (error.message.split("\n")[0] ?? "").trim() : String(error);
  if (/no space left|file too large|disk quota|max_temp_directory_size/i.test(why))
    return new Problem({ code: "disk-full", path });
  if (/permission denied|read-only file system/i.test(why)) return new Problem({ code: "not-writable", path, why });
  return diskProblem(path, error) ?? new Problem({ code: "database-fault", path, why });
}

/** The row itself, its values made plain: a new object for each of many thousand rows takes as long as reading them. */
function plainRow(row: Record<string, unknown>): PlainRow {
  for (const name of Object.keys(row)) row[name] = plainValue(row[name]);
  return row as PlainRow;
}

/** A value of the database's JavaScript interface in plain form. */
export function plainValue(value: unknown): PlainValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Date) return isoText(value);
  return typeof value === "object"
    ? JSON.stringify(value, (_, v) => (typeof v === "bigint" ? v.toString() : v))
    : String(value);
}

/** A day without a time of day stays a day. */
const isoText = (date: Date): string => {
  const text = date.toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text;
};

import type { Database } from "./database.ts";
import { MEANING } from "./meaning.ts";

/** What can be queried, and what it means. */
export interface DescribedTable {
  name: string;
  kind: "table" | "view" | "macro";
  /** How it is written after `from`. */
  call: string;
  about: string;
  columns: { name: string; type: string; meaning: string }[];
}

/**
 * Tables, views and macros of a database with the meaning that the database itself holds: first those that every snapshot
 * has, in the order of MEANING, then those of single sources, by name.
 */
export async function describedTables(database: Database): Promise<DescribedTable[]> {
  const columns = await database.rows(
    `select table_name, c.column_name, data_type, coalesce(m.meaning, '') as meaning
     from duckdb_columns() c left join meaning m on m.name = c.table_name and m.column_name = c.column_name
     where not internal and table_name in (select table_name from duckdb_tables() where not temporary union all select view_name from duckdb_views() where not internal)
     order by table_name, column_index`,
  );
  const kinds = await database.rows(
    `select there.name, there.kind, coalesce(m.meaning, '') as about from (
       select table_name as name, 'table' as kind from duckdb_tables() where not temporary
       union all select view_name, 'view' from duckdb_views() where not internal
       union all select function_name, 'macro' from duckdb_functions() where function_type = 'table_macro' and not internal) there
     left join meaning m on m.name = there.name and m.column_name = ''`,
  );
  const known = MEANING.map((m) => m.name);
  const place = (name: string): string =>
    `${String(known.indexOf(name) + 1 || known.length + 1).padStart(3, "0")} ${name}`;
  const tables = kinds.map(({ name, kind, about }): DescribedTable => {
    const meaning = MEANING.find((m) => m.name === name);
    return {
      name: String(name),
      kind: kind as DescribedTable["kind"],
      call: meaning?.call ?? String(name),
      about: String(about),
      columns: columnsOf(columns, kind === "macro" ? "latest" : String(name)),
    };
  });
  return tables.sort((a, b) => (place(a.name) < place(b.name) ? -1 : 1));
}

/** A macro has no columns of its own to be asked for: as_known gives those of latest. */
const columnsOf = (columns: Awaited<ReturnType<Database["rows"]>>, table: string): DescribedTable["columns"] =>
  columns
    .filter((c) => c.table_name === table)
    .map((c) => ({ name: String(c.column_name), type: String(c.data_type).toLowerCase(), meaning: String(c.meaning) }));

import { Problem } from "../../terms/index.ts";
import type { CellValue } from "./cell-value.ts";
import { keyOf, type TableSchema } from "./table-schema.ts";

/** Sees to it that no two rows have the same primary key, or the same value in a unique column. One for each table. */
export class UniqueWatch {
  private readonly keys: { columns: readonly string[]; isPrimary: boolean; seen: Map<string, number> }[];

  constructor(schema: TableSchema) {
    const single = schema.fields.filter((f) => f.constraints?.unique === true).map(({ name }) => [name]);
    const primary = keyOf(schema);
    this.keys = [...(primary.length > 0 ? [primary] : []), ...single].map((columns) => ({
      columns,
      isPrimary: columns === primary,
      seen: new Map(),
    }));
  }

  /**
   * Notes a row. Throws a Problem for a part of the primary key without a value ("cell-required") and for a repeat
   * ("not-unique"); a row that is refused leaves no trace.
   */
  see(file: string, line: number, values: ReadonlyMap<string, CellValue>): void {
    const marks = this.keys.map(({ columns, isPrimary, seen }) => {
      const empty = columns.find((column) => values.get(column) === undefined);
      if (empty !== undefined && isPrimary) throw new Problem({ code: "cell-required", file, line, column: empty });
      const mark = JSON.stringify(columns.map((column) => values.get(column)));
      const firstLine = empty === undefined ? seen.get(mark) : undefined;
      if (firstLine !== undefined)
        throw new Problem({ code: "not-unique", file, line, column: columns.join(", "), firstLine });
      return { seen, mark };
    });
    for (const { seen, mark } of marks) seen.set(mark, line);
  }
}

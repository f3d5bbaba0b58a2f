import { Problem, type ProblemData } from "../../terms/index.ts";
import { MOST_COLUMNS } from "../text/table.ts";

/** What is wrong with the header of a partner's file: what refuses it, and what is only told. */
export interface ColumnFaults {
  refusal: Problem | undefined;
  notes: ProblemData[];
}

/** Names of the schema that are there, and how many others: a file without a header has somebody's data in their place. */
function knownOf(header: readonly string[], columns: readonly string[]): string[] {
  const known = header.filter((name) => columns.includes(name));
  return [...known, `${header.length - known.length} that the schema does not name`];
}

/** Compares a header with the columns that a schema names, in any order. */
export function columnFaults(file: string, header: readonly string[], columns: readonly string[]): ColumnFaults {
  const missing = columns.find((column) => !header.includes(column));
  const twice = header.find((name, i) => name !== "" && header.indexOf(name) !== i);
  const refusal =
    header.length > MOST_COLUMNS
      ? new Problem({ code: "too-many-columns", file, found: header.length, limit: MOST_COLUMNS })
      : missing !== undefined
        ? new Problem({ code: "missing-column", file, column: missing, found: knownOf(header, columns) })
        : twice !== undefined
          ? new Problem({ code: "duplicate-column", file, column: twice })
          : undefined;
  const notes = header.flatMap((name, i): ProblemData[] =>
    columns.includes(name)
      ? []
      : [{ code: "unexpected-column", file, column: name || `column ${i + 1}, without a name`, known: [...columns] }],
  );
  return { refusal, notes };
}

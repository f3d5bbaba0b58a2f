import { Problem, type ProblemData } from "../../terms/index.ts";
import { type CellReader, type CellValue, cellReader } from "./cell-value.ts";
import { missingOf, type TableSchema } from "./table-schema.ts";
import { UniqueWatch } from "./unique.ts";

/** A row by its schema: the value of each column as far as it has one, and every fault. */
export interface SchemaRow {
  values: ReadonlyMap<string, CellValue>;
  faults: ProblemData[];
}

/** Reads the rows of one table by its schema. Rows come in the order of the file: uniqueness depends on those before. */
export class SchemaReader {
  private readonly columns: { name: string; read: CellReader }[];
  private readonly unique: UniqueWatch;

  constructor(schema: TableSchema) {
    const missing = missingOf(schema);
    this.columns = schema.fields.map((field) => ({ name: field.name, read: cellReader(field, missing) }));
    this.unique = new UniqueWatch(schema);
  }

  /** `cellOf` gives the text of a column; a column that the file lacks has none and is a fault of the file, not of the row. */
  read(file: string, line: number, cellOf: (column: string) => string | undefined): SchemaRow {
    const values = new Map<string, CellValue>();
    const faults: ProblemData[] = [];
    const cells = this.columns.map(({ name }) => cellOf(name));
    if (cells.every((cell) => (cell ?? "").trim() === ""))
      return { values, faults: [{ code: "blank-row", file, line }] };
    for (const [i, { name, read }] of this.columns.entries()) {
      const cell = cells[i];
      if (cell !== undefined) collect(faults, () => void values.set(name, read(file, line, cell)));
    }
    if (faults.length === 0) collect(faults, () => this.unique.see(file, line, values));
    return { values, faults };
  }
}

function collect(faults: ProblemData[], act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    faults.push(error.data);
  }
}

import type { NumberStyle } from "./number-style.ts";
import { Problem } from "./problem.ts";

/**
 * Turns the text of one field into a value, or says undefined when it cannot. `expected` names what would have been
 * right. `numbers` is how the source writes its numbers; only parsers of numbers look at it.
 */
export interface Parser<T> {
  expected: string;
  parse: (text: string, numbers?: NumberStyle) => T | undefined;
}

/**
 * One row of a table, read strictly: every field is taken or ignored by name, and `done` objects to what is left over.
 * Each fault is a Problem that names file, line, column and what was found.
 */
export class Row {
  private readonly left: Set<string>;
  readonly file: string;
  readonly line: number;
  private readonly fields: Readonly<Record<string, string>>;
  private readonly numbers: NumberStyle | undefined;

  constructor(file: string, line: number, fields: Readonly<Record<string, string>>, numbers?: NumberStyle) {
    this.file = file;
    this.line = line;
    this.fields = fields;
    this.numbers = numbers;
    this.left = new Set(Object.keys(fields));
  }

  /** The columns of the row, taken or not (those named by a number first): for sources with a column for each year. */
  get columns(): string[] {
    return Object.keys(this.fields);
  }

  has(column: string): boolean {
    return Object.hasOwn(this.fields, column);
  }

  /** The field exactly as the file has it, blanks and all, still to be taken or ignored. */
  raw(column: string): string | undefined {
    return this.has(column) ? this.fields[column] : undefined;
  }

  take<T>(column: string, parser: Parser<T>): T {
    const found = this.raw(column);
    if (found === undefined)
      throw new Problem({ code: "missing-column", file: this.file, column, found: Object.keys(this.fields) });
    this.left.delete(column);
    const value = parser.parse(found.trim(), this.numbers);
    if (value === undefined)
      throw new Problem({
        code: "bad-row",
        file: this.file,
        line: this.line,
        column,
        found,
        expected: parser.expected,
      });
    return value;
  }

  ignore(...columns: string[]): void {
    for (const column of columns) this.left.delete(column);
  }

  /** What is left over is a finding, not a shrug. */
  done(): void {
    for (const column of this.left)
      throw new Problem({
        code: "bad-row",
        file: this.file,
        line: this.line,
        column,
        found: this.fields[column] ?? "",
        expected: "a column that this reader knows",
      });
  }
}

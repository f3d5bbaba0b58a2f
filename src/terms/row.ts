import type { Cell, MissingReason } from "./cell.ts";
import { Problem } from "./problem.ts";

/** Turns the text of one field into a value, or says undefined when it cannot. `expected` names what would have been right. */
export interface Parser<T> {
  expected: string;
  parse: (text: string) => T | undefined;
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

  constructor(file: string, line: number, fields: Readonly<Record<string, string>>) {
    this.file = file;
    this.line = line;
    this.fields = fields;
    this.left = new Set(Object.keys(fields));
  }

  take<T>(column: string, parser: Parser<T>): T {
    const found = this.fields[column];
    if (found === undefined)
      throw new Problem({ code: "missing-column", file: this.file, column, found: Object.keys(this.fields) });
    this.left.delete(column);
    const value = parser.parse(found.trim());
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

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export const text: Parser<string> = { expected: "text", parse: (t) => (t === "" ? undefined : t) };
export const optionalText: Parser<string> = { expected: "text", parse: (t) => t };
export const number: Parser<number> = { expected: "a number", parse: (t) => (NUMBER.test(t) ? Number(t) : undefined) };
export const count: Parser<number> = {
  expected: "a whole number of 0 or more",
  parse: (t) => (/^\d+$/.test(t) ? Number(t) : undefined),
};
export const share: Parser<number> = {
  expected: "a share from 0 to 1",
  parse: (t) => (NUMBER.test(t) && Number(t) >= 0 && Number(t) <= 1 ? Number(t) : undefined),
};
export const yesNo: Parser<boolean> = {
  expected: "yes or no",
  parse: (t) => (t === "yes" ? true : t === "no" ? false : undefined),
};
export const isoDate: Parser<string> = {
  expected: "a date like 2023-04-01",
  parse: (t) => (/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(t) ? t : undefined),
};

/** An empty field is undefined instead of a fault. */
export const optional = <T>(parser: Parser<T>): Parser<{ value: T | undefined }> => ({
  expected: `${parser.expected}, or nothing`,
  parse: (t) => {
    if (t === "") return { value: undefined };
    const value = parser.parse(t);
    return value === undefined ? undefined : { value };
  },
});

export const oneOf = <const T extends readonly string[]>(...known: T): Parser<T[number]> => ({
  expected: `one of ${known.join(", ")}`,
  parse: (t) => (known.includes(t) ? t : undefined),
});

/** What official tables print where a number is missing. A bare "-" is not here: publishers use it for nil and for absent. */
const MARKERS: Record<string, MissingReason> = {
  "[c]": "confidential",
  "[x]": "not-available",
  "[z]": "not-available",
  "..": "not-available",
  "[low]": "suppressed-small",
};

/** A published value: a number, or a marker that becomes the reason why there is none. Never a zero. */
export const publishedValue: Parser<Cell<number>> = {
  expected: `a number or a marker (${Object.keys(MARKERS).join(" ")})`,
  parse: (t) => {
    if (NUMBER.test(t)) return { value: Number(t) };
    const missing = MARKERS[t];
    return missing === undefined ? undefined : { missing };
  },
};

/** A date of publication as precise as the publication states it: 2024-03-07, 2024-03, 2024 or nothing. */
export const publicationDate: Parser<string> = {
  expected: "a date, a month, a year, or nothing",
  parse: (t) => (/^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$/.test(t) ? t : undefined),
};

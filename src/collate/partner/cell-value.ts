import { isRealDay, type NumberStyle, numberIn, type Parser, Problem } from "../../terms/index.ts";
import { PERSON_MARKS } from "../text/person-marks.ts";
import { matcherOf } from "./pattern.ts";
import type { Field } from "./table-schema.ts";

/** A cell by its field's type: text in its written form, a number, true or false; undefined where there is no value. */
export type CellValue = string | number | boolean | undefined;

/** Reads one column; throws a Problem that names line, column and fault. `line` is that of the row. */
export type CellReader = (file: string, line: number, cell: string) => CellValue;

/** How a column is read by its field: type, then constraints. Uniqueness is a matter of all rows: see unique.ts. */
export function cellReader(field: Field, missing: ReadonlySet<string>): CellReader {
  const { name: column, constraints = {} } = field;
  const parser = parserOf(field);
  const checks = checksOf(field, parser);
  const style = styleOf(field);
  return (file, line, cell) => {
    const text = cell.trim();
    if (missing.has(text)) {
      if (constraints.required === true) throw new Problem({ code: "cell-required", file, line, column });
      return undefined;
    }
    const value = parser.parse(text, style);
    if (value === undefined)
      throw new Problem({ code: "cell-type", ...said(file, line, column, text), expected: parser.expected });
    for (const { holds, expected } of checks)
      if (!holds(value, text))
        throw new Problem({ code: "cell-constraint", ...said(file, line, column, text), expected });
    return value;
  };
}

/** Where a fault is, with the value as far as it may be repeated. */
function said(file: string, line: number, column: string, text: string) {
  const found = shownValue(text);
  return { file, line, column, ...(found === undefined ? {} : { found }) };
}

/** Texts this long are somebody's words, and no code, place or number. */
const LONGEST_SHOWN = 40;

/** A value as it may be repeated in a message; undefined where it may be personal: a mark of a person, or free text. */
export const shownValue = (text: string): string | undefined =>
  text.length > LONGEST_SHOWN || PERSON_MARKS.some(({ isIn }) => isIn(text)) ? undefined : text;

/** How the field writes its numbers. */
export const styleOf = ({ groupChar, decimalChar }: Field): NumberStyle => ({
  ...(groupChar === undefined ? {} : { thousands: groupChar }),
  ...(decimalChar === undefined ? {} : { decimal: decimalChar }),
});

function parserOf(field: Field): Parser<string | number | boolean> {
  const { trueValues = ["true", "True", "TRUE", "1"], falseValues = ["false", "False", "FALSE", "0"] } = field;
  switch (field.type ?? "string") {
    case "integer":
      return { expected: "a whole number", parse: (t, style) => whole(numberIn(t, style)) };
    case "number":
      return { expected: "a number", parse: numberIn };
    case "boolean":
      return {
        expected: `one of ${[...trueValues, ...falseValues].join(", ")}`,
        parse: (t) => (trueValues.includes(t) ? true : falseValues.includes(t) ? false : undefined),
      };
    case "date":
      return shaped("a date like 2024-03-31", /^\d{4}-\d{2}-\d{2}$/, isRealDay);
    case "year":
      return shaped("a year like 2024", /^\d{4}$/);
    case "yearmonth":
      return shaped("a month like 2024-03", /^\d{4}-(?:0[1-9]|1[0-2])$/);
    case "datetime":
      return shaped(
        "a date and time like 2024-03-31T12:30:00Z",
        /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-]\d{2}:\d{2})?$/,
        (t) => isRealDay(t.slice(0, 10)),
      );
    default:
      return { expected: "text", parse: (t) => t };
  }
}

const whole = (value: number | undefined): number | undefined => (Number.isSafeInteger(value) ? value : undefined);

const shaped = (expected: string, shape: RegExp, isReal: (t: string) => boolean = () => true): Parser<string> => ({
  expected,
  parse: (t) => (t.length <= 25 && shape.test(t) && isReal(t) ? t : undefined),
});

interface Check {
  holds: (value: string | number | boolean, text: string) => boolean;
  expected: string;
}

function checksOf({ constraints = {} }: Field, parser: Parser<string | number | boolean>): Check[] {
  const { minimum, maximum, minLength, maxLength, pattern, enum: known } = constraints;
  const checks: Check[] = [];
  if (minimum !== undefined) checks.push({ holds: (v) => v >= bound(minimum, parser), expected: `${minimum} or more` });
  if (maximum !== undefined) checks.push({ holds: (v) => v <= bound(maximum, parser), expected: `${maximum} or less` });
  if (minLength !== undefined)
    checks.push({ holds: (_, t) => t.length >= minLength, expected: `${minLength} or more characters` });
  if (maxLength !== undefined)
    checks.push({ holds: (_, t) => t.length <= maxLength, expected: `${maxLength} or fewer characters` });
  if (pattern !== undefined) {
    const matches = matcherOf(pattern);
    checks.push({ holds: (_, t) => matches(t), expected: `a text of the shape ${pattern}` });
  }
  if (known !== undefined) {
    const values = new Set(known.map((value) => (typeof value === "string" ? (parser.parse(value) ?? value) : value)));
    checks.push({ holds: (v) => values.has(v), expected: `one of ${known.join(", ")}` });
  }
  return checks;
}

/** A bound may be written as text, as dates are; numbers and dates in ISO form each compare among themselves. */
const bound = (value: string | number, parser: Parser<string | number | boolean>): string | number | boolean =>
  parser.parse(String(value)) ?? value;

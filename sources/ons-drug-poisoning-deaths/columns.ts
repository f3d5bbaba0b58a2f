import type { TableInfo } from "../../src/collate/index.ts";
import { type Parser, Problem, type Row, withoutNotes } from "../../src/terms/index.ts";

/** Columns that stand under one heading. */
export interface Group {
  /** The heading: a substance, a definition or a span of years. */
  name: string;
  deaths?: string;
  rate?: string;
  low?: string;
  high?: string;
}

/** The last level of a column's heading. */
export const labelOf = (column: string): string => withoutNotes(levelsOf(column).at(-1) ?? "");

const levelsOf = (column: string): string[] => column.split(" > ");

/** The column whose name ends with a label. Throws a Problem when there is none. */
export function labelled(row: Row, label: RegExp): string {
  const column = row.columns.find((name) => label.test(labelOf(name)));
  if (column !== undefined) return column;
  throw new Problem({ code: "missing-column", file: row.file, column: label.source, found: row.columns });
}

/** The groups of number, rate and limits, in the order of the table. A column that is none of them is left to be objected to. */
export function groupsOf(row: Row): Group[] {
  const groups = new Map<string, Group>();
  for (const column of row.columns) {
    const name = withoutNotes(levelsOf(column).at(-2) ?? "");
    const kind = kindOf(labelOf(column));
    if (kind !== undefined) groups.set(name, { ...groups.get(name), name, [kind]: column });
  }
  return [...groups.values()];
}

function kindOf(label: string): Exclude<keyof Group, "name"> | undefined {
  if (/lower/i.test(label)) return "low";
  if (/upper/i.test(label)) return "high";
  if (/rate|asmr/i.test(label)) return "rate";
  return /deaths|number/i.test(label) ? "deaths" : undefined;
}

/** What a cell said last, by table and column: a merged cell holds its text in its first row only. */
const above = new WeakMap<TableInfo, Map<string, unknown>>();

/** The value of a cell, or that of the nearest filled cell above it in the same table. */
export function aboveIn<T>(table: TableInfo, row: Row, column: string, parser: Parser<T>): T {
  const before = above.get(table) ?? new Map<string, unknown>();
  above.set(table, before);
  if (row.raw(column)?.trim() === "" && before.has(column)) {
    row.ignore(column);
    return before.get(column) as T;
  }
  const value = row.take(column, parser);
  before.set(column, value);
  return value;
}

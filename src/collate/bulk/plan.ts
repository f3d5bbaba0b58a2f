import type { BulkColumn, BulkTable } from "../../store/index.ts";
import { type NumberStyle, optional, type Parser, Problem, type Row } from "../../terms/index.ts";
import type { ColumnSpec } from "../text/table.ts";
import type { BulkDeclaration } from "./declaration.ts";
import { type Kind, kindOf } from "./kinds.ts";

/** What of a table's declaration in source.yaml the fast path needs. */
export interface BulkSource {
  columns: string[];
  optional?: string[];
  open?: string;
  dialect?: { encoding: string; delimiter: string; quote: string; preamble?: number };
  numbers?: NumberStyle;
  not_persons?: string[];
  bulk: BulkDeclaration;
}

/** One loaded column: where it stands in the file or its name, and how it is read. */
interface PlannedColumn {
  name: string;
  kind: Kind;
  isOptional: boolean;
  /** Name of the file's column; undefined when the file's name says it. */
  column?: string;
  pattern?: RegExp;
}

/** A declaration made ready: for the database, and for reading one row strictly. */
export interface BulkPlan {
  source: BulkSource;
  spec: ColumnSpec;
  columns: PlannedColumn[];
}

/**
 * Makes a declaration ready. Throws a plain error that names the place when it is at odds with itself: a column neither
 * read nor ignored, a name twice, a count over a column that is not loaded, a dialect that only the strict reader knows.
 */
export function planOf(where: string, source: BulkSource): BulkPlan {
  const { bulk, numbers, columns, optional: perhaps = [], open } = source;
  const planned: PlannedColumn[] = [
    ...Object.entries(bulk.from_name ?? {}).map(([name, { pattern, as }]) => ({
      name,
      kind: kindOf(as, numbers),
      isOptional: false,
      pattern: new RegExp(pattern, "i"),
    })),
    ...Object.entries(bulk.columns).map(([column, { name, as, empty }]) => ({
      name,
      kind: kindOf(as, numbers),
      isOptional: empty === "allowed",
      column,
    })),
  ];
  const fault = faultOf(source, planned);
  if (fault !== undefined) throw new Error(`${where}: ${fault}`);
  const spec = {
    columns,
    ...(perhaps.length > 0 ? { optional: perhaps } : {}),
    ...(open === undefined ? {} : { open }),
    ...(source.not_persons === undefined ? {} : { notPersons: source.not_persons }),
  };
  return { source, spec, columns: planned };
}

const RESERVED = ["sha256", "part", "line"];

function faultOf(
  { bulk, columns, optional: perhaps = [], dialect }: BulkSource,
  planned: PlannedColumn[],
): string | undefined {
  if (dialect === undefined || dialect.encoding !== "utf-8" || dialect.quote === "")
    return "a bulk table needs a dialect of utf-8 with a quote";
  if (dialect.delimiter.charCodeAt(0) > 126 || dialect.quote.charCodeAt(0) > 126)
    return "delimiter and quote of a bulk table must be ASCII";
  const read = [...Object.keys(bulk.columns), ...bulk.ignored];
  const declared = [...columns, ...perhaps];
  const [left] = declared.filter((column) => !read.includes(column));
  if (left !== undefined) return `the column "${left}" is neither in bulk.columns nor in bulk.ignored`;
  const [unknown] = read.filter((column, i) => !declared.includes(column) || read.indexOf(column) !== i);
  if (unknown !== undefined) return `bulk names "${unknown}", which is no declared column or stands there twice`;
  const names = planned.map((c) => c.name);
  const [bad] = names.filter((name, i) => RESERVED.includes(name) || names.indexOf(name) !== i);
  if (bad !== undefined) return `the loaded column "${bad}" is named twice, or is ${RESERVED.join(", ")}`;
  const counted = bulk.counts.flatMap((c) => [
    c.period,
    c.place,
    ...c.breakdown,
    ...(typeof c.threat === "string" ? [] : [c.threat.by]),
    ...(c.where_empty === undefined ? [] : [c.where_empty]),
  ]);
  const [absent] = [...counted, ...(bulk.agree ?? []).flat()].filter((name) => !names.includes(name));
  return absent === undefined ? undefined : `counts or agree name "${absent}", which is not loaded`;
}

/** The columns of the table in the database, with no file yet. */
export const emptyTable = (plan: BulkPlan): BulkTable => ({
  name: plan.source.bulk.table,
  columns: plan.columns.map(({ name, kind, isOptional }) => ({
    name,
    type: kind.type,
    isOptional,
    from: undefined,
    sql: kind.sql,
  })),
});

/**
 * The same, told where each value stands in one file. Throws a Problem that refuses the file: a column that is needed is
 * not in its header, or its name does not say what it should.
 */
export function tableFor(plan: BulkPlan, file: string, name: string, header: readonly string[]): BulkTable {
  const { columns } = emptyTable(plan);
  return {
    name: plan.source.bulk.table,
    columns: plan.columns.map((planned, i) => ({ ...columns[i]!, from: placeOf(planned, file, name, header) })),
  };
}

function placeOf(
  { column, pattern, isOptional, kind }: PlannedColumn,
  file: string,
  name: string,
  header: readonly string[],
): BulkColumn["from"] {
  if (column === undefined) return { value: String(valueInName(file, name, pattern, kind.parser)) };
  const cell = header.indexOf(column);
  if (cell !== -1) return { cell };
  if (isOptional) return undefined;
  throw new Problem({ code: "missing-column", file, column, found: [...header] });
}

function valueInName(
  file: string,
  name: string,
  pattern: RegExp | undefined,
  parser: Parser<string | number>,
): string | number {
  const found = pattern?.exec(name)?.groups?.value ?? "";
  const value = parser.parse(found);
  if (value !== undefined) return value;
  throw new Problem({
    code: "unreadable-file",
    file,
    why: `its name says "${found}" where ${parser.expected} should stand`,
  });
}

/**
 * One row read strictly, as every other source reads its rows: the values of the loaded columns, null for an empty field.
 * Throws a Problem that names line and column.
 */
export function readBulkRow(plan: BulkPlan, table: BulkTable, row: Row): (string | number | null)[] {
  const values = plan.columns.map(({ column, kind, isOptional }, i) => {
    const from = table.columns[i]?.from;
    if (column === undefined || from === undefined) return from !== undefined && "value" in from ? from.value : null;
    return isOptional ? (row.take(column, optional(kind.parser)).value ?? null) : row.take(column, kind.parser);
  });
  row.ignore(...row.columns.filter((column) => !Object.hasOwn(plan.source.bulk.columns, column)));
  row.done();
  return values;
}

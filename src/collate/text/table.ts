import { type NumberStyle, Problem, type ProblemData, Row } from "../../terms/index.ts";
import { type PersonSign, PersonWatch, personIn } from "./person.ts";

/** Which columns a table has, by name and in any order. */
export interface ColumnSpec {
  /** Must all be there. */
  columns: string[];
  /** May be there. */
  optional?: string[];
  /** RegExp source (anchored at both ends by us) of further columns that the reader of the source handles. */
  open?: string;
  /**
   * Columns that look like a person's and are not, or that the reader turns into a keyed hash at once (names and
   * addresses of companies). Every other column that looks so refuses the table.
   */
  notPersons?: string[];
}

/** A record of the file: a row whose fields stand under their columns, or the reason why that cannot be. */
export type TableRecord = { row: Row } | { line: number; problem: Problem };

/** A table of text, every record of it as a row or as a problem. */
export interface TableText {
  /** Column names as the file has them, trimmed, the undeclared ones included. */
  header: string[];
  records: TableRecord[];
  /** Findings about the file as a whole: an unexpected column, mixed line ends. */
  notes: ProblemData[];
}

/** A record before its cells are looked at. Line 1 is the first line of the file. */
export interface CellLine {
  line: number;
  cells: string[];
}

/** A published table has a few dozen columns; far more is another kind of file, or the wrong delimiter. */
export const MOST_COLUMNS = 1000;
/** Characters (UTF-16 code units) of a cell: what a spreadsheet's cell can hold, 32 k. */
export const LONGEST_CELL = 32_768;
/** Longer column names are no names; the limit comes before the pattern for open columns. */
const LONGEST_NAME = 256;

/**
 * A table from its header and records, by the rules that hold for every kind of file.
 * Throws a Problem that refuses the file: a column missing or there twice, too many columns, a cell too long, no rows,
 * or records of people, in whichever column they stand.
 */
export function tableOf(
  file: string,
  header: string[],
  lines: Iterable<CellLine>,
  spec: ColumnSpec,
  numbers?: NumberStyle,
): TableText {
  const names = header.map((name) => name.trim());
  refusePersons(
    file,
    personIn(
      names.map(() => ""),
      [{ line: 1, cells: names }],
    ),
  );
  const wanted = checkHeader(file, names, spec);
  const persons = new PersonWatch(names, spec.notPersons);
  const notes: ProblemData[] = unexpectedColumns(file, names, wanted, spec);
  const records: TableRecord[] = [];
  const lost = { cells: 0, line: 0 };
  for (const { line, cells } of lines) {
    records.push(recordOf(file, names, wanted, { line, cells }, numbers));
    persons.see(line, cells);
    for (const cell of cells)
      if (cell.includes("\ufffd")) {
        if (lost.cells === 0) lost.line = line;
        lost.cells++;
      }
  }
  if (records.length === 0) throw new Problem({ code: "no-rows", file });
  refusePersons(file, persons.found());
  if (lost.cells > 0) notes.push({ code: "lost-characters", file, ...lost });
  return { header: names, records, notes };
}

/** A file without a header is seen by its first line, before an error repeats what it holds. */
function refusePersons(file: string, sign: PersonSign | undefined): void {
  if (sign !== undefined) throw new Problem({ code: "personal-data-suspected", file, ...sign });
}

/** For each column, whether the reader of the source gets it. */
function checkHeader(file: string, names: string[], { columns, optional = [], open }: ColumnSpec): boolean[] {
  if (names.length > MOST_COLUMNS)
    throw new Problem({ code: "too-many-columns", file, found: names.length, limit: MOST_COLUMNS });
  for (const column of columns)
    if (!names.includes(column)) throw new Problem({ code: "missing-column", file, column, found: names });
  const twice = names.find((name, i) => name !== "" && names.indexOf(name) !== i);
  if (twice !== undefined) throw new Problem({ code: "duplicate-column", file, column: twice });
  const declared = new Set([...columns, ...optional]);
  const further = open === undefined ? undefined : new RegExp(`^(?:${open})$`, "u");
  return names.map(
    (name) => declared.has(name) || (name.length <= LONGEST_NAME && name !== "" && further?.test(name) === true),
  );
}

const unexpectedColumns = (file: string, names: string[], wanted: boolean[], spec: ColumnSpec): ProblemData[] =>
  names.flatMap((name, i) =>
    wanted[i] === true
      ? []
      : [{ code: "unexpected-column" as const, file, column: shownName(name, i), known: spec.columns }],
  );

/** A column without a name is called by its place. */
const shownName = (name: string, i: number): string => name.slice(0, LONGEST_NAME) || `column ${i + 1}, without a name`;

function recordOf(
  file: string,
  names: string[],
  wanted: boolean[],
  { line, cells }: CellLine,
  numbers: NumberStyle | undefined,
): TableRecord {
  const long = cells.findIndex((cell) => cell.length > LONGEST_CELL);
  if (long !== -1) {
    const column = shownName(names[long] ?? "", long);
    const found = cells[long]?.length ?? 0;
    throw new Problem({ code: "cell-too-long", file, line, column, found, limit: LONGEST_CELL });
  }
  if (cells.length !== names.length) {
    const problem = new Problem({ code: "ragged-row", file, line, found: cells.length, expected: names.length });
    return { line, problem };
  }
  const bad = cells.findIndex((cell) => CONTROL.test(cell));
  if (bad !== -1) {
    const column = shownName(names[bad] ?? "", bad);
    const character = controlName(cells[bad] ?? "");
    return { line, problem: new Problem({ code: "control-character", file, line, column, character }) };
  }
  const fields = names.flatMap((name, i) => (wanted[i] === true ? [[name, cells[i] ?? ""] as const] : []));
  return { row: new Row(file, line, Object.fromEntries(fields), numbers) };
}

/** Tab and line ends may stand in a cell; the other controls of C0 and C1 and DEL never do in honest text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

const controlName = (cell: string): string =>
  `U+${(CONTROL.exec(cell)?.[0].charCodeAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

import { basename, extname } from "node:path";
import { Problem, type ProblemData, Row, severityOf } from "../../terms/index.ts";
import type { TableInfo } from "../source.ts";
import { PersonWatch } from "../text/person.ts";
import { columnFaults } from "./columns.ts";
import { EventCounter } from "./counts.ts";
import { figuresReader, withMarkers } from "./figures.ts";
import type { Papers } from "./mapping.ts";
import { tableOf } from "./partner-source.ts";
import { type RecordsOf, recordsIn } from "./records.ts";
import { SchemaReader } from "./schema-row.ts";
import type { TableSchema } from "./table-schema.ts";

/** One thing that is wrong with a file, or worth knowing. */
export interface ConformanceFault {
  code: ProblemData["code"];
  severity: "fault" | "note";
  /** Line of a text, row of a sheet, number of a record; absent where the whole file is meant. */
  row?: number;
  column?: string;
  /** What stands there; absent where nothing does, or where it may be personal. */
  value?: string;
  sentence: string;
}

/** What a check says of a file. */
export interface Conformance {
  file: string;
  conforms: boolean;
  /** Rows looked at, the header not counted. */
  rows: number;
  faults: ConformanceFault[];
}

/** So many faults of a kind are named one by one; the others are counted. */
const NAMED_EACH = 1000;

/** How a file is read that comes with a schema alone: nothing is guessed but the kind of file, by the end of its name. */
const BY_ENDING: Readonly<Record<string, RecordsOf>> = {
  ".csv": { format: "csv", dialect: { encoding: "utf-8", delimiter: ",", quote: '"' } },
  ".xlsx": { format: "workbook", sheets: "." },
  ".ods": { format: "workbook", sheets: "." },
  ".xls": { format: "workbook", sheets: "." },
  ".parquet": { format: "parquet" },
};

/**
 * Checks a file against a table schema and, where there is one, against its mapping: header, every cell, uniqueness, what the
 * mapping makes of each row, and persons. It needs no database. A CSV file without a mapping is UTF-8 with commas, a workbook has its
 * table on the first sheet.
 */
export async function checkConformance(path: string, schema: TableSchema, papers?: Papers): Promise<Conformance> {
  const check = new FileCheck(basename(path), schema, papers);
  try {
    await check.read(path);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    check.add(error.data);
  }
  return check.report();
}

/** A problem as a line of a report. */
export function conformanceFault(data: ProblemData): ConformanceFault {
  return {
    code: data.code,
    severity: severityOf(data.code),
    ...("line" in data && data.line !== undefined ? { row: data.line } : {}),
    ...("column" in data && data.column !== undefined ? { column: data.column } : {}),
    ...("found" in data && typeof data.found === "string" ? { value: data.found } : {}),
    sentence: new Problem(data).message,
  };
}

class FileCheck {
  private readonly file: string;
  private readonly schema: TableSchema;
  private readonly papers: Papers | undefined;
  private readonly reader: SchemaReader;
  private readonly faults: ProblemData[] = [];
  private readonly times = new Map<string, number>();
  private persons: PersonWatch | undefined;
  private header: string[] = [];
  private part: string | undefined;
  private rows = 0;
  private mapped: ((line: number, cellOf: (column: string) => string | undefined) => void) | undefined;

  constructor(file: string, schema: TableSchema, papers: Papers | undefined) {
    this.file = file;
    this.schema = schema;
    this.papers = papers;
    const figures = papers?.mapping.figures;
    this.reader = new SchemaReader(figures === undefined ? schema : withMarkers(schema, figures));
  }

  async read(path: string): Promise<void> {
    const columns = this.schema.fields.map(({ name }) => name);
    const how =
      this.papers === undefined ? BY_ENDING[extname(path).toLowerCase()] : tableOf(this.papers.mapping, columns);
    if (how === undefined)
      throw new Problem({ code: "unknown-format", file: this.file, known: Object.keys(BY_ENDING) });
    let isAllowed = false;
    for await (const { part, line, cells } of recordsIn({ path, shown: this.file }, how)) {
      if (this.part === undefined) {
        this.part = part;
        isAllowed = this.readHeader(cells, columns);
      } else if (part === this.part) this.readRow(line, cells, isAllowed);
    }
    if (this.part === undefined) throw new Problem({ code: "empty-file", file: this.file });
    if (this.rows === 0) throw new Problem({ code: "no-rows", file: this.file });
  }

  add(data: ProblemData): void {
    const times = (this.times.get(data.code) ?? 0) + 1;
    this.times.set(data.code, times);
    if (times <= NAMED_EACH) this.faults.push(data);
  }

  report(): Conformance {
    const sign = this.persons?.found();
    if (sign !== undefined) this.add({ code: "personal-data-suspected", file: this.file, ...sign });
    const all = [...this.faults, ...this.uncounted()];
    const faults = (sign === undefined ? all : all.map(withoutValue)).map(conformanceFault);
    return { file: this.file, conforms: faults.every(({ severity }) => severity === "note"), rows: this.rows, faults };
  }

  /** Whether the columns are those of the schema, so that rows can be read. */
  private readHeader(cells: string[], columns: readonly string[]): boolean {
    this.header = cells.map((cell) => cell.trim());
    this.persons = new PersonWatch(this.header);
    const asRow = new PersonWatch(this.header.map(() => ""));
    if (!asRow.see(1, this.header))
      throw new Problem({ code: "personal-data-suspected", file: this.file, ...asRow.found()! });
    const { refusal, notes } = columnFaults(this.file, this.header, columns);
    for (const note of notes) this.add(note);
    if (refusal !== undefined) this.add(refusal.data);
    if (this.papers !== undefined && refusal === undefined) this.mapped = this.meaning(this.papers);
    return refusal === undefined;
  }

  private readRow(line: number, cells: string[], isAllowed: boolean): void {
    this.rows++;
    this.persons?.see(line, cells);
    if (!isAllowed) return;
    const isText = this.part === "" && cells.length !== this.header.length;
    if (cells.some((cell) => cell.trim() !== "") && (isText || cells.length > this.header.length)) {
      this.add({ code: "ragged-row", file: this.file, line, found: cells.length, expected: this.header.length });
      return;
    }
    const cellOf = (column: string) => cells[this.header.indexOf(column)] ?? "";
    const { faults } = this.reader.read(this.file, line, cellOf);
    for (const fault of faults) this.add(fault);
    if (faults.length === 0) this.asMapped(line, cellOf);
  }

  private asMapped(line: number, cellOf: (column: string) => string | undefined): void {
    try {
      this.mapped?.(line, cellOf);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.add(error.data);
    }
  }

  /** What the mapping makes of a row: the same readers as when it is collated. */
  private meaning(papers: Papers): typeof this.mapped {
    const { figures, counts } = papers.mapping;
    if (counts !== undefined) {
      const counter = new EventCounter(papers, counts);
      return (line, cellOf) => counter.see(this.file, line, cellOf);
    }
    if (figures === undefined) return undefined;
    const reader = figuresReader(papers, figures);
    const info: TableInfo = {
      table: "return",
      name: this.file,
      part: this.part ?? "",
      header: this.header,
      published: "",
    };
    const columns = this.schema.fields.map(({ name }) => name);
    return (line, cellOf) => {
      const fields = Object.fromEntries(columns.map((column) => [column, cellOf(column) ?? ""]));
      void reader.readRow(new Row(this.file, line, fields), info);
    };
  }

  private uncounted(): ProblemData[] {
    return [...this.times].flatMap(([reason, times]): ProblemData[] =>
      times <= NAMED_EACH
        ? []
        : [{ code: "more-set-aside", file: this.file, line: 1, reason, rows: times - NAMED_EACH }],
    );
  }
}

/** Of a file that holds persons no value is repeated, whichever column it stands in. */
function withoutValue(data: ProblemData): ProblemData {
  if (!("found" in data) || typeof data.found !== "string") return data;
  const { found, ...rest } = data;
  return rest as ProblemData;
}

import type { BulkTable, ReadRow } from "../../store/index.ts";
import { Problem, type ProblemData } from "../../terms/index.ts";
import { tableOf } from "../text/table.ts";
import { type BulkPlan, readBulkRow } from "./plan.ts";
import type { Span } from "./scan.ts";
import { cellsOf, dialectOf, textOf } from "./survey.ts";

/** Records are parsed so many at a time. */
const BATCH = 1000;
/** So many rows are named one by one for each reason and column; the others are counted. */
export const NAMED_EACH = 100;

/**
 * The slow, strict reader of single records: the same parser and the same rules as for every other table. What it accepts
 * is loaded, what it refuses is set aside with its reason.
 */
export class StrictReader {
  rowsAside = 0;
  private readonly file: string;
  private readonly header: string[];
  private readonly plan: BulkPlan;
  private readonly table: BulkTable;
  private waiting: { line: number; text: string }[] = [];
  private accepted: ReadRow[] = [];
  private readonly reasons = new Map<string, { named: ProblemData[]; more: number; line: number; column?: string }>();
  private readonly lost = { cells: 0, line: 0 };

  constructor(file: string, header: string[], plan: BulkPlan, table: BulkTable) {
    this.file = file;
    this.header = header;
    this.plan = plan;
    this.table = table;
  }

  take(span: Span): void {
    this.waiting.push({ line: span.line, text: textOf(span) });
    if (this.waiting.length === BATCH) this.readWaiting();
  }

  /** The rows accepted since the last call, each once. */
  acceptedRows(): ReadRow[] {
    this.readWaiting();
    const rows = this.accepted;
    this.accepted = [];
    return rows;
  }

  /** Why rows were set aside, and what was seen on the way, in the order of lines as far as they are named. */
  problems(): ProblemData[] {
    const all: ProblemData[] = [];
    for (const [code, { named, more, line, column }] of [...this.reasons].map(
      ([key, of]) => [key.split("\n")[0], of] as const,
    )) {
      all.push(...named);
      if (more > 0)
        all.push({
          code: "more-set-aside",
          file: this.file,
          line,
          reason: code ?? "",
          rows: more,
          ...(column === undefined ? {} : { column }),
        });
    }
    const { cells, line } = this.lost;
    if (cells > 0) all.push({ code: "lost-characters", file: this.file, cells, line });
    return all.sort((a, b) => lineOf(a) - lineOf(b));
  }

  private readWaiting(): void {
    if (this.waiting.length === 0) return;
    const { file, plan, waiting } = this;
    const cells = cellsOf(
      file,
      waiting.map(({ text }) => text),
      dialectOf(plan),
    );
    const lines = waiting.map(({ line }, i) => ({ line, cells: cells[i] ?? [] }));
    // Signs of people are looked for in the head of the file and in all loaded rows; a handful of odd rows is no fair sample.
    const { records, notes } = tableOf(
      file,
      this.header,
      lines,
      { ...plan.spec, notPersons: this.header },
      plan.source.numbers,
    );
    for (const record of records) {
      if ("problem" in record) this.setAside(record.problem);
      else {
        try {
          this.accept(record.row.line, readBulkRow(plan, this.table, record.row));
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          this.setAside(error);
        }
      }
    }
    for (const note of notes)
      if (note.code === "lost-characters") {
        if (this.lost.cells === 0) this.lost.line = note.line;
        this.lost.cells += note.cells;
      }
    this.waiting = [];
  }

  private accept(line: number, values: (string | number | null)[]): void {
    this.accepted.push({ line, values: values.map((value) => (value === null ? null : String(value))) });
  }

  private setAside({ data }: Problem): void {
    this.rowsAside++;
    const column = "column" in data ? data.column : undefined;
    const key = `${data.code}\n${column ?? ""}`;
    const reason = this.reasons.get(key) ?? {
      named: [],
      more: 0,
      line: 0,
      ...(column === undefined ? {} : { column }),
    };
    this.reasons.set(key, reason);
    if (reason.named.length < NAMED_EACH) reason.named.push(data);
    else if (reason.more++ === 0) reason.line = lineOf(data);
  }
}

const lineOf = (data: ProblemData): number => ("line" in data ? (data.line ?? 0) : 0);

import { createHash } from "node:crypto";
import type { Batch, Finding, LoadedObservation, Release } from "../store/index.ts";
import {
  isMissing,
  isRealDay,
  isThreatId,
  OTHER_TOPICS,
  Problem,
  type ProblemData,
  severityOf,
  THREAT_IDS,
} from "../terms/index.ts";
import type { TableDeclaration } from "./declaration.ts";
import { fileTitle, type Reading, type Source, type TableInfo } from "./source.ts";
import type { TableRecord, TableText } from "./text/csv.ts";

/** A table of a landed file on its way in. */
export interface LandedTable {
  source: Source;
  table: TableDeclaration;
  name: string;
  part: string;
  /** Number of the part in its file, from 1; 0 where the file is the table. */
  partNo: number;
  sha256: string;
  bytes: number;
  landedAt: string;
  /** Date of publication as far as it is known. */
  published: string;
}

/** A landed table whose records were read. */
export interface ReadTable extends LandedTable {
  text: TableText;
}

/**
 * Reads and checks a table of a landed file. A bad row becomes a finding and the rest goes on; rows in = loaded + set aside.
 * Throws a Problem when the table as a whole is refused.
 */
export function batchOf(landed: ReadTable): Batch {
  const { source, table, name, part, sha256, published, text } = landed;
  const { declaration } = source;
  const file = fileTitle(declaration.id, name, part);
  const info: TableInfo = { table: table.id, name, part, header: text.header, published };
  const checked = new TableCheck(file, source, info).read(text.records);
  const { good, bad: withheld } = source.protect?.(checked.good, file) ?? { good: checked.good, bad: [] };
  const bad = [...checked.bad, ...withheld];
  const asFinding = (problem: ProblemData): Finding =>
    findingOf(problem, { sha256, part, source: declaration.id, name });
  const observations = good.flatMap(({ line, readings }) =>
    readings.map((reading, k) => observationOf(landed, line, k, reading)),
  );
  const rows = { rowsIn: text.records.length, rowsLoaded: good.length, rowsSetAside: bad.length };
  const release = { ...releaseOf(landed, rows), columns: text.header };
  const whole = [
    ...text.notes,
    ...rowCount(file, text.records.length, expectedRows(source, table, name), declaredIn(source)),
    ...discrepancies(
      file,
      source,
      good.flatMap(({ readings }) => readings),
      info,
    ),
  ];
  return { release, observations, findings: [...bad, ...whole].map(asFinding) };
}

/** The mark of a landed table in the database. */
export function releaseOf(
  { source, table, name, part, sha256, bytes, landedAt, published }: LandedTable,
  rows: Pick<Release, "rowsIn" | "rowsLoaded" | "rowsSetAside">,
): Release {
  const { id, publisher, licence } = source.declaration;
  const { definition, handedOver } = source;
  return {
    sha256,
    part,
    source: id,
    table: table.id,
    name,
    publisher,
    licence,
    published,
    bytes,
    ...rows,
    definition,
    landedAt,
    ...handedOver,
  };
}

export const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** `obs:<12 hex>:<line>`, with the number of the part before the line and the number of the figure after it where there are several. */
const obsId = (sha256: string, partNo: number, line: number, k: number): string =>
  `obs:${sha256.slice(0, 12)}:${partNo > 0 ? `p${partNo}:` : ""}${line}${k > 0 ? `.${k + 1}` : ""}`;

/** A reading with what its release says and the way back to its line; `k` is its number among those of the line, from 0. */
export function observationOf(landed: LandedTable, line: number, k: number, reading: Reading): LoadedObservation {
  const { source, sha256, part, partNo, published } = landed;
  const { id, title, publisher, address, licence } = source.declaration;
  return {
    sourceTitle: title,
    publisher,
    published,
    locator: address,
    licence,
    note: "",
    ...reading,
    id: obsId(sha256, partNo, line, k),
    source: id,
    sha256,
    part,
    line,
  };
}

export const expectedRows = ({ declaration }: Source, table: TableDeclaration, name: string): [number, number] =>
  declaration.owned?.rows[name] ?? table.rows ?? [0, Number.POSITIVE_INFINITY];

export const rowCount = (file: string, rows: number, [low, high]: [number, number], list: string): ProblemData[] =>
  rows < low || rows > high ? [{ code: "row-count", file, rows, low, high, list }] : [];

/** The file that says what a source expects, as messages name it. */
export const declaredIn = ({ declaredAt, declaration }: Source, file = "source.yaml"): string =>
  declaredAt ?? `sources/${declaration.id}/${file}`;

const discrepancies = (file: string, source: Source, readings: Reading[], info: TableInfo): ProblemData[] =>
  (source.checkTable?.(readings, info) ?? []).map((d) => ({ code: "does-not-add-up", file, ...d }));

/** A row that was read, and what it says. */
export interface GoodRow {
  line: number;
  readings: Reading[];
}

/** Rows as they may be kept, and those that may not with the reason. */
export interface Protected {
  good: GoodRow[];
  bad: ProblemData[];
}

/** A row that says again what the row of `line` said, there as `value` and here as `own`. */
interface Repeat {
  key: string;
  line: number;
  value: string;
  own: string;
}

/** Stands for the value of a figure about which rows disagree: equal to none. */
const CONFLICT = "";

/** The rows of one table, each read, checked against what the source expects, and against the rows before it. */
class TableCheck {
  private readonly file: string;
  private readonly source: Source;
  private readonly info: TableInfo;
  private readonly seen = new Map<string, { line: number; value: string }>();

  constructor(file: string, source: Source, info: TableInfo) {
    this.file = file;
    this.source = source;
    this.info = info;
  }

  read(records: readonly TableRecord[]): { good: GoodRow[]; bad: ProblemData[] } {
    const good = new Map<number, GoodRow>();
    const bad: ProblemData[] = [];
    for (const record of records) {
      const row = this.readRecord(record);
      if ("problem" in row) bad.push(row.problem);
      else {
        const repeat = this.repeated(row);
        if (repeat === undefined) good.set(row.line, row);
        else bad.push(...this.setAsideRepeat(good, row.line, repeat));
      }
    }
    return { good: [...good.values()], bad };
  }

  private readRecord(record: TableRecord): GoodRow | { problem: ProblemData } {
    if ("problem" in record) return { problem: record.problem.data };
    const { row } = record;
    try {
      const readings = [this.source.readRow(row, this.info)].flat();
      for (const reading of readings) {
        const problem = unexpected(this.file, row.line, reading, this.source);
        if (problem !== undefined) return { problem };
      }
      if (readings.length === 0)
        throw new Error(`${this.file}, line ${row.line}: the reader gave no figure and no reason`);
      return { line: row.line, readings };
    } catch (error) {
      if (error instanceof Problem) return { problem: error.data };
      throw error;
    }
  }

  /** The same figure of the same publication twice would count twice. Another date of publication is another figure. */
  private repeated({ line, readings }: GoodRow): Repeat | undefined {
    for (const r of readings) {
      const key = keyOf(r);
      const own = JSON.stringify([r.value, r.low, r.high]);
      const before = this.seen.get(key);
      if (before !== undefined) return { ...before, key, own };
      this.seen.set(key, { line, value: own });
    }
    return undefined;
  }

  /** An exact repeat is set aside and the first stands; of two that disagree neither can be trusted, so both are. */
  private setAsideRepeat(good: Map<number, GoodRow>, line: number, before: Repeat): ProblemData[] {
    const { file } = this;
    if (before.own === before.value) return [{ code: "duplicate-key", file, line, firstLine: before.line }];
    const conflict = (of: number, other: number): ProblemData => ({
      code: "conflicting-duplicate",
      file,
      line: of,
      otherLine: other,
    });
    const wasGood = good.delete(before.line);
    this.seen.set(before.key, { line: before.line, value: CONFLICT });
    return [...(wasGood ? [conflict(before.line, line)] : []), conflict(line, before.line)];
  }
}

const keyOf = (r: Reading): string =>
  JSON.stringify([
    r.measure,
    r.threat,
    r.place,
    r.breakdown,
    r.period.start,
    r.period.end,
    r.unit,
    r.sourceTitle,
    r.published,
    r.locator,
  ]);

/** The first expectation that a reading does not meet. */
export function unexpected(file: string, line: number, r: Reading, source: Source): ProblemData | undefined {
  if (r.place !== "" && !source.knowsPlace(r.place)) return { code: "unknown-place", file, line, found: r.place };
  if (!isThreatId(r.threat) && !(OTHER_TOPICS as readonly string[]).includes(r.threat))
    return { code: "unknown-topic", file, line, found: r.threat, known: [...THREAT_IDS, ...OTHER_TOPICS] };
  if (!isRealDay(r.period.start) || !isRealDay(r.period.end) || r.period.start > r.period.end)
    return { code: "period-order", file, line, start: r.period.start, end: r.period.end };
  return unexpectedNumber(file, line, r, source);
}

function unexpectedNumber(file: string, line: number, r: Reading, source: Source): ProblemData | undefined {
  const list = declaredIn(source, "measures.csv");
  const range = source.measures.get(r.measure)?.get(r.unit);
  if (range === undefined) return { code: "unknown-measure", file, line, measure: r.measure, unit: r.unit, list };
  const value = isMissing(r.value) ? undefined : r.value.value;
  for (const [column, found] of [
    ["value", value],
    ["low", r.low],
    ["high", r.high],
  ] as const)
    if (found !== undefined && (found < range.low || found > range.high))
      return { code: "value-outside", file, line, column, found, low: range.low, high: range.high, list };
  const [low, high] = [r.low ?? value, r.high ?? value];
  if (value !== undefined && low !== undefined && high !== undefined && (value < low || value > high))
    return { code: "range-order", file, line, low, value, high };
  return undefined;
}

/** A problem as a line of the table of findings. */
export const findingOf = (problem: ProblemData, of: Pick<Finding, "sha256" | "part" | "source" | "name">): Finding => ({
  ...of,
  severity: severityOf(problem.code),
  ...("line" in problem && problem.line !== undefined ? { line: problem.line } : {}),
  ...("column" in problem ? { column: problem.column } : {}),
  code: problem.code,
  sentence: new Problem(problem).message,
});

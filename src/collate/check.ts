import { createHash } from "node:crypto";
import type { Batch, Finding, LoadedObservation } from "../store/index.ts";
import { isMissing, isThreatId, OTHER_TOPICS, Problem, type ProblemData, THREAT_IDS } from "../terms/index.ts";
import { recordsOf, type TableRecord } from "./read.ts";
import { fileTitle, type Reading, type Source } from "./source.ts";

/** A landed file on its way in. */
export interface LandedFile {
  source: Source;
  name: string;
  bytes: Uint8Array;
  sha256: string;
  landedAt: string;
}

/**
 * Reads and checks a landed file. A bad row becomes a finding and the rest goes on; rows in = loaded + set aside.
 * Throws a Problem when the file as a whole is refused.
 */
export function batchOf({ source, name, bytes, sha256, landedAt }: LandedFile): Batch {
  const { declaration, definition } = source;
  const file = fileTitle(declaration.id, name);
  const records = recordsOf(file, bytes, declaration);
  const asFinding = (problem: ProblemData): Finding => findingOf(problem, { sha256, source: declaration.id, name });
  const firstLine = new Map<string, number>();
  const observations: LoadedObservation[] = [];
  const findings: Finding[] = [];
  for (const record of records) {
    const read = readRecord(file, record, source, firstLine);
    if ("problem" in read) findings.push(asFinding(read.problem));
    else
      observations.push({
        ...read.reading,
        id: obsId(sha256, read.line),
        source: declaration.id,
        sha256,
        line: read.line,
      });
  }
  const rowsSetAside = findings.length;
  const [low, high] = declaration.rows[name] ?? [0, Number.POSITIVE_INFINITY];
  if (records.length < low || records.length > high)
    findings.push(
      asFinding({
        code: "row-count",
        file,
        rows: records.length,
        low,
        high,
        list: `sources/${declaration.id}/source.yaml`,
      }),
    );
  const release = {
    sha256,
    source: declaration.id,
    name,
    publisher: declaration.publisher,
    licence: declaration.licence,
    bytes: bytes.length,
    rowsIn: records.length,
    rowsLoaded: observations.length,
    rowsSetAside,
    definition,
    landedAt,
  };
  return { release, observations, findings };
}

export const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const obsId = (sha256: string, line: number): string => `obs:${sha256.slice(0, 12)}:${line}`;

type Read = { line: number; reading: Reading } | { problem: ProblemData };

function readRecord(file: string, record: TableRecord, source: Source, firstLine: Map<string, number>): Read {
  if ("problem" in record) return { problem: record.problem.data };
  const { row } = record;
  try {
    const reading = source.readRow(row);
    const problem = unexpected(file, row.line, reading, source) ?? repeated(file, row.line, reading, firstLine);
    return problem === undefined ? { line: row.line, reading } : { problem };
  } catch (error) {
    if (error instanceof Problem) return { problem: error.data };
    throw error;
  }
}

/** The first expectation that a reading does not meet. */
function unexpected(file: string, line: number, r: Reading, source: Source): ProblemData | undefined {
  if (r.place !== "" && !source.places.has(r.place)) return { code: "unknown-place", file, line, found: r.place };
  if (!isThreatId(r.threat) && !(OTHER_TOPICS as readonly string[]).includes(r.threat))
    return { code: "unknown-topic", file, line, found: r.threat, known: [...THREAT_IDS, ...OTHER_TOPICS] };
  if (!isDay(r.period.start) || !isDay(r.period.end) || r.period.start > r.period.end)
    return { code: "period-order", file, line, start: r.period.start, end: r.period.end };
  return unexpectedNumber(file, line, r, source);
}

function unexpectedNumber(file: string, line: number, r: Reading, source: Source): ProblemData | undefined {
  const list = `sources/${source.declaration.id}/measures.csv`;
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

/** The same figure of the same publication twice would count twice. Another date of publication is another figure. */
function repeated(file: string, line: number, r: Reading, firstLine: Map<string, number>): ProblemData | undefined {
  const said = [
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
  ];
  const key = JSON.stringify(said);
  const before = firstLine.get(key);
  if (before !== undefined) return { code: "said-twice", file, line, firstLine: before };
  firstLine.set(key, line);
  return undefined;
}

/** "2023-02-31" has the look of a date and is none. */
const isDay = (iso: string): boolean => {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
};

const findingOf = (problem: ProblemData, of: Pick<Finding, "sha256" | "source" | "name">): Finding => ({
  ...of,
  ...("line" in problem && problem.line !== undefined ? { line: problem.line } : {}),
  ...("column" in problem ? { column: problem.column } : {}),
  code: problem.code,
  sentence: new Problem(problem).message,
});

import { Problem } from "../../terms/index.ts";
import { breakdownOf } from "../breakdown.ts";
import type { Reading } from "../source.ts";
import type { CellValue } from "./cell-value.ts";
import { type CountsMapping, finestOf, type Papers } from "./mapping.ts";
import { seenAs } from "./protect-figures.ts";
import { SchemaReader } from "./schema-row.ts";
import { type CountCell, fatesOf, TOTAL } from "./withhold.ts";
import { periodParser, placeParser, RECORDED_BY, remembering, threatOf, wordOf } from "./words.ts";

/** Where an event belongs among the counts. */
interface Group {
  month: string;
  recorder: { place: string; body: string };
  threat: string;
  /** By column, in the order of the finest breakdown. */
  parts: readonly string[];
  events: number;
  /** Line of its first event. */
  line: number;
}

/** A counted figure and the line of the first row that it counts. */
export interface CountedFigure {
  line: number;
  /** Number of its count among those that the mapping declares, from 0. */
  k: number;
  reading: Reading;
}

/** Counts the rows of one table of events: rows are read, counted and forgotten, and only what the counts need is ever kept. */
export class EventCounter {
  private readonly counts: CountsMapping;
  private readonly isPublished: boolean;
  private readonly schema: SchemaReader;
  private readonly columns: readonly string[];
  private readonly groups = new Map<string, Group>();
  private readonly period;
  private readonly place;
  rowsCounted = 0;

  constructor({ mapping, schema }: Papers, counts: CountsMapping) {
    this.counts = counts;
    this.isPublished = mapping.published;
    this.schema = new SchemaReader(schema);
    this.columns = Object.keys(finestOf(counts)?.breakdown ?? {});
    this.period = remembering(periodParser(counts.period.as));
    this.place = remembering(placeParser(counts.place.as));
  }

  /** Counts one row. Throws the Problem that sets it aside. */
  see(file: string, line: number, cellOf: (column: string) => string | undefined): void {
    const { values, faults } = this.schema.read(file, line, cellOf);
    if (faults[0] !== undefined) throw new Problem(faults[0]);
    const cellAt = (column: string): CellValue => values.get(column);
    const word = (column: string) => ({ file, line, column });
    const { period, place, threat } = this.counts;
    const month = wordOf(word(period.column), cellAt(period.column), this.period).start.slice(0, 7);
    const recorder = wordOf(word(place.column), cellAt(place.column), this.place);
    const topic = threatOf(threat, { file, line }, cellAt);
    const parts = this.columns.map((column) => String(cellAt(column) ?? "not stated"));
    const key = JSON.stringify([month, recorder, topic, parts]);
    const group = this.groups.get(key) ?? { month, recorder, threat: topic, parts, events: 0, line };
    group.events++;
    this.groups.set(key, group);
    this.rowsCounted++;
  }

  /** The figures, in the order of lines; of unpublished rows as they may be kept. */
  figures(): CountedFigure[] {
    const all = this.counts.figures.flatMap((_, k) => this.figuresOf(k));
    const fates = this.isPublished ? all.map(() => "given" as const) : fatesOf(all.map(({ cell }) => cell));
    return all
      .map(({ line, k, reading }, i) => ({ line, k, reading: seenAs(reading, fates[i]!) }))
      .sort((a, b) => a.line - b.line || a.k - b.k);
  }

  private figuresOf(k: number): (CountedFigure & { cell: CountCell })[] {
    const { breakdown } = this.counts.figures[k]!;
    const sums = new Map<string, Group>();
    for (const group of this.groups.values()) {
      const parts = group.parts.map((part, i) => (Object.hasOwn(breakdown, this.columns[i]!) ? part : TOTAL));
      const key = JSON.stringify([group.month, group.recorder, group.threat, parts]);
      const sum = sums.get(key) ?? { ...group, parts, events: 0 };
      sum.events += group.events;
      sum.line = Math.min(sum.line, group.line);
      sums.set(key, sum);
    }
    return [...sums.values()].map((group) => this.figureOf(k, group));
  }

  private figureOf(
    k: number,
    { month, recorder, threat, parts, events, line }: Group,
  ): CountedFigure & { cell: CountCell } {
    const { measure, unit, breakdown } = this.counts.figures[k]!;
    const named = this.columns.flatMap((column, i) => {
      const key = breakdown[column];
      return key === undefined ? [] : [[key, parts[i]!] as const];
    });
    const reading: Reading = {
      measure,
      unit,
      threat,
      place: recorder.place,
      breakdown: breakdownOf({ [RECORDED_BY]: recorder.body, ...Object.fromEntries(named) }),
      period: periodParser("month").parse(month)!,
      value: { value: events },
      note: "counted from the rows of the file; the line is that of the first",
    };
    const dims = [recorder.place || recorder.body, threat, ...parts];
    return { line, k, reading, cell: { series: month, dims, value: reading.value } };
  }
}

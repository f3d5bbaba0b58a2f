import {
  type Cell,
  type MarkerMeaning,
  type Parser,
  Problem,
  publishedValueWith,
  type Row,
} from "../../terms/index.ts";
import { breakdownOf } from "../breakdown.ts";
import type { Reading, SourceReader, TableInfo } from "../source.ts";
import { type CellValue, styleOf } from "./cell-value.ts";
import type { FiguresMapping, Papers } from "./mapping.ts";
import { protectFigures } from "./protect-figures.ts";
import { SchemaReader } from "./schema-row.ts";
import type { TableSchema } from "./table-schema.ts";
import { type FoundPlace, periodParser, placeParser, RECORDED_BY, TOTAL_WORD, threatOf, wordOf } from "./words.ts";

/** The reader of rows that are figures already: the schema's rules first, then what the mapping says of the row. */
export function figuresReader({ mapping: { published }, schema }: Papers, figures: FiguresMapping): SourceReader {
  const readers = new WeakMap<TableInfo, SchemaReader>();
  const meaning = new RowMeaning(figures, schema, published);
  const readRow = (row: Row, table: TableInfo): Reading[] => {
    const reader = readers.get(table) ?? new SchemaReader(withMarkers(schema, figures));
    readers.set(table, reader);
    const { values, faults } = reader.read(row.file, row.line, (column) => row.raw(column));
    if (faults[0] !== undefined) throw new Problem(faults[0]);
    row.ignore(...row.columns);
    row.done();
    return meaning.readings(row, values);
  };
  return published ? { readRow } : { readRow, protect: protectFigures };
}

/** What the mapping explains as a marker is no value to the schema either. */
export function withMarkers(schema: TableSchema, { values }: FiguresMapping): TableSchema {
  const markers = values.flatMap(({ missing }) => Object.keys(missing ?? {}));
  return { ...schema, missingValues: [...new Set([...(schema.missingValues ?? [""]), ...markers])] };
}

/** Words that a total goes by; unpublished figures must not have one that the mapping does not know. */
const LIKE_A_TOTAL = /^(?:all|any|overall|sum|(?:grand |sub)?total)\b/i;

class RowMeaning {
  private readonly mapping: FiguresMapping;
  private readonly isPublished: boolean;
  private readonly places: Parser<FoundPlace> | undefined;
  private readonly numbers: Parser<Cell<number>>[];

  constructor(mapping: FiguresMapping, schema: TableSchema, isPublished: boolean) {
    this.mapping = mapping;
    this.isPublished = isPublished;
    this.places = "as" in mapping.place ? placeParser(mapping.place.as) : undefined;
    this.numbers = mapping.values.map(({ column, missing }) => {
      const field = schema.fields.find(({ name }) => name === column);
      const { expected, parse } = publishedValueWith({ "": "not-available", ...(missing as Markers) });
      return { expected, parse: (t) => parse(t, field === undefined ? {} : styleOf(field)) };
    });
  }

  readings(row: Row, values: ReadonlyMap<string, CellValue>): Reading[] {
    const { period, breakdown, values: figures } = this.mapping;
    const at = (column: string) => ({ file: row.file, line: row.line, column });
    const { place, body } = this.placeOf(row, values);
    const parts = Object.entries(breakdown).map(
      ([column, key]) =>
        [key, this.isTotal(row, values, column) ? TOTAL_WORD : String(values.get(column) ?? "not stated")] as const,
    );
    const said = {
      threat: this.threatOf(row, values),
      place,
      breakdown: breakdownOf({ [RECORDED_BY]: body, ...Object.fromEntries(parts) }),
      period: wordOf(at(period.column), values.get(period.column), periodParser(period.as)),
    };
    return figures.map(({ column, measure, unit }, i) => {
      const cell = (row.raw(column) ?? "").trim();
      return { measure, unit, ...said, value: wordOf(at(column), cell, this.numbers[i]!) };
    });
  }

  private placeOf(row: Row, values: ReadonlyMap<string, CellValue>): FoundPlace {
    const { place } = this.mapping;
    if ("fixed" in place) return { place: place.fixed, body: "" };
    if (this.isTotal(row, values, place.column)) return { place: "", body: "" };
    const at = { file: row.file, line: row.line, column: place.column };
    return wordOf(at, values.get(place.column), this.places!);
  }

  private threatOf(row: Row, values: ReadonlyMap<string, CellValue>): string {
    const { threat } = this.mapping;
    if (typeof threat !== "string" && this.isTotal(row, values, threat.column)) return "all-threats";
    return threatOf(threat, { file: row.file, line: row.line }, (column) => values.get(column));
  }

  private isTotal({ file, line }: Row, values: ReadonlyMap<string, CellValue>, column: string): boolean {
    const found = String(values.get(column) ?? "");
    if (this.mapping.totals?.includes(found) === true) return true;
    if (!this.isPublished && LIKE_A_TOTAL.test(found))
      throw new Problem({ code: "undeclared-total", file, line, column, found });
    return false;
  }
}

type Markers = Readonly<Record<string, MarkerMeaning>> | undefined;

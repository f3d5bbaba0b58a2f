import { type BulkParts, countBulk, type Database } from "../../store/index.ts";
import type { Reading } from "../source.ts";
import type { BulkCount } from "./declaration.ts";
import type { BulkPlan } from "./plan.ts";

/** A figure counted from loaded rows, with the line of the first row that it counts. */
export interface CountedReading {
  line: number;
  reading: Reading;
}

/**
 * The figures that the loaded rows of each part give: one list for each of the table's declared counts, in the order of lines.
 * A part without a row has none.
 */
export async function countedReadings(
  database: Database,
  { source }: BulkPlan,
  of: BulkParts,
): Promise<Map<string, CountedReading[][]>> {
  const { table, counts } = source.bulk;
  const all = new Map(of.parts.map((part) => [part, counts.map((): CountedReading[] => [])]));
  for (const [k, count] of counts.entries()) {
    const by = [...new Set([count.period, count.place, ...count.breakdown, ...threatColumn(count)])];
    for (const { part, values, rows, line } of await countBulk(database, table, of, by, count.where_empty)) {
      const valueIn = (name: string): string | null => values[by.indexOf(name)] ?? null;
      all.get(part)?.[k]?.push({ line, reading: readingOf(count, valueIn, rows) });
    }
  }
  return all;
}

const threatColumn = ({ threat }: BulkCount): string[] => (typeof threat === "string" ? [] : [threat.by]);

function readingOf(count: BulkCount, of: (name: string) => string | null, rows: number): Reading {
  const recorder = of(count.place) ?? "";
  const isArea = AREA.test(recorder);
  const parts = count.breakdown.map((name) => `${name.replaceAll("_", "-")}=${of(name) ?? "not stated"}`);
  return {
    measure: count.measure,
    threat: threatOf(count, of),
    place: isArea ? recorder : "",
    breakdown: [...(isArea ? [] : [`body=${recorder}`]), ...parts].join("; "),
    period: monthOf(of(count.period) ?? ""),
    value: { value: rows },
    unit: count.unit,
    note: "counted from the rows of the file; the line is that of the first",
  };
}

/** An ONS code; a body without an area stands there by its title. */
const AREA = /^[EWSNK][0-9]{8}$/;

function threatOf({ threat }: BulkCount, of: (name: string) => string | null): string {
  if (typeof threat === "string") return threat;
  const value = of(threat.by) ?? "";
  return Object.hasOwn(threat.map, value) ? (threat.map[value] ?? threat.otherwise) : threat.otherwise;
}

/** The month of its first day. */
function monthOf(start: string): Reading["period"] {
  const end = new Date(`${start}T00:00:00Z`);
  end.setUTCMonth(end.getUTCMonth() + 1, 0);
  return { start, end: end.toISOString().slice(0, 10) };
}

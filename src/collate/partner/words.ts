import { policeAreaNamed, recorderNamed, widerAreaNamed } from "../../store/index.ts";
import {
  calendarYear,
  day,
  financialQuarter,
  financialYearText,
  month,
  type Parser,
  type Period,
  Problem,
  quarter,
  text,
} from "../../terms/index.ts";
import { type CellValue, shownValue } from "./cell-value.ts";
import type { ThreatMapping } from "./mapping.ts";

/** Where a figure belongs: an ONS code or "", and the body where a body without an area recorded it. */
export interface FoundPlace {
  place: string;
  body: string;
}

const PERIODS = {
  day,
  month,
  quarter,
  "financial-quarter": financialQuarter,
  "calendar-year": calendarYear,
  "financial-year": financialYearText,
  datetime: { expected: "a date and time", parse: (t: string) => day.parse(t.slice(0, 10)) },
} satisfies Record<string, Parser<Period>>;

export const periodParser = (as: keyof typeof PERIODS): Parser<Period> => PERIODS[as];

const bare = ({ expected, parse }: Parser<string>): Parser<FoundPlace> => ({
  expected,
  parse: (t) => {
    const place = parse(t);
    return place === undefined ? undefined : { place, body: "" };
  },
});

/** A parser that keeps what it has read: a million rows name a few places and days. */
export function remembering<T>({ expected, parse }: Parser<T>): Parser<T> {
  const known = new Map<string, T | undefined>();
  return {
    expected,
    parse: (t) => {
      if (known.has(t)) return known.get(t);
      const value = parse(t);
      if (known.size < MOST_REMEMBERED) known.set(t, value);
      return value;
    },
  };
}

const MOST_REMEMBERED = 50_000;

/** How a mapping may name places. A code is looked up later, with the places that the source knows. */
export const placeParser = (as: "police-area" | "recorder" | "wider-area" | "ons-code"): Parser<FoundPlace> => {
  if (as === "police-area") return bare(policeAreaNamed());
  if (as === "wider-area") return bare(widerAreaNamed());
  return as === "recorder" ? recorderNamed() : bare(text);
};

/** The text of a column by a parser. Throws a Problem "cell-unmapped" or "cell-required"; the value only as far as it may be shown. */
export function wordOf<T>(
  at: { file: string; line: number; column: string },
  value: CellValue,
  { parse, expected }: Parser<T>,
): T {
  if (value === undefined) throw new Problem({ code: "cell-required", ...at });
  const read = parse(String(value));
  if (read !== undefined) return read;
  const found = shownValue(String(value));
  throw new Problem({ code: "cell-type", ...at, ...(found === undefined ? {} : { found }), expected });
}

/** The threat or topic of a row. Throws a Problem "cell-unmapped" where the mapping does not know the text. */
export function threatOf(
  threat: ThreatMapping,
  at: { file: string; line: number },
  cellAt: (column: string) => CellValue,
): string {
  if (typeof threat === "string") return threat;
  const { column, map, otherwise } = threat;
  const value = String(cellAt(column) ?? "");
  const topic = Object.hasOwn(map, value) ? map[value] : otherwise;
  if (topic !== undefined) return topic;
  const found = shownValue(value);
  const said = { ...at, column, ...(found === undefined ? {} : { found }) };
  throw new Problem({ code: "cell-unmapped", ...said, known: Object.keys(map) });
}

/** Key of a breakdown: the body without an area that recorded a figure. */
export const RECORDED_BY = "recorded by";

/** What a breakdown says in a row that is the total over it. */
export const TOTAL_WORD = "Total";

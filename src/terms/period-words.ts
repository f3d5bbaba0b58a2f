import type { Period } from "./period.ts";
import type { Parser } from "./row.ts";

/**
 * How publishers write a span of time. Each way is a parser of its own, so that a source names the one it uses and
 * what is merely similar ("Jan-24", "02/03/2024", 45292) is refused. All give a Period: first and last day, ISO.
 */
type PeriodParser = Parser<Period>;

/** The longest of these texts is "year ending September 2018"; the limit comes before the patterns. */
const LONGEST = 32;
/** Years outside are slips of the pen: no statistic here is older, no plan reaches further. */
const [FIRST_YEAR, LAST_YEAR] = [1850, 2100];

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const FULL_MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** "2023" */
export const calendarYear: PeriodParser = periodParser("a year like 2023", /^(\d{4})$/, ([year]) =>
  months(number(year), 1, 12),
);

/** "2017/18", "2017-18", "2017_18", "2017/2018": April to March, and the second year must follow the first. */
export const financialYearText: PeriodParser = periodParser(
  "a financial year like 2017/18",
  /^(\d{4})[/_-](\d{2}|\d{4})$/,
  ([first = "", second = ""]) => {
    const next = String(number(first) + 1);
    return second === next || second === next.slice(2) ? months(number(first), 4, 12) : undefined;
  },
);

/** "FYE 2018", "FYE March 2018": the financial year that ends in March 2018. */
export const financialYearEnding: PeriodParser = periodParser(
  "the end of a financial year like FYE 2018",
  /^FYE (?:Mar(?:ch)? )?(\d{4})$/,
  ([year]) => months(number(year) - 1, 4, 12),
);

/** "Year ending March 2018", "YE Mar 2018", "Year to March 2018": the twelve months that end there. */
export const yearEnding: PeriodParser = periodParser(
  "the end of a year like Year ending March 2018",
  /^(?:year (?:ending|to)|YE) ([a-z]{3,9}) (\d{4})$/i,
  ([month = "", year]) => {
    const last = monthNumber(month);
    return last === undefined ? undefined : monthsUntil(number(year), last, 12);
  },
);

/** "2024-01", "Jan 2024", "January 2024" */
export const month: PeriodParser = {
  expected: "a month like 2024-01 or January 2024",
  parse: (t) => isoMonth.parse(t) ?? namedMonth.parse(t),
};

const isoMonth = periodParser("a month like 2024-01", /^(\d{4})-(\d{2})$/, ([year, m]) =>
  number(m) >= 1 && number(m) <= 12 ? months(number(year), number(m), 1) : undefined,
);

const namedMonth = periodParser("a month like Jan 2024", /^([a-z]{3,9}) (\d{4})$/i, ([name = "", year]) => {
  const m = monthNumber(name);
  return m === undefined ? undefined : months(number(year), m, 1);
});

/** "Apr 2010 to Mar 2011": from the first of one month to the last day of another. */
export const monthSpan: PeriodParser = periodParser(
  "a span of months like Apr 2010 to Mar 2011",
  /^([a-z]{3,9} \d{4}) to ([a-z]{3,9} \d{4})$/i,
  ([from = "", until = ""]) => span(namedMonth.parse(from), namedMonth.parse(until)),
);

/** "2021 to 2023", "2021-2023", "2019 - 2023": whole calendar years, both written out. */
export const yearSpan: PeriodParser = periodParser(
  "a span of years like 2021 to 2023",
  /^(\d{4}) ?(?:to|-|\u2013) ?(\d{4})$/,
  ([from = "", until = ""]) => span(calendarYear.parse(from), calendarYear.parse(until)),
);

const span = (from: Period | undefined, until: Period | undefined): Period | undefined =>
  from !== undefined && until !== undefined && from.start <= until.start
    ? { start: from.start, end: until.end }
    : undefined;

/** "2023 Q4", "2023-Q4", "2023Q4", "Q4 2023": quarters of the calendar year. */
export const quarter: PeriodParser = periodParser(
  "a quarter like 2023 Q4",
  /^(?:(\d{4})[ -]?Q([1-4])|Q([1-4]) (\d{4}))$/,
  ([year, q, qFirst, yearLast]) => months(number(year ?? yearLast), number(q ?? qFirst) * 3 - 2, 3),
);

/** "2017/18 Q1", "Q1 2017/18": quarters of the financial year, so Q1 is April to June. */
export const financialQuarter: PeriodParser = {
  expected: "a quarter of a financial year like 2017/18 Q1",
  parse: (t) => {
    if (t.length > LONGEST) return undefined;
    const found = /^(?:(\S+) Q([1-4])|Q([1-4]) (\S+))$/.exec(t);
    const year = financialYearText.parse(found?.[1] ?? found?.[4] ?? "");
    return year === undefined ? undefined : quarterOf(year, number(found?.[2] ?? found?.[3]));
  },
};

/** The first to fourth quarter of a year, for tables with a column for each: `quarterOf(financialYear, 1)` is April to June. */
export function quarterOf(year: Period, n: number): Period | undefined {
  if (!Number.isInteger(n) || n < 1 || n > 4) return undefined;
  return months(number(year.start.slice(0, 4)), number(year.start.slice(5, 7)) + (n - 1) * 3, 3);
}

/** A real day, "2024-02-29". */
export const day: PeriodParser = periodParser("a day like 2024-02-29", /^(\d{4})-(\d{2})-(\d{2})$/, ([y, m, d]) =>
  oneDay(`${y}-${m}-${d}`),
);

/** "31/12/2023", read day first; only for sources that declare it, as 02/03/2024 is another day in other hands. */
export const dayFirst: PeriodParser = periodParser(
  "a day like 31/12/2023, day first",
  /^(\d{2})\/(\d{2})\/(\d{4})$/,
  ([d, m, y]) => oneDay(`${y}-${m}-${d}`),
);

/** As `parser`, and a period that begins after a day (ISO; that of publication) is refused: a count cannot be from the future. */
export const notAfter = (lastDay: string, parser: PeriodParser): PeriodParser => ({
  expected: `${parser.expected}, not after ${lastDay}`,
  parse: (t) => {
    const found = parser.parse(t);
    return found !== undefined && found.start <= lastDay ? found : undefined;
  },
});

/** "2023-02-31" has the look of a date and is none. */
export function isRealDay(iso: string): boolean {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
}

function periodParser(
  expected: string,
  pattern: RegExp,
  read: (groups: (string | undefined)[]) => Period | undefined,
): PeriodParser {
  return {
    expected,
    parse: (t) => {
      const found = t.length <= LONGEST ? pattern.exec(t) : null;
      return found === null ? undefined : read(found.slice(1));
    },
  };
}

const number = (digits: string | undefined): number => Number(digits);

const isPlausible = (year: number): boolean => year >= FIRST_YEAR && year <= LAST_YEAR;

const oneDay = (iso: string): Period | undefined =>
  isPlausible(number(iso.slice(0, 4))) && isRealDay(iso) ? { start: iso, end: iso } : undefined;

/** A month by its first three letters or its whole name, in any case: "Sept" is neither, and some tables write it. */
function monthNumber(name: string): number | undefined {
  const lower = name.toLowerCase();
  const at = Math.max(MONTHS.indexOf(lower), FULL_MONTHS.indexOf(lower), lower === "sept" ? 8 : -1);
  return at === -1 ? undefined : at + 1;
}

/** So many months from one on; months past 12 run into the next year. Undefined outside plausible years (0018 is one). */
function months(year: number, first: number, count: number): Period | undefined {
  if (!isPlausible(year)) return undefined;
  const start = new Date(Date.UTC(year, first - 1, 1));
  const end = new Date(Date.UTC(year, first - 1 + count, 0));
  return { start: isoOf(start), end: isoOf(end) };
}

const monthsUntil = (year: number, last: number, count: number): Period | undefined =>
  months(year, last - count + 1, count);

const isoOf = (date: Date): string => date.toISOString().slice(0, 10);

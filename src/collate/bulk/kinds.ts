import { readAliases, readBodies, recorderNamed } from "../../store/index.ts";
import { count, isoDate, type NumberStyle, number, oneOf, type Parser, text } from "../../terms/index.ts";
import type { BulkAs } from "./declaration.ts";

/**
 * How a column is read, said once for both readers. The parser decides. `sql` is a quick way for the usual spelling: over
 * a field's text it gives the parser's value or NULL, and a field that gives NULL goes to the parser. So the SQL may know
 * fewer spellings than the parser, never more: bulk.test.ts holds one against the other.
 */
export interface Kind {
  /** DuckDB's type of the loaded column. */
  type: string;
  sql: (field: string) => string;
  parser: Parser<string | number>;
}

/** The kind that a declaration names. `numbers` is how the source writes its numbers. */
export function kindOf(as: BulkAs, numbers: NumberStyle | undefined): Kind {
  if (typeof as === "object") return oneOfKind(as.one_of);
  switch (as) {
    case "text":
      return { type: "varchar", sql: (f) => when(PRINTED, f, f), parser: text };
    case "month":
      return { type: "date", sql: (f) => when(MONTH, f, `cast(${f} || '-01' as date)`), parser: month };
    case "month-of-time":
      return { type: "date", sql: monthOfTimeSql, parser: monthOfTime };
    case "recorder":
      recorder ??= recorderKind();
      return recorder;
    case "day":
      return { type: "date", sql: (f) => when(DAY, f, `try_cast(${f} as date)`), parser: day };
    case "small-area":
      return { type: "varchar", sql: (f) => when(SMALL_AREA, f, f), parser: smallArea };
    case "area":
      return { type: "varchar", sql: (f) => when(AREA, f, f), parser: area };
    case "count":
      return { type: "bigint", sql: (f) => when(DIGITS, f, `try_cast(${f} as bigint)`), parser: count };
    case "number":
      return { type: "double", sql: (f) => when(plainNumber(numbers), f, `try_cast(${f} as double)`), parser: number };
  }
}

/** Made once: an archive holds thousands of files, and the names are read from two tables. */
let recorder: Kind | undefined;

/** A text of SQL. */
const quoted = (t: string): string => `'${t.replaceAll("'", "''")}'`;
const enumOf = (values: readonly string[]): string => `enum (${values.map(quoted).join(", ")})`;

/** One pattern for both readers: RE2 in DuckDB, RegExp here, each over the whole text. Only classes that mean the same in both. */
const when = (pattern: string, field: string, value: string): string =>
  `case when regexp_full_match(${field}, ${quoted(pattern)}) then ${value} end`;
const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

const PRINTED = "[!-~](?:[ -~]*[!-~])?";
const DIGITS = "[0-9]{1,15}";
/** DuckDB writes the year 0 as 1 BC, and the calendar was another one before 1752: no open data is as old. */
const DAY = "(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
/** No open data of the police is older than 1990, and none is of the day after tomorrow. */
const MONTH = "(?:199[0-9]|20[0-5][0-9])-(?:0[1-9]|1[0-2])";
const TIME = `${DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-][0-9]{2}:[0-9]{2})`;
/** Codes of 2011 and 2021 alike. Northern Ireland had super output areas (95AA01S1) and has data zones (N20 000001). */
const SMALL_AREA = "[EWS]01[0-9]{6}|N2[01][0-9]{6}|95[A-Z]{2}[0-9]{2}[SW][0-9]";
/** Any area of the ONS code history: a nation's letter, two digits for the kind of area, six for the area. */
const AREA = "[EWSNK][0-9]{8}";

/** A declared style changes what "1.234" says, so then only whole numbers go the quick way. */
const plainNumber = (numbers: NumberStyle | undefined): string =>
  numbers === undefined ? "-?[0-9]{1,15}(?:\\.[0-9]{1,15})?" : "-?[0-9]{1,15}";

/** "2023-02-31" has the look of a date and is none. */
const isDay = (iso: string): boolean => {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
};

const [wholeMonth, wholeDay, wholeTime, wholeSmallArea] = [whole(MONTH), whole(DAY), whole(TIME), whole(SMALL_AREA)];
const wholeArea = whole(AREA);

/** The first day of the month. */
const month: Parser<string> = {
  expected: "a month from 1990-01 to 2059-12, like 2023-04",
  parse: (t) => (t.length === 7 && wholeMonth.test(t) ? `${t}-01` : undefined),
};

/** The month of a moment as its publisher writes the time: police.uk gives stops in Greenwich time. */
const monthOfTime: Parser<string> = {
  expected: "a date and time like 2023-04-01T12:30:00+00:00",
  parse: (t) => (t.length <= 25 && wholeTime.test(t) && isDay(t.slice(0, 10)) ? month.parse(t.slice(0, 7)) : undefined),
};

const monthOfTimeSql = (f: string): string =>
  when(
    TIME,
    f,
    `case when try_cast(left(${f}, 10) as date) is not null then ${when(MONTH, `left(${f}, 7)`, `cast(left(${f}, 7) || '-01' as date)`)} end`,
  );

const day: Parser<string> = {
  expected: isoDate.expected,
  parse: (t) => (t.length === 10 && wholeDay.test(t) && isDay(t) ? t : undefined),
};

const smallArea: Parser<string> = {
  expected: "the ONS code of an LSOA or data zone, such as E01000936",
  parse: (t) => (t.length <= 9 && wholeSmallArea.test(t) ? t : undefined),
};

const area: Parser<string> = {
  expected: "an ONS code of nine characters, such as E23000001",
  parse: (t) => (t.length === 9 && wholeArea.test(t) ? t : undefined),
};

/** Known texts and what each stands for, as SQL. The cast to an ENUM is a look-up, and NULL for what it does not know. */
function lookUp(entries: readonly (readonly [text: string, value: string])[], type: string): Kind["sql"] {
  if (entries.every(([t, value]) => t === value)) return (f) => `try_cast(${f} as ${type})`;
  const values = `cast([${entries.map(([, value]) => quoted(value)).join(", ")}] as ${type}[])`;
  const known = enumOf(entries.map(([t]) => t));
  return (f) => `${values}[enum_code(try_cast(${f} as ${known})) + 1]`;
}

function oneOfKind(values: readonly string[]): Kind {
  const entries = values.map((t) => [t, t] as const);
  const type = enumOf(values);
  return { type, sql: lookUp(entries, type), parser: oneOf(...values) };
}

/** The ONS code of a force's area, or the title of a body that has none (data/places/aliases.csv, bodies.csv). */
function recorderKind(): Kind {
  const { expected, parse } = recorderNamed();
  const recorderOf = (t: string): string | undefined => {
    const found = parse(t);
    return found === undefined ? undefined : found.place || found.body;
  };
  const names = [...new Set([...readAliases().keys(), ...readBodies().keys()])];
  const entries = names.flatMap((name) => [[name, recorderOf(name)] as const]).filter(isKnown);
  const type = enumOf([...new Set(entries.map(([, value]) => value))].sort());
  return { type, sql: lookUp(entries, type), parser: { expected, parse: recorderOf } };
}

const isKnown = (entry: readonly [string, string | undefined]): entry is readonly [string, string] =>
  entry[1] !== undefined;

import type { Cell, MissingReason, ValueMark } from "./cell.ts";
import { type NumberStyle, numberIn } from "./number-style.ts";
import type { Parser } from "./row.ts";

/**
 * What official tables print where a number is missing: the shorthand of the Government Analysis Function ("Using
 * symbols and shorthand in tables", 2022) in square brackets, and the older symbols that mean one thing everywhere.
 * "-", "." and a bare letter are not here: publishers use them in several senses, so a source must say which.
 */
const MISSING: Readonly<Record<string, MissingReason>> = {
  "[c]": "confidential",
  "[x]": "not-available",
  "[z]": "not-applicable",
  "[u]": "low-reliability",
  "[low]": "rounds-to-zero",
  "[k]": "rounds-to-zero",
  "[ns]": "not-significant",
  "[w]": "none-in-survey",
  "..": "not-available",
  ":": "not-available",
  "n/a": "not-available",
  "N/A": "not-available",
  "*": "suppressed-small",
};

const MARKS: Readonly<Record<string, ValueMark>> = {
  "[p]": "provisional",
  "[r]": "revised",
  "[e]": "estimated",
  "[f]": "forecast",
  "[u]": "low-reliability",
  "[b]": "break-in-series",
};

/** Longer cells are no published value; they are refused before any pattern sees them. */
const LONGEST_VALUE = 64;

/** What an ambiguous marker means in one source: nothing was counted, or a reason why no number is given. */
export type MarkerMeaning = "nil" | MissingReason;

/** A published value: a number, with or without marks, or a marker that becomes the reason why there is none. Never a zero. */
export const publishedValue: Parser<Cell<number>> = publishedValueWith({});

/**
 * As `publishedValue`, and the ambiguous markers mean what the source declares: `publishedValueWith({ "-": "nil" })`
 * reads "-" as a counted zero, `{ "-": "not-available" }` as a missing value.
 */
export function publishedValueWith(declared: Readonly<Record<string, MarkerMeaning>>): Parser<Cell<number>> {
  const known: Readonly<Record<string, MarkerMeaning>> = { ...MISSING, ...declared };
  return {
    expected: `a number or a marker (${Object.keys(known).join(" ")})`,
    parse: (t, numbers) => {
      if (t.length > LONGEST_VALUE) return undefined;
      const meaning = Object.hasOwn(known, t) ? known[t] : undefined;
      if (meaning !== undefined) return meaning === "nil" ? { value: 0 } : { missing: meaning };
      return valueWithMarks(t, numbers);
    },
  };
}

/** "12", "12 [r]", "12 [r][e]", and "[p] 12" as some tables have it; "[r]" alone says that no value stands beside it. */
function valueWithMarks(t: string, numbers: NumberStyle | undefined): Cell<number> | undefined {
  const found: ValueMark[] = [];
  const rest = t.replace(/\[[a-z]{1,3}\]/g, (shorthand) => {
    const mark = MARKS[shorthand];
    if (mark === undefined) return shorthand;
    found.push(mark);
    return "";
  });
  const bare = rest.trim();
  if (bare === "" && found.length > 0) return { missing: "not-available" };
  const value = numberIn(bare, numbers);
  if (value === undefined) return undefined;
  return found.length === 0 ? { value } : { value, marks: found };
}

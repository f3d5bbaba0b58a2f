import { type NumberStyle, numberIn } from "./number-style.ts";
import { isRealDay } from "./period-words.ts";
import type { Parser } from "./row.ts";

export const text: Parser<string> = { expected: "text", parse: (t) => (t === "" ? undefined : t) };
export const optionalText: Parser<string> = { expected: "text", parse: (t) => t };
export const number: Parser<number> = { expected: "a number", parse: numberIn };
export const count: Parser<number> = {
  expected: "a whole number of 0 or more",
  parse: (t, numbers) => {
    const value = isDigitsAndBlanks(t, numbers) ? numberIn(t, numbers) : undefined;
    return Number.isSafeInteger(value) ? value : undefined;
  },
};
export const share: Parser<number> = {
  expected: "a share from 0 to 1",
  parse: (t, numbers) => {
    const value = numberIn(t, numbers);
    return value !== undefined && value >= 0 && value <= 1 ? value : undefined;
  },
};
export const yesNo: Parser<boolean> = {
  expected: "yes or no",
  parse: (t) => (t === "yes" ? true : t === "no" ? false : undefined),
};

/** "12.0" and "1e3" are numbers, but not as somebody counts. */
const isDigitsAndBlanks = (t: string, { thousands }: NumberStyle = {}): boolean =>
  t.length <= 40 && [...t].every((c) => (c >= "0" && c <= "9") || c === thousands || c === "\u00a0" || c === "\u202f");

/** An empty field is undefined instead of a fault. */
export const optional = <T>(parser: Parser<T>): Parser<{ value: T | undefined }> => ({
  expected: `${parser.expected}, or nothing`,
  parse: (t, numbers) => {
    if (t === "") return { value: undefined };
    const value = parser.parse(t, numbers);
    return value === undefined ? undefined : { value };
  },
});

export const oneOf = <const T extends readonly string[]>(...known: T): Parser<T[number]> => ({
  expected: `one of ${known.join(", ")}`,
  parse: (t) => (known.includes(t) ? t : undefined),
});

export const isoDate: Parser<string> = {
  expected: "a date like 2023-04-01",
  parse: (t) => (t.length === 10 && /^\d{4}-\d{2}-\d{2}$/.test(t) && isRealDay(t) ? t : undefined),
};

/** A date of publication as precise as the publication states it: 2024-03-07, 2024-03, 2024 or nothing. */
export const publicationDate: Parser<string> = {
  expected: "a date, a month, a year, or nothing",
  parse: (t) => (t.length <= 10 && /^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$/.test(t) ? t : undefined),
};

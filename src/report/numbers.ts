import { valueWords } from "../terms/index.ts";
import type { Interval } from "./input.ts";

/** Simulated and estimated numbers are read to three figures; report.json holds them whole. */
const threeFigures = (value: number): number =>
  Number.isFinite(value) && value !== 0 ? Number(value.toPrecision(3)) : value;

/** A number in its unit's way with a true minus sign: "4,770", "−£1.2bn". Millions and more in words. */
export function shown(value: number, unit: string): string {
  const rounded = threeFigures(value);
  const size = Math.abs(rounded);
  if (!unit.startsWith("GBP") && size >= 1e6) return minus(`${rounded < 0 ? "-" : ""}${millions(size)}`);
  const isCount = !unit.startsWith("GBP") && unit !== "share";
  return minus(valueWords(isCount && size >= 10 ? Math.round(rounded) : rounded, unit).replace(/(?<!£.*)\.0$/, ""));
}

const millions = (size: number): string =>
  size >= 1e9 ? `${Number((size / 1e9).toPrecision(3))} billion` : `${Number((size / 1e6).toPrecision(3))} million`;

const minus = (words: string): string => words.replace(/^-/, "−");

/** With a plus or minus always: "+12", "−£3.1bn", "0". */
export const signed = (value: number, unit: string): string => {
  const words = shown(value, unit);
  return value > 0 && /[1-9]/.test(words) ? `+${words}` : words;
};

/** "−120 to −40": the ends of an interval, signs kept. */
export const signedRange = (x: Pick<Interval, "low" | "high">, unit: string): string =>
  `${signed(x.low, unit)} to ${signed(x.high, unit)}`;

export const range = (x: { low: number; high: number }, unit: string): string =>
  `${shown(x.low, unit)} to ${shown(x.high, unit)}`;

/** 0.9 to "90%". */
export const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** Neither end of the interval on the other side of nothing. */
export const isClear = (x: Interval): boolean => x.low > 0 || x.high < 0;

/** Words for a unit beside a number: pounds carry their sign, so only their price year or what they are for is left. */
export function unitWords(unit: string): string {
  const [, rest] = /^GBP ?(.*)$/.exec(unit) ?? [];
  if (rest === undefined) return unit;
  return rest === "" ? "pounds" : /^\d{4}/.test(rest) ? `pounds at ${rest} prices` : `pounds ${rest}`;
}

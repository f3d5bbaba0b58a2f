import { type Horizon, monthIndex, Problem } from "../terms/index.ts";

const whole =
  (what: string, low: number, high: number) =>
  (text: string): number => {
    const found = text.trim();
    const bounds = { low: low.toLocaleString("en-GB"), high: high.toLocaleString("en-GB") };
    if (!/^[+-]?\d+$/.test(found))
      throw new Problem({ code: "not-a-number", what, found: text.slice(0, 40), ...bounds });
    const value = Number(found);
    if (value < low || value > high)
      throw new Problem({
        code: "out-of-range",
        what,
        found: found.slice(0, 40),
        ...bounds,
        next: "Give a number within it.",
      });
    return value;
  };

/** Parsers of numeric options, for commander. Each throws a Problem that says what was found and what would be right. */
export const runsOption = whole("--runs", 1, 10_000);
export const seedOption = whole("--seed", 0, 2 ** 32 - 1);
export const workersOption = whole("--workers", 1, 64);
export const limitOption = whole("--limit", 1, 1_000_000);
export const rowsOption = whole("--rows", 1_000, 200_000_000);
export const keepOption = whole("--keep", 0, 10_000);
export const secondsOption = whole("--seconds", 1, 600);

const decimal =
  (what: string, low: number, high: number) =>
  (text: string): number => {
    const value = /^\d*\.?\d+(e-?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    const next = "Give a number within it, for example 0.02.";
    throw new Problem({
      code: "out-of-range",
      what,
      found: `"${text.slice(0, 40)}"`,
      low: String(low),
      high: String(high),
      next,
    });
  };

export const resamplesOption = whole("--resamples", 20, 100_000);
export const thresholdOption = decimal("--threshold", 0, 1);
export const deltaOption = decimal("--delta", 0.0001, 100);

/** "2027-04..2037-03" to a horizon. Throws a Problem on a text that is not two months in order within the twin's years. */
export function horizonOption(text: string): Horizon {
  const [from, until, ...rest] = text.split("..");
  const [first, last] = [monthIndex(from ?? ""), monthIndex(until ?? "")];
  const next = 'Write two months in order, first..last, for example "2027-04..2037-03".';
  if (rest.length > 0 || first === undefined || last === undefined || last < first || first < 36 || last > 479)
    throw new Problem({
      code: "out-of-range",
      what: "--horizon",
      found: `"${text.slice(0, 40)}"`,
      low: "2024-04",
      high: "2061-03",
      next,
    });
  return { from, until };
}

import { Problem } from "../../terms/index.ts";

/** The service keeps three years; more months than this are a slip of the pen. */
const MOST = 60;
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** "2024-01" or "2024-01..2024-03" to its months in order. Throws a Problem "out-of-range". */
export function monthsIn(range: string): string[] {
  const [first = "", last = first, more] = range.slice(0, 40).split("..");
  const months = MONTH.test(first) && MONTH.test(last) && more === undefined ? between(first, last) : [];
  if (months.length > 0 && months.length <= MOST) return months;
  throw new Problem({
    code: "out-of-range",
    what: "--months",
    found: range.slice(0, 40),
    low: "one month (2024-01)",
    high: `${MOST} in order (2024-01..2024-03)`,
    next: "Give the first and the last month with two points between them.",
  });
}

function between(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last && months.length <= MOST; month = following(month)) months.push(month);
  return months;
}

function following(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

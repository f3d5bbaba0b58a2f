import type { SourceDeclaration } from "../declaration.ts";
import type { Matter } from "./health.ts";

/** Days from the end of one period to the end of the next, by cadence; sources without a timetable are never late. */
const CADENCE_MONTHS: Partial<Record<SourceDeclaration["cadence"], number>> = {
  monthly: 1,
  quarterly: 3,
  "half-yearly": 6,
  yearly: 12,
};
const CADENCE_DAYS: Partial<Record<SourceDeclaration["cadence"], number>> = { daily: 1, weekly: 7 };

/**
 * The day on which the period after `newest` (ISO day, its last) should have come out: its end and the usual lag; undefined
 * where there is no timetable. Pure.
 */
export function dueAfter(newest: string, { cadence, lag_days: lag = 0 }: Timetable): string | undefined {
  const [months, days] = [CADENCE_MONTHS[cadence], CADENCE_DAYS[cadence]];
  if (months !== undefined) return addDays(addMonths(newest, months), lag);
  return days === undefined ? undefined : addDays(newest, days + lag);
}

type Timetable = Pick<SourceDeclaration, "cadence" | "lag_days">;

/** Days on which something due has not come; 0 where it is not due yet. Pure. */
export const daysLate = (due: string | undefined, today: string): number =>
  due === undefined ? 0 : Math.max(0, Math.round((time(today) - time(due)) / DAY));

const DAY = 86_400_000;
const time = (iso: string): number => Date.parse(`${iso}T00:00:00Z`);
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const addDays = (day: string, days: number): string => iso(time(day) + days * DAY);

/** The last day of a month stays the last day of a month; any other keeps its number as far as the month has it. */
function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = (y: number, m: number) => new Date(Date.UTC(y, m, 0)).getUTCDate();
  const end = last(year, month + months);
  return iso(Date.UTC(year, month - 1 + months, date === last(year, month) ? end : Math.min(date, end)));
}

/** The matter of a source whose next release is `days` late. Pure. */
export function lateMatter(d: SourceDeclaration, newest: string, days: number): Matter {
  const usual = d.lag_days === undefined ? "" : `, usually ${d.lag_days} days after the end of a period`;
  return {
    kind: "late",
    severity: "note",
    code: "late",
    source: d.id,
    count: 1,
    what: `the next release is ${days.toLocaleString("en-GB")} ${days === 1 ? "day" : "days"} late`,
    where: d.id,
    why: `It comes out ${d.cadence}${usual}; the newest figure here is of ${newest}, and the next was due on ${dueAfter(newest, d)}.`,
    next: `Look for a newer file at ${d.address} and run \`soclab collate <file>\`.`,
  };
}

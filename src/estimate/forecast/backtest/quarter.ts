/** A quarter as a whole number: 4 times the year plus 0 to 3, so that quarters are counted by subtraction. */
export type Quarter = number;

/** 2016 and 4 to the quarter of October to December 2016. */
export const quarterOf = (year: number, quarter: 1 | 2 | 3 | 4): Quarter => year * 4 + quarter - 1;

/** "2016Q4". */
export const quarterName = (quarter: Quarter): string => `${Math.floor(quarter / 4)}Q${(quarter % 4) + 1}`;

/** "2016Q4" to its quarter; undefined for any other text. */
export function quarterNamed(text: string): Quarter | undefined {
  const match = /^(\d{4})Q([1-4])$/.exec(text);
  return match ? Number(match[1]) * 4 + Number(match[2]) - 1 : undefined;
}

/** The quarter that holds an ISO day. */
export const quarterOfDay = (day: string): Quarter =>
  Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);

/** First and last day of a quarter, ISO. */
export function daysOf(quarter: Quarter): { start: string; end: string } {
  const [year, place] = [Math.floor(quarter / 4), quarter % 4];
  const month = (m: number) => String(m).padStart(2, "0");
  const last = place === 0 || place === 3 ? 31 : 30;
  return { start: `${year}-${month(place * 3 + 1)}-01`, end: `${year}-${month(place * 3 + 3)}-${last}` };
}

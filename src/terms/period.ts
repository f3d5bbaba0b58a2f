/** Months are counted from April 2021, when the twin's world starts: month 0 is 2021-04. */
export const WORLD_START = { year: 2021, month: 4 } as const;

/** A span of days, both ends included, as ISO dates. */
export interface Period {
  start: string;
  end: string;
}

/** "2027-04" to months since April 2021. Undefined when the text is not a month. */
export function monthIndex(text: string): number | undefined {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (!match) return undefined;
  return (Number(match[1]) - WORLD_START.year) * 12 + Number(match[2]) - WORLD_START.month;
}

/** Months since April 2021 to "2027-04". */
export function monthName(index: number): string {
  const months = WORLD_START.year * 12 + WORLD_START.month - 1 + index;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
}

/** The financial year (April to March) that holds a month: 2027 for 2027-04 to 2028-03. */
export const financialYear = (index: number): number => WORLD_START.year + Math.floor(index / 12);

/** "2027-28" */
export const financialYearName = (year: number): string => `${year}-${String((year + 1) % 100).padStart(2, "0")}`;

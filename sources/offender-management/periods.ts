import { isRealDay, month, type Parser, type Period } from "../../src/terms/index.ts";

/** "31 March 2024", as the bulletin names the day of a count. */
export const writtenDay: Parser<Period> = {
  expected: "a day like 31 March 2024",
  parse: (t) => {
    const [, dayOf = "", monthAndYear = ""] = (t.length <= 32 && /^(\d{1,2}) (\S+ \d{4})$/.exec(t)) || [];
    const start = month.parse(monthAndYear)?.start;
    const iso = `${start?.slice(0, 8)}${dayOf.padStart(2, "0")}`;
    return start !== undefined && isRealDay(iso) ? { start: iso, end: iso } : undefined;
  },
};

/** "January to March 2024": three months of one year. */
export const writtenQuarter: Parser<Period> = {
  expected: "a quarter like January to March 2024",
  parse: (t) => {
    const [, first = "", last = "", year = ""] = (t.length <= 32 && /^(\S+) to (\S+) (\d{4})$/.exec(t)) || [];
    const [from, until] = [month.parse(`${first} ${year}`), month.parse(`${last} ${year}`)];
    if (from === undefined || until === undefined) return undefined;
    const isQuarter = monthOf(until) - monthOf(from) === 2 && monthOf(until) % 3 === 0;
    return isQuarter ? { start: from.start, end: until.end } : undefined;
  },
};

const monthOf = ({ start }: Period): number => Number(start.slice(5, 7));

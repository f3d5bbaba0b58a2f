import type { Period } from "./period.ts";
import type { Parser, Row } from "./row.ts";

/** A column whose name is a span of time. */
export interface PeriodColumn {
  column: string;
  period: Period;
}

/** Longer column names are no span of time; they are refused before any pattern sees them. */
const LONGEST_NAME = 80;

/**
 * The columns of a row whose names `parser` reads as spans of time, in the order of the row: for tables with a column for
 * each year. Notes at the end of a name ("2023/24 [note 2]") are left out. The columns are still to be taken.
 */
export const periodColumns = (row: Row, parser: Parser<Period>): PeriodColumn[] =>
  row.columns.flatMap((column) => {
    const period = column.length > LONGEST_NAME ? undefined : parser.parse(withoutNotes(column));
    return period === undefined ? [] : [{ column, period }];
  });

const withoutNotes = (name: string): string => name.replace(/(?: ?\[[^\]]{0,20}\])+$/, "").trim();

/** A parser that tries several in turn: for columns that older and newer releases name in different ways. */
export const anyOf = <T>(...parsers: readonly Parser<T>[]): Parser<T> => ({
  expected: parsers.map(({ expected }) => expected).join(", or "),
  parse: (t, numbers) => {
    for (const { parse } of parsers) {
      const value = parse(t, numbers);
      if (value !== undefined) return value;
    }
    return undefined;
  },
});

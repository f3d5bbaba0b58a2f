import type { Discrepancy, Reading, TableInfo } from "../../src/collate/index.ts";
import type { Row } from "../../src/terms/index.ts";
import { fromRow, fromSheetRow } from "./first-responders.ts";
import { doNotAddUp } from "./margins.ts";
import { decisions, notifications, notificationsByNationality, referrals } from "./series.ts";

const READERS: Record<string, (row: Row, table: TableInfo) => Reading | Reading[]> = {
  "first-responders": fromRow,
  "first-responders-sheet": fromSheetRow,
  referrals,
  "reasonable-grounds": decisions,
  "conclusive-grounds": decisions,
  "duty-to-notify": notifications,
  "duty-to-notify-by-nationality": notificationsByNationality,
};

/** The figures of one row; a row of a wide table has one for each column. Margins are figures of their own, `key=Total`. */
export function readRow(row: Row, table: TableInfo): Reading | Reading[] {
  const read = READERS[table.table];
  if (read === undefined)
    throw new Error(`sources/national-referral-mechanism/read.ts does not know the table ${table.table}`);
  return read(row, table);
}

/** Along each dimension that has a Total the parts must add up to it, and the quarters of a year to the year. */
export const checkTable = (readings: readonly Reading[]): Discrepancy[] => doNotAddUp(readings);

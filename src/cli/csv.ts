import type { PlainValue } from "../store/index.ts";

/**
 * Rows as comma-separated UTF-8 text with a header, lines ended by a line feed; NULL is an empty field. Text that a
 * spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return) gets a leading apostrophe. Pure.
 */
export const csvText = (names: readonly string[], rows: readonly (readonly PlainValue[])[]): string =>
  [names, ...rows].map((row) => `${row.map(field).join(",")}\n`).join("");

function field(value: PlainValue): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  // A whole number past 2^53 comes as text; a minus before digits alone is no formula.
  const safe = !/^-\d+$/.test(value) && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

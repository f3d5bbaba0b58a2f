/**
 * How numbers are written for people: British pounds in bn, m or whole pounds, thousands separators, no false digits.
 * Pure, and independent of the reader's locale, so that a table is the same everywhere.
 */

/** 1234567.8 to "1,234,568"; numbers under 100 keep up to `decimals` places when they are not whole. */
export function countWords(value: number, decimals = 1): string {
  if (!Number.isFinite(value)) return "n/a";
  const places = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : decimals;
  return unsigned(value, (size) => thousands(size.toFixed(places)));
}

/** Pounds: "£12.3bn", "£860m", "£4.2m", "£51,724". A minus stands before the sign of the pound. */
export function gbpWords(value: number): string {
  if (!Number.isFinite(value)) return "n/a";
  return unsigned(value, (size) => {
    if (size >= 999.5e6) return `£${thousands((size / 1e9).toFixed(size >= 99.95e9 ? 0 : 1))}bn`;
    if (size >= 999_950) return `£${(size / 1e6).toFixed(size >= 99.95e6 ? 0 : 1)}m`;
    return `£${thousands(size.toFixed(0))}`;
  });
}

/** A share from 0 to 1 as a percentage: "42%"; "4.2%" under ten. */
export const shareWords = (share: number): string =>
  Number.isFinite(share) ? `${(share * 100).toFixed(Math.abs(share) < 0.0995 && share !== 0 ? 1 : 0)}%` : "n/a";

/** A value in its unit's own way: any unit that begins with GBP is pounds. */
export const valueWords = (value: number, unit: string): string =>
  unit.startsWith("GBP") ? gbpWords(value) : unit === "share" ? shareWords(value) : countWords(value);

/** "value (low to high)", all in the unit's way. */
export const rangeWords = (value: number, low: number, high: number, unit: string): string =>
  `${valueWords(value, unit)} (${valueWords(low, unit)} to ${valueWords(high, unit)})`;

const unsigned = (value: number, write: (size: number) => string): string => {
  const words = write(Math.abs(value));
  return value < 0 && /[1-9]/.test(words) ? `-${words}` : words;
};

const thousands = (digits: string): string => {
  const [whole, fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

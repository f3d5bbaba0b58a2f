/**
 * What in a cell points at one person. Every mark has a shape that publishers' counts, codes and names of places do not
 * have. A cell is cut to a length before any pattern sees it, and every pattern runs in linear time.
 */
export interface PersonMark {
  kind: string;
  /** How many cells of a column must carry it: one, or half of those that are filled where chance can make one. */
  enough: "one" | "half";
  isIn: (cell: string) => boolean;
}

/** Personal marks stand near the beginning of a cell; nobody is named only after two thousand characters. */
const LONGEST = 2000;

const DOMAIN = /^[a-z0-9](?:[a-z0-9-]{0,62}\.){1,8}[a-z]{2,24}(?![a-z0-9])/i;
const LOCAL = /[a-z0-9._%+'-]$/i;

/** Looks at each "@" alone: a letter or digit before it and a domain of at most nine parts after it. */
export function hasEmail(cell: string): boolean {
  for (let at = cell.indexOf("@"); at !== -1 && at < LONGEST; at = cell.indexOf("@", at + 1))
    if (LOCAL.test(cell.slice(Math.max(0, at - 1), at)) && DOMAIN.test(cell.slice(at + 1, at + 256))) return true;
  return false;
}

/** Two letters, six digits, A to D (HMRC manual NIM39110): D, F, I, Q, U, V never begin it, O is never second. */
const NINO = /(?<![A-Z0-9])([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]) ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Z0-9])/g;
const NO_PREFIX = new Set(["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"]);

export function hasNino(cell: string): boolean {
  if (cell.length < 9) return false;
  for (const [, prefix = ""] of cell.slice(0, LONGEST).toUpperCase().matchAll(NINO))
    if (!NO_PREFIX.has(prefix)) return true;
  return false;
}

/** DVLA: five of the surname, decade, month (50 more for women), day, year, initials, a digit, two letters. */
const DRIVER = /^[A-Z]{1,5}9{0,4}\d[0156]\d(?:0[1-9]|[12]\d|3[01])\d[A-Z][A-Z9]\d[A-Z]{2}$/;

export function isDriverNumber(cell: string): boolean {
  const written = compact(cell);
  return written.length === 16 && DRIVER.test(written.toUpperCase());
}

/** Ten digits whose last is the check digit modulo 11 (NHS Data Dictionary); one in eleven numbers passes by chance. */
export function isNhsNumber(cell: string): boolean {
  const digits = compact(cell);
  if (digits.length !== 10 || !/^\d{10}$/.test(digits)) return false;
  const sum = [...digits.slice(0, 9)].reduce((total, digit, i) => total + Number(digit) * (10 - i), 0);
  const check = 11 - (sum % 11);
  return check !== 10 && Number(digits[9]) === check % 11;
}

/** A British number as people write it: 0 or +44, then nine or ten digits that begin with 1, 2, 3, 7 or 8. */
export function isTelephone(cell: string): boolean {
  if (cell.length > 24 || !/^[+(]?[\d() -]+$/.test(cell)) return false;
  const digits = cell.replace(/[() -]/g, "").replace(/^(?:\+|00)44(?:0)?/, "0");
  return /^0[12378]\d{8,9}$/.test(digits);
}

/** Current style since 2001: two letters, two digits, three letters. */
export const isPlate = (cell: string): boolean =>
  cell.length <= 8 && /^[A-HJ-PR-Y]{2}\d{2} ?[A-HJ-PR-Z]{3}$/.test(cell);

export const isTitledName = (cell: string): boolean =>
  cell.length <= 80 && /^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Lady)\.? \p{Lu}\S{0,30} \p{Lu}\S{0,30}/u.test(cell);

/** A full postcode at the end of a cell or alone. */
export const hasPostcode = (cell: string): boolean =>
  cell.length <= 400 && /(?<![A-Z0-9])[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/.test(cell.slice(-12).toUpperCase());

const STREET =
  /\d[a-z]? \p{L}[^,\d]{0,40}(?:street|road|lane|avenue|close|drive|way|court|crescent|terrace|grove|place)(?!\p{L})/iu;

/** A house number and a street: "12 Sample Street", not "On or near Fore Street". */
export const hasHouse = (cell: string): boolean => cell.length <= 400 && STREET.test(cell);

const compact = (cell: string): string => (cell.length > 24 ? "" : cell.replaceAll(/[ -]/g, ""));

export const PERSON_MARKS: readonly PersonMark[] = [
  { kind: "an e-mail address", enough: "one", isIn: hasEmail },
  { kind: "a National Insurance number", enough: "one", isIn: hasNino },
  { kind: "a driver number", enough: "one", isIn: isDriverNumber },
  { kind: "an NHS number", enough: "half", isIn: isNhsNumber },
  { kind: "a telephone number", enough: "half", isIn: isTelephone },
  { kind: "a vehicle registration", enough: "half", isIn: isPlate },
  { kind: "a person's name with title", enough: "half", isIn: isTitledName },
];

/** What an area is called where a register names none, and where it names one that is no postcode of ours. */
export const NONE = "none";
export const OTHER = "other";

/** Longer texts are no postcode; the limit comes before the pattern. */
const LONGEST_POSTCODE = 12;

/** The postcode area (the letters before the first digit: "M", "EC") of a postcode in any case, with or without its blank. */
export function postcodeArea(postcode: string): string {
  const text = postcode.trim();
  if (text === "") return NONE;
  if (text.length > LONGEST_POSTCODE) return OTHER;
  return /^([A-Z]{1,2})\d[A-Z\d]?\s*\d[A-Z]{2}$/.exec(text.toUpperCase())?.[1] ?? OTHER;
}

/**
 * The division (first two digits) of a code of the Standard Industrial Classification 2007 as the register writes it,
 * "47910 - Retail sale via ..."; "none" where none is supplied.
 */
export function sicDivision(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.toLowerCase() === "none supplied") return NONE;
  return /^(\d{2})\d{2,3}(?!\d)/.exec(trimmed)?.[1] ?? OTHER;
}

/** "1234567" is "01234567": numbers of digits alone lose their leading zeros. Undefined when it is no company number. */
export function companyNumber(text: string): string | undefined {
  const number = text.trim().toUpperCase();
  if (/^\d{1,8}$/.test(number)) return number.padStart(8, "0");
  return number.length <= 8 && /^[A-Z]{1,2}\d{4,7}[A-Z]{0,2}$/.test(number) ? number : undefined;
}

/** How a source writes its numbers. Declared by the source, never guessed: "1,234" is a number only where "," is declared. */
export interface NumberStyle {
  thousands?: "," | "." | " ";
  /** "." unless told otherwise, or "," where "." is declared for thousands. */
  decimal?: "." | ",";
}

/** No published number is longer; what is longer is refused before any pattern sees it. */
const LONGEST_NUMBER = 40;
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;

/**
 * The number that a text writes in a style; undefined when it is none, or when its digits would not survive: whole
 * numbers past 2^53 and anything past the range of a double are refused, not rounded. Thousands must stand in threes.
 */
export function numberIn(text: string, style: NumberStyle = {}): number | undefined {
  const { thousands, decimal = thousands === "." ? "," : "." } = style;
  if (text.length > LONGEST_NUMBER) return undefined;
  const plain = thousands === undefined ? undefined : ungrouped(text, thousands, decimal);
  const written = plain ?? (decimal === "," ? swapped(text) : text);
  if (written === undefined || !PLAIN.test(written)) return undefined;
  const value = Number(written);
  if (!Number.isFinite(value) || (/^[+-]?\d+$/.test(written) && !Number.isSafeInteger(value))) return undefined;
  return value;
}

/** "1.234,5" to "1234.5" where "." is declared for thousands and "," for decimals; undefined when not grouped so. */
function ungrouped(text: string, thousands: string, decimal: string): string | undefined {
  const marked = [...text].map((c) => (c === thousands || isBlank(c, thousands) ? "," : c === decimal ? "." : c));
  const written = marked.join("");
  const hasOwnComma = thousands !== "," && decimal !== "," && text.includes(",");
  return !hasOwnComma && GROUPED.test(written) ? written.replaceAll(",", "") : undefined;
}

/** A declared blank may be printed as a no-break or narrow one. */
const isBlank = (c: string, thousands: string): boolean => thousands === " " && (c === "\u00a0" || c === "\u202f");

/** "1,5" to "1.5"; a text with a point of its own is no number in this style. */
const swapped = (text: string): string | undefined => (text.includes(".") ? undefined : text.replace(",", "."));

/**
 * Patterns of a partner's schema meet every cell of its file, so only those are taken that answer at once whatever the cell
 * holds: no part that repeats may hold another that repeats or a choice, and few parts may repeat at all.
 */

/** Longer cells meet no pattern and do not match. */
const LONGEST = 256;
/** Parts that may repeat without end: at 256 characters three of them take some milliseconds at the very worst. */
const MOST_REPEATS = 3;
const LONGEST_PATTERN = 500;

/** Why a pattern is not taken, as the rest of a sentence; undefined when it is. */
export function patternFault(pattern: string): string | undefined {
  if (pattern.length > LONGEST_PATTERN) return `is longer than ${LONGEST_PATTERN} characters`;
  try {
    new RegExp(`^(?:${pattern})$`, "u");
  } catch {
    return "is no regular expression";
  }
  const plain = pattern.replace(/\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|.)/gu, escapeOf).replace(/\[[^\]]*\]/g, "c");
  if (/\(\?[=!<]/.test(plain)) return "looks ahead, looks behind or names a group, which is not taken";
  if (plain.includes("\u0001")) return "refers back to a group, which is not taken";
  if ((plain.match(REPEATS) ?? []).length > MOST_REPEATS)
    return `has more than ${MOST_REPEATS} parts that repeat without end, and could take very long`;
  return nests(plain) ? "repeats a group that itself repeats or chooses, and could take very long" : undefined;
}

/** Whether a cell as a whole matches a pattern that was taken. */
export function matcherOf(pattern: string): (cell: string) => boolean {
  const whole = new RegExp(`^(?:${pattern})$`, "u");
  return (cell) => cell.length <= LONGEST && whole.test(cell);
}

/** `+`, `*`, `{n,}`, and `{n,m}` with two digits or more. */
const REPEATS = /[+*]|\{\d*,\}|\{\d*,\d{2,}\}/g;

const escapeOf = (written: string): string => (/^\\[1-9k]/.test(written) ? "\u0001" : "e");

/** Whether a group that is repeated in any way holds a repetition or a choice. */
function nests(plain: string): boolean {
  const open: number[] = [];
  for (let i = 0; i < plain.length; i++) {
    if (plain[i] === "(") open.push(i);
    if (plain[i] !== ")") continue;
    const inside = plain.slice((open.pop() ?? 0) + 1, i).replace(/^\?:/, "");
    if (/^[+*{]/.test(plain.slice(i + 1)) && /[+*{|?]/.test(inside)) return true;
  }
  return false;
}

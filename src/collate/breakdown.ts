/**
 * "key=value; key=value" of what a figure is a part of, in the order given; a key without a value is left out.
 * A semicolon inside a value would read as the end of it, so it becomes a comma.
 */
export const breakdownOf = (parts: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(parts)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([key, value = ""]) => `${key}=${value.replaceAll(";", ",")}`)
    .join("; ");

/** The parts of a breakdown, "key=value" each. */
export const partsOf = (breakdown: string): string[] => breakdown.split("; ");

/** The key of one part; "" when it has none. */
export const keyOf = (part: string): string => part.slice(0, Math.max(0, part.indexOf("=")));

/** The value of a key in "key=value; key=value"; undefined when it is not there. */
export const partOf = (breakdown: string, key: string): string | undefined =>
  partsOf(breakdown)
    .find((part) => keyOf(part) === key)
    ?.slice(key.length + 1);

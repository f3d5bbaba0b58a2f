import { isMissing } from "../terms/index.ts";
import { keyOf, partOf, partsOf } from "./breakdown.ts";
import type { Discrepancy, Reading } from "./source.ts";

/** Which part of a breakdown must add up, and to what. */
export interface Margin {
  /** Key in the breakdown, such as "offence group". */
  key: string;
  /** The value of that key that stands for the whole, such as "Total". */
  whole: string;
  /** What each number may be off by rounding, in its unit: 0.05 where one decimal is printed. 0 when absent. */
  rounding?: number;
}

/**
 * The places of a table where parts do not add up to their whole: readings that are alike but for one key of the
 * breakdown. A group without its whole, or with a missing value, says nothing and is passed over.
 */
export function unevenMargins(readings: readonly Reading[], { key, whole, rounding = 0 }: Margin): Discrepancy[] {
  const groups = new Map<string, Group>();
  for (const reading of readings) {
    const value = partOf(reading.breakdown, key);
    if (value !== undefined) addTo(groups, groupOf(reading, key), reading, value === whole);
  }
  return [...groups].flatMap(([name, { parts, count, whole: total, isWhole }]) =>
    total === undefined || count === 0 || !isWhole || Math.abs(parts - total) <= rounding * (count + 1) + SLACK
      ? []
      : [{ what: `${key} in ${name}`, parts, whole: total }],
  );
}

interface Group {
  parts: number;
  count: number;
  whole?: number;
  /** False once a part has no value. */
  isWhole: boolean;
}

/** Sums of decimal fractions are off by the last bits of a double. */
const SLACK = 1e-6;

function addTo(groups: Map<string, Group>, name: string, { value }: Reading, isTotal: boolean): void {
  const group = groups.get(name) ?? { parts: 0, count: 0, isWhole: true };
  groups.set(name, group);
  if (isMissing(value)) group.isWhole &&= isTotal;
  else if (isTotal) group.whole = value.value;
  else {
    group.parts += value.value;
    group.count++;
  }
}

const groupOf = ({ measure, unit, place, period, breakdown }: Reading, key: string): string =>
  [
    measure,
    unit,
    place,
    `${period.start} to ${period.end}`,
    ...partsOf(breakdown).filter((part) => keyOf(part) !== key),
  ]
    .filter((word) => word !== "")
    .join(", ");

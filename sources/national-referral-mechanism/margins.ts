import type { Discrepancy, Reading } from "../../src/collate/index.ts";
import { isMissing } from "../../src/terms/index.ts";

/** A figure by the name of each thing it is broken down by, period and first responder among them. */
interface Part {
  fields: Readonly<Record<string, string>>;
  /** NaN where no number is published. */
  value: number;
}

const TOTAL = "Total";

/**
 * Figures that differ in one dimension only, where one of them is its Total and the others do not add up to it. Groups without
 * a Total, with nothing but a Total (the dimension is not broken down there), or with a missing number cannot be checked.
 */
export function doNotAddUp(readings: readonly Reading[]): Discrepancy[] {
  const parts = readings.map(partOf);
  const withTotals = parts.flatMap(({ fields }) => Object.keys(fields).filter((name) => fields[name] === TOTAL));
  const dimensions = [...new Set(withTotals)];
  return dimensions.flatMap((dimension) => discrepanciesAlong(dimension, parts));
}

function discrepanciesAlong(dimension: string, parts: readonly Part[]): Discrepancy[] {
  const groups = new Map<string, { whole?: number; sum: number; n: number }>();
  for (const { fields, value } of parts) {
    const own = fields[dimension];
    if (own === undefined) continue;
    const others = Object.entries(fields).filter(([name]) => name !== dimension);
    const key = others.map(([name, text]) => `${name}=${text}`).join("; ");
    const group = groups.get(key) ?? { sum: 0, n: 0 };
    groups.set(key, group);
    if (own === TOTAL) group.whole = value;
    else {
      group.sum += value;
      group.n++;
    }
  }
  return [...groups].flatMap(([key, { whole, sum, n }]) =>
    whole === undefined || n === 0 || Number.isNaN(whole + sum) || whole === sum
      ? []
      : [{ what: `${dimension} where ${key}`, parts: sum, whole }],
  );
}

/** A whole year is the Total of its quarters; in the cubes all first responders of a type are the Total of each. */
function partOf({ measure, breakdown, place, period, value }: Reading): Part {
  const pairs = breakdown === "all" ? [] : breakdown.split("; ").map((pair) => pair.split("="));
  const { "recorded by": body, ...named } = Object.fromEntries(pairs) as Record<string, string>;
  const isYear = period.start.slice(5) === "01-01" && period.end.slice(5) === "12-31";
  const quarter = isYear ? TOTAL : period.start;
  const responders = "responder type" in named ? { responders: body ?? place } : {};
  return {
    fields: { measure, year: period.start.slice(0, 4), quarter, ...responders, ...named },
    value: isMissing(value) ? Number.NaN : value.value,
  };
}

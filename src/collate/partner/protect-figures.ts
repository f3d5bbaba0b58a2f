import { keyOf, partOf, partsOf } from "../breakdown.ts";
import type { GoodRow, Protected } from "../check.ts";
import type { Reading } from "../source.ts";
import { type CountCell, type Fate, fatesOf, LARGEST_SMALL, TOTAL } from "./withhold.ts";
import { RECORDED_BY, TOTAL_WORD } from "./words.ts";

/** Unpublished figures as they may be kept: small ones as bands, totals only where they give nothing away, each row still accounted for. */
export function protectFigures(rows: readonly GoodRow[], file: string): Protected {
  const cells = rows.flatMap(({ readings }) => readings.map(cellOf));
  const fates = fatesOf(cells);
  const kept: Protected = { good: [], bad: [] };
  let k = 0;
  for (const { line, readings } of rows) {
    const own = fates.slice(k, k + readings.length);
    k += readings.length;
    if (own.includes("aside"))
      kept.bad.push({ code: "two-breakdowns", file, line, column: totalColumn(readings[own.indexOf("aside")]!) });
    else kept.good.push({ line, readings: readings.map((reading, i) => seenAs(reading, own[i]!)) });
  }
  return kept;
}

/** A reading as it may be seen. */
export function seenAs(reading: Reading, fate: Fate): Reading {
  if (fate === "banded")
    return {
      ...reading,
      value: { missing: "suppressed-small" },
      low: 1,
      high: LARGEST_SMALL,
      note: noteOf(reading, BANDED),
    };
  if (fate === "withheld") return { ...reading, value: { missing: "confidential" }, note: noteOf(reading, WITHHELD) };
  return reading;
}

const BANDED = `1 to ${LARGEST_SMALL}: a small count of unpublished records is given as a band`;
const WITHHELD = "withheld: with the parts that are given it would tell a small one";

const noteOf = ({ note = "" }: Reading, why: string): string => (note === "" ? why : `${why}; ${note}`);

function cellOf(reading: Reading): CountCell {
  const { measure, unit, period, place, threat, breakdown, value } = reading;
  const recorder = place || partOf(breakdown, RECORDED_BY);
  return {
    series: JSON.stringify([measure, unit, period.start, period.end]),
    dims: [recorder || TOTAL, threat === "all-threats" ? TOTAL : threat, ...ownParts(breakdown).map(partValue)],
    value,
  };
}

const ownParts = (breakdown: string): string[] =>
  partsOf(breakdown).filter((part) => keyOf(part) !== "" && keyOf(part) !== RECORDED_BY);

const partValue = (part: string): string => {
  const value = part.slice(keyOf(part).length + 1);
  return value === TOTAL_WORD ? TOTAL : value;
};

const totalColumn = ({ place, breakdown }: Reading): string => {
  const part = ownParts(breakdown).find((of) => partValue(of) === TOTAL);
  return part === undefined ? (place === "" ? "place" : "threat") : keyOf(part);
};

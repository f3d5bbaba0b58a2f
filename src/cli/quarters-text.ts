import type { FieldRow } from "../estimate/index.ts";
import {
  type Figure,
  isMissing,
  isNotEstimable,
  type NotEstimable,
  rangeWords,
  THREATS,
  valueWords,
} from "../terms/index.ts";
import { placeNames, threeDigits } from "./extent-options.ts";
import { reasonOf } from "./extent-text.ts";
import { table } from "./table.ts";

const COLUMNS = [
  { title: "threat" },
  { title: "place" },
  { title: "quarter" },
  { title: "recorded", isNumber: true },
  { title: "extent (90%)", isNumber: true },
  { title: "if reporting were otherwise", isNumber: true },
  { title: "hidden share (90%)", isNumber: true },
  { title: "own evidence", isNumber: true },
  { title: "rests on" },
  { title: "kind" },
  { title: "anchor" },
];

/** Rows by quarter as a table, with reasons, flags and what the columns mean below. Pure. */
export function quartersText(rows: readonly FieldRow[]): string {
  const names = placeNames();
  const reasons = [...new Set(rows.flatMap((r) => [...reasonOf(r.extent), ...reasonOf(r.hiddenShare)]))];
  const mark = (x: NotEstimable) => `not estimable [${reasons.indexOf(x.notEstimable) + 1}]`;
  return [
    table(
      COLUMNS,
      rows.map((row) => [row.threat, names.get(row.place) ?? row.place, ...cellsOf(row, mark)]),
    ),
    ...NOTES,
    ...reasons.map((reason, i) => `  [${i + 1}] ${reason}\n`),
    ...flagsOf(rows),
    rows.length > 0
      ? `Where a figure comes from: soclab explain extent:${rows[0].threat}:${rows[0].place}:${rows[0].quarter}\n`
      : "",
  ].join("");
}

function cellsOf(row: FieldRow, mark: (x: NotEstimable) => string): string[] {
  const { recorded, recordedIn, extent, hiddenShare, shifted, evidence } = row;
  const unit = THREATS.find((t) => t.id === row.threat)!.unit;
  const words = ({ value, low, high }: Figure) =>
    rangeWords(threeDigits(value), threeDigits(low), threeDigits(high), unit);
  const isPart = recordedIn !== "" && recordedIn !== "E W S N" && recordedIn.includes(" ");
  return [
    row.isNowcast ? `${row.quarter} nowcast` : row.quarter,
    isMissing(recorded)
      ? "-"
      : `${valueWords(recorded.value, unit)}${isPart ? ` (${recordedIn.replaceAll(" ", "+")})` : ""}`,
    isNotEstimable(extent) ? mark(extent) : words(extent),
    shifted ? [shifted.low, shifted.high].map((end) => valueWords(threeDigits(end), unit)).join(" to ") : "",
    isNotEstimable(hiddenShare)
      ? mark(hiddenShare)
      : rangeWords(hiddenShare.value, hiddenShare.low, hiddenShare.high, "share"),
    evidence === undefined ? "" : valueWords(evidence, "share"),
    isNotEstimable(extent) ? "" : row.state,
    isNotEstimable(extent) ? "" : extent.kind,
    row.conflicts.length > 0 ? `${row.anchor} !` : row.anchor,
  ];
}

const NOTES = [
  "\nIntervals hold 90%. A flow is that of the quarter, a stock the people at one time in it. A nowcast comes after the last count.\n",
  "If reporting were otherwise: the middle with every reporting rate higher and lower by 0.6 on the logit scale (rule prior-shift): counts cannot tell.\n",
  "Own evidence: what a place's estimate owes to its own and its neighbours' counts; the rest is deprivation and population.\n",
];

/** Anchors that the rest contradicts: said once for each threat. */
function flagsOf(rows: readonly FieldRow[]): string[] {
  const flags = new Set(rows.flatMap((row) => row.conflicts.map((id) => `${row.threat}: anchor ${id}`)));
  return [...flags].map(
    (flag) => `! ${flag} lies further from what everything else says than chance would put it (rule conflict)\n`,
  );
}

import type { ExtentRow } from "../estimate/index.ts";
import {
  type Figure,
  isMissing,
  isNotEstimable,
  type NotEstimable,
  rangeWords,
  THREATS,
  UNITED_KINGDOM,
  valueWords,
} from "../terms/index.ts";
import { placeNames, threeDigits } from "./extent-options.ts";
import { table } from "./table.ts";

/** The rows as a table in the order of threats and ONS codes, with the reasons of what is not estimable below. Pure. */
export function extentText(rows: readonly ExtentRow[]): string {
  const names = placeNames();
  const reasons = [...new Set(rows.flatMap((r) => [...reasonOf(r.extent), ...reasonOf(r.hiddenShare)]))];
  const mark = (x: Figure | NotEstimable) => `not estimable [${reasons.indexOf((x as NotEstimable).notEstimable) + 1}]`;
  const lines = rows.map((r) => {
    const unit = THREATS.find((t) => t.id === r.threat)!.unit;
    const nation = r.place === UNITED_KINGDOM && r.recordedIn !== "" && r.recordedIn !== "E W S N";
    return [
      r.threat,
      names.get(r.place) ?? r.place,
      r.basis === "financial" ? `${r.year}-${String((r.year + 1) % 100).padStart(2, "0")}` : String(r.year),
      isMissing(r.recorded)
        ? "-"
        : `${valueWords(r.recorded.value, unit)}${nation ? ` (${r.recordedIn.replaceAll(" ", "+")})` : ""}`,
      isNotEstimable(r.extent)
        ? mark(r.extent)
        : rangeWords(threeDigits(r.extent.value), threeDigits(r.extent.low), threeDigits(r.extent.high), unit),
      isNotEstimable(r.hiddenShare)
        ? mark(r.hiddenShare)
        : rangeWords(r.hiddenShare.value, r.hiddenShare.low, r.hiddenShare.high, "share"),
      isNotEstimable(r.extent) ? "" : r.extent.kind,
      r.anchor,
    ];
  });
  const units = THREATS.filter((t) => rows.some((r) => r.threat === t.id)).map((t) => `  ${t.id}: ${t.unit}`);
  return [
    table(COLUMNS, lines),
    "\nIntervals hold 90%. Extent counts everything of the threat's kind, what groups did not do included. Units:\n",
    ...units.map((u) => `${u}\n`),
    ...(reasons.length > 0 ? ["Not estimable:\n", ...reasons.map((reason, i) => `  [${i + 1}] ${reason}\n`)] : []),
    rows.length > 0
      ? `Where a figure comes from: soclab explain extent:${rows[0].threat}:${rows[0].place}:${rows[0].year}\n`
      : "",
  ].join("");
}

const COLUMNS = [
  { title: "threat" },
  { title: "place" },
  { title: "year" },
  { title: "recorded", isNumber: true },
  { title: "extent (90%)", isNumber: true },
  { title: "hidden share (90%)", isNumber: true },
  { title: "kind" },
  { title: "anchor" },
];

/** The reason of what is not estimable, in a list of none or one. */
export const reasonOf = (x: Figure | NotEstimable): string[] => (isNotEstimable(x) ? [x.notEstimable] : []);

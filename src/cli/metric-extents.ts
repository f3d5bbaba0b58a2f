import ln from "@stdlib/math-base-special-ln";
import type { IndexExtent } from "../decide/index.ts";
import {
  type FieldRow,
  type FittedExtent,
  type FittedThreat,
  nationalWindow,
  type ThreatField,
  windowDraws,
} from "../estimate/index.ts";
import { type Figure, isNotEstimable, type ThreatId, UNITED_KINGDOM } from "../terms/index.ts";
import type { Window } from "./metric-windows.ts";

/** Half-width of a 90% interval in standard deviations. */
const Z90 = 1.6448536269514722;

/**
 * Extents of the United Kingdom in each window as rows of the index's input, with joint draws of the fields. A threat rests on an anchor where
 * anchors and registrars alone (`registered`) have news of it after the first window; its rows are then theirs, which no recording moves. All
 * others rest on recording, and their rows are of `all` counts. A window that reaches before the first news of a threat has no row.
 */
export function extentsOf(all: FittedExtent, registered: FittedExtent, windows: readonly Window[]): IndexExtent[] {
  return [...all.threats.keys()].flatMap((threat) => {
    const alone = registered.threats.get(threat);
    const isAlone = alone !== undefined && hasNewsAfter(alone, windows[0].quarters[3]);
    return rowsOf(threat, isAlone ? registered : all, windows, isAlone ? "anchor" : "recorded");
  });
}

/** Whether a count or an anchor speaks of a quarter after another. */
const hasNewsAfter = ({ fields }: FittedThreat, quarter: number): boolean => fields.every((f) => f.lastSeen > quarter);

function rowsOf(
  threat: ThreatId,
  extent: FittedExtent,
  windows: readonly Window[],
  restsOn: IndexExtent["restsOn"],
): IndexExtent[] {
  const fitted = extent.threats.get(threat)!;
  const nation = extent.quarters.filter((r) => r.threat === threat && r.place === UNITED_KINGDOM);
  const measures = measuresOf(fitted, extent);
  return windows.flatMap((window): IndexExtent[] => {
    const rows = window.quarters.map((q) => nation[q]);
    if (rows.some((r) => isNotEstimable(r.extent))) return [];
    const [sizes, marks] = [sizesOf(fitted, window, extent), marksOf(fitted, window)];
    return [{ threat, restsOn, measures, period: window.label, ...sizes, ...marks, ...originOf(rows) }];
  });
}

/** Measures behind the counts of a threat's fields and the anchors that are made of counts. */
function measuresOf({ fields }: FittedThreat, { sources: { book } }: FittedExtent): string[] {
  const indicators = fields.flatMap((f) => f.input.indicators.map((i) => i.id));
  const anchors = fields.flatMap((f) => f.input.anchors.map((a) => a.id));
  const counted = book.processes.flatMap((p) => (indicators.includes(p.indicator) ? [p.selector.measure] : []));
  const anchored = book.anchors.anchors.flatMap((a) =>
    anchors.includes(a.id) && a.selector ? [a.selector.measure] : [],
  );
  return [...new Set([...counted, ...anchored])];
}

/** Middle and doubt of the window, and its draws on the same level: what covers less than the United Kingdom is raised by a constant. */
function sizesOf(
  fitted: FittedThreat,
  { quarters }: Window,
  { sources }: FittedExtent,
): Pick<IndexExtent, "logMiddle" | "logSd" | "draws"> {
  const { value, low, high } = nationalWindow(fitted, quarters, sources);
  return {
    logMiddle: ln(value),
    logSd: ln(high / low) / (2 * Z90),
    draws: windowDraws(fitted, quarters).map((x) => ln(x)),
  };
}

const speaksOf = ({ counts, input }: ThreatField, q: number): boolean =>
  counts.some((c) => c.quarters.includes(q)) || input.anchors.some((a) => a.quarters.includes(q));

function marksOf({ fields }: FittedThreat, { quarters }: Window): Pick<IndexExtent, "isCarried" | "isNowcast"> {
  return {
    isCarried: !quarters.some((q) => fields.some((f) => speaksOf(f, q))),
    isNowcast: quarters[3] > Math.max(...fields.map((f) => f.lastSeen)),
  };
}

/** The observations behind a quarter are named by its anchors and observation processes. */
function originOf(rows: readonly FieldRow[]): Pick<IndexExtent, "category" | "kind" | "from"> {
  const figures = rows.map((r) => r.extent as Figure);
  const from = new Set(figures.flatMap((f) => f.from).filter((id) => !id.startsWith("obs:")));
  return { category: figures[0].unit, kind: figures[0].kind, from: [...from] };
}

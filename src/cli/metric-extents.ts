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
import { projectFile, readTable } from "../store/index.ts";
import { type Figure, isNotEstimable, number, text, UNITED_KINGDOM } from "../terms/index.ts";
import type { Window } from "./metric-windows.ts";

/** Half-width of a 90% interval in standard deviations. */
const Z90 = 1.6448536269514722;

/** Response to recording of threats that have both counts and anchors, as measured (data/metric-recording.csv). */
export const readResponses = (): Map<string, number> =>
  new Map(
    readTable(projectFile("data", "metric-recording.csv"), (row): [string, number] => {
      row.ignore("kind", "note");
      row.take("source", text);
      return [row.take("threat", text), row.take("response", number)];
    }),
  );

/**
 * Extents of the United Kingdom in each window as rows of the index's input, with joint draws of the fields. A window that reaches before
 * the first count or anchor of a threat has no row. A threat whose response to recording is above `tolerance` rests on recording.
 */
export function extentsOf(extent: FittedExtent, windows: readonly Window[], tolerance: number): IndexExtent[] {
  const responses = readResponses();
  return [...extent.threats].flatMap(([threat, fitted]) => {
    const nation = extent.quarters.filter((r) => r.threat === threat && r.place === UNITED_KINGDOM);
    const response = responseOf(fitted, responses.get(threat));
    const restsOn = response > tolerance ? ("recorded" as const) : ("anchor" as const);
    const measures = measuresOf(fitted, extent);
    return windows.flatMap((window): IndexExtent[] => {
      const rows = window.quarters.map((q) => nation[q]);
      if (rows.some((r) => isNotEstimable(r.extent))) return [];
      const sizes = sizesOf(fitted, window, extent);
      const marks = marksOf(fitted, window);
      const common = { threat, restsOn, recordingResponse: response, measures };
      return [{ ...common, period: window.label, ...sizes, ...marks, ...originOf(rows) }];
    });
  });
}

/** A part without an anchor moves in step with its counts, a threat without counts not at all; else as measured, or in step where nobody did. */
function responseOf({ fields }: FittedThreat, measured: number | undefined): number {
  if (fields.some((f) => f.input.anchors.length === 0)) return 1;
  return fields.every((f) => f.counts.length === 0) ? 0 : (measured ?? 1);
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

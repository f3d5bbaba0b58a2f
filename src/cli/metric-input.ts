import { existsSync } from "node:fs";
import { resolve } from "node:path";
import ln from "@stdlib/math-base-special-ln";
import {
  disruptedShares,
  type IndexExtent,
  type IndexInput,
  type IndexWeight,
  readDisruption,
  readSeverityMix,
  readSeverityRow,
  readWeightRow,
  SCHEMES,
  type Scheme,
  severityWeights,
  type WeightRow,
  weightsOf,
} from "../decide/index.ts";
import { type AnchorBook, type ExtentRow, YEARS } from "../estimate/index.ts";
import { readCrosswalk, readUnitCosts } from "../evidence/index.ts";
import { projectFile, readTable } from "../store/index.ts";
import { isNotEstimable, number, optionalText, Problem, text, UNITED_KINGDOM } from "../terms/index.ts";

/** Half-width of a 90% interval in standard deviations. */
const Z90 = 1.6448536269514722;

/** Rules under which an extent moves with what is recorded. */
const RECORDED = ["two-stage-multiplier", "slavery-growth"];
/** Rules under which nothing about the year itself was published. */
const CARRIED = ["carry-forward", "between-anchors"];

/**
 * Yearly extents of the United Kingdom as rows of the index's input: the seam at which quarterly extents take their place.
 * Log sds come from the 90% intervals; years before `base` are left out.
 */
export function yearlyExtents(rows: readonly ExtentRow[], anchors: AnchorBook, base: number): IndexExtent[] {
  return rows.flatMap((row): IndexExtent[] => {
    if (row.place !== UNITED_KINGDOM || row.year < base || isNotEstimable(row.extent)) return [];
    const { value, low, high, kind, from, unit } = row.extent;
    const rules = row.rule.split(" + ");
    const ids = from.filter((id) => id.startsWith("anchor:")).map((id) => id.slice("anchor:".length));
    const used = anchors.anchors.filter((a) => ids.includes(a.id));
    return [
      {
        threat: row.threat,
        period: String(row.year),
        logMiddle: ln(value),
        logSd: (ln(high) - ln(low)) / (2 * Z90),
        restsOn: rules.some((r) => RECORDED.includes(r)) ? "recorded" : "anchor",
        isCarried: rules.some((r) => CARRIED.includes(r)),
        category: unit,
        measures: used.flatMap((a) => (a.selector ? [a.selector.measure] : [])),
        kind,
        from,
      },
    ];
  });
}

/** Constants of the index by id, from data/metric.csv. Throws a Problem on a row that is not as agreed. */
export function readMetricConstants(): Map<string, number> {
  const rows = readTable(projectFile("data", "metric.csv"), (row): [string, number] => {
    row.ignore("low", "high", "unit", "kind", "note");
    row.take("source", text);
    return [row.take("id", text), row.take("value", number)];
  });
  return new Map(rows);
}

/** Weights of each scheme that has any, as the tables and a sheet of severity weights give them. */
export interface AllWeights {
  rows: WeightRow[];
  /** Throws a Problem when the scheme has no weights. */
  of: (scheme: Scheme) => IndexWeight[];
}

/** Refuses a scheme that has no weights before anything is worked out. Throws a Problem. */
export function requireWeights(scheme: Scheme, sheet: string | undefined): void {
  if (scheme === "severity" && sheet !== undefined) return;
  readWeights(undefined, [], "").of(scheme);
}

/** Reads the weights; `sheet` is a CSV copy of a publisher's sheet of severity weights, `extents` those of the base year. */
export function readWeights(sheet: string | undefined, extents: readonly IndexExtent[], base: string): AllWeights {
  const rows = readTable(projectFile("data", "harm-weights.csv"), readWeightRow);
  const tables = { costs: readUnitCosts(), crosswalk: readCrosswalk() };
  const imported = sheet === undefined ? [] : importedWeights(sheet, extents, base);
  return {
    rows,
    of: (scheme) => (scheme === "severity" && imported.length > 0 ? imported : weightsOf(scheme, rows, tables)),
  };
}

function importedWeights(sheet: string, extents: readonly IndexExtent[], base: string): IndexWeight[] {
  if (!existsSync(sheet)) throw new Problem({ code: "missing-file", file: sheet, next: "Check the path." });
  const mix = readTable(projectFile("data", "severity-offences.csv"), readSeverityMix);
  const logExtents = new Map(extents.filter((e) => e.period === base).map((e) => [e.threat, e.logMiddle]));
  return severityWeights(readTable(resolve(sheet), readSeverityRow), mix, logExtents);
}

/** Schemes other than the chosen one that have weights. */
export const otherSchemes = (weights: AllWeights, chosen: Scheme): { scheme: Scheme; weights: IndexWeight[] }[] =>
  SCHEMES.filter((s) => s !== chosen).flatMap((scheme) => {
    const isThere = weights.rows.some((r) => r.scheme === scheme && r.status === "available");
    return isThere ? [{ scheme, weights: weights.of(scheme) }] : [];
  });

/** Measures that count proactive detections. */
export const readProactive = (): string[] =>
  readTable(projectFile("data", "proactive-measures.csv"), (row) => {
    row.take("why", optionalText);
    return row.take("measure", text);
  });

/** The ledger of disruptions. */
export const readLedger = () => readTable(projectFile("data", "disruptions.csv"), readDisruption);

/** The whole input of the index on yearly extents. No series of spending is published, so it is empty. */
export function yearlyInput(
  extents: readonly IndexExtent[],
  order: { base: number; scheme: Scheme; weights: readonly IndexWeight[]; timeCorrelation: number },
): IndexInput {
  const periods = YEARS.filter((y) => y >= order.base).map(String);
  return {
    periods,
    base: String(order.base),
    lag: 1,
    scheme: order.scheme,
    weights: order.weights,
    extents,
    disrupted: disruptedShares(readLedger(), periods),
    realSpend: [],
    timeCorrelation: order.timeCorrelation,
    proactive: readProactive(),
  };
}

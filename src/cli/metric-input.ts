import { existsSync } from "node:fs";
import { resolve } from "node:path";
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
import { readCrosswalk, readUnitCosts } from "../evidence/index.ts";
import { projectFile, readTable } from "../store/index.ts";
import { number, optionalText, Problem, text } from "../terms/index.ts";
import { LAG, type Step, type Window } from "./metric-windows.ts";

/** Constants of the index, rows of data/metric.csv. */
export interface MetricConstants {
  timeCorrelation: number;
  weightConcentration: number;
  draws: number;
  seed: number;
}

/** Reads data/metric.csv. Throws a Problem on a row that is not as agreed, or when one is missing. */
export function readMetricConstants(): MetricConstants {
  const rows = new Map(
    readTable(projectFile("data", "metric.csv"), (row): [string, number] => {
      row.ignore("low", "high", "unit", "kind", "note");
      row.take("source", text);
      return [row.take("id", text), row.take("value", number)];
    }),
  );
  const of = (name: string): number => {
    const value = rows.get(name);
    if (value !== undefined) return value;
    const next = "Put the row back into data/metric.csv.";
    throw new Problem({ code: "unknown-name", what: "constant of the index", name, known: [...rows.keys()], next });
  };
  return {
    timeCorrelation: of("time-correlation"),
    weightConcentration: of("weight-concentration"),
    draws: of("draws"),
    seed: of("seed"),
  };
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

/** Reads the weights; `sheet` is a CSV copy of a publisher's sheet of severity weights, `extents` those of the base. */
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

/** The whole input of the index on extents by window. No series of spending is published, so it is empty. */
export function inputOf(
  windows: readonly Window[],
  extents: readonly IndexExtent[],
  order: { step: Step; scheme: Scheme; weights: readonly IndexWeight[]; constants: MetricConstants },
): IndexInput {
  return {
    periods: windows.map((w) => w.label),
    base: windows[0].label,
    lag: LAG[order.step],
    scheme: order.scheme,
    weights: order.weights,
    extents,
    disrupted: disruptedShares(readLedger(), windows),
    realSpend: [],
    timeCorrelation: order.constants.timeCorrelation,
    proactive: readProactive(),
  };
}

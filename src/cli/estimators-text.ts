import { type EstimatorRow, readEstimators } from "../estimate/index.ts";
import { THREATS, type ThreatId } from "../terms/index.ts";

/** data/estimators.csv for one threat or all: which estimator serves it, on which counts, with which anchors, and why. */
export function estimatorsText(threat: ThreatId | undefined): { said: object; text: () => string } {
  const rows = readEstimators().estimators.filter((row) => threat === undefined || row.threat === threat);
  return {
    said: rows,
    text: () =>
      THREATS.flatMap(({ id, title }) =>
        linesOf(
          title,
          rows.filter((r) => r.threat === id),
        ),
      ).join(""),
  };
}

function linesOf(title: string, rows: readonly EstimatorRow[]): string[] {
  if (rows.length === 0) return [];
  return [`${title}\n`, ...rows.map(lineOf), "\n"];
}

function lineOf(row: EstimatorRow): string {
  const part = row.component === "" ? "" : ` (${row.component})`;
  const what = row.use === "extent" ? "extent" : "anchored by";
  return [
    `  ${what}${part}: ${row.estimator}, ${row.kind}\n`,
    row.indicators.length > 0 ? `    counts: ${row.indicators.join(", ")}\n` : "",
    row.anchors.length > 0 ? `    anchors: ${row.anchors.join(", ")}\n` : "",
    `    why: ${row.why}\n`,
    `    source: ${row.source}\n`,
  ].join("");
}

import { projectFile, readTable } from "../../store/index.ts";
import {
  type Kind,
  number,
  oneOf,
  optional,
  optionalText,
  type Row,
  THREAT_IDS,
  type ThreatId,
  text,
} from "../../terms/index.ts";
import { type AnchorBook, readAnchors, type TableLine } from "../anchors.ts";
import {
  needKnown,
  type ObservationProcess,
  plusList,
  type RecordingChange,
  readChanges,
  readProcesses,
} from "./processes.ts";

/** What estimates an extent, or an anchor of one. */
export const ESTIMATORS = [
  "field", // the latent field by area and quarter
  "national series", // the same field for one area: no place is told apart
  "multiple lists", // people on several lists, matched
  "multiplier", // recorded counts over the shares that stand between
  "value range", // a declared range, no method
  "not estimable", // no method is defensible: the row says why
] as const;

/** Which estimator serves a threat, on which data, with which anchors: a row of data/estimators.csv. */
export interface EstimatorRow extends TableLine {
  threat: ThreatId;
  /** "extent" for what the extent is fitted by, one row a component; "anchor" for what its anchors come from. */
  use: "extent" | "anchor";
  estimator: (typeof ESTIMATORS)[number];
  /** Part of the threat that is fitted apart and added; "" for the whole. */
  component: string;
  indicators: string[];
  /** Those of them that together are the recorded count in the threat's own unit. */
  recorded: string[];
  /** Ids of data/anchors.csv. */
  anchors: string[];
  /** People at one time, or events over a time. */
  unitKind: "stock" | "flow";
  /** What is told apart: the 45 areas, the nation alone, or nothing. */
  places: "areas" | "nation" | "none";
  /** Whether deprivation of the areas is a covariate of the extent. */
  hasDeprivation: boolean;
  /** Sd between methods of anchors where it is held; estimated, or the prior's median, where undefined. */
  methodSd: number | undefined;
  /** Sd of what anchor and extent mean differently; the field's own where undefined. */
  definitionSd: number | undefined;
  why: string;
  source: string;
  kind: Kind;
}

/** Everything that the field assumes besides the counts. */
export interface EstimatorBook {
  anchors: AnchorBook;
  estimators: EstimatorRow[];
  processes: ObservationProcess[];
  changes: RecordingChange[];
}

/**
 * Reads data/estimators.csv, data/observation-processes.csv, data/recording-changes.csv and the anchors. Throws a Problem that names the
 * line when a field is wrong or a name stands in no other table.
 */
export function readEstimators(): EstimatorBook {
  const anchors = readAnchors();
  const processes = readProcesses();
  const changes = readChanges(processes);
  const estimators = readTable(projectFile("data", "estimators.csv"), readEstimator);
  const anchorIds = new Set(anchors.anchors.map((a) => a.id));
  for (const row of estimators) {
    const own = new Set(processes.filter((p) => p.threat === row.threat).map((p) => p.indicator));
    needKnown(row, "indicators", row.indicators, own);
    needKnown(row, "recorded", row.recorded, new Set(row.indicators));
    needKnown(row, "anchors", row.anchors, anchorIds);
  }
  return { anchors, estimators, processes, changes };
}

const maybe = optional(number);

const readEstimator = (row: Row): EstimatorRow => ({
  file: row.file,
  line: row.line,
  threat: row.take("threat", oneOf(...THREAT_IDS)),
  use: row.take("use", oneOf("extent", "anchor")),
  estimator: row.take("estimator", oneOf(...ESTIMATORS)),
  component: row.take("component", optionalText),
  indicators: plusList(row.take("indicators", optionalText)),
  recorded: plusList(row.take("recorded", optionalText)),
  anchors: plusList(row.take("anchors", optionalText)),
  unitKind: row.take("unit_kind", oneOf("stock", "flow")),
  places: row.take("places", oneOf("areas", "nation", "none")),
  hasDeprivation: row.take("covariate", oneOf("", "deprivation")) === "deprivation",
  methodSd: row.take("method_sd", maybe).value,
  definitionSd: row.take("definition_sd", maybe).value,
  why: row.take("why", text),
  source: row.take("source", text),
  kind: row.take("kind", oneOf("measured", "estimated", "simulated", "assumed")),
});

/** The same book with none but the counts of registrars: what is left speaks of harm that no body measured by it writes down. */
export function registeredOnly(book: EstimatorBook): EstimatorBook {
  const registered = new Set(book.processes.filter((p) => p.recordedBy === "registrars").map((p) => p.indicator));
  const kept = (ids: readonly string[]) => ids.filter((id) => registered.has(id));
  return {
    ...book,
    estimators: book.estimators.map((row) => ({
      ...row,
      indicators: kept(row.indicators),
      recorded: kept(row.recorded),
    })),
  };
}

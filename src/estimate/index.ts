export { type Anchor, type AnchorBook, type Rule, readAnchors, type SpreadRule } from "./anchors.ts";
export { ESTIMATORS, type EstimatorBook, type EstimatorRow, readEstimators } from "./areas/estimators.ts";
export { type FittedThreat, nationalWindow, windowDraws } from "./areas/field-national.ts";
export type { FieldRow, FieldState } from "./areas/field-rows.ts";
export type { ObservationProcess, RecordingChange } from "./areas/processes.ts";
export { FIELD_QUARTERS, type QuarterRange } from "./areas/quarters.ts";
export type { FieldSources, ThreatField } from "./areas/threat-field.ts";
export { BASE_YEAR, type ExtentRow, estimateExtent, YEARS } from "./extent.ts";
export { type ExtentOptions, extentIn, type FittedExtent } from "./fitted-extent.ts";
export * from "./forecast/index.ts";
export * from "./hidden/index.ts";
export { estimateByLists, type ListEstimate } from "./hidden/lists/comparison.ts";
export { type Envelope, envelopeOf, spreadOf } from "./hidden/lists/envelope.ts";
export {
  type ListMethod,
  type ListMethodId,
  type ListSource,
  readListMethods,
  sourceOfTable,
} from "./hidden/lists/methods.ts";
export { finish } from "./hidden/lists/progress.ts";
export { readListTable } from "./hidden/lists/read.ts";
export { type ListTable, mergeLists } from "./hidden/lists/table.ts";
export { fingerprintOfObserved, OBSERVED_SOURCE, observedFigures } from "./observed.ts";
export {
  organisedShares,
  ruleTitles,
  type StartingExtent,
  startingExtent,
} from "./starting.ts";

export { readCatalogue } from "./catalogue.ts";
export { type Effect, type Estimate, type EvidenceBase, effectOf, estimateOf, noEvidence, pool } from "./effect.ts";
export * from "./effect-size/index.ts";
export { computedEffect, readEvidenceBase } from "./lever-effect.ts";
export * from "./pool/index.ts";
export {
  type CrosswalkRow,
  type Deflator,
  readCrosswalk,
  readDeflator,
  readUnitCosts,
  type UnitCost,
} from "./prices.ts";
export { readOwnScenario, readScenarioFile, scenarioFiles } from "./scenario-files.ts";
export { METRICS, type Metric, readStudies, type Study } from "./studies.ts";
export { readTransfer, type TransferRow } from "./transfer.ts";

export { canonicalJson, scenarioHash } from "../simulate/index.ts";
export { boughtLevers, isBudget, type Purchase, purchases, splitNames } from "./budget.ts";
export { type CompareContext, compareScenarios } from "./compare.ts";
export { type Comparison, ComparisonSchema, type DisplacementFlow, type OutcomeComparison } from "./comparison.ts";
export { type Disagreement, disagreements, readDisagreementRow } from "./disagreement.ts";
export type { EnsembleView } from "./ensemble-view.ts";
export * from "./ledger/index.ts";
export { hashOf, type Manifest, manifestOf } from "./manifest.ts";
export * from "./metric/index.ts";
export { proven, unprovenLevers, withoutNoEvidence, withProvenSplits } from "./no-evidence.ts";
export { comparedOutcomes, HEADLINE, type Sheet, sheetOf } from "./outcomes.ts";
export {
  fittedFactors,
  type Reconciled,
  type ReconciledFactor,
  type ReconcileRow,
  readReconcileRow,
  reconcile,
  validation,
} from "./reconcile.ts";
export { checkAssumptions, checkScenario, FIRST_MONTH, LAST_MONTH } from "./scenario-check.ts";
export { scenarioSchemaJson } from "./scenario-schema.ts";
export { listScenarios, readScenario } from "./scenarios.ts";
export { quantile, spread } from "./statistics.ts";
export { type YearlyColumns, yearlyColumns } from "./yearly.ts";

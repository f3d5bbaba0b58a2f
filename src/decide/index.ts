export { type CompareContext, compareScenarios } from "./compare.ts";
export { type Comparison, ComparisonSchema, type DisplacementFlow, type OutcomeComparison } from "./comparison.ts";
export type { EnsembleView } from "./ensemble-view.ts";
export { proven, unprovenLevers, withoutNoEvidence, withProvenSplits } from "./no-evidence.ts";
export { comparedOutcomes, HEADLINE, type Sheet, sheetOf } from "./outcomes.ts";

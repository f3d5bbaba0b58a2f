import type { Derivation, Working } from "../../store/index.ts";
import type { SourceDeclaration } from "../declaration.ts";
import { completenessSteps } from "./completeness.ts";
import { DRIFT_CODES, driftFindings } from "./drift.ts";
import { reconciliationSteps } from "./reconciliation.ts";
import { readDriftRules, readGradeRules, readPlausibleRules, readReconcileRules } from "./rules.ts";

/**
 * Fills what a snapshot says of the quality of its own figures: sources, rules, completeness, reconciliation, and findings of
 * what changed against the release before. It follows from the loaded rows, the declarations and the rules alone, so the same
 * files give the same whatever the order in which they came.
 */
export async function assess(working: Working, declarations: readonly SourceDeclaration[]): Promise<void> {
  const held = new Set((await working.releases()).map((release) => release.source));
  const sources = declarations.filter(({ id }) => held.has(id));
  await working.derive(qualitySteps(sources));
  const brought = sources.filter(({ owned }) => owned === undefined).map(({ id }) => id);
  await working.renewFindings(DRIFT_CODES, await driftFindings(working, brought, readDriftRules()));
}

const qualitySteps = (sources: readonly SourceDeclaration[]): Derivation[] => [
  { table: "source", rows: sources.map(sourceRow) },
  {
    table: "quality_rule",
    rows: readGradeRules().map((r) => [r.dimension, r.rule, r.atMost ?? null, r.mark, r.reason]),
  },
  ...completenessSteps(sources, readPlausibleRules()),
  ...reconciliationSteps(readReconcileRules(), new Set(sources.map(({ id }) => id))),
];

const sourceRow = (d: SourceDeclaration) => [
  ...[d.id, d.title, d.publisher, d.licence, d.cadence],
  ...[d.lag_days ?? null, d.standing, d.method, d.address],
];

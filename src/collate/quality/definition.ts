import { createHash } from "node:crypto";
import { COMPLETENESS } from "./completeness.ts";
import { reconciliationSteps } from "./reconciliation.ts";
import { hashOfRules, readReconcileRules } from "./rules.ts";

let known: string | undefined;

/** Hash (64 hex) of the rules of quality and of the questions asked by them: where it changes, a snapshot is made anew. */
export function qualityDefinition(): string {
  if (known !== undefined) return known;
  const rules = readReconcileRules();
  known = createHash("sha256")
    .update(hashOfRules())
    .update(
      JSON.stringify([
        COMPLETENESS,
        reconciliationSteps(rules, new Set(rules.flatMap(({ left, right }) => [left.source, right.source]))),
      ]),
    )
    .digest("hex");
  return known;
}

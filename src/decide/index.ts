export { boughtLevers, isBudget, type Purchase, purchases, splitNames } from "./budget.ts";
export { checkScenario, FIRST_MONTH, LAST_MONTH } from "./scenario-check.ts";
export { canonicalJson, scenarioHash } from "./scenario-hash.ts";
export { listScenarios, readScenario } from "./scenarios.ts";

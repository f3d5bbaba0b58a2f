import { ScenarioSchema } from "../terms/index.ts";

/**
 * The JSON Schema of a scenario file, as published at docs/reference/scenario.schema.json; a test compares the two.
 * `node scripts/scenario-schema.mjs` writes it after a build.
 */
export const scenarioSchemaJson = (): string => {
  const head = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "SOC Lab scenario",
    description: "What is tried on the simulated country: dated levers with a dose, assumptions and a named structure.",
  };
  return `${JSON.stringify({ ...head, ...ScenarioSchema }, null, 2)}\n`;
};

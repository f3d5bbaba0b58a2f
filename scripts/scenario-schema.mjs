// Writes docs/reference/scenario.schema.json from the schema in src/terms/scenario.ts: `npm run build && node scripts/scenario-schema.mjs`.
import { writeFileSync } from "node:fs";
import { scenarioSchemaJson } from "../dist/src/decide/scenario-schema.js";
import { projectFile } from "../dist/src/store/files.js";

writeFileSync(projectFile("docs", "reference", "scenario.schema.json"), scenarioSchemaJson());

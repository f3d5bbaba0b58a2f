import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { ComparisonSchema } from "./comparison.ts";

const published = fileURLToPath(new URL("../../docs/reference/compare.schema.json", import.meta.url));

/** After a wanted change: SOCLAB_RENEW=1 npx vitest run src/decide/comparison.test.ts, and a line in CHANGELOG.md. */
it("the published schema of compare is the one the code answers with", () => {
  const made = `${JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", ...ComparisonSchema }, null, 2)}\n`;
  if (process.env.SOCLAB_RENEW === "1") writeFileSync(published, made);
  expect(readFileSync(published, "utf8")).toBe(made);
});

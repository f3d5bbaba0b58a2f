// Writes docs/reference/{mapping,submission}.schema.json and docs/reference/partner/ from the built code.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { publishedForPartners } from "../dist/src/collate/index.js";

for (const [name, text] of publishedForPartners()) {
  const url = new URL(`../docs/reference/${name}`, import.meta.url);
  mkdirSync(dirname(url.pathname), { recursive: true });
  writeFileSync(url, text);
}

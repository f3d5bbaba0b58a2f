// Writes into data/levers/*.json the effect that the named studies give (see src/evidence/effect.ts). Run after a change to
// evidence/ or to the `from` of a move: `npm run build && node scripts/lever-effects.mjs`.
import { readFileSync, writeFileSync } from "node:fs";
import { computedEffect, readEvidenceBase } from "../dist/src/evidence/lever-effect.js";
import { filesIn, projectFile } from "../dist/src/store/files.js";

const base = readEvidenceBase();
for (const file of filesIn(projectFile("data", "levers"), ".json")) {
  const before = readFileSync(file, "utf8");
  const lever = JSON.parse(before);
  for (const move of lever.moves) Object.assign(move.effect, computedEffect(lever, move, base));
  const after = `${JSON.stringify(lever, null, 2)}\n`;
  if (after !== before) {
    writeFileSync(file, after);
    console.log(`${lever.id}: ${lever.moves.map((m) => `${m.rate} ${m.effect.lnrr} (sd ${m.effect.sd})`).join(", ")}`);
  }
}

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { filesIn, projectFile, rowsOf } from "../../store/index.ts";
import { isoDate, number, type Observation, optionalText, type Row, text } from "../../terms/index.ts";

/** Every figure of data/figures as the observation that collating makes of it, for the tests of this folder: the same ids, no database. */
export function shippedFigures(): Observation[] {
  return filesIn(projectFile("data", "figures"), ".csv").flatMap((path) => {
    const content = readFileSync(path);
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
    return rowsOf(path, content.toString("utf8")).map((row) => observationOf(row, `obs:${hash}:${row.line}`));
  });
}

const observationOf = (row: Row, id: string): Observation => ({
  id,
  measure: row.take("measure", text),
  threat: row.take("threat", text),
  place: row.take("place", optionalText),
  breakdown: row.take("breakdown", optionalText),
  period: { start: row.take("from", isoDate), end: row.take("until", isoDate) },
  value: { value: row.take("value", number) },
  unit: row.take("unit", text),
  source: "embedded",
  sourceTitle: row.take("title", text),
  publisher: row.take("publisher", text),
  published: row.take("published", optionalText),
  locator: row.take("locator", optionalText),
  licence: row.take("licence", text),
  note: row.take("note", optionalText),
});

/** Files as partners hand them over, for tests: the templates of data/partner-templates, changed where a test needs it. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CollateOptions, type CollateReport, collate } from "../../src/collate/index.ts";
import { openSnapshot, type PlainRow, projectFile } from "../../src/store/index.ts";
import { writeSample } from "./samples.ts";

export const TODAY = "2026-11-25";

/** A partner's file with its papers. */
export interface Handed {
  path: string;
  mapping: string;
  submission: string;
}

type Template = "force-extract" | "financial-typologies";

export const templateFile = (template: Template, name: string): string =>
  projectFile("data", "partner-templates", template, name);

/** The template's papers and sample in a folder of their own; `change` edits the text of one of the files. */
export function handed(
  folder: string,
  template: Template,
  change: Partial<Record<"mapping.yaml" | "submission.json" | "table-schema.json", (text: string) => string>> = {},
): Handed {
  mkdirSync(folder, { recursive: true });
  for (const name of ["mapping.yaml", "submission.json", "table-schema.json"] as const) {
    copyFileSync(templateFile(template, name), join(folder, name));
    const edit = change[name];
    if (edit !== undefined) writeFileSync(join(folder, name), edit(readFileSync(join(folder, name), "utf8")));
  }
  const sample = template === "force-extract" ? "sample.csv" : "sample.xlsx.json";
  const path = writeSample(templateFile(template, sample), folder);
  return { path, mapping: join(folder, "mapping.yaml"), submission: join(folder, "submission.json") };
}

/** Collates partners' files into a home that has no other source. */
export const collateHanded = (
  home: string,
  files: readonly (Handed & { again?: boolean; name?: string })[],
  options: CollateOptions = {},
): Promise<CollateReport> =>
  collate(home, undefined, {
    sources: [],
    today: TODAY,
    files: files.map(({ mapping, submission, ...file }) => ({ ...file, partner: { mapping, submission } })),
    ...options,
  });

export async function ask(home: string, query: string): Promise<PlainRow[]> {
  const snapshot = await openSnapshot(home);
  try {
    return await snapshot.sql(query);
  } finally {
    snapshot.close();
  }
}

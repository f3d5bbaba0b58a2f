import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { parse } from "csv-parse/sync";
import { filesIn, projectFile, projectRoot } from "../../store/index.ts";

/** A row of one of the project's own tables, as it stands in the file. */
export interface TableRow {
  /** Path from the root of the project. */
  file: string;
  /** Line of the file; the header is line 1. */
  line: number;
  /** SHA-256 of the file's bytes, 64 hex. */
  sha256: string;
  fields: Record<string, string>;
}

/** Every row of the tables in these files, with the file's hash. */
export function rowsOfTables(paths: readonly string[]): TableRow[] {
  return paths.flatMap((path) => {
    const bytes = readFileSync(path);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const records = parse(bytes, { columns: true, bom: true, info: true, skip_empty_lines: true }) as unknown as {
      record: Record<string, string>;
      info: { lines: number };
    }[];
    return records.map(({ record, info }) => ({
      file: relative(projectRoot, path),
      line: info.lines,
      sha256,
      fields: record,
    }));
  });
}

/** The tables that an origin of a kind can stand in. */
export const TABLES = {
  anchor: () => [projectFile("data", "anchors.csv")],
  rule: () => [projectFile("data", "rules.csv"), projectFile("data", "spread.csv")],
  process: () => [projectFile("data", "observation-processes.csv")],
  param: () => filesIn(projectFile("data", "parameters"), ".csv"),
  study: () => [projectFile("evidence", "studies.csv")],
  transfer: () => [projectFile("evidence", "transfer.csv")],
  cost: () => [projectFile("data", "prices", "unit-costs.csv")],
  price: () => [projectFile("data", "prices", "harm-lines.csv")],
  weight: () => [projectFile("data", "harm-weights.csv")],
  disruption: () => [projectFile("data", "disruptions.csv")],
  harm: () => [projectFile("data", "attribution-harms.csv")],
  attribution: () => [projectFile("data", "attribution.csv")],
  reconcile: () => filesIn(projectFile("data"), ".csv").filter((path) => /reconcil[^/\\]*$/.test(path)),
} as const;

export type TableKind = keyof typeof TABLES;

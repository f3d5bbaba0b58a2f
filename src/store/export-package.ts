import type { PackageLicence } from "./export-licences.ts";

/** A publication that exported figures come from. */
export interface Publication {
  publisher: string;
  title: string;
  /** Address or identifier, as the source gives it. */
  locator: string;
}

/** One data file of a package. */
export interface ExportedTable {
  name: string;
  about: string;
  /** Path within the package. */
  path: string;
  format: "csv" | "parquet";
  rows: number;
  bytes: number;
  sha256: string;
  columns: { name: string; type: string; meaning: string }[];
}

/** Everything that the texts of a package say of it. */
export interface ExportFacts {
  /** Version of SOC Lab. */
  program: string;
  fingerprint: string;
  /** ISO date and time at which the newest file in it was landed: the package is of the snapshot, not of the day it is written. */
  created: string;
  /** What was asked for; empty where all was. */
  sources: readonly string[];
  measures: readonly string[];
  tables: readonly ExportedTable[];
  licences: readonly PackageLicence[];
  publications: readonly Publication[];
  /** Figures left out because their release is not public. */
  withheld: number;
}

export const TITLE = "SOC Lab: figures on serious and organised crime in the United Kingdom";

/** Version of SOC Lab and of the data: the same figures give the same. */
export const versionOf = ({ program, fingerprint }: ExportFacts): string => `${program}+${fingerprint.slice(0, 12)}`;

/** datapackage.json: a Data Package (Frictionless, specification 1). Pure. */
export function dataPackage(facts: ExportFacts): object {
  return {
    profile: "data-package",
    name: "soc-lab",
    title: TITLE,
    description: `Published figures as they were collated, each with its publisher, licence, date and the line of the file it came from. Snapshot ${facts.fingerprint}.`,
    created: facts.created,
    version: versionOf(facts),
    snapshot: facts.fingerprint,
    contributors: [{ title: "SOC Lab", role: "wrangler" }],
    keywords: ["serious and organised crime", "United Kingdom", "police recorded crime"],
    licenses: facts.licences,
    sources: facts.publications.map(sourceOf),
    resources: facts.tables.map((table) => resourceOf(table, facts)),
  };
}

/** A path of the specification is an address or a file below; an identifier in words stands in the title. */
function sourceOf({ publisher, title, locator }: Publication): { title: string; path?: string } {
  const named = `${publisher}: ${title}`;
  if (/^https?:\/\/\S+$/.test(locator) && !locator.includes("..")) return { title: named, path: locator };
  return { title: locator === "" ? named : `${named} (${locator})` };
}

function resourceOf({ name, about, path, format, bytes, sha256, columns }: ExportedTable, facts: ExportFacts): object {
  const text = format === "csv" ? { encoding: "utf-8", dialect: { delimiter: ",", quoteChar: '"', header: true } } : {};
  return {
    profile: format === "csv" ? "tabular-data-resource" : "data-resource",
    name,
    title: about,
    path,
    format,
    mediatype: format === "csv" ? "text/csv" : "application/vnd.apache.parquet",
    ...text,
    bytes,
    hash: `sha256:${sha256}`,
    schema: {
      fields: columns.map((c) => ({ name: c.name, type: fieldType(c.type), description: c.meaning })),
      missingValues: [""],
      ...keysOf(name),
    },
    licenses: facts.licences,
  };
}

/** Primary keys where a table has one. */
const keysOf = (table: string): object =>
  ({ place: { primaryKey: "code" }, threat: { primaryKey: "id" }, release: { primaryKey: ["sha256", "part"] } })[
    table
  ] ?? {};

/** DuckDB's type as a type of Table Schema. */
function fieldType(type: string): string {
  if (/int/.test(type)) return "integer";
  if (/double|float|decimal/.test(type)) return "number";
  if (/^timestamp/.test(type)) return "datetime";
  return type === "date" || type === "boolean" ? type : "string";
}

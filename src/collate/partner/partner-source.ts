import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { guarded, projectFile } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import type { SourceDeclaration, TableDeclaration } from "../declaration.ts";
import { landedPath } from "../land.ts";
import type { PartnerPapers } from "../ledger.ts";
import { knownPlaces, type Reading, type Source, sharedDefinition } from "../source.ts";
import { EventCounter } from "./counts.ts";
import { figuresReader } from "./figures.ts";
import { type Mapping, mappingOf, type Papers, papersOf, partsOf } from "./mapping.ts";
import type { Submission } from "./submission.ts";
import { tableSchemaOf } from "./table-schema.ts";

/** Id of the source under which a partner's figures stand. */
export const partnerSourceId = ({ name }: Mapping): string => `partner-${name}`;

/** The source that a partner's kept papers make. Throws a Problem when they are gone, damaged, or no longer understood. */
export function keptPartnerSource(home: string, kept: PartnerPapers): Source {
  const mapping = mappingOf(kept.mapping_name, keptBytes(home, kept.mapping, kept.mapping_name));
  const schema = tableSchemaOf(kept.schema_name, keptBytes(home, kept.schema, kept.schema_name));
  return partnerSource(papersOf(kept.mapping_name, mapping, schema), kept);
}

function keptBytes(home: string, sha256: string, name: string): Buffer {
  const path = landedPath(home, sha256);
  const bytes = guarded(path, () => readFileSync(path));
  if (createHash("sha256").update(bytes).digest("hex") === sha256) return bytes;
  throw new Problem({ code: "landed-damaged", path, file: name });
}

/** A mapping and its schema as a source, for the same pipeline as every other. */
export function partnerSource(papers: Papers, kept: PartnerPapers): Source {
  const { mapping } = papers;
  const { submission } = kept;
  const places = knownPlaces();
  return {
    declaration: declarationOf(papers, submission),
    ...readerOf(papers),
    measures: measuresOf(mapping),
    knowsPlace: (code) => places.has(code),
    definition: definitionOf(kept),
    declaredAt: `the mapping ${kept.mapping_name}`,
    ...(mapping.published ? {} : { unpublishedBy: partsOf(mapping) }),
    handedOver: { handling: submission.handling, retentionUntil: submission.retention_until },
    files: [],
  };
}

function readerOf(papers: Papers): Pick<Source, "readRow" | "protect" | "counter"> {
  const { figures, counts } = papers.mapping;
  if (figures !== undefined) return figuresReader(papers, figures);
  if (counts === undefined) throw new Error("a mapping has neither figures nor counts, and yet it was taken");
  const readRow = (): Reading => {
    throw new Error("rows of events are counted, not read one by one");
  };
  return { readRow, counter: () => new EventCounter(papers, counts) };
}

function declarationOf({ mapping, schema }: Papers, submission: Submission): SourceDeclaration {
  const { organisation, agreement, licence } = submission;
  return {
    id: partnerSourceId(mapping),
    title: mapping.title,
    publisher: organisation,
    address: `agreement ${agreement}`,
    licence: licence ?? `shared under agreement ${agreement}; no licence for others`,
    cadence: mapping.cadence,
    standing: "partner return",
    method: "administrative records",
    about: mapping.about,
    tables: [
      tableOf(
        mapping,
        schema.fields.map(({ name }) => name),
      ),
    ],
    breaks: [],
    traps: [],
  };
}

/** The one table of a partner's file; its name is no pattern, because the mapping comes with the file. */
export const tableOf = ({ format, dialect, sheet, header }: Mapping, columns: string[]): TableDeclaration => ({
  id: "return",
  files: ".",
  format,
  columns,
  ...(dialect === undefined ? {} : { dialect }),
  ...(sheet === undefined ? {} : { sheets: `^${sheet.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$` }),
  ...(header === undefined ? {} : { header }),
  layout: "seen",
});

type Range = { low: number; high: number };

function measuresOf({ figures, counts }: Mapping): Source["measures"] {
  const measures = new Map<string, Map<string, Range>>();
  const put = (measure: string, unit: string, range: Range) =>
    void measures.set(measure, (measures.get(measure) ?? new Map<string, Range>()).set(unit, range));
  for (const { measure, unit, range } of figures?.values ?? []) put(measure, unit, { low: range[0], high: range[1] });
  for (const { measure, unit } of counts?.figures ?? []) put(measure, unit, { low: 0, high: Number.MAX_SAFE_INTEGER });
  return measures;
}

function definitionOf({ mapping, schema, submission }: PartnerPapers): string {
  const hash = createHash("sha256")
    .update(sharedDefinition())
    .update(JSON.stringify([mapping, schema, submission]));
  const folder = projectFile("src", "collate", "partner");
  for (const name of readdirSync(folder).sort())
    if (name.endsWith(".ts") && !name.endsWith(".test.ts")) hash.update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 16);
}

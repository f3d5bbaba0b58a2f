import { basename } from "node:path";
import { hashFile } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import type { Run } from "../collate.ts";
import { land } from "../land.ts";
import type { PartnerPapers } from "../ledger.ts";
import type { Source } from "../source.ts";
import { type Mapping, partsOf, readPapers } from "./mapping.ts";
import { partnerSource, partnerSourceId } from "./partner-source.ts";
import { sourceOf } from "./run-sources.ts";
import { readSubmission } from "./submission.ts";

/** The files that come with a partner's data. */
export interface PaperFiles {
  /** Path of the mapping; its schema lies beside it. */
  mapping: string;
  /** Path of the record of the submission. */
  submission: string;
}

/** A partner's file on its way in: the source that its mapping makes, and how its papers are kept once it is taken. */
export interface Brought {
  source: Source;
  papers: PartnerPapers;
  /** Keeps mapping and schema, before the ledger names them. */
  keepPapers: () => void;
}

/** Reads what comes with a partner's file; nothing is kept yet. Throws a Problem that says which of the papers is wrong. */
export function bring(run: Run, name: string, files: PaperFiles): Brought {
  const { schemaPath, ...papers } = readPapers(files.mapping);
  const submission = readSubmission(files.submission);
  if (run.today !== undefined && submission.retention_until < run.today)
    throw new Problem({ code: "retention-passed", file: name, until: submission.retention_until });
  const kept: PartnerPapers = {
    mapping: hashFile(files.mapping).sha256,
    mapping_name: basename(files.mapping),
    schema: hashFile(schemaPath).sha256,
    schema_name: basename(schemaPath),
    submission,
  };
  refuseOtherCount(run, name, papers.mapping);
  const keepPapers = () => {
    land(run.home, files.mapping);
    land(run.home, schemaPath);
  };
  return { source: partnerSource(papers, kept), papers: kept, keepPapers };
}

/** Two tables of unpublished counts that break the same events down in different ways can be subtracted from one another. */
function refuseOtherCount(run: Run, name: string, mapping: Mapping): void {
  if (mapping.published) return;
  const [source, now] = [partnerSourceId(mapping), partsOf(mapping)];
  for (const e of run.ledger.named()) {
    if (e.source !== source || e.name === name || e.partner === undefined) continue;
    const { unpublishedBy } = sourceOf(run, e);
    if (unpublishedBy !== undefined && unpublishedBy !== now)
      throw new Problem({ code: "counted-otherwise", file: name, source, before: unpublishedBy, now });
  }
}

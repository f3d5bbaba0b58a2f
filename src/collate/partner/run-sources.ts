import { Problem } from "../../terms/index.ts";
import type { Run } from "../collate.ts";
import type { SourceDeclaration } from "../declaration.ts";
import type { LandedEntry, PartnerPapers } from "../ledger.ts";
import type { Source } from "../source.ts";
import { keptPartnerSource } from "./partner-source.ts";

/** The source that reads a file that counts. Throws a Problem when its folder, or a partner's papers, are gone. */
export function sourceOf(run: Run, { source: id, partner }: Pick<LandedEntry, "source" | "partner">): Source {
  if (partner !== undefined) return partnerSourceOf(run, partner);
  const source = run.sources.get(id);
  if (source !== undefined) return source;
  const next = "The ledger has files of it: restore its folder in sources/.";
  throw new Problem({ code: "unknown-name", what: "source", name: id, known: [...run.sources.keys()], next });
}

/** Made once a run for each set of papers. */
function partnerSourceOf({ home, partners }: Run, papers: PartnerPapers): Source {
  const key = JSON.stringify(papers);
  const source = partners.get(key) ?? keptPartnerSource(home, papers);
  partners.set(key, source);
  return source;
}

/** Hash of what would read a file today; undefined when nothing would. */
export function definitionOf(run: Run, file: Pick<LandedEntry, "source" | "name" | "sha256">): string | undefined {
  if (!file.source.startsWith("partner-")) return run.sources.get(file.source)?.definition;
  const entry = run.ledger
    .named()
    .find((e) => e.source === file.source && e.name === file.name && e.sha256 === file.sha256);
  return entry === undefined ? undefined : sourceOf(run, entry).definition;
}

/** What is declared of every source that may have figures; of a partner's returns the newest. */
export function declarationsOf(run: Run): SourceDeclaration[] {
  const partners = run.ledger.named().filter(({ partner }) => partner !== undefined);
  const newest = new Map(partners.map((e) => [e.source, sourceOf(run, e).declaration]));
  return [...[...run.sources.values()].map(({ declaration }) => declaration), ...newest.values()];
}

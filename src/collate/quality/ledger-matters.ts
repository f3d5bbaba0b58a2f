import { existsSync } from "node:fs";
import { hashFile } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import { landedPath } from "../land.ts";
import type { Ledger, LedgerEntry } from "../ledger.ts";
import { fileTitle } from "../source.ts";
import type { Matter } from "./health.ts";
import { matterOf } from "./matter.ts";

/** What the ledger says is wrong: a torn line, kept copies that are not what they were, refused files; and what was withdrawn. */
export const ledgerMatters = (home: string, ledger: Ledger): Matter[] => [
  ...torn(ledger),
  ...damagedLanded(home, ledger),
  ...lastWords(ledger).flatMap(wordOf),
];

const torn = ({ tornBytes, path, entries }: Ledger): Matter[] =>
  tornBytes === 0 ? [] : [broken(new Problem({ code: "ledger-torn", path, entries: entries.length }))];

const damagedLanded = (home: string, ledger: Ledger): Matter[] =>
  ledger.active().flatMap((e) => {
    const path = landedPath(home, e.sha256);
    if (existsSync(path) && hashFile(path).sha256 === e.sha256) return [];
    return [broken(new Problem({ code: "landed-damaged", path, file: fileTitle(e.source, e.name) }), e.source)];
  });

/** A fault of the home folder as a matter. */
export const broken = (problem: Problem, source = ""): Matter =>
  matterOf(problem.message, { kind: "broken", severity: "fault", code: problem.data.code, source });

type FileWord = Extract<LedgerEntry, { name: string }>;

/** Of each file (source and name) the last entry, where that is a refusal or a withdrawal. */
function lastWords({ entries }: Ledger): FileWord[] {
  const last = new Map<string, FileWord>();
  for (const e of entries) if ("name" in e && e.kind !== "erased") last.set(JSON.stringify([e.source, e.name]), e);
  return [...last.values()];
}

function wordOf(e: FileWord): Matter[] {
  const where = fileTitle(e.source, e.name);
  if (e.kind === "refused")
    return [
      matterOf(e.sentence ?? `${where}: the file was refused (${e.why}). Mend it and run \`soclab collate\` again.`, {
        kind: "broken",
        severity: "fault",
        code: e.why,
        source: e.source,
        where,
      }),
    ];
  if (e.kind !== "withdrawn") return [];
  return [
    {
      ...{ kind: "withdrawn", severity: "note", code: "withdrawn", source: e.source, count: 1, where },
      what: `withdrawn on ${e.at.slice(0, 10)}`,
      why: e.why ?? "The source no longer has the file.",
      next: "Nothing needs to be done; land it again to bring it back.",
    },
  ];
}

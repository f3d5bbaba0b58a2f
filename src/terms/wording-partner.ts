/**
 * What is wrong with what a partner hands over: its schema, its mapping, its record of submission, and single cells.
 * A value that looks personal never stands in a problem: `found` is absent then, and the sentence says so.
 */
export type PartnerProblem =
  // The papers that come with the data.
  | { code: "paper-fault"; file: string; path: string; why: string }
  | { code: "feature-unsupported"; file: string; path: string; feature: string; supported: readonly string[] }
  | { code: "submission-missing"; file: string; what: "submission" | "mapping" }
  | { code: "personal-mailbox"; file: string; path: string; words: readonly string[] }
  | { code: "counted-otherwise"; file: string; source: string; before: string; now: string }
  | { code: "unknown-format"; file: string; known: readonly string[] }
  // What sets a row aside.
  | { code: "blank-row"; file: string; line: number }
  | { code: "cell-required"; file: string; line: number; column: string }
  | { code: "cell-type"; file: string; line: number; column: string; found?: string; expected: string }
  | { code: "cell-constraint"; file: string; line: number; column: string; found?: string; expected: string }
  | { code: "cell-unmapped"; file: string; line: number; column: string; found?: string; known: readonly string[] }
  | { code: "not-unique"; file: string; line: number; column: string; firstLine: number }
  | { code: "undeclared-total"; file: string; line: number; column: string; found: string }
  | { code: "two-breakdowns"; file: string; line: number; column: string }
  | { code: "row-not-shown"; file: string }
  // Withdrawal and retention.
  | { code: "not-landed"; wanted: string }
  | { code: "several-landed"; wanted: string; known: readonly string[] }
  | { code: "withdrawn-before"; file: string; at: string; why: string }
  | { code: "retention-passed"; file: string; until: string }
  | { code: "retention-near"; file: string; until: string; days: number };

const AGAIN = "Mend it and check the file again.";
const cell = (p: { file: string; line: number; column: string }): string => `${p.file}, line ${p.line}: "${p.column}"`;
const shown = (found: string | undefined): string =>
  found === undefined ? "holds something that may be personal and is not repeated here" : `is \`${found}\``;

/** One sentence or two for each. Pure. */
const SENTENCES: { [C in PartnerProblem["code"]]: (p: Extract<PartnerProblem, { code: C }>) => string } = {
  "paper-fault": (p) => `${p.file}: ${p.path === "" ? "the file" : p.path} ${p.why}. Nothing was taken in. ${AGAIN}`,
  "feature-unsupported": (p) =>
    `${p.file}: ${p.path === "" ? "the file" : p.path} says \`${p.feature}\`, which SOC Lab does not check and so does not pass over (it knows ${p.supported.join(", ")}). Say it in another way, or take it out.`,
  "submission-missing": (p) =>
    `${p.file}: it has no ${p.what} beside it. Data of a partner come with both: --mapping <file> says what a row means, --submission <file> who hands it over, on what basis and until when (docs/how-to/contribute-data.md).`,
  "personal-mailbox": (p) =>
    `${p.file}: ${p.path} looks like the mailbox of a person, and the ledger keeps no names. Give the mailbox of a team; its name has one of the words ${p.words.join(", ")}.`,
  "counted-otherwise": (p) =>
    `${p.file}: unpublished counts of ${p.source} are here already by ${p.before}, and this file would count them by ${p.now}. Two such tables can be subtracted from one another, so it was not taken in. Count as before, or withdraw the earlier files first (\`soclab withdraw\`).`,
  "unknown-format": (p) => `${p.file}: only ${p.known.join(", ")} are checked. Save it as one of them.`,
  "blank-row": (p) => `${p.file}, line ${p.line}: every cell of the row is empty. Take the row out.`,
  "cell-required": (p) => `${cell(p)} is empty, and the schema requires a value. ${AGAIN}`,
  "cell-type": (p) => `${cell(p)} ${shown(p.found)}, which is not ${p.expected}. ${AGAIN}`,
  "cell-constraint": (p) => `${cell(p)} ${shown(p.found)}, and the schema asks for ${p.expected}. ${AGAIN}`,
  "cell-unmapped": (p) =>
    `${cell(p)} ${shown(p.found)}, and the mapping says nothing about it (it knows ${p.known.slice(0, 12).join(", ")}). Add it there, or mend the cell.`,
  "not-unique": (p) =>
    `${cell(p)} has the same value as line ${p.firstLine}, and the schema says that no two rows have. Only the first row counts. ${AGAIN}`,
  "undeclared-total": (p) =>
    `${cell(p)} is \`${p.found}\`, which reads like a total, and the mapping does not say so. A total beside unpublished parts can give a small one away. Name it under \`totals\` in the mapping.`,
  "two-breakdowns": (p) =>
    `${cell(p)} holds a total, and the file has another breakdown of the same figure without the table of both together. Two breakdowns of unpublished counts can be subtracted from one another, so this row is left out. Send the full cross-table, or one breakdown.`,
  "row-not-shown": (p) =>
    `${p.file}: rows that a partner handed over are not shown again; the kept file has them, and \`soclab submissions\` says under which agreement`,
  "not-landed": (p) =>
    `No file that counts is called "${p.wanted}" or has a hash that begins so. \`soclab submissions\` lists what partners brought, \`soclab sql "select distinct source, name, sha256 from release"\` all files.`,
  "several-landed": (p) =>
    `More than one file that counts is called "${p.wanted}". Give the hash: ${p.known.join(", ")}.`,
  "withdrawn-before": (p) =>
    `${p.file}: these bytes were withdrawn on ${p.at.slice(0, 10)} ("${p.why}"), so they are not taken in again. If they are to count after all, say --again.`,
  "retention-passed": (p) =>
    `${p.file}: it may be kept until ${p.until}, and that day has passed. Nothing was taken in. Ask the partner for a new agreement.`,
  "retention-near": (p) =>
    `${p.file} may be kept until ${p.until}: ${p.days < 0 ? "that day has passed, and the next `soclab collate` withdraws it" : `${p.days === 1 ? "one day" : `${p.days} days`} from now. After that day \`soclab collate\` withdraws it. Ask the partner if it is still needed`}.`,
};

export const isPartnerProblem = (p: { code: string }): p is PartnerProblem => Object.hasOwn(SENTENCES, p.code);

/** One sentence or two for a problem with a partner's data. Pure. */
export const partnerSentence = (p: PartnerProblem): string =>
  (SENTENCES[p.code] as (problem: PartnerProblem) => string)(p);

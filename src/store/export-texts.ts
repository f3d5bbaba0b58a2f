import { type ExportFacts, type Publication, TITLE, versionOf } from "./export-package.ts";

/** A text of YAML on one line; JSON's strings are YAML's too. */
const quoted = (text: string): string => JSON.stringify(text);

/** CITATION.cff (Citation File Format 1.2.0). Pure. */
export function citationFile(facts: ExportFacts): string {
  return [
    "cff-version: 1.2.0",
    `message: ${quoted("Cite the publishers of the figures you use, and this package as where you took them from.")}`,
    "type: dataset",
    `title: ${quoted(TITLE)}`,
    "authors:\n  - name: SOC Lab",
    `version: ${quoted(versionOf(facts))}`,
    `date-released: ${facts.created.slice(0, 10)}`,
    `identifiers:\n  - type: other\n    value: ${quoted(facts.fingerprint)}\n    description: SHA-256 over the rows of the snapshot`,
    `references:\n${facts.publications.map(reference).join("\n")}`,
    "",
  ].join("\n");
}

const reference = ({ publisher, title, locator }: Publication): string =>
  [
    `  - type: data`,
    `    title: ${quoted(title)}`,
    `    authors:\n      - name: ${quoted(publisher)}`,
    ...(/^https?:\/\/\S+$/.test(locator)
      ? [`    url: ${quoted(locator)}`]
      : locator === ""
        ? []
        : [`    notes: ${quoted(locator)}`]),
  ].join("\n");

/** CITATION.txt: one sentence to copy, then the publishers. Pure. */
export function citationText(facts: ExportFacts): string {
  const publishers = [...new Set(facts.publications.map((p) => p.publisher))];
  return [
    `SOC Lab (${facts.created.slice(0, 4)}). ${TITLE}. Version ${versionOf(facts)}, snapshot ${facts.fingerprint}. Data package.\n`,
    "Figures published by:",
    ...publishers.map((publisher) => `- ${publisher}`),
    "",
  ].join("\n");
}

/** README.md. Pure. */
export function exportReadme(facts: ExportFacts): string {
  const { tables, licences, sources, measures, withheld } = facts;
  const only = [...sources.map((s) => `source ${s}`), ...measures.map((m) => `measure ${m}`)];
  const isCsv = tables.some((table) => table.format === "csv");
  return [
    `# ${TITLE}\n`,
    `A Data Package (datapackage.json describes every file and column). Snapshot \`${facts.fingerprint}\`, version ${versionOf(facts)}.`,
    only.length > 0 ? `It holds ${only.join(", ")} alone.\n` : "It holds every public figure of the snapshot.\n",
    "| file | rows | what it is |\n|---|---|---|",
    ...tables.map((t) => `| [${t.path}](${t.path}) | ${t.rows} | ${t.about} |`),
    "",
    "- A figure that was published several times stands here several times: `known_from` tells when each was known. Take the last of each statistic unless you ask what was known on a day.",
    "- `value` is empty where the publisher gave none; `missing` says why. It is never a zero.",
    "- `id` leads back to the line of the file: `soclab explain <id>` where the snapshot is at hand.",
    ...(isCsv
      ? [
          "- Text that a spreadsheet would run as a formula (it begins with =, +, -, @, a tab or a carriage return) has a leading apostrophe here; Parquet has it as published.",
        ]
      : []),
    ...(withheld > 0
      ? [`- ${withheld} figures are left out: the agreement under which they came does not let them be passed on.`]
      : []),
    "",
    "## Licences\n",
    "The column `licence` names the licence of each row. In all:\n",
    ...licences.map((l) => `- ${l.path === undefined ? l.title : `[${l.title}](${l.path})`}`),
    "",
    "How to cite: CITATION.txt, or CITATION.cff for programs.",
    "",
  ].join("\n");
}

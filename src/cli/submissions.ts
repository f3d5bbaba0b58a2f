import type { Command } from "commander";
import { findingsOf, type SubmittedFile, submissionNamed, submissionsIn } from "../collate/index.ts";
import { type Finding, homeFolder } from "../store/index.ts";
import { csvText } from "./csv.ts";
import { table } from "./table.ts";

interface Options {
  home?: string;
  json?: boolean;
  csv?: boolean;
  findings?: boolean;
}

/** `soclab submissions [id] [--findings]`: what partners handed over, under which agreement, and what was found in it. */
export function addTo(program: Command): void {
  program
    .command("submissions")
    .argument("[id]", "one submission in full: its id, its file's name or the beginning of its hash")
    .description(
      "List what partners handed over: agreement, handling, retention, state; or the findings for one of them.",
    )
    .option("--findings", "of one submission: what was found in it, to be sent back to the partner")
    .option("--json", "print JSON")
    .option("--csv", "print the findings as comma-separated values")
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .addHelpText("after", "\nExamples:\n  $ soclab submissions\n  $ soclab submissions extract.csv --findings --csv")
    .action(async (id: string | undefined, options: Options) => {
      const home = homeFolder(options.home);
      const files = submissionsIn(home);
      process.stdout.write(
        id === undefined ? listed(files, options) : await one(home, submissionNamed(files, id), options),
      );
    });
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function listed(files: readonly SubmittedFile[], options: Options): string {
  if (options.json) return json(files);
  if (files.length === 0) return "No partner has handed anything over yet. docs/how-to/contribute-data.md tells how.\n";
  return table(
    COLUMNS,
    files.map(({ id, source, name, state, submission: s }) => [
      id,
      source,
      name,
      state,
      s.handling,
      s.retention_until,
      s.organisation,
    ]),
  );
}

const COLUMNS = ["id", "source", "file", "state", "handling", "keep until", "organisation"].map((title) => ({ title }));

async function one(home: string, file: SubmittedFile, options: Options): Promise<string> {
  if (options.findings !== true) return options.json ? json(file) : fullText(file);
  const findings = file.state === "counts" ? await findingsOf(home, file) : [];
  if (options.json) return json(findings);
  if (options.csv)
    return csvText(
      FIELDS,
      findings.map((f) => [f.severity, f.code, f.line ?? null, f.column ?? null, f.sentence]),
    );
  return findings.length === 0
    ? `${file.name}: nothing to report (${file.state}).\n`
    : findings.map(findingText).join("");
}

const FIELDS = ["severity", "code", "row", "column", "sentence"];

const findingText = ({ severity, code, sentence }: Finding): string =>
  `${severity === "fault" ? "Fault" : "Note"} (${code}): ${sentence}\n`;

function fullText({ id, sha256, source, name, landedAt, state, why, submission: s }: SubmittedFile): string {
  const facts: [string, string][] = [
    ["File", `${name} (${source})`],
    ["Id", `${id}, SHA-256 ${sha256}`],
    ["State", why === "" ? state : `${state}: ${why}`],
    ["Landed", landedAt],
    ["From", `${s.organisation}, ${s.contact_role}, ${s.mailbox}`],
    ["Agreement", s.agreement],
    ["Basis", s.legal_basis],
    ["Purpose", s.purpose],
    ["Handling", s.handling],
    ["Keep until", s.retention_until],
    ["Handed over", s.submitted],
  ];
  return facts.map(([title, text]) => `${title.padEnd(12)} ${text}\n`).join("");
}

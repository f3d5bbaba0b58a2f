import { basename } from "node:path";
import type { Command } from "commander";
import { type AggregateReport, aggregateCompanies, USUAL_MONTHS } from "../collate/index.ts";
import { countWords, Problem } from "../terms/index.ts";
import { progressBar } from "./progress.ts";
import { table } from "./table.ts";

interface Options {
  out?: string;
  months: string;
  json?: boolean;
}

const COMMAND = "aggregate";

/**
 * `soclab aggregate companies-house <file> [--out <csv>] [--months 13]`: counts of a register of names, of which nothing but
 * the counts is kept. Exits with 1 when a record was set aside.
 */
export function addTo(program: Command): void {
  program
    .command(COMMAND)
    .argument("<register>", "companies-house")
    .argument("<file>", "the whole register under its published name: .csv, .txt or .zip")
    .description("Count a register of names by postcode area, sector and month; only the counts are written.")
    .option("--out <csv>", "where to write them (default: companies-house-<register>-<day>.csv here)")
    .option("--months <n>", "whole months before the snapshot whose new entries are counted", String(USUAL_MONTHS))
    .option("--json", "print the report as JSON")
    .addHelpText("after", "\nExample:\n  $ soclab aggregate companies-house BasicCompanyDataAsOneFile-2026-03-01.zip")
    .action(async (register: string, file: string, options: Options) => {
      if (register !== "companies-house")
        throw new Problem({
          code: "unknown-name",
          what: "register",
          name: register,
          known: ["companies-house"],
          next: "It is the only register of names that SOC Lab counts.",
        });
      const report = await aggregated(file, options);
      process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : aggregateText(report));
      if (report.setAside.length > 0) process.exitCode = 1;
    });
}

async function aggregated(file: string, { out, months }: Options): Promise<AggregateReport> {
  const bar = progressBar(`Counting ${basename(file)}`);
  try {
    return await aggregateCompanies(file, outFile(file, out), {
      months: wholeMonths(months),
      onProgress: (done, total) => total > 0 && bar.show(done, total),
    });
  } finally {
    bar.end();
  }
}

/** Collate knows the counts by this name. */
function outFile(file: string, out: string | undefined): string {
  const day = /\d{4}-\d{2}-\d{2}/.exec(basename(file))?.[0] ?? "";
  const register = /^Basic/i.test(basename(file)) ? "companies" : "persons";
  const path = out ?? `companies-house-${register}-${day}.csv`;
  if (/^companies-house-.*\.csv$/i.test(basename(path))) return path;
  throw new Problem({
    code: "usage",
    command: COMMAND,
    fault: `The file of --out must be called companies-house-<something>.csv, so that \`soclab collate\` knows it.`,
  });
}

const MOST_MONTHS = 120;

function wholeMonths(text: string): number {
  const months = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (months >= 1 && months <= MOST_MONTHS) return months;
  throw new Problem({ code: "not-a-number", what: "--months", found: text, low: "1", high: String(MOST_MONTHS) });
}

/** The report of a count for the terminal. Pure; ends with a line feed. */
function aggregateText({
  input,
  sha256,
  rowsRead,
  rowsCounted,
  setAside,
  cells,
  out,
  notices,
}: AggregateReport): string {
  const aside = setAside.map(({ why, rows, firstLine }) => [
    `set aside: ${why} (first in line ${firstLine})`,
    countWords(rows),
  ]);
  return [
    table(
      [{ title: input }, { title: "records", isNumber: true }],
      [["read", countWords(rowsRead)], ["counted", countWords(rowsCounted)], ...aside],
    ),
    ...notices.map((notice) => `Note: ${notice}\n`),
    `${countWords(cells)} counts are in ${out}; nothing else of the register was kept (SHA-256 of it ${sha256}).\n`,
    `Load them with \`soclab collate ${out}\`.\n`,
  ].join("");
}

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { PAGE_FILE, REPORT_FILE, type ReportInput, ReportSchema, writeReport } from "../report/index.ts";
import { diskProblem, homeFolder, readJson } from "../store/index.ts";
import { Problem } from "../terms/index.ts";

interface Options {
  out?: string;
  home?: string;
  json?: boolean;
}

/** `soclab report [answer] [--out] [--home] [--json]`: makes the page of a stored answer again. */
export function addTo(program: Command): void {
  program
    .command("report")
    .description("Make the page of a stored answer again: one HTML file that needs no network.")
    .argument("[answer]", "folder of the answer (default: the last one, answers/last in the home folder)")
    .option("--out <file>", `where the page goes (default: ${PAGE_FILE} in the answer's folder)`)
    .option("--home <folder>", "where answers live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print JSON: the page's path, the answer's result hash and the size in bytes")
    .addHelpText("after", "\nExample:\n  $ soclab report --out answer.html")
    .action(async (answer: string | undefined, options: Options) => {
      const folder = answer === undefined ? lastAnswer(homeFolder(options.home)) : resolve(answer);
      const input = readReport(folder);
      const file = options.out === undefined ? join(folder, PAGE_FILE) : resolve(options.out);
      const page = await writeReport(input, folder, file).catch((error: unknown) => {
        throw diskProblem(file, error) ?? error;
      });
      process.stdout.write(options.json ? `${JSON.stringify(summary(input, page), null, 2)}\n` : `${page.path}\n`);
    });
}

/** Where the last answer of a home folder is kept. */
export const lastAnswer = (home: string): string => join(home, "answers", "last");

/** What a stored page is made from. Throws a Problem when there is none, or when it is not of the agreed shape. */
export function readReport(folder: string): ReportInput {
  const path = join(folder, REPORT_FILE);
  if (!existsSync(path))
    throw new Problem({
      code: "missing-file",
      file: path,
      next: 'Name the folder of an answer that holds one, or make it with "soclab answer".',
    });
  return readJson(path, ReportSchema);
}

const summary = (input: ReportInput, page: { path: string; bytes: number }) => ({
  page: page.path,
  bytes: page.bytes,
  resultHash: input.comparisons[0]!.resultHash,
});

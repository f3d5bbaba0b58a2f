import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ReportInput } from "./input.ts";

/** What the page is made from, beside manifest.json and comparison.json in the folder of an answer. */
export const REPORT_FILE = "report.json";
export const PAGE_FILE = "report.html";

/** A file that was written. */
export interface Written {
  path: string;
  bytes: number;
}

/** Keeps what the page is made from, so that `soclab report` can make it again. Throws the errors of the disk. */
export function storeReportInput(input: ReportInput, answerDir: string): Written {
  return writeWhole(join(answerDir, REPORT_FILE), `${JSON.stringify(input)}\n`);
}

/**
 * Writes the page into the folder of an answer, or to `file` when given. Throws the errors of the disk. What draws is only
 * loaded here: it takes half a second, which the other commands need not wait for.
 */
export async function writeReport(
  input: ReportInput,
  answerDir: string,
  file = join(answerDir, PAGE_FILE),
): Promise<Written> {
  const { renderReport } = await import("./page.ts");
  return writeWhole(file, renderReport(input));
}

/** All or nothing: a full disk or an interruption leaves the file that was there before. A device or pipe is written as it is. */
function writeWhole(path: string, content: string): Written {
  mkdirSync(dirname(path), { recursive: true });
  const isPlain = !existsSync(path) || statSync(path).isFile();
  const target = isPlain ? `${path}.${process.pid}.half` : path;
  try {
    writeFileSync(target, content);
    if (isPlain) renameSync(target, path);
  } finally {
    if (isPlain) rmSync(target, { force: true });
  }
  return { path, bytes: Buffer.byteLength(content) };
}

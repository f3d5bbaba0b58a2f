import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Comparison, type EnsembleView, type Manifest, yearlyColumns } from "../decide/index.ts";
import { type ReportInput, storeReportInput } from "../report/index.ts";
import { guarded, makeFolder, writeParquet } from "../store/index.ts";

/** What is kept of an answer. `comparison` is one object for `compare`, a list for `answer`. */
export interface KeptAnswer {
  manifest: Manifest;
  comparison?: Comparison | Comparison[];
  report?: ReportInput;
  ensemble: Pick<EnsembleView, "scenarios" | "months">;
}

/**
 * Keeps an answer as <home>/answers/<first 12 of its result hash>/ with manifest.json, comparison.json, results.parquet
 * (and report.json), and points answers/last at it. Written beside and renamed, so it is whole or absent. Returns the
 * folder. Throws a Problem when the disk is full or the folder may not be written.
 */
export async function keepAnswer(home: string, answer: KeptAnswer): Promise<string> {
  const answers = join(home, "answers");
  const folder = join(answers, answer.manifest.resultHash.slice(0, 12));
  await writeFolder(folder, answer);
  guarded(join(answers, "last"), () => {
    const link = join(answers, `.last.${process.pid}`);
    rmSync(link, { force: true });
    symlinkSync(answer.manifest.resultHash.slice(0, 12), link);
    renameSync(link, join(answers, "last"));
  });
  return folder;
}

/** Writes the files of an answer into a folder that takes the place of the one that was there, in one rename. */
export async function writeFolder(folder: string, answer: KeptAnswer): Promise<void> {
  const half = `${folder}.${process.pid}.half`;
  makeFolder(half);
  try {
    await writeParquet(join(half, "results.parquet"), { ...yearlyColumns(answer.ensemble) });
    guarded(half, () => {
      writeJson(join(half, "manifest.json"), answer.manifest);
      if (answer.comparison) writeJson(join(half, "comparison.json"), answer.comparison);
      if (answer.report) storeReportInput(answer.report, half);
    });
    guarded(folder, () => {
      const old = `${half}.old`;
      mkdirSync(join(folder, ".."), { recursive: true });
      try {
        renameSync(folder, old);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
      renameSync(half, folder);
      rmSync(old, { recursive: true, force: true });
    });
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

const writeJson = (path: string, value: unknown): void => writeFileSync(path, `${JSON.stringify(value, null, 1)}\n`);

import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { guarded, makeFolder, writeDurably } from "../../store/index.ts";
import { type Json, readJsonStrictly } from "../../terms/index.ts";

/**
 * Answers on disk, each written before the next question is asked, so that a run that was killed goes on where it stopped.
 * They are hidden files: collating the folder passes them over.
 */
export class Answers {
  /** Answers that lay there from a run before. */
  reused = 0;
  private readonly folder: string;

  /** `edition` tells the service's data of one update from those of the next: their answers are not mixed. */
  constructor(out: string, edition: string) {
    this.folder = join(out, ".answers", edition);
    makeFolder(this.folder);
  }

  /** The kept answer to a question, or what `ask` gives now; undefined is no answer and is not kept. */
  async of<T extends Json>(question: readonly string[], ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const key = createHash("sha256").update(JSON.stringify(question)).digest("hex");
    const path = join(this.folder, `.${key}.json`);
    if (existsSync(path)) {
      this.reused++;
      return readJsonStrictly(
        path,
        guarded(path, () => readFileSync(path)),
      ) as T;
    }
    const answer = await ask();
    if (answer !== undefined) writeDurably(path, JSON.stringify(answer));
    return answer;
  }
}

/** Once everything is written the answers have served. */
export const clearAnswers = (out: string): void => {
  const folder = join(out, ".answers");
  guarded(folder, () => rmSync(folder, { recursive: true, force: true }));
};

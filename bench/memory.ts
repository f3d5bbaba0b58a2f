import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runEnsemble } from "../src/ensemble/index.ts";
import { readInput } from "./input.ts";
import { QUESTION } from "./question.ts";

// Run as a process of its own by bench/index.ts: collates, runs an ensemble on two threads, prints the most memory that it held.
const home = mkdtempSync(join(tmpdir(), "soclab-memory-"));
try {
  await runEnsemble({ ...QUESTION, input: await readInput(home), runs: 16, workers: 2 });
  process.stdout.write(`${JSON.stringify({ kilobytes: process.resourceUsage().maxRSS })}\n`);
} finally {
  rmSync(home, { recursive: true, force: true });
}

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "../src/store/index.ts";
import { writeStreetFile } from "./street-rows.ts";

/** One way of taking in the file: least of its runs, all of them, and the most memory of a process. */
export interface CollateWay {
  milliseconds: number;
  runs: number[];
  /** Least processor time, of all threads: what it takes whoever else is on the machine. */
  processor: number;
  megabytes: number;
}

/** A large street file taken in by its needed columns, against DuckDB's own all-text copy of it, in one run of the benchmark. */
export interface CollateBenchmark {
  rows: number;
  bytes: number;
  /** SHA-256 alone, which collating needs and the comparison leaves out. */
  hash: CollateWay;
  ours: CollateWay;
  reference: CollateWay;
  /** Ours over the reference: best times, and processor times. */
  ratio: number;
  processorRatio: number;
}

const REPEATS = 3;

/** The size that the promise is about. */
export const STREET_ROWS = 5_000_000;

/**
 * Writes a file of so many rows into a temporary folder, takes it in three times each way, turn about, each in a process
 * of its own, and removes it. Throws a plain error when a way does not give as many rows as were written.
 */
export function benchmarkCollate(rows: number, onStep: (what: string) => void): CollateBenchmark {
  const folder = mkdtempSync(join(tmpdir(), "soclab-street-"));
  try {
    const path = join(folder, "2025-12-street.csv");
    const tenth = Math.ceil(rows / 10);
    let told = 0;
    const bytes = writeStreetFile(path, rows, 1, (done) => {
      for (; done >= told + tenth; told += tenth) onStep(`writing a street file: ${told + tenth} of ${rows} rows`);
    });
    const runs: Record<string, Run[]> = { hash: [], ours: [], reference: [] };
    for (let k = 1; k <= REPEATS; k++)
      for (const [way, of] of Object.entries(runs)) {
        onStep(`taking in ${rows} rows, ${way}, ${k} of ${REPEATS}`);
        of.push(runOnce(way, path, way === "hash" ? 0 : rows));
        for (const name of ["ours", "reference"]) rmSync(join(folder, `${name}.duckdb`), { force: true });
      }
    const [hash, ours, reference] = [wayOf(runs.hash!), wayOf(runs.ours!), wayOf(runs.reference!)];
    const ratio = ours.milliseconds / reference.milliseconds;
    return { rows, bytes, hash, ours, reference, ratio, processorRatio: ours.processor / reference.processor };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Run {
  rows: number;
  milliseconds: number;
  processor: number;
  megabytes: number;
}

function runOnce(way: string, path: string, rows: number): Run {
  const program = projectFile("dist", "bench", "collate-run.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, way, path], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the process that takes a street file in (${way}) failed: ${stderr}`);
  const run = JSON.parse(stdout) as Run;
  if (run.rows !== rows) throw new Error(`${way} gave ${run.rows} rows of ${rows}`);
  return run;
}

const wayOf = (runs: Run[]): CollateWay => ({
  milliseconds: Math.min(...runs.map((run) => run.milliseconds)),
  runs: runs.map((run) => run.milliseconds),
  processor: Math.min(...runs.map((run) => run.processor)),
  megabytes: Math.max(...runs.map((run) => run.megabytes)),
});

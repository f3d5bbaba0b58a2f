import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "../src/store/index.ts";
import { type StreetArchive, writeStreetArchive } from "./street-archive.ts";

/** An invented archive of data.police.uk taken in through the real source, from its bytes to the published snapshot. */
export interface ArchiveBenchmark {
  archive: StreetArchive;
  /** Milliseconds: to write it, and to collate it (land, read, check, load, grade, fingerprint, publish). */
  written: number;
  collated: number;
  /** Of that until the last entry was loaded. */
  loaded: number;
  /** Processor time of the collating process, its threads included; the process that unpacks is not. */
  processor: number;
  rowsPerSecond: number;
  /** Most memory of the collating process. */
  megabytes: number;
  fingerprint: string;
}

/** What bench/archive-run.ts prints. */
export interface ArchiveRun {
  entries: number;
  rowsIn: number;
  rowsLoaded: number;
  rowsSetAside: number;
  milliseconds: number;
  loaded: number;
  processor: number;
  megabytes: number;
  fingerprint: string;
}

/**
 * Writes an archive of so many rows into a temporary folder, collates it once in a process of its own, and removes it. Throws a
 * plain error when not every row of every entry is loaded.
 */
export function benchmarkArchive(rows: number, onStep: (what: string) => void): ArchiveBenchmark {
  const folder = mkdtempSync(join(tmpdir(), "soclab-archive-"));
  try {
    const path = join(folder, "2025-12.zip");
    onStep(`writing an archive of ${rows} rows`);
    const start = performance.now();
    const archive = writeStreetArchive(path, rows);
    const written = performance.now() - start;
    onStep(`collating its ${archive.entries} entries`);
    const { milliseconds: collated, ...run } = collateIt(path, join(folder, "home"), archive);
    const { loaded, processor, megabytes, fingerprint } = run;
    const rowsPerSecond = archive.rows / (collated / 1000);
    return { archive, written, collated, loaded, processor, rowsPerSecond, megabytes, fingerprint };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function collateIt(path: string, home: string, { rows, entries }: StreetArchive): ArchiveRun {
  const program = projectFile("dist", "bench", "archive-run.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, path, home], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`the process that collates the archive failed: ${stderr ?? ""}`);
  const run = JSON.parse(stdout) as ArchiveRun;
  if (run.rowsIn !== rows || run.rowsLoaded !== rows || run.entries !== entries)
    throw new Error(`of ${rows} rows in ${entries} entries ${run.rowsLoaded} in ${run.entries} were loaded`);
  return run;
}

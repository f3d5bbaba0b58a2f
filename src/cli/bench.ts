import type { Command } from "commander";
import {
  type ArchiveBenchmark,
  type Benchmark,
  benchmark,
  benchmarkArchive,
  benchmarkField,
  type FieldBenchmark,
} from "../../bench/index.ts";
import { rowsOption } from "./numbers.ts";
import { table } from "./table.ts";

/** `soclab bench [--json] [--rows] [--archive] [--field]`: how fast the twin runs, a large file goes in and a field is fitted here. No test: nothing fails for being slow; a wrong hash of the C program does. */
export function addTo(program: Command): void {
  program
    .command("bench")
    .description(
      "Measure the twin's speed, its group loop against the same in C, its scaling, its memory, and taking in a large file.",
    )
    .option("--json", "print JSON")
    .option(
      "--rows <rows>",
      "rows of the street file that is taken in (default: 5,000,000), or of the archive (default: 1,000,000)",
      rowsOption,
    )
    .option("--archive", "only this: an invented archive of police.uk, of 1,620 monthly files, through the real source")
    .option("--field", "only this: the latent field of 45 areas, 32 quarters and 11 threats, all invented")
    .addHelpText("after", "\nExamples:\n  $ soclab bench --json\n  $ soclab bench --archive --rows 10000000")
    .action(async ({ json, rows, ...only }: { json?: boolean; rows?: number; archive?: boolean; field?: boolean }) => {
      const onStep = (what: string): void => void process.stderr.write(`${what} …\n`);
      if (only.field === true) {
        const of = benchmarkField(onStep);
        process.stdout.write(json ? `${JSON.stringify(of, null, 2)}\n` : fieldText(of));
        return;
      }
      if (only.archive === true) {
        const of = benchmarkArchive(rows ?? 1_000_000, onStep);
        process.stdout.write(json ? `${JSON.stringify(of, null, 2)}\n` : archiveText(of));
        return;
      }
      const result = await benchmark(onStep, rows);
      process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : benchText(result));
      if ("isEqual" in result.c && !result.c.isEqual) process.exitCode = 1;
    });
}

/** The benchmark as a table. Pure; ends with a line feed. */
export function benchText({ machine, run, loop, c, scaling, memory, collate }: Benchmark): string {
  const rows = [
    [`A run of ${run.months} months: best of ${run.repeats}`, ms(run.best)],
    ["  median", ms(run.median)],
    ["  processor time, least", ms(run.processor)],
    ["  before its first month", ms(run.start)],
    ["Group-months in it", whole(run.groupMonths)],
    ["  a second", whole(run.groupMonthsPerSecond)],
    ["  nanoseconds each", run.nanosecondsPerGroupMonth.toFixed(0)],
    [`The group loop alone, ${run.months} months: best`, ms(loop.best)],
    ["  processor time, least", ms(loop.processor)],
    ["  nanoseconds a group-month", loop.nanosecondsPerGroupMonth.toFixed(0)],
    ["  share of a run", `${(100 * loop.shareOfRun).toFixed(0)}%`],
    ...cRows(c),
    [`${scaling.runs} runs on one worker`, ms(scaling.oneWorker)],
    ["  on two", ms(scaling.twoWorkers)],
    ["  speed-up", scaling.speedUp.toFixed(2)],
    ["Most memory, collating and an ensemble on two workers", `${memory.megabytes.toFixed(0)} MB`],
    ...collateRows(collate),
  ];
  const title = `Node ${machine.node}, cores ${machine.cores}, load ${machine.load.toFixed(1)} when it began`;
  return `${title}\n\n${table([{ title: "measured" }, { title: "figure", isNumber: true }], rows)}`;
}

/** The archive's figures as a table. Pure; ends with a line feed. */
export function archiveText({ archive, written, collated, loaded, ...of }: ArchiveBenchmark): string {
  const [inside, packed] = [archive.bytesInside, archive.bytes].map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`);
  const rows = [
    [
      `An archive of ${whole(archive.entries)} entries, ${whole(archive.rows)} rows, ${inside}, packed ${packed}: written`,
      ms(written),
    ],
    ["  collated, to the published snapshot", ms(collated)],
    ["  of that until the last entry was loaded", ms(loaded)],
    ["  an entry, until then", ms(loaded / archive.entries)],
    ["  processor time, without unpacking", ms(of.processor)],
    ["  rows a second, all in all", whole(of.rowsPerSecond)],
    ["  most memory of the process", `${of.megabytes.toFixed(0)} MB`],
    ["  fingerprint", of.fingerprint.slice(0, 12)],
  ];
  return table([{ title: "measured" }, { title: "figure", isNumber: true }], rows);
}

/** The field's figures as a table. Pure; ends with a line feed. */
function fieldText({ unknowns, blocks, dense, ratio, fields }: FieldBenchmark): string {
  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
  const rows = [
    [
      `Information of a field, ${whole(unknowns)} unknowns, factored by blocks: processor time, least`,
      ms(blocks.processor),
    ],
    ["  as a plain dense matrix", ms(dense.processor)],
    ["  dense takes", `${ratio.toFixed(0)} times as long`],
    [`${fields.threats} threats of 45 areas and 32 quarters, two threads`, seconds(fields.wall)],
    ["  processor time, both threads", seconds(fields.processor)],
    ["  one of them with a quarter more, begun from its fit", seconds(fields.warmWall)],
    ["  processor time", seconds(fields.warmProcessor)],
    ["  most memory of the process", `${fields.megabytes.toFixed(0)} MB`],
  ];
  return table([{ title: "measured" }, { title: "figure", isNumber: true }], rows);
}

function cRows(c: Benchmark["c"]): string[][] {
  if ("skipped" in c) return [["The same loop in C", `skipped: ${c.skipped}`]];
  return [
    ["The same loop in C: processor time, least", ms(c.milliseconds)],
    ["  TypeScript takes", `${c.ratio.toFixed(2)} times as long`],
    ["  hash", c.isEqual ? `${c.hash}, equal` : `${c.hash}, DIFFERENT`],
  ];
}

function collateRows({ rows, bytes, hash, ours, reference, ...of }: Benchmark["collate"]): string[][] {
  return [
    [`A street file of ${whole(rows)} rows, ${(bytes / 1e6).toFixed(0)} MB: its SHA-256`, ms(hash.milliseconds)],
    ["  checked and loaded by its needed columns: best", ms(ours.milliseconds)],
    ["  DuckDB's own copy of it as text: best", ms(reference.milliseconds)],
    ["  ours takes", `${of.ratio.toFixed(2)} times as long`],
    ["  and of processor time", `${of.processorRatio.toFixed(2)} times as much`],
    ["  most memory, ours", `${ours.megabytes.toFixed(0)} MB`],
    ["  most memory, DuckDB's", `${reference.megabytes.toFixed(0)} MB`],
  ];
}

const ms = (milliseconds: number): string => `${milliseconds.toFixed(1)} ms`;
const whole = (n: number): string => Math.round(n).toLocaleString("en-GB");

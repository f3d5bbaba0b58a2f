import type { Command } from "commander";
import { type Benchmark, benchmark } from "../../bench/index.ts";
import { rowsOption } from "./numbers.ts";
import { table } from "./table.ts";

/** `soclab bench [--json] [--rows]`: how fast the twin runs and a large file goes in here. No test: nothing fails for being slow; a wrong hash of the C program does. */
export function addTo(program: Command): void {
  program
    .command("bench")
    .description(
      "Measure the twin's speed, its group loop against the same in C, its scaling, its memory, and taking in a large file.",
    )
    .option("--json", "print JSON")
    .option("--rows <rows>", "rows of the street file that is taken in", rowsOption, 5_000_000)
    .addHelpText("after", "\nExample:\n  $ soclab bench --json")
    .action(async ({ json, rows }: { json?: boolean; rows: number }) => {
      const result = await benchmark((what) => process.stderr.write(`${what} …\n`), rows);
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

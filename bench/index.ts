import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { runEnsemble } from "../src/ensemble/index.ts";
import { createEngine, startTwin, stepMonth, type TwinInput } from "../src/simulate/index.ts";
import { projectFile } from "../src/store/index.ts";
import { hasGcc, runC } from "./c-program.ts";
import { benchmarkCollate, type CollateBenchmark, STREET_ROWS } from "./collate.ts";
import { readInput } from "./input.ts";
import { COUNTRY, copyLoop, hashOfLoop, loopOf, MONTHS, stepLoop } from "./loop.ts";
import { QUESTION } from "./question.ts";
import { type Times, timed } from "./time.ts";

export { type ArchiveBenchmark, benchmarkArchive } from "./archive.ts";
export { benchmarkField, type FieldBenchmark } from "./field.ts";

/** What `soclab bench` measures. Times in milliseconds; a group-month is one month of one group that exists. */
export interface Benchmark {
  machine: { cores: number; node: string; load: number };
  /** 120 months of the country on one core, all mechanisms, warm; and what comes before its first month. */
  run: Times & {
    months: number;
    groupMonths: number;
    groupMonthsPerSecond: number;
    nanosecondsPerGroupMonth: number;
    start: number;
  };
  /** The group loop alone, over 120 months with one month's rates held; its share of a group-month, from processor times. */
  loop: Times & { nanosecondsPerGroupMonth: number; shareOfRun: number; hash: string };
  /** The same loop in C (gcc -O3 -march=native -ffp-contract=off); `ratio` is TypeScript's processor time over C's. */
  c: { milliseconds: number; ratio: number; hash: string; isEqual: boolean } | { skipped: string };
  /** The same runs on one and on two worker threads, starting of threads included: wall time. */
  scaling: { runs: number; oneWorker: number; twoWorkers: number; speedUp: number };
  /** Most memory of a process that collates and runs an ensemble on two threads. */
  memory: { megabytes: number };
  /** A large file taken in by its needed columns. */
  collate: CollateBenchmark;
}

const REPEATS = 30;
const WARM_UP = 5;
const SCALING_RUNS = 48;

/**
 * Measures all of it, in about three minutes; `onStep` hears what is being measured, `rows` is the size of the street file.
 * Works in folders of its own, which it removes.
 */
export async function benchmark(onStep: (what: string) => void, rows = STREET_ROWS): Promise<Benchmark> {
  const home = mkdtempSync(join(tmpdir(), "soclab-bench-"));
  try {
    onStep("collating");
    const input = await readInput(home);
    const machine = { cores: availableParallelism(), node: process.versions.node, load: loadavg()[0]! };
    onStep(`${REPEATS} runs of ${MONTHS} months`);
    const run = measureRun(input);
    onStep("the group loop, and the same in C");
    const { loop, c } = measureLoop(input, run);
    onStep(`${SCALING_RUNS} runs on one worker and on two`);
    const scaling = await measureScaling(input);
    onStep("memory");
    const memory = measureMemory();
    return { machine, run, loop, c, scaling, memory, collate: benchmarkCollate(rows, onStep) };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function measureRun(input: TwinInput): Benchmark["run"] {
  const engine = createEngine(input);
  const prepare = () => startTwin(engine, 1, 0, MONTHS, COUNTRY);
  const start = timed(REPEATS, WARM_UP, () => undefined, prepare).best;
  const times = timed(REPEATS, WARM_UP, prepare, (t) => {
    for (t.month = 0; t.month < MONTHS; t.month++) stepMonth(t);
  });
  const t = prepare();
  let groupMonths = 0;
  for (t.month = 0; t.month < MONTHS; t.month++) {
    groupMonths += alive(t.state.groups.flags, t.state.slots[0]!);
    stepMonth(t);
  }
  return {
    ...times,
    months: MONTHS,
    groupMonths,
    groupMonthsPerSecond: groupMonths / (times.best / 1000),
    nanosecondsPerGroupMonth: (times.best * 1e6) / groupMonths,
    start,
  };
}

function measureLoop(input: TwinInput, run: Benchmark["run"]): Pick<Benchmark, "loop" | "c"> {
  const loop = loopOf(input);
  const hash = hashOfLoop(copyLoop(loop));
  const prepare = () => copyLoop(loop);
  const times = timed(REPEATS, WARM_UP, prepare, (copy) => stepLoop(copy));
  const groupMonths = alive(loop.groups.flags, loop.count) * MONTHS;
  const perGroupMonth = times.processor / groupMonths;
  const shareOfRun = perGroupMonth / (run.processor / run.groupMonths);
  return {
    loop: { ...times, nanosecondsPerGroupMonth: (times.best * 1e6) / groupMonths, shareOfRun, hash },
    c: hasGcc() ? against(runC(loop, REPEATS), times.processor, hash) : { skipped: "gcc not found" },
  };
}

const against = (c: { milliseconds: number; hash: string }, processor: number, hash: string): Benchmark["c"] => ({
  ...c,
  ratio: processor / c.milliseconds,
  isEqual: c.hash === hash,
});

async function measureScaling(input: TwinInput): Promise<Benchmark["scaling"]> {
  const time = async (workers: number): Promise<number> => {
    const start = performance.now();
    await runEnsemble({ ...QUESTION, input, runs: SCALING_RUNS, workers });
    return performance.now() - start;
  };
  const oneWorker = await time(1);
  const twoWorkers = await time(2);
  return { runs: SCALING_RUNS, oneWorker, twoWorkers, speedUp: oneWorker / twoWorkers };
}

function measureMemory(): Benchmark["memory"] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [projectFile("dist", "bench", "memory.js")], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the process that measures memory failed: ${stderr}`);
  return { megabytes: (JSON.parse(stdout) as { kilobytes: number }).kilobytes / 1024 };
}

/** Groups that exist: the lowest bit of their flags (see Groups). */
function alive(flags: Uint8Array, count: number): number {
  let n = 0;
  for (let i = 0; i < count; i++) n += flags[i]! & 1;
  return n;
}

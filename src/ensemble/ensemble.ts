import {
  chanceOf,
  drawMove,
  drawOne,
  drawParameters,
  hashText,
  type RunResult,
  scenarioHash,
  type TwinInput,
  textHash,
} from "../simulate/index.ts";
import { type Horizon, monthIndex, Problem, type Scenario } from "../terms/index.ts";

/** What is asked of an ensemble. `runs` is the number of simulated countries for each scenario. */
export interface EnsembleQuestion {
  input: TwinInput;
  scenarios: Scenario[];
  runs: number;
  seed: number;
  horizon: Horizon;
}

/** All runs of all scenarios, merged in order of run number. */
export interface EnsembleResult {
  seed: number;
  runs: number;
  horizon: Horizon;
  /** Months in every series; month 0 is April 2021. */
  months: number;
  firstMonth: number;
  scenarios: { id: string; hash: string; results: RunResult[] }[];
  /** SHA-256 over seed, horizon, and each scenario's hash and run hashes in order; names and workers do not enter it. */
  resultHash: string;
  /** Every drawn number by run: `param:<id>`, `effect:<lever>:<move>`, `reach:<lever>:<move>`, `cost:<id>`. */
  draws: Record<string, Float64Array>;
}

/** What a worker needs to do chunks. */
export interface WorkerJob {
  input: TwinInput;
  scenarios: Scenario[];
  seed: number;
  months: number;
  horizonMonth: number;
}

/** Runs [from, until) of every scenario. Chunks are defined by run number, never by worker. */
export interface Chunk {
  from: number;
  until: number;
}

/** Small enough for progress and a quick stop, large enough to be worth a message. */
const CHUNK_RUNS = 4;

export function chunksOf(runs: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let from = 0; from < runs; from += CHUNK_RUNS) chunks.push({ from, until: Math.min(runs, from + CHUNK_RUNS) });
  return chunks;
}

/** Months to simulate, and the month where the horizon starts. Throws a Problem when the horizon is not two months in order. */
export function jobOf(q: EnsembleQuestion): WorkerJob {
  const first = monthIndex(q.horizon.from);
  const last = monthIndex(q.horizon.until);
  if (first === undefined || last === undefined || first < 0 || last < first)
    throw new Problem({
      code: "out-of-range",
      what: "The horizon",
      found: `${q.horizon.from}..${q.horizon.until}`,
      low: "2021-04",
      high: "a later month",
      next: 'Write two months in order, for example "2027-04..2037-03".',
    });
  return { input: q.input, scenarios: q.scenarios, seed: q.seed, months: last + 1, horizonMonth: first };
}

/** Puts chunks of results (chunk by chunk, run by run, scenario by scenario) together. */
export function merge(q: EnsembleQuestion, job: WorkerJob, chunks: readonly RunResult[][][]): EnsembleResult {
  const byRun = chunks.flat();
  const scenarios = q.scenarios.map((s, i) => ({
    id: s.name,
    hash: scenarioHash(s),
    results: byRun.map((run) => run[i]!),
  }));
  const named = scenarios.map((s) => `${s.hash}:${s.results.map((r) => r.hash).join(",")}`);
  return {
    seed: q.seed,
    runs: q.runs,
    horizon: q.horizon,
    months: job.months,
    firstMonth: job.horizonMonth,
    scenarios,
    resultHash: hashText(
      [q.seed, q.runs, q.horizon.from, q.horizon.until, q.input.dataFingerprint, ...named].join("|"),
    ),
    draws: drawsOf(q),
  };
}

/** The numbers that chance gave each run, so that an answer's spread can be traced to them. */
function drawsOf(q: EnsembleQuestion): Record<string, Float64Array> {
  const draws: Record<string, Float64Array> = {};
  const put = (id: string, run: number, value: number) => {
    draws[id] ??= new Float64Array(q.runs);
    draws[id]![run] = value;
  };
  for (let run = 0; run < q.runs; run++) {
    const chance = chanceOf(q.seed, run);
    for (const [id, value] of drawParameters(q.input.parameters, chance.parameters).values)
      put(`param:${id}`, run, value);
    for (const lever of q.input.catalogue.levers)
      lever.moves.forEach((_, i) => {
        const { reach, effect } = drawMove(lever, i, chance.leverEffects);
        put(`effect:${lever.id}:${i}`, run, effect);
        put(`reach:${lever.id}:${i}`, run, reach);
      });
    for (const cost of q.input.unitCosts) {
      const shape = cost.low > 0 && cost.central > 0 && cost.low < cost.high ? "lognormal" : "uniform";
      put(`cost:${cost.id}`, run, drawOne({ ...cost, shape }, chance.unitCosts.unit(textHash(cost.id), 0)));
    }
  }
  return draws;
}

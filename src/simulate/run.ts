import type { Scenario } from "../terms/index.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { fittedOf } from "./fitted.ts";
import { type Geography, geographyOf } from "./geography.ts";
import { STAY_COLUMNS } from "./groups.ts";
import { hashArrays } from "./hash.ts";
import type { TwinInput } from "./input.ts";
import { setPowers } from "./justice.ts";
import { stepMonth } from "./month.ts";
import { OUTCOMES } from "./outcome.ts";
import { drawParameters, type Parameters } from "./parameters.ts";
import type { RunResult } from "./result.ts";
import { monthly } from "./sample.ts";
import { compileSchedule, noChange, type Schedule } from "./schedule.ts";
import { type Fixed, startWorld } from "./start.ts";
import { startTally } from "./start-tally.ts";
import type { Twin } from "./twin.ts";
import { arraysOf, copyState, copyTally, createWorkspace, THREAT_COUNT, type Workspace } from "./world.ts";

/** A place to run in: input, geography and the arrays of a worker, kept from run to run. */
export interface Engine {
  input: TwinInput;
  geo: Geography;
  workspace: Workspace;
  /** The run in progress; made at the first. */
  twin: Twin | undefined;
}

export function createEngine(input: TwinInput): Engine {
  const geo = geographyOf(input.places, input.neighbours);
  return { input, geo, workspace: createWorkspace(geo.size, geo.regions.length), twin: undefined };
}

/** Draws the parameters, builds April 2021 and stands before its first month. */
export function startTwin(
  engine: Engine,
  seed: number,
  run: number,
  months: number,
  assumptions: Readonly<Record<string, number>> = {},
): Twin {
  const chance = chanceOf(seed, run);
  return startTwinWith(engine, drawParameters(engine.input.parameters, chance.parameters, assumptions), chance, months);
}

/** The same with parameters given, for example their central values. */
export function startTwinWith(engine: Engine, p: Parameters, chance: Chance, months: number): Twin {
  const { input, geo, workspace } = engine;
  for (const array of Object.values(workspace.state.groups)) array.fill(0);
  for (const [key, array] of Object.entries(workspace.state)) if (key !== "groups") (array as Float64Array).fill(0);
  const fixed = startWorld(workspace.state, input, geo, p, chance);
  engine.twin ??= createTwin(engine, p, chance, fixed, months);
  const t = Object.assign(engine.twin, { p, chance, fixed, schedule: noChange(months), month: 0 });
  setConstantRates(t);
  countAtStart(t);
  return t;
}

/**
 * The one Twin of an engine. It is made once and used for every run, so that the engine's code, compiled for its shape, stays valid:
 * a new object for each run was measured to cost half of a run's time again.
 */
function createTwin(engine: Engine, p: Parameters, chance: Chance, fixed: Fixed, months: number): Twin {
  const { input, geo, workspace } = engine;
  const cells = geo.size * THREAT_COUNT;
  return {
    ...workspace,
    input,
    geo,
    p,
    chance,
    fixed,
    schedule: noChange(months),
    month: 0,
    flows: new Float64Array(OUTCOMES.length),
    events: new Float64Array(cells),
    supply: new Float64Array(cells).fill(1),
    nationalSupply: new Float64Array(THREAT_COUNT).fill(1),
    moves: new Float64Array(geo.size * geo.size),
    switches: new Float64Array(THREAT_COUNT * THREAT_COUNT),
    arrivals: new Float64Array(4),
    splits: 0,
    drugDeaths: 0,
    drugDeathsScotland: 0,
    nrm: 0,
    homicides: 0,
    violence: 0,
    revenue: 0,
    recovered: 0,
    recycled: 0,
    spent: 0,
    unspent: 0,
  };
}

/** Hazards that no month changes. */
function setConstantRates(t: Twin): void {
  const { rates, p, fixed } = t;
  const word = (perYear: number) => monthly(perYear) * 4294967296;
  rates.scalar.set([
    4294967296 / p.get("case.months"),
    word(p.get("groups.wake-per-year")),
    word(p.get("groups.end-per-year")),
    word(p.get("groups.merge-per-year")),
    word(p.get("groups.replace-leader-per-year")),
    word(p.get("groups.split-per-year")),
    monthly(p.get("members.leave-per-year")),
    fixed.response.arrest[0]!,
    fixed.response.arrest[1]!,
    fixed.response.arrest[2]!,
  ]);
  setPowers(rates.stay, 0, STAY_COLUMNS, 1 - rates.scalar[6]!);
  rates.court.set(t.geo.jurisdiction);
}

/** The counts that the first month starts from, as if a month had just ended. */
function countAtStart(t: Twin): void {
  // The arrays are those of the run before: a count left in one of them would make a run depend on its worker's history.
  for (const counts of Object.values(t.tally)) (counts as Float64Array).fill(0);
  const start = startTally(t.state, t.geo, t.state.slots[0]!);
  t.tally.active.set(start.active);
  t.tally.mapped.set(start.mapped);
  t.tally.atLarge.set(start.atLarge);
  const g = t.state.groups;
  for (let i = 0; i < t.state.slots[0]!; i++) {
    const place = g.place[i]!;
    t.tally.suspected[place]! += g.suspected[i]!;
    t.tally.charged[place]! += g.charged[i]!;
    t.tally.custody[place]! += g.custody[i]!;
    t.tally.licence[place]! += g.licence[i]!;
  }
}

/** What a run has gathered so far. */
interface RunRecord {
  series: Float64Array;
  map: Float64Array;
  moves: Float64Array;
  switches: Float64Array;
}

const emptyRecord = (places: number, months: number): RunRecord => ({
  series: new Float64Array(OUTCOMES.length * months),
  map: new Float64Array(Math.ceil(months / 12) * places * THREAT_COUNT),
  moves: new Float64Array(places * places),
  switches: new Float64Array(THREAT_COUNT * THREAT_COUNT),
});

const copyRecord = (r: RunRecord): RunRecord => ({
  series: r.series.slice(),
  map: r.map.slice(),
  moves: r.moves.slice(),
  switches: r.switches.slice(),
});

/** Runs months [from, until) and writes them into the record; moves and switches count from `horizonMonth` on. */
function advance(t: Twin, record: RunRecord, from: number, until: number, months: number, horizonMonth: number): void {
  for (t.month = from; t.month < until; t.month++) {
    stepMonth(t);
    for (let o = 0; o < t.flows.length; o++) record.series[o * months + t.month] = t.flows[o]!;
    const year = Math.floor(t.month / 12) * t.events.length;
    for (let cell = 0; cell < t.events.length; cell++) record.map[year + cell]! += t.events[cell]!;
    if (t.month >= horizonMonth) {
      for (let i = 0; i < t.moves.length; i++) record.moves[i]! += t.moves[i]!;
      for (let i = 0; i < t.switches.length; i++) record.switches[i]! += t.switches[i]!;
    }
  }
}

/**
 * Run number `run` of each scenario under one seed. The country from April 2021 to the first lever of any scenario is simulated once and
 * shared; each scenario goes on from there with the same luck. Scenarios with assumptions of their own start from their own April 2021.
 */
export function simulateRun(
  engine: Engine,
  scenarios: readonly Scenario[],
  seed: number,
  run: number,
  months: number,
  horizonMonth: number,
): RunResult[] {
  const results = new Array<RunResult>(scenarios.length);
  const groups = new Map<string, number[]>();
  scenarios.forEach((s, i) => {
    const key = JSON.stringify(Object.entries(s.assumptions ?? {}).sort());
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  for (const members of groups.values()) {
    const t = startTwin(engine, seed, run, months, scenarios[members[0]!]!.assumptions);
    const schedules = members.map((i) =>
      compileSchedule(scenarios[i]!, engine.input.catalogue, months, t.p, t.chance.leverEffects),
    );
    const branch = Math.min(months, ...schedules.map((s) => s.firstMonth));
    const shared = emptyRecord(engine.geo.size, months);
    advance(t, shared, 0, branch, months, horizonMonth);
    if (schedules.length > 1) {
      copyState(t.state, t.branch);
      copyTally(t.tally, t.branchTally);
    }
    schedules.forEach((schedule, k) => {
      if (k > 0) {
        copyState(t.branch, t.state);
        copyTally(t.branchTally, t.tally);
      }
      results[members[k]!] = finish(t, schedule, copyRecord(shared), run, branch, months, horizonMonth);
    });
  }
  return results;
}

function finish(
  t: Twin,
  schedule: Schedule,
  record: RunRecord,
  run: number,
  branch: number,
  months: number,
  horizonMonth: number,
): RunResult {
  t.schedule = schedule;
  advance(t, record, branch, months, months, horizonMonth);
  const hash = hashArrays([...arraysOf(t.state), record.series, record.map, record.moves, record.switches]);
  return { run, months, ...record, fitted: fittedOf(t), hash };
}

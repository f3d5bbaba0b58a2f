import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listScenarios } from "../../src/decide/index.ts";
import { drugsMonth } from "../../src/simulate/drugs.ts";
import {
  balanceOf,
  chanceOf,
  compileSchedule,
  createEngine,
  drugPeople,
  outcomeIndex,
  type RunResult,
  simulateRun,
  startTwin,
} from "../../src/simulate/index.ts";
import { stepMonth } from "../../src/simulate/month.ts";
import type { Twin } from "../../src/simulate/twin.ts";
import type { Scenario } from "../../src/terms/index.ts";
import { BASELINE, certainLever, scenario, smallInput } from "./input.ts";

// What must hold always, over levers and seeds drawn at random (twin.md, section 6). A small country keeps each run under a second.
const MONTHS = 48;
/** How often a property is tried: fewer times in the quick tier. */
const tries = (quick: number, long: number) => ({ numRuns: process.env.SOCLAB_LONG === "1" ? long : quick });
const FIRST = 12;
const input = smallInput();
input.catalogue = {
  ...input.catalogue,
  levers: [
    ...input.catalogue.levers,
    certainLever("K91", "detect.mapping", Math.log(3)),
    certainLever("K92", "recruit.rate", -0.5),
    certainLever("K93", "leader.removal", 1.5),
    certainLever("K94", "assets.recovery", 1),
  ],
};
const engine = createEngine(input);

const leverArbitrary = fc.constantFrom(...input.catalogue.levers.filter((l) => l.id !== "L10")).chain((lever) =>
  fc.double({ min: 0, max: 1, noNaN: true }).map((share) => ({
    lever: lever.id,
    from: "2022-04",
    dose: lever.dose.low + share * (lever.dose.high - lever.dose.low),
  })),
);
const scenarioArbitrary = fc
  .uniqueArray(leverArbitrary, { minLength: 0, maxLength: 5, selector: (l) => l.lever })
  .map((levers) => scenario("random", ...levers));
const seedArbitrary = fc.integer({ min: 0, max: 0xffffffff });

const run = (scenarios: Scenario[], seed: number, number = 0): RunResult[] =>
  simulateRun(engine, scenarios, seed, number, MONTHS, FIRST);
const total = (r: RunResult, id: string, from = FIRST): number => {
  let sum = 0;
  for (let m = from; m < r.months; m++) sum += r.series[outcomeIndex(id) * r.months + m]!;
  return sum;
};
/** The same runs under each scenario, for one or more means over them. */
const runsOf = (scenarios: Scenario[], runs = 8): RunResult[][] =>
  Array.from({ length: runs }, (_, k) => run(scenarios, 5, k));
const meanOf = (runs: RunResult[][], id: string): number[] =>
  runs[0]!.map((_, i) => runs.reduce((sum, results) => sum + total(results[i]!, id), 0) / runs.length);
const mean = (scenarios: Scenario[], id: string, runs?: number): number[] => meanOf(runsOf(scenarios, runs), id);

/** Steps a run month by month under a scenario and calls `look` after each. */
function follow(s: Scenario, seed: number, look: (t: Twin, drugPeopleAtStart: number) => void): void {
  const t = startTwin(engine, seed, 0, MONTHS);
  const start = drugPeople(t);
  t.schedule = compileSchedule(s, input.catalogue, MONTHS, t.p, chanceOf(seed, 0).leverEffects);
  for (t.month = 0; t.month < MONTHS; t.month++) {
    stepMonth(t);
    look(t, start);
  }
}

describe("invariants of the twin", () => {
  it("1. without a lever, or with every lever at today's dose, nothing changes, bit for bit", () => {
    fc.assert(
      fc.property(seedArbitrary, fc.subarray(input.catalogue.levers, { minLength: 1 }), (seed, levers) => {
        const idle = scenario("idle", ...levers.map((l) => ({ lever: l.id, from: "2022-04", dose: l.dose.today })));
        const [a, b, c] = run([BASELINE, idle, BASELINE], seed);
        expect(b!.hash).toBe(a!.hash);
        expect(c!.hash).toBe(a!.hash);
      }),
      tries(3, 6),
    );
  });

  it("2. people and money balance every month", () => {
    fc.assert(
      fc.property(scenarioArbitrary, seedArbitrary, (s, seed) => {
        follow(s, seed, (t, start) =>
          expect(balanceOf(t, start)).toEqual({ people: 0, users: 0, exploited: 0, money: 0 }),
        );
      }),
      tries(4, 8),
    );
  });

  it("2. a leak of one person or one pound is caught", () => {
    follow(BASELINE, 3, (t, start) => {
      if (t.month !== 20) return;
      expect(balanceOf(t, start)).toEqual({ people: 0, users: 0, exploited: 0, money: 0 });
      t.state.groups.atLarge[7]! += 1;
      expect(balanceOf(t, start).people).toBe(1);
      t.state.groups.atLarge[7]! -= 1;
      t.state.groups.cash[7]! -= 1;
      expect(balanceOf(t, start).money).toBe(1);
      t.state.groups.cash[7]! += 1;
      t.state.treated[0]! += 1;
      expect(balanceOf(t, start).users).toBe(1);
      t.state.treated[0]! -= 1;
    });
  });

  it("3. every stock is a whole number, and none is below zero or above its population", () => {
    fc.assert(
      fc.property(scenarioArbitrary, seedArbitrary, (s, seed) => {
        follow(s, seed, (t) => {
          const { state } = t;
          for (const stock of [
            state.others,
            state.pool,
            state.dead,
            state.free,
            state.freeSuspected,
            state.freeCharged,
            state.freeCustody,
            state.freeLicence,
            state.starters,
            state.untreated,
            state.treated,
            state.exploited,
            state.assetsHome,
            state.money,
            state.organisers,
            state.forceTrained,
            state.forceTraining,
            state.regionTrained,
            state.regionTraining,
            state.national,
          ])
            expect(stock.findIndex((n: number) => !(n >= 0 && Number.isInteger(n)))).toBe(-1);
          input.places.forEach((place, i) => {
            expect(state.untreated[i]! + state.treated[i]! <= place.population).toBe(true);
          });
        });
      }),
      tries(3, 5),
    );
  });

  it("3. no place is empty for ever, in the country at its full number of groups", () => {
    const whole = createEngine(smallInput({ groups: 4772, scotland: 97 }));
    fc.assert(
      fc.property(seedArbitrary, (seed) => {
        const t = startTwin(whole, seed, 0, MONTHS);
        const filled = new Set<number>();
        for (t.month = 0; t.month < MONTHS; t.month++) {
          stepMonth(t);
          if (t.month >= MONTHS - 12) for (let i = 0; i < t.geo.size; i++) if (t.tally.active[i]! > 0) filled.add(i);
        }
        // The City of London has hardly any residents and may have no group of its own.
        const inhabited = input.places.flatMap((place, i) => (place.hasResidentRates ? [i] : []));
        expect(inhabited.filter((i) => !filled.has(i))).toEqual([]);
      }),
      tries(1, 4),
    );
  });

  it("4. twice the capacity gives more, but less than twice the disruption", () => {
    const investigators = {
      ...certainLever("K95", "detect.case", 0),
      moves: [],
      adds: (["investigators.force", "investigators.regional", "investigators.national"] as const).map(
        (capacity, k) => ({ capacity, perDose: [9000, 4000, 2200][k]!, from: "assumed" }),
      ),
    };
    input.catalogue.levers.push(investigators);
    const [before, after] = mean(
      [BASELINE, scenario("double", { lever: "K95", from: "2022-04", dose: 1 })],
      "disruptions",
    );
    expect(after!).toBeGreaterThan(before!);
    expect(after!).toBeLessThan(2 * before!);
  });

  it("6. better intelligence raises the groups that are known and not the groups that there are", () => {
    const better = scenario("intelligence", { lever: "K91", from: "2022-04", dose: 1 });
    const runs = runsOf([BASELINE, better]);
    const [known, knownBetter] = meanOf(runs, "groups.known");
    const [real, realBetter] = meanOf(runs, "groups.true");
    expect(knownBetter! / known!).toBeGreaterThan(1.05);
    expect(realBetter! / real!).toBeLessThan(1.005);
  });

  it("7. more arrests than courts and prisons can take do not raise custody", () => {
    const t = startTwin(engine, 9, 0, MONTHS);
    const places = t.fixed.justice.prisonPlaces;
    for (t.month = 0; t.month < MONTHS; t.month++) {
      if (t.month === 6) t.fixed.response.arrest.fill(0.9);
      stepMonth(t);
      const held = [0, 0, 0];
      for (let i = 0; i < t.geo.size; i++)
        held[t.geo.jurisdiction[i]!]! += t.tally.custody[i]! + t.state.freeCustody[i]!;
      // Chance may fill a few places more than there are; the next months then admit fewer.
      for (let j = 0; j < 3; j++) expect(held[j]!).toBeLessThan(places[j]! * 1.02 + 12);
    }
  });

  it("8. a tenth less supply moves drug harm by the stated marginal elasticity, not by a tenth", () => {
    const harm = (supply: number): { events: number; elasticity: number } => {
      const t = startTwin(engine, 9, 0, MONTHS);
      t.supply.fill(supply);
      drugsMonth(t);
      let events = 0;
      for (let i = 0; i < t.geo.size; i++) events += t.events[i * 11]!;
      return { events, elasticity: t.p.get("elasticity.drug-supply") };
    };
    const [full, less] = [harm(1), harm(0.9)];
    expect(less.events / full.events).toBeCloseTo(0.9 ** full.elasticity, 3);
    expect(1 - less.events / full.events).toBeLessThan(0.035);
  });

  it("9. Scotland has its published rate of drug deaths with hardly a hundred mapped groups", () => {
    const whole = createEngine(smallInput({ groups: 4772, scotland: 97 }));
    const year = Array.from({ length: 6 }, (_, k) => simulateRun(whole, [BASELINE], 8, k, 12, 0)[0]!);
    const average = (id: string) => year.reduce((s, r) => s + total(r, id, 0), 0) / year.length;
    const published = input.parameters.find((p) => p.id === "drugs.deaths.2021.scotland")!.central;
    expect(average("drug-deaths.scotland") / published).toBeGreaterThan(0.93);
    expect(average("drug-deaths.scotland") / published).toBeLessThan(1.07);
    expect(average("groups.known.scotland") / 12).toBeGreaterThan(90);
    expect(average("groups.known.scotland") / 12).toBeLessThan(105);
  });

  it("levers push the way they say: fewer recruits, fewer members; more recovery, fewer assets; less leadership, more splits", () => {
    const dosed = (lever: string) => scenario(lever.toLowerCase(), { lever, from: "2022-04", dose: 1 });
    const [members, fewer] = mean([BASELINE, dosed("K92")], "members", 4);
    expect(fewer!).toBeLessThan(members! * 0.99);
    const [assets, less] = mean([BASELINE, dosed("K94")], "assets.home", 4);
    expect(less!).toBeLessThan(assets!);
    const [splits, more] = mean([BASELINE, dosed("K93")], "splits", 8);
    expect(more!).toBeGreaterThan(splits!);
  });

  it("the scenarios that ship run, and share their luck with the baseline up to the first lever", () => {
    const shipped = listScenarios();
    const results = simulateRun(engine, shipped, 1, 0, 84, 72);
    const rows = results.map((r) => r.series.filter((_, i) => i % 84 < 72));
    for (const row of rows) expect(row).toEqual(rows[0]);
    expect(new Set(results.map((r) => r.hash)).size).toBe(shipped.length);
  });

  it("a run is the same alone, in company, and after other runs", () => {
    const lever = scenario("one", { lever: "K92", from: "2022-04", dose: 1 });
    const together = run([BASELINE, lever], 21, 4)[1]!;
    run([BASELINE], 99, 1);
    expect(run([lever], 21, 4)[0]!.hash).toBe(together.hash);
    expect(simulateRun(createEngine(input), [lever], 21, 4, MONTHS, FIRST)[0]!.hash).toBe(together.hash);
  });
});

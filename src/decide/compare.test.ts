import fc from "fast-check";
import { Check } from "typebox/value";
import { describe, expect, it } from "vitest";
import type { Lever, LeverCatalogue, Scenario } from "../terms/index.ts";
import { type CompareContext, compareScenarios } from "./compare.ts";
import { ComparisonSchema } from "./comparison.ts";
import { MADE_PLACES, MADE_PRICES, type Made, madeEnsemble } from "./fixture.ts";
import { proven, withoutNoEvidence, withProvenSplits } from "./no-evidence.ts";

const lever = (id: string, basis: "evidence" | "no-evidence"): Lever =>
  ({ id, title: id, moves: [{ effect: { basis } }] }) as unknown as Lever;
const catalogue: LeverCatalogue = {
  levers: [lever("L10", "evidence"), lever("L17", "no-evidence"), lever("K12", "evidence")],
  splits: [
    { split: "prevention", share: 0.4, buys: "L17", unitCostGbpYear: 1, from: "assumed" },
    { split: "prevention", share: 0.6, buys: "treatment.places", unitCostGbpYear: 1, from: "assumed" },
    { split: "justice", share: 1, buys: "court.cases", unitCostGbpYear: 1, from: "assumed" },
  ],
};
const scenario = (name: string, levers: Scenario["levers"]): Scenario => ({ name, title: `The ${name}`, levers });
const more = scenario("more", [
  { lever: "L10", from: "2027-04", dose: 2e9, split: "prevention" },
  { lever: "L17", from: "2027-04", dose: 1 },
]);
const context: CompareContext = {
  prices: MADE_PRICES,
  catalogue,
  scenarios: [scenario("baseline", []), more],
  places: MADE_PLACES,
  dataFingerprint: "",
};

/** A cheap number that depends on everything, without being random. */
const noise = (outcome: string, run: number, month: number): number =>
  ((outcome.length * 31 + run * 17 + month * 7) % 23) + 1;
const flat: Made = (outcome, run) => (outcome === "spend.added" ? 0 : noise(outcome, run, 0));
const halved: Made = (outcome, run, month) => {
  if (outcome === "spend.added") return month >= 72 ? 2e9 / 12 : 0;
  return flat(outcome, run, month) * (month >= 72 ? 0.5 : 1);
};

const outcome = (c: ReturnType<typeof compareScenarios>, id: string) => c.outcomes.find((o) => o.id === id)!;

describe("a scenario compared with itself", () => {
  const same = compareScenarios(madeEnsemble(9, { baseline: noise }), "baseline", "baseline", context);
  it("differs in nothing, exactly", () =>
    expect(
      same.outcomes.every((o) => o.difference.median === 0 && o.difference.low === 0 && o.difference.high === 0),
    ).toBe(true));
  it("is better in half of the runs (ties count half), or has no better", () =>
    expect(new Set(same.outcomes.map((o) => o.shareBetter))).toEqual(new Set([0.5, null])));
  it("moves no group elsewhere", () => expect(same.displacement).toEqual([]));
});

describe("a comparison", () => {
  const runs = madeEnsemble(20, { baseline: flat, more: halved });
  const there = compareScenarios(runs, "baseline", "more", context);
  it("fits the published schema", () => expect(Check(ComparisonSchema, JSON.parse(JSON.stringify(there)))).toBe(true));
  it("sums flows over the horizon", () =>
    expect(outcome(there, "arrests").a).toBeCloseTo(2 * outcome(there, "arrests").b, 9));
  it("reads stocks over the last twelve months, not as a sum", () => {
    const steady = compareScenarios(madeEnsemble(1, { baseline: () => 7 }), "baseline", "baseline", context);
    expect([outcome(steady, "custody").a, outcome(steady, "arrests").a]).toEqual([7, 7 * 120]);
  });
  it("adds arrivals over methods", () =>
    expect(
      outcome(
        compareScenarios(madeEnsemble(1, { baseline: () => 1 }), "baseline", "baseline", context),
        "arrivals.total",
      ).a,
    ).toBe(4 * 120));
  it("prices half the volume at half the harm, and twice on the line of twice the base", () => {
    expect(outcome(there, "harm.published").a).toBeCloseTo(370, 9);
    expect(outcome(there, "harm.published").difference.median).toBeCloseTo(-185, 9);
    expect(outcome(there, "harm.current").difference.median).toBeCloseTo(-370, 9);
  });
  it("has the net present value of harm avoided less money spent", () => {
    const npv = outcome(there, "npv.published").difference.median;
    const cost = outcome(there, "cost.discounted").difference.median;
    expect(cost).toBeGreaterThan(2e9 * 8);
    expect(npv).toBeCloseTo(-cost, -3);
  });
  it("a draw of a cost scales its category in that run alone", () => {
    const drawn = { ...madeEnsemble(2, { baseline: () => 1 }), draws: { "cost:d": Float64Array.of(26, 52) } };
    const { aRange } = outcome(compareScenarios(drawn, "baseline", "baseline", context), "harm.published");
    expect([aRange.low, aRange.high]).toEqual([
      expect.closeTo(370 + 0.05 * 260, 9),
      expect.closeTo(370 + 0.95 * 260, 9),
    ]);
  });
  it("says which flows of groups grew", () => {
    const [moved] = madeEnsemble(3, { more: halved }).scenarios;
    for (const r of moved.results) r.moves[2 * 45 + 5] = 4;
    const c = compareScenarios(
      {
        ...runs,
        runs: 3,
        scenarios: [{ ...runs.scenarios[0], results: runs.scenarios[0].results.slice(0, 3) }, moved],
      },
      "baseline",
      "more",
      context,
    );
    expect(c.displacement).toEqual([
      expect.objectContaining({
        kind: "place",
        from: "P02",
        to: "P05",
        groups: { a: 0, b: 4, difference: { median: 4, low: 4, high: 4, level: 0.9 } },
      }),
    ]);
  });
  it("refuses a scenario that was not run, with the names there are", () =>
    expect(() => compareScenarios(runs, "baseline", "mroe", context)).toThrow('"mroe". Did you mean more?'));
  it("refuses a horizon beyond the months that were run", () =>
    expect(() =>
      compareScenarios({ ...runs, horizon: { from: "2027-04", until: "2047-03" } }, "baseline", "more", context),
    ).toThrow("The horizon"));
});

describe("turned round", () => {
  it("changes every sign and turns every share, for any runs", () => {
    const numbers = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(numbers, numbers, (xs, ys) => {
        const runs = madeEnsemble(7, { a: (_o, run, t) => xs[run] + (t % 3), b: (_o, run, t) => ys[run] + (t % 2) });
        const [there, back] = [compareScenarios(runs, "a", "b", context), compareScenarios(runs, "b", "a", context)];
        there.outcomes.forEach((o, i) => {
          const turned = back.outcomes[i];
          const size = 1e-9 * (Math.abs(o.a) + Math.abs(o.b) + 1);
          expect(Math.abs(o.difference.median + turned.difference.median)).toBeLessThanOrEqual(size);
          expect(Math.abs(o.difference.low + turned.difference.high)).toBeLessThanOrEqual(size);
          if (o.shareBetter !== null) expect(o.shareBetter + turned.shareBetter!).toBeCloseTo(1, 12);
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe("levers without evidence", () => {
  it("are left out of the scenario, and of the split that buys them", () => {
    const without = withoutNoEvidence(more, catalogue);
    expect(without.name).toBe("more~evidence");
    expect(without.levers).toEqual([{ lever: "L10", from: "2027-04", dose: 2e9, split: "prevention~evidence" }]);
  });
  it("leave their share of the split unspent", () => {
    const added = withProvenSplits(catalogue).splits.slice(catalogue.splits.length);
    expect(added).toEqual([
      expect.objectContaining({ split: "prevention~evidence", share: 0.6, buys: "treatment.places" }),
    ]);
  });
  it("a scenario that has none stays as it is but for its name", () => {
    const justice = scenario("justice", [{ lever: "L10", from: "2027-04", dose: 2e9, split: "justice" }]);
    expect(withoutNoEvidence(justice, catalogue).levers).toEqual(justice.levers);
  });
  it("stand beside the answer with the share of variance that is theirs", () => {
    const spreadOut: Made = (o, run, t) => halved(o, run, t) * (t >= 72 ? 1 + run / 5 : 1);
    const c = compareScenarios(
      madeEnsemble(12, { baseline: () => 1, more: spreadOut, [proven("more")]: () => 1 }),
      "baseline",
      "more",
      context,
    );
    expect(c.withoutNoEvidence!.leftOut.map((l) => l.id)).toEqual(["L17"]);
    expect(c.withoutNoEvidence!.varianceShare).toBe(1);
    expect(c.caveats.join(" ")).toContain("No study stands behind L17");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projectFile, readTable, rowsOf } from "../../store/index.ts";
import {
  accountOf,
  cutUp,
  type Disruption,
  disruptedShares,
  effectInMonth,
  effectInYear,
  monthOf,
  readDisruption,
  remaining,
  reportedTwice,
  splitCheck,
} from "./index.ts";

const shares = fc.double({ min: 0, max: 1, noNaN: true });
const rowFor = (operation: string, middle: number, changes: Partial<Disruption> = {}): Disruption => ({
  id: operation,
  operation,
  date: "2020-01",
  body: "made up",
  tier: "national",
  threat: "cyber-crime",
  severity: "major",
  what: "made up",
  part: "attacks",
  counterfactual: 0,
  effect: { middle, low: middle / 2, high: middle },
  halfLifeMonths: undefined,
  status: "seen",
  kind: "estimated",
  source: "made up",
  locator: "",
  note: "",
  ...changes,
});
const MONTH = monthOf("2020-01");

describe("decay", () => {
  it("halves at each half-life, and does not where there is none", () => {
    expect([remaining(0, 3), remaining(3, 3), remaining(6, 3), remaining(60, undefined)]).toEqual(
      [1, 0.5, 0.25, 1].map((v) => expect.closeTo(v, 14)),
    );
  });
  it("takes off what would have happened anyway, and nothing acts before its month", () => {
    const d = rowFor("a", 0.4, { counterfactual: 0.25, halfLifeMonths: 2 });
    expect(effectInMonth([d], MONTH).middle).toBeCloseTo(0.3, 14);
    expect(effectInMonth([d], MONTH + 2).middle).toBeCloseTo(0.15, 14);
    expect(effectInMonth([d], MONTH - 1).middle).toBe(0);
  });
  it("a year is the mean of its months", () =>
    expect(effectInYear([rowFor("a", 0.4, { date: "2020-07" })], 2020).middle).toBeCloseTo(0.2, 14));
});

describe("effects that overlap", () => {
  it("two operations of a half leave a quarter, not nothing", () =>
    expect(effectInMonth([rowFor("a", 0.5), rowFor("b", 0.5)], MONTH).middle).toBeCloseTo(0.75, 14));
  it("one operation reported by two tiers counts once, by its larger claim", () =>
    expect(effectInMonth([rowFor("a", 0.5), rowFor("a", 0.3, { tier: "force" })], MONTH).middle).toBeCloseTo(0.5, 14));
  it("never more than the sum, never less than the largest, in no order, for any effects", () => {
    fc.assert(
      fc.property(fc.array(shares, { minLength: 1, maxLength: 8 }), (effects) => {
        const rows = effects.map((e, i) => rowFor(String(i), e));
        const { middle } = effectInMonth(rows, MONTH);
        expect(middle).toBeLessThanOrEqual(
          Math.min(
            1,
            effects.reduce((a, b) => a + b),
          ) + 1e-12,
        );
        expect(middle).toBeGreaterThanOrEqual(Math.max(...effects) - 1e-12);
        expect(effectInMonth([...rows].reverse(), MONTH).middle).toBeCloseTo(middle, 12);
      }),
    );
  });
  it("reporting in smaller units changes nothing, and cutting up never gains, for any effect, others beside it, and decay", () => {
    fc.assert(
      fc.property(
        shares,
        shares,
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 0, max: 24 }),
        (e, beside, parts, later) => {
          const d = rowFor("a", e, { halfLifeMonths: 5 });
          const others = [rowFor("b", beside)];
          const whole = effectInMonth([d, ...others], MONTH + later).middle;
          expect(effectInMonth([...reportedTwice(d, parts), ...others], MONTH + later).middle).toBe(whole);
          expect(effectInMonth([...cutUp(d, parts), ...others], MONTH + later).middle).toBeLessThanOrEqual(
            whole + 1e-12,
          );
        },
      ),
    );
  });
  it("the printed check sees a body whose cut-up claims add up to more than the whole", () => {
    expect(splitCheck([rowFor("a", 0.4)]).passed).toBe(true);
    const greedy = [0, 1, 2].map((i) => rowFor(`a${i}`, 0.4));
    expect(effectInMonth(greedy, MONTH).middle).toBeGreaterThan(0.4);
  });
});

const twelve = (year: number) => ({ label: String(year), start: `${year}-01-01` });

describe("disrupted shares for the capability half", () => {
  it("come only from effects on the whole threat, seen, in years in which they act", () => {
    const whole = rowFor("a", 0.2, { part: "all" });
    const found = disruptedShares(
      [whole, rowFor("b", 0.5), rowFor("c", 0.9, { part: "all", status: "recalled" })],
      [twelve(2019), twelve(2020)],
    );
    expect(found).toEqual([
      {
        threat: "cyber-crime",
        period: "2020",
        logMiddle: expect.closeTo(Math.log(0.2), 12),
        logSd: expect.closeTo(Math.LN2 / 3.2897, 4),
      },
    ]);
  });
  it("the figures that ship hold none, so capability is not estimable", () =>
    expect(
      disruptedShares(readTable(projectFile("data", "disruptions.csv"), readDisruption), [twelve(2020), twelve(2023)]),
    ).toEqual([]));
});

describe("the table", () => {
  const rows = readTable(projectFile("data", "disruptions.csv"), readDisruption);
  it("is read strictly; ids are one each; every seen row with an effect says where it was measured", () => {
    expect(new Set(rows.map((r) => r.id)).size).toBe(rows.length);
    expect(rows.filter((r) => r.status === "seen" && r.effect && r.locator === "")).toEqual([]);
  });
  it("recalled rows feed nothing", () => {
    const accounts = accountOf(rows, [2016, 2021]);
    const named = accounts.flatMap((a) => [
      ...a.unmeasured,
      ...a.parts.flatMap((p) => p.years.flatMap((y) => y.operations)),
    ]);
    expect(named).not.toContain("emotet");
    expect(named).not.toContain("booters-hackforums");
  });
  it("by hand: the booter takedown of December 2022 keeps 30% in its month and a quarter of it a month later", () => {
    const attacks = rows.filter((r) => r.id === "booters-2022");
    expect(effectInMonth(attacks, monthOf("2023-01")).middle).toBeCloseTo(0.3 / 4, 12);
  });
  const wrong: [string, string, RegExp][] = [
    ["an effect without a range", "0.3,,", /effect_low/],
    ["a range out of order", "0.3,0.4,0.5", /not in this order/],
    ["an effect above 1", "1.3,1,1", /share from 0 to 1/],
  ];
  it.each(wrong)("%s is a sentence", (_, effect, message) => {
    const head =
      "id,operation,date,body,tier,threat,severity,what,part,counterfactual,effect,effect_low,effect_high,half_life_months,status,kind,source,locator,note";
    const text = `${head}\na,a,2020-01,b,force,fraud,minor,w,p,0,${effect},,seen,measured,s,,\n`;
    expect(() => rowsOf("disruptions.csv", text).map(readDisruption)).toThrow(message);
  });
});

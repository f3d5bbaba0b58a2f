import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BASE_YEAR,
  discountFactor,
  type HarmLine,
  harmByCategory,
  harmByThreat,
  harmTotal,
  lineTotal,
  netPresentValue,
  position,
  presentValue,
} from "./index.ts";

const MONTHS = 60;
const line: HarmLine = {
  id: "published",
  title: "on a small line",
  what: "made",
  unallocated: 70,
  notMonetised: ["cyber-crime"],
  categories: [
    {
      category: "drugs",
      cost: "x",
      costCentral: 1,
      threats: [{ threat: "drug-supply", share: 1 }],
      value: 260,
      low: 200,
      high: 300,
      from: [],
      how: "made up",
    },
    {
      category: "economic-crime",
      cost: "y",
      costCentral: 1,
      threats: [
        { threat: "fraud", share: 0.75 },
        { threat: "corruption", share: 0.25 },
      ],
      value: 120,
      low: 100,
      high: 140,
      from: [],
      how: "made up",
    },
  ],
};
const runOf = (series: Record<string, Float64Array>) => ({
  months: MONTHS,
  of: (id: string) => series[id] ?? new Float64Array(MONTHS),
});
const steady = (value: number) => new Float64Array(MONTHS).fill(value);

describe("harm in pounds", () => {
  it("a volume that stays at its base year costs a twelfth of the base year a month", () => {
    const run = runOf({
      "harm-events.drug-supply": steady(5),
      "harm-events.fraud": steady(9),
      "harm-events.corruption": steady(2),
    });
    expect(harmTotal(run, line)[40]).toBeCloseTo((260 + 120) / 12, 10);
  });
  it("half the fraud takes away half of fraud's share only", () => {
    const fraud = steady(8).map((v, t) => (t > BASE_YEAR.last ? v / 2 : v));
    const harm = harmByCategory(runOf({ "harm-events.fraud": fraud, "harm-events.corruption": steady(2) }), line).get(
      "economic-crime",
    )!;
    expect(harm[BASE_YEAR.last + 1]).toBeCloseTo((120 * (0.75 / 2 + 0.25)) / 12, 10);
  });
  it("a threat without events in the base year adds nothing instead of an infinity", () => {
    const late = steady(0).fill(3, BASE_YEAR.last + 1);
    expect([...harmTotal(runOf({ "harm-events.drug-supply": late }), line)]).toEqual([...steady(0)]);
  });
  it("threats sum to categories, in every month, for any volumes and price draws", () => {
    const volumes = fc
      .array(fc.double({ min: 0.1, max: 1e6, noNaN: true }), { minLength: MONTHS, maxLength: MONTHS })
      .map((a) => Float64Array.from(a));
    fc.assert(
      fc.property(volumes, volumes, volumes, fc.double({ min: 0.1, max: 10, noNaN: true }), (d, f, c, factor) => {
        const run = runOf({ "harm-events.drug-supply": d, "harm-events.fraud": f, "harm-events.corruption": c });
        const total = harmTotal(run, line, () => factor);
        const byThreat = [...harmByThreat(run, line, () => factor).values()];
        for (let t = 0; t < MONTHS; t++) {
          const sum = byThreat.reduce((s, series) => s + series[t], 0);
          expect(Math.abs(sum - total[t])).toBeLessThanOrEqual(1e-9 * Math.abs(total[t]));
        }
      }),
      { numRuns: 30 },
    );
  });
  it("the total of a line counts the part that names no threat", () =>
    expect(lineTotal(line)).toEqual({ value: 450, low: 370, high: 510 }));
});

describe("discounting", () => {
  it("a pound a year ahead is worth 1/1.035", () => expect(discountFactor(0.035, 12)).toBeCloseTo(1 / 1.035, 14));
  it("the first month counts whole", () => expect(discountFactor(0.035, 0)).toBe(1));
  it("at rate 0 the present value is the sum", () =>
    expect(presentValue(steady(2), { first: 10, last: 19 }, 0)).toBeCloseTo(20, 12));
  it("one pound in each of two first months", () =>
    expect(presentValue(steady(1), { first: 5, last: 6 }, 0.035)).toBeCloseTo(1 + 1.035 ** (-1 / 12), 14));
});

describe("net present value", () => {
  const money = fc
    .array(fc.double({ min: 0, max: 1e10, noNaN: true }), { minLength: MONTHS, maxLength: MONTHS })
    .map((a) => Float64Array.from(a));
  const months = { first: 36, last: 59 };
  const of = (harm: Float64Array, spend: Float64Array) => position({ harm, spend }, months, 0.035);
  it("is the difference of positions, changes sign when turned round, and is zero for one and the same", () => {
    fc.assert(
      fc.property(money, money, money, money, (ha, sa, hb, sb) => {
        const [a, b] = [of(ha, sa), of(hb, sb)];
        const size = Math.abs(a.net) + Math.abs(b.net) + 1;
        expect(Math.abs(netPresentValue(a, b) - (b.net - a.net))).toBeLessThan(1e-9 * size);
        expect(Math.abs(netPresentValue(a, b) + netPresentValue(b, a))).toBeLessThan(1e-9 * size);
        expect(netPresentValue(a, a)).toBe(0);
      }),
    );
  });
  it("money that buys nothing loses itself", () => {
    const harm = steady(100);
    expect(netPresentValue(of(harm, steady(0)), of(harm, steady(7)))).toBeCloseTo(
      -presentValue(steady(7), months, 0.035),
      9,
    );
  });
  it("months before the horizon do not count", () => {
    const early = steady(0).fill(1e9, 0, 36);
    expect(of(early, early).net).toBeCloseTo(0, 12);
  });
});

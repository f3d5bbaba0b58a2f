import { describe, expect, it } from "vitest";
import { FITTED } from "../simulate/index.ts";
import { type Observation, Row } from "../terms/index.ts";
import { disagreements, readDisagreementRow } from "./disagreement.ts";
import { MADE_PRICES, madeEnsemble } from "./fixture.ts";
import { fittedFactors, readReconcileRow, reconcile, validation } from "./reconcile.ts";
import { publishedExpression, publishedValue } from "./selector.ts";

const observation = (measure: string, value: number, more: Partial<Observation> = {}): Observation => ({
  id: `obs:${measure}:${value}`,
  measure,
  threat: "all-threats",
  place: "K02000001",
  breakdown: "all",
  period: { start: "2023-01-01", end: "2023-12-31" },
  value: { value },
  unit: "people",
  source: "embedded",
  sourceTitle: "A table",
  publisher: "An office",
  published: "2024",
  locator: "",
  licence: "OGL v3.0",
  note: "",
  ...more,
});
const observations = [
  observation("arrests-published", 240),
  observation("arrests-published", 250, { published: "2025" }),
  observation("share", 10),
  observation("people", 1000),
  observation("marked", 0, { value: { missing: "confidential" } }),
];
const row = (fields: Record<string, string>) =>
  readReconcileRow(
    new Row("reconcile.csv", 2, {
      id: "x",
      title: "X",
      kind: "predicted",
      published: "arrests-published|K02000001|all|2023-01-01",
      factor: "1",
      unit: "people",
      twin: "sum arrests",
      twin_from: "2023-01",
      twin_until: "2023-12",
      low_ratio: "0.9",
      high_ratio: "1.1",
      decision: "",
      note: "",
      ...fields,
    }),
  );
const tables = {
  prices: MADE_PRICES,
  costs: new Map([["spend", { value: 860, low: 860, high: 860 }]]),
  deflator: new Map([["2015-16", { to2023: 1.27, low: 1.2, high: 1.4 }]]),
};
const runs = madeEnsemble(5, {
  baseline: (id, run) =>
    id === "arrests" ? 18 + run : id.startsWith("recorded.") ? 14 : id.startsWith("harm-events.") ? 100 : 7,
});
const of = (fields: Record<string, string>) => reconcile([row(fields)], observations, runs, "baseline", tables)[0];

describe("a row", () => {
  it("compares the sum of a year with the first publication of it", () =>
    expect(of({})).toMatchObject({
      published: 240,
      twin: { median: 240, low: expect.closeTo(218.4, 9), high: expect.closeTo(261.6, 9) },
      ratio: 1,
      isWithin: true,
    }));
  it("fails outside its tolerance", () => expect(of({ low_ratio: "1.01" }).isWithin).toBe(false));
  it("counts the end of a tolerance as within", () =>
    expect(of({ low_ratio: "1", high_ratio: "1" }).isWithin).toBe(true));
  it("reads means, single months, differences and unseen shares", () => {
    expect(of({ twin: "mean custody" }).twin.median).toBe(7);
    expect(of({ twin: "first groups.known" }).twin.median).toBe(7);
    expect(of({ twin: "sum drug-deaths - drug-deaths.scotland" }).twin.median).toBe(0);
    expect(of({ twin: "unseen fraud" }).twin.median).toBeCloseTo(0.86, 12);
  });
  it("reads lines, deflators and costs from their tables", () => {
    expect(of({ twin: "line published" }).twin).toMatchObject({ median: 44, low: 35, high: 51 });
    expect(of({ twin: "deflator 2015-16" }).twin.median).toBe(1.27);
    expect(of({ twin: "cost spend" }).twin.median).toBe(860);
  });
  it.each([
    ["line gone", "line of cost"],
    ["cost gone", "cost"],
    ["deflator 1900-01", "price year"],
  ])("refuses %s", (twin, what) => expect(() => of({ twin })).toThrow(what));
  it("refuses a formula, a selector or a month that it cannot read, by line and column", () => {
    expect(() => row({ twin: "average arrests" })).toThrow('reconcile.csv, line 2: "twin"');
    expect(() => row({ published: "arrests" })).toThrow('"published"');
    expect(() => row({ twin_from: "2023" })).toThrow('"twin_from"');
  });
});

describe("a published expression", () => {
  const value = (text: string, factor = 1) =>
    publishedValue(publishedExpression.parse(text)!, factor, observations).value;
  it("multiplies a share by a count", () =>
    expect(value("share|K02000001|all|2023-01-01 * people|K02000001|all|2023-01-01", 0.01)).toBe(100));
  it("divides", () => expect(value("people|K02000001|all|2023-01-01 / share|K02000001|all|2023-01-01")).toBe(100));
  it("refuses what was never collated, and a marker instead of a number", () => {
    expect(() => value("nothing|K02000001|all|2023-01-01")).toThrow("nothing|K02000001");
    expect(() => value("marked|K02000001|all|2023-01-01")).toThrow("published value");
  });
});

describe("validation", () => {
  it("counts predicted rows alone", () => {
    const rows = [
      of({}),
      of({ kind: "put in", low_ratio: "2", high_ratio: "3" }),
      of({ kind: "fitted" }),
      of({ low_ratio: "2", high_ratio: "3" }),
    ];
    expect(validation(rows)).toEqual({ predicted: 2, within: 1, covered: 2 });
  });
});

describe("a disagreement", () => {
  it("shows both sides and makes neither agree", () => {
    const one = readDisagreementRow(
      new Row("disagreements.csv", 2, {
        id: "d",
        title: "D",
        paper: "share|K02000001|all|2023-01-01",
        paper_factor: "0.01",
        official: "people|K02000001|all|2023-01-01",
        official_factor: "1",
        unit: "share",
        decision: "docs/decisions/0010-spending-basis.md",
        note: "",
      }),
    );
    expect(disagreements([one], observations)).toMatchObject([{ paper: 0.1, official: 1000 }]);
  });
});

describe("fitted factors", () => {
  it("are lines of their own, with their spread over runs and no pass or fail", () => {
    const view = madeEnsemble(3, { baseline: () => 0 });
    view.scenarios[0].results.forEach((result, run) => {
      Object.assign(result, { fitted: new Float64Array(FITTED.length).fill(run + 1) });
    });
    const factors = fittedFactors(view, "baseline");
    expect(factors.map((f) => f.id)).toEqual(FITTED.map((f) => f.id));
    expect(factors[0]).toMatchObject({ kind: "fitted", twin: { median: 2 } });
  });
});

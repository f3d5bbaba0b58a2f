import { describe, expect, it } from "vitest";
import type { Observation } from "../../terms/index.ts";
import { quarterNamed } from "./backtest/quarter.ts";
import { type ForecastSeries, panelOf, readForecastSeries } from "./series.ts";

const series = readForecastSeries().find((s) => s.id === "small-boats")!;
const seen = (start: string, end: string, value: number | undefined, published = "2024-02-29"): Observation => ({
  ...{ id: `obs:${start}:${published}`, measure: series.measure, threat: "immigration-crime", place: "K02000001" },
  ...{ breakdown: series.breakdowns[0], period: { start, end }, unit: "people", published, source: "embedded" },
  value: value === undefined ? { missing: "not-available" } : { value },
  ...{ sourceTitle: "", publisher: "", locator: "", licence: "", note: "" },
});
const year = [
  seen("2019-01-01", "2019-03-31", 1),
  seen("2019-04-01", "2019-06-30", undefined),
  seen("2019-07-01", "2019-09-30", 3),
  seen("2019-10-01", "2019-12-31", 4),
  seen("2019-01-01", "2019-12-31", 99),
];

describe("series out of observations", () => {
  it("are the last whole quarters without a gap: a year is no quarter, a marker is no nought", () => {
    const { panel, places, from } = panelOf(series, year)!;
    expect(panel).toEqual({ id: "small-boats", first: quarterNamed("2019Q3"), values: [[3, 4]] });
    expect(places).toEqual(["K02000001"]);
    expect(from[0]).toEqual(["obs:2019-07-01:2024-02-29", "obs:2019-10-01:2024-02-29"]);
  });

  it("end where they are told to, take the later of two publications, and may be none", () => {
    expect(panelOf(series, year, quarterNamed("2019Q1"))!.panel.values).toEqual([[1]]);
    const restated = [seen("2019-10-01", "2019-12-31", 5, "2025-02-27"), ...year];
    expect(panelOf(series, restated)!.panel.values).toEqual([[3, 5]]);
    expect(panelOf(series, [])).toBeUndefined();
  });

  it("of areas leave out who lacks a quarter of the longest run", () => {
    const local: ForecastSeries = { ...series, scope: "areas" };
    const at = (place: string, rows: Observation[]) => rows.map((o) => ({ ...o, place }));
    const found = panelOf(local, [...at("E1", year), ...at("E2", year.slice(3, 4))])!;
    expect(found.places).toEqual(["E1"]);
  });

  it("of the table have ids, sources and a scope", () => {
    const rows = readForecastSeries();
    expect(new Set(rows.map((r) => r.id)).size).toBe(rows.length);
    expect(rows.every((r) => r.source.length > 10)).toBe(true);
    expect(rows.filter((r) => r.scope === "areas").map((r) => r.id)).toEqual(["nrm-referrals-by-force"]);
  });
});

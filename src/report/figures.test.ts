import { expect, test } from "vitest";
import { OUTCOMES, outcomeIndex, type RunResult } from "../simulate/index.ts";
import { THREAT_IDS } from "../terms/index.ts";
import { latestExtent, usedSources } from "./assemble.ts";
import { changeOf } from "./change.ts";
import { displacementOf } from "./displacement.ts";
import { fanOf } from "./fan.ts";
import { equalClasses } from "./map/classes.ts";
import { project } from "./map/project.ts";
import { shown, signed, unitWords } from "./numbers.ts";

const PLACES = ["A", "B"].map((name) => ({
  code: name,
  name,
  region: `Region ${name}`,
  population: 10,
  hasResidentRates: true,
}));

/** A run of two years and two places in which everything is `level`. */
function run(level: number): RunResult {
  return {
    run: 0,
    months: 24,
    hash: "",
    series: new Float64Array(OUTCOMES.length * 24).fill(level),
    map: new Float64Array(2 * PLACES.length * THREAT_IDS.length).fill(level),
    moves: new Float64Array(4),
    switches: new Float64Array(THREAT_IDS.length ** 2),
    fitted: new Float64Array(0),
  };
}
const runsOf = (a: RunResult[], b: RunResult[]) => ({
  months: 24,
  scenarios: [
    { id: "a", hash: "", results: a },
    { id: "b", hash: "", results: b },
  ],
});

test("a fan sums flows over the financial year, and means stocks and person-months", () => {
  const runs = runsOf([1, 2, 3].map(run), []);
  const median = (outcome: string) => fanOf(runs, "a", outcome).years.map((y) => y.quantiles[3]);
  expect(median("drug-deaths")).toEqual([24, 24]);
  expect(median("groups.true")).toEqual([2, 2]);
  expect(median("harm-events.modern-slavery")).toEqual([2, 2]);
  expect(fanOf(runs, "a", "drug-deaths").years.map((y) => y.year)).toEqual([2021, 2022]);
});

test("the quantiles of a fan hold 95, 80 and 50 % of runs", () => {
  const runs = runsOf(
    Array.from({ length: 41 }, (_, i) => run(i)),
    [],
  );
  expect(fanOf(runs, "a", "custody").years[0]!.quantiles).toEqual([1, 4, 10, 20, 30, 36, 39]);
});

test("a year that is not whole is left out", () => {
  const short = { ...run(1), months: 23, series: new Float64Array(OUTCOMES.length * 23).fill(1) };
  expect(
    fanOf({ months: 23, scenarios: [{ id: "a", hash: "", results: [short] }] }, "a", "custody").years,
  ).toHaveLength(1);
});

test("change by place is paired run by run, so equal runs differ by exactly nothing", () => {
  const [same] = changeOf(runsOf([1, 5, 9].map(run), [1, 5, 9].map(run)), "b", "a", PLACES, 2021, 2022);
  expect(same).toMatchObject({ baseline: 5 / 12, difference: { median: 0, low: 0, high: 0 } });
  const moved = changeOf(runsOf([1, 5, 9].map(run), [2, 6, 10].map(run)), "b", "a", PLACES, 2021, 2022).find(
    (c) => c.threat === "fraud" && c.place === "B",
  );
  expect(moved).toMatchObject({ baseline: 10, difference: { median: 2, low: 2, high: 2, level: 0.9 } });
});

test("displacement is net, between regions, and named in the direction of its median", () => {
  const [before, after] = [run(0), run(0)];
  before.moves.set([7, 1, 0, 3]);
  after.moves.set([9, 2, 6, 3]); // from A to B one more, from B to A six more: five net from B to A; moves inside a region do not count
  after.switches[1 * THREAT_IDS.length + 0] = 2;
  expect(displacementOf(runsOf([before], [after]), "b", "a", PLACES)).toEqual([
    {
      scenario: "b",
      kind: "region",
      from: "Region B",
      to: "Region A",
      net: { median: 5, low: 5, high: 5, level: 0.9 },
    },
    {
      scenario: "b",
      kind: "threat",
      from: "Modern slavery and human trafficking",
      to: "Drug supply",
      net: { median: 2, low: 2, high: 2, level: 0.9 },
    },
  ]);
  expect(displacementOf(runsOf([before], [before]), "b", "a", PLACES)).toEqual([]);
});

test("outcomes are the twin's own: an unknown one is a fault of code", () => {
  expect(() => fanOf(runsOf([run(1)], []), "a", "harm-events.weather")).toThrow('no outcome "harm-events.weather"');
  expect(outcomeIndex("custody")).toBeGreaterThan(0);
});

test("the map of extent takes each threat's latest year with a number, places only", () => {
  const figure = {
    value: 1,
    low: 1,
    high: 1,
    level: 0.9 as const,
    unit: "",
    kind: "estimated" as const,
    from: ["obs:1"],
  };
  const none = { notEstimable: "no", from: [] };
  const row = (threat: "fraud" | "corruption", place: string, year: number, extent: typeof figure | typeof none) => ({
    threat,
    place,
    year,
    extent,
    hiddenShare: none,
    recorded: { missing: "not-available" as const },
    recordedIn: "",
    anchor: "",
    rule: "",
    basis: "calendar" as never,
  });
  const rows = [
    row("fraud", "A", 2022, figure),
    row("fraud", "A", 2023, none),
    row("fraud", "K02000001", 2022, figure),
    row("corruption", "A", 2022, none),
    row("corruption", "A", 2023, none),
  ];
  expect(latestExtent(rows).map((r) => `${r.threat} ${r.place} ${r.year}`)).toEqual([
    "fraud A 2022",
    "corruption A 2023",
  ]);
  const seen = { id: "obs:1", sourceTitle: "T", publisher: "P", licence: "L", locator: "U", published: "2024" };
  expect(usedSources([seen, { ...seen, id: "obs:2", sourceTitle: "unused" }] as never, rows)).toEqual([
    { title: "T", publisher: "P", licence: "L", locator: "U", published: "2024" },
  ]);
});

test("classes of a map hold about equal numbers, and fold when places are alike", () => {
  const classes = equalClasses([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5);
  expect(classes.breaks).toEqual([3, 5, 7, 9]);
  expect([2.9, 3, 10].map(classes.classOf)).toEqual([1, 2, 5]);
  expect(equalClasses([7, 7, 7, 7], 5).breaks).toEqual([]);
});

test("the projection keeps north up and the meridian straight", () => {
  expect(project(-2, 55)[0]).toBe(0);
  expect(project(-2, 60)[1]).toBeLessThan(project(-2, 50)[1]);
  expect(project(0, 52)[0]).toBeCloseTo(-project(-4, 52)[0], 12);
});

test("numbers are read to three figures, with a true minus and words for millions", () => {
  expect(shown(3_291_443, "fraud incidents")).toBe("3.29 million");
  expect(shown(-1_240_000_000, "GBP 2023-24")).toBe("−£1.2bn");
  expect(signed(4772, "groups")).toBe("+4,770");
  expect(signed(0, "groups")).toBe("0");
  expect(unitWords("GBP 2023-24")).toBe("pounds at 2023-24 prices");
  expect(unitWords("GBP laundered")).toBe("pounds laundered");
});

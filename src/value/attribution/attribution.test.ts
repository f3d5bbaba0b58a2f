import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projectFile, readTable, rowsOf } from "../../store/index.ts";
import { type Figure, isNotEstimable, type Observation } from "../../terms/index.ts";
import {
  amountAt,
  attribute,
  nestedTiers,
  otherWays,
  product,
  readTierShare,
  readWiderHarm,
  shareAt,
  type TierShare,
  totalsOf,
  volumeOf,
  type WiderHarm,
} from "./index.ts";

const SHARES = readTable(projectFile("data", "attribution.csv"), readTierShare);
const HARMS = readTable(projectFile("data", "attribution-harms.csv"), readWiderHarm);

const harm = (id: string, changes: Partial<WiderHarm> = {}): WiderHarm => ({
  harm: id,
  title: id,
  unit: "deaths",
  countedAs: "deaths",
  within: "",
  place: "K04000001",
  measure: id,
  breakdowns: [""],
  logSd: 0,
  sameEventsAs: undefined,
  costCategory: "drugs",
  note: "",
  file: "made up",
  line: 2,
  ...changes,
});
const tier = (id: string, name: TierShare["tier"], low: number, middle: number, high: number, line = 2): TierShare => ({
  id: `${id}-${name}`,
  harm: id,
  tier: name,
  low,
  middle,
  high,
  method: "assumed",
  population: "p",
  source: "s",
  locator: "",
  licence: "l",
  kind: "assumed",
  settledBy: "x",
  note: "",
  file: "made up",
  line,
});
const three = (id: string) => [
  tier(id, "directed", 0.1, 0.2, 0.3),
  tier(id, "enabled", 0.2, 0.4, 0.5),
  tier(id, "associated", 0.5, 0.6, 0.9),
];
const seen = (measure: string, value: number, changes: Partial<Observation> = {}): Observation => ({
  id: `obs:${measure}`,
  measure,
  threat: "violence",
  place: "K04000001",
  breakdown: "",
  value: { value },
  unit: "deaths",
  period: { start: "2023-01-01", end: "2023-12-31" },
  source: "s",
  sourceTitle: "t",
  publisher: "p",
  published: "2024",
  locator: "",
  licence: "l",
  note: "",
  ...changes,
});

describe("ranges", () => {
  it("the percentiles of a share are the three points", () => {
    const points = { low: 0.02, middle: 0.06, high: 0.15 };
    const z = 1.6448536269514722;
    expect([-z, 0, z].map((at) => shareAt(points, at))).toEqual([0.02, 0.06, 0.15].map((v) => expect.closeTo(v, 12)));
  });
  it("a known amount scales the share's points", () =>
    expect(product({ low: 500, middle: 500, high: 500 }, { low: 0.1, middle: 0.2, high: 0.4 })).toEqual({
      low: 50,
      middle: 100,
      high: 200,
    }));
  it("two log-normal doubts add in quadrature where the share is small", () => {
    const [a, b] = [0.2, 0.3].map((sd) => ({
      low: Math.exp(-1.644854 * sd),
      middle: 1,
      high: Math.exp(1.644854 * sd),
    }));
    const share = { low: b.low / 1e6, middle: 1e-6, high: b.high / 1e6 };
    const { low, middle, high } = product(a, share);
    expect(Math.log(high / middle) / 1.644854).toBeCloseTo(Math.hypot(0.2, 0.3), 2);
    expect(Math.log(middle / low) / 1.644854).toBeCloseTo(Math.hypot(0.2, 0.3), 2);
  });
  it("is never more than the amount, for any points", () => {
    const inside = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(inside, inside, inside), fc.double({ min: 1, max: 1e7, noNaN: true }), (p, n) => {
        const [low, middle, high] = [...p].sort((x, y) => x - y);
        const found = product({ low: n / 2, middle: n, high: n * 2 }, { low, middle, high });
        expect(found.low).toBeLessThanOrEqual(found.middle);
        expect(found.high).toBeLessThan(amountAt({ low: n / 2, middle: n, high: n * 2 }, 2.6));
        expect(found.high).toBeGreaterThanOrEqual(found.middle);
      }),
      { numRuns: 10 },
    );
  });
});

describe("tiers", () => {
  it("directed within enabled within associated, or a sentence that names the row", () => {
    const wrong = [
      tier("x", "directed", 0.1, 0.5, 0.6),
      tier("x", "enabled", 0.1, 0.4, 0.7, 3),
      tier("x", "associated", 0.2, 0.6, 0.9),
    ];
    expect(() => nestedTiers(wrong)).toThrow(/line 3: x, directed is larger than x, enabled/);
    expect(() => nestedTiers(wrong.slice(1))).toThrow(/one row for each/);
    expect(
      nestedTiers(three("x"))
        .get("x")
        ?.map((t) => t.tier),
    ).toEqual(["directed", "enabled", "associated"]);
  });
  it("a row is read strictly", () => {
    const head = "id,harm,tier,low,middle,high,method,population,source,locator,licence,kind,settled_by,note\n";
    const read = (points: string) => () =>
      rowsOf("a.csv", `${head}x-d,x,directed,${points},assumed,p,s,,l,assumed,z,\n`).map(readTierShare);
    expect(read("0.3,0.2,0.4")).toThrow(/not in this order/);
    expect(read("0,0.2,0.4")).toThrow(/above 0 and below 1/);
    expect(read("0.1,0.2,0.4")()).toHaveLength(1);
  });
});

describe("volumes", () => {
  it("takes the latest whole year in its last publication, and sums its parts", () => {
    const parts = harm("x", { breakdowns: ["a", "b"] });
    const of = (breakdown: string, value: number, year: number, published = "2024") =>
      seen("x", value, { breakdown, published, period: { start: `${year}-01-01`, end: `${year}-12-31` } });
    const rows = [
      of("a", 1, 2022),
      of("b", 2, 2022),
      of("a", 10, 2023, "2024"),
      of("a", 11, 2023, "2025"),
      of("b", 20, 2023),
      of("a", 99, 2024),
    ];
    expect(volumeOf(parts, rows, [])).toMatchObject({ figure: { value: 31, kind: "measured" }, from: "2023-01-01" });
  });
  it("a quarter is no year, a marker is no nought, and what is not there is not estimable", () => {
    const quarter = seen("x", 5, { period: { start: "2023-01-01", end: "2023-03-31" } });
    const hidden = seen("x", 5, { value: { missing: "confidential" } });
    expect(volumeOf(harm("x"), [quarter, hidden], [])).toHaveProperty("notEstimable");
  });
});

describe("attribution", () => {
  const shares = [...three("deaths-a"), ...three("deaths-b"), ...three("thefts")];
  const harms = [
    harm("deaths-a"),
    harm("deaths-b", { within: "deaths-a" }),
    harm("thefts", { countedAs: "thefts", sameEventsAs: "acquisitive-crime" }),
  ];
  const rows = [seen("deaths-a", 100), seen("deaths-b", 30), seen("thefts", 1000)];
  const organised: Figure = { value: 0.9, low: 0.8, high: 1, level: 0.9, unit: "share", kind: "assumed", from: [] };
  const extent: Figure = {
    value: 4000,
    low: 4000,
    high: 4000,
    level: 0.9,
    unit: "thefts",
    kind: "estimated",
    from: [],
  };
  const found = attribute(harms, shares, rows, []);
  it("gives counts by tier", () => expect(found[0].tiers.map((t) => (t.count as Figure).value)).toEqual([20, 40, 60]));
  it("a harm within another, and another kind of count, enter no sum", () => {
    const deaths = totalsOf(found).find((t) => t.countedAs === "deaths" && t.tier === "directed");
    expect(deaths).toMatchObject({
      harms: ["deaths-a"],
      leftOut: ["deaths-b"],
      total: { value: 20, low: 10, high: 30 },
    });
    expect(totalsOf(found).map((t) => t.countedAs)).not.toContain("deaths and thefts");
  });
  it("the threat's side stands beside it and says when the two cannot both be right", () => {
    const [way] = otherWays(found, [{ threat: "acquisitive-crime", extent, organised }]);
    expect(way).toMatchObject({ harms: ["thefts"], ofHarms: { low: 0.1, high: 0.5 }, agrees: false });
    expect((way.count as Figure).value).toBeCloseTo(3600, 6);
    const doubted = { ...organised, low: 0.4 };
    expect(otherWays(found, [{ threat: "acquisitive-crime", extent, organised: doubted }])[0].agrees).toBe(true);
  });
  it("without a count there is a share and no number", () =>
    expect(isNotEstimable(attribute(harms, shares, [], [])[0].tiers[0].count)).toBe(true));
});

describe("the tables", () => {
  it("are nested, name each harm once, and each harm has its three shares", () => {
    const nested = nestedTiers(SHARES);
    expect([...nested.keys()].sort()).toEqual(HARMS.map((h) => h.harm).sort());
    expect(new Set(HARMS.map((h) => h.harm)).size).toBe(HARMS.length);
    for (const h of HARMS) expect(h.within === "" || HARMS.some((o) => o.harm === h.within)).toBe(true);
  });
  it("the page says how many are assumed", () => {
    const page = readFileSync(projectFile("docs", "explanation", "methods", "attribution.md"), "utf8");
    const assumed = SHARES.filter((s) => s.kind === "assumed").length;
    expect(page).toContain(`Of ${SHARES.length} shares ${assumed} are assumed`);
  });
  it("what is assumed says so, and every share says what would settle it", () => {
    expect(SHARES.filter((s) => s.method === "assumed" && s.kind !== "assumed")).toEqual([]);
    expect(SHARES.filter((s) => s.kind !== "assumed" && s.locator === "")).toEqual([]);
  });
  it("every harm names the category of the cost lines that holds it, so that nothing is priced twice", () => {
    const categories = readTable(projectFile("data", "prices", "harm-lines.csv"), (row) => {
      row.ignore(...row.columns);
      return row.raw("category") ?? "";
    });
    expect(HARMS.filter((h) => !categories.includes(h.costCategory)).map((h) => h.harm)).toEqual([]);
  });
});

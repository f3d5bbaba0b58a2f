import { beforeAll, describe, expect, it } from "vitest";
import { isNotEstimable, type Observation, THREAT_IDS, UNITED_KINGDOM } from "../../terms/index.ts";
import { financial, SMALL_PLACES, seen } from "../small-country.ts";
import { allFields, estimateField, fieldSources } from "./estimate-field.ts";
import { fitField } from "./field/fit.ts";
import { nationalWindow } from "./field-national.ts";
import type { FieldRow } from "./field-rows.ts";
import { quarterPeriod } from "./quarters.ts";

/** April 2017 to March 2019. */
const range = { first: 2017 * 4 + 1, count: 8 };
const neighbours: [string, string][] = [
  ["E23000001", "E23000002"],
  ["E23000001", "E23000034"],
  ["E23000002", "W15000001"],
  ["E23000002", "S92000003"],
];

let line = 1;
const count = (measure: string, place: string, breakdown: string, q: number, value: number): Observation =>
  seen(++line, { measure, place, breakdown, period: quarterPeriod(range, q), value: { value } });

const ROBBERY = ["Robbery > Robbery of personal property"];
const PARTS = [
  "Theft offences > Theft from a vehicle",
  "Theft offences > Theft of a motor vehicle",
  "Theft offences > Domestic burglary",
  "Theft offences > Non-domestic burglary",
  "Robbery > Robbery of business property",
  ...ROBBERY,
];
/** Four quarters of recorded crime in three forces of England and Wales; 60 a quarter in the largest. */
const crimes = [0, 1, 2, 3].flatMap((q) =>
  [
    ["E23000001", 10],
    ["E23000002", 2],
    ["W15000001", 3],
  ].flatMap(([place, each]) =>
    PARTS.map((part) => count("police-recorded-offences", String(place), part, q, Number(each))),
  ),
);
const referrals = [0, 1, 2, 3, 4, 5].map((q) => count("nrm-referrals", UNITED_KINGDOM, "all", q, 30));
const grown = [
  seen(900, {
    measure: "nrm-referrals",
    place: UNITED_KINGDOM,
    breakdown: "all",
    period: { start: "2013-01-01", end: "2013-12-31" },
    value: { value: 60 },
  }),
  seen(901, {
    measure: "nrm-referrals",
    place: UNITED_KINGDOM,
    breakdown: "all",
    period: { start: "2018-01-01", end: "2018-12-31" },
    value: { value: 120 },
  }),
];

let rows: FieldRow[];
const rowOf = (threat: string, place: string, quarter: string): FieldRow =>
  rows.find((r) => r.threat === threat && r.place === place && r.quarter === quarter)!;

beforeAll(() => {
  rows = estimateField([...crimes, ...referrals, ...grown], SMALL_PLACES, neighbours, { range });
});

describe("rows of the field, a country of six places and two years", () => {
  it("a row for each threat, place and quarter, the nation first", () => {
    expect(rows.length).toBe(THREAT_IDS.length * 7 * 8);
    expect(rows[0]).toMatchObject({
      place: UNITED_KINGDOM,
      quarter: "2017Q2",
      period: { start: "2017-04-01", end: "2017-06-30" },
    });
  });

  it("recorded crime by force: extent above the count, hidden share from the rate, evidence from its own counts", () => {
    const row = rowOf("acquisitive-crime", "E23000001", "2017Q3");
    expect(row).toMatchObject({
      recorded: { value: 60 },
      recordedIn: "E",
      state: "estimated",
      isNowcast: false,
      unitKind: "flow",
      anchor: "acquisitive-vehicle-reported",
    });
    if (isNotEstimable(row.extent) || isNotEstimable(row.hiddenShare)) throw new Error("not estimable");
    expect(row.extent.low).toBeLessThan(row.extent.value);
    expect(row.extent.value).toBeGreaterThan(60);
    expect(row.extent.value).toBeLessThan(200);
    expect(row.hiddenShare.value).toBeGreaterThan(0.2);
    expect(row.hiddenShare.value).toBeLessThan(0.6);
    expect(row.evidence).toBeGreaterThan(0.1);
    expect(row.shifted!.low).toBeLessThan(row.extent.value);
    expect(row.shifted!.high).toBeGreaterThan(row.extent.value);
  });

  it("origins: the lines of its own quarter and place, the process, the rules; a quarter without a count is a nowcast", () => {
    const row = rowOf("acquisitive-crime", "E23000001", "2017Q3");
    const own = crimes.filter((o) => o.place === "E23000001" && o.period.start === "2017-07-01").map((o) => o.id);
    expect(row.extent.from.filter((id) => id.startsWith("obs:"))).toEqual(own);
    expect(row.extent.from).toEqual(
      expect.arrayContaining(["process:acquisitive-recorded", "rule:field", "rule:prior-shift"]),
    );
    const later = rowOf("acquisitive-crime", "E23000001", "2019Q1");
    expect(later).toMatchObject({ isNowcast: true, recorded: { missing: "not-available" } });
    expect(later.extent.from).toContain("rule:nowcast");
    if (isNotEstimable(later.extent) || isNotEstimable(row.extent)) throw new Error("not estimable");
    expect(later.extent.high / later.extent.low).toBeGreaterThan(row.extent.high / row.extent.low);
  });

  it("a place that no count reaches is only deprivation and population, and says so", () => {
    const row = rowOf("acquisitive-crime", "N92000002", "2017Q3");
    expect(row.state).toBe("only deprivation and population");
    expect(row.evidence).toBeLessThan(0.1);
    expect(row.extent.from).toContain("rule:evidence-threshold");
    expect(isNotEstimable(row.extent)).toBe(false);
  });

  it("a place without a count of its own leans on its neighbours, and says so", () => {
    const row = rowOf("acquisitive-crime", "S92000003", "2017Q3");
    const isPoor = row.evidence! < 0.1;
    expect(row.state).toBe(isPoor ? "only deprivation and population" : "only deprivation, population and neighbours");
    expect(row.evidence).toBeLessThan(rowOf("acquisitive-crime", "E23000002", "2017Q3").evidence!);
  });

  it("people at one time: the hidden share takes the referrals of four quarters", () => {
    expect(rowOf("modern-slavery", UNITED_KINGDOM, "2017Q4").hiddenShare).toMatchObject({
      notEstimable: expect.stringContaining("four quarters"),
    });
    const row = rowOf("modern-slavery", UNITED_KINGDOM, "2018Q1");
    if (isNotEstimable(row.extent) || isNotEstimable(row.hiddenShare)) throw new Error("not estimable");
    expect(row.hiddenShare.value).toBeCloseTo(1 - 120 / row.extent.value, 10);
    expect(row.anchor).toBe("slavery-mse-2013");
  });

  it("a national series with a published spread: by residents, without evidence; the survey sets the hidden share", () => {
    const nation = rowOf("fraud", UNITED_KINGDOM, "2018Q3");
    const place = rowOf("fraud", "E23000001", "2018Q3");
    expect(place).toMatchObject({ state: "only deprivation and population", evidence: 0 });
    expect(nation.hiddenShare).toMatchObject({ value: 0.85 });
    if (isNotEstimable(nation.extent) || isNotEstimable(place.extent)) throw new Error("not estimable");
    // 40,000 of the 90,000 residents outside the area without resident rates.
    expect(place.extent.value / nation.extent.value).toBeCloseTo(40 / 90, 2);
    expect(rowOf("fraud", "E23000034", "2018Q3").extent).toMatchObject({
      notEstimable: "Old City has hardly any residents, and this threat is spread by residents",
    });
    expect(rowOf("fraud", UNITED_KINGDOM, "2017Q3").state).toBe("before the first count");
  });

  it("no method, and nothing collated: every row says which", () => {
    expect(rowOf("corruption", "E23000001", "2018Q1")).toMatchObject({ state: "no method", anchor: "corruption-none" });
    const arrivals = rowOf("immigration-crime", UNITED_KINGDOM, "2018Q1");
    expect(arrivals).toMatchObject({ state: "not collated", extent: { from: ["process:arrivals-boats"] } });
    expect(rowOf("firearms", UNITED_KINGDOM, "2018Q1").state).toBe("not collated");
  });

  it("a recorded count names the nations it covers; where no rate stands between there is nothing to shift", () => {
    expect(rowOf("acquisitive-crime", UNITED_KINGDOM, "2017Q3")).toMatchObject({
      recorded: { value: 90 },
      recordedIn: "E W",
    });
    expect(rowOf("acquisitive-crime", "W15000001", "2017Q3").recordedIn).toBe("W");
    expect(rowOf("cyber-crime", UNITED_KINGDOM, "2018Q3").shifted).toBeUndefined();
  });

  it("an anchor that is all there is raises no flag", () => {
    for (const row of rows.filter((r) => r.threat === "drug-supply")) expect(row.conflicts).toEqual([]);
  });
});

it("boats and other arrivals are two fits that are added; no place is told apart", () => {
  const methods = [
    ["method=Small boat arrivals", 100],
    ["method=Inadequately documented air arrivals", 20],
    ["method=Recorded detections at UK ports", 10],
    ["method=Recorded detections in the UK", 20],
  ] as const;
  const arrivals = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((q) =>
    methods.map(([method, value]) => count("irregular-arrivals-detected", UNITED_KINGDOM, method, q, value)),
  );
  const sources = fieldSources(arrivals, SMALL_PLACES, neighbours, { range });
  expect(
    allFields(sources)
      .filter((f) => f.threat === "immigration-crime")
      .map((f) => f.row.component),
  ).toEqual(["small boats", "other methods"]);
  const found = estimateField(arrivals, SMALL_PLACES, neighbours, { range }).filter(
    (r) => r.threat === "immigration-crime",
  );
  const nation = found.find((r) => r.place === UNITED_KINGDOM && r.quarter === "2018Q1")!;
  expect(nation.recorded).toEqual({ value: 150 });
  if (isNotEstimable(nation.extent) || isNotEstimable(nation.hiddenShare)) throw new Error("not estimable");
  // 100/0.98 + 50/0.5, and half of the second part unseen.
  expect(nation.extent.value).toBeGreaterThan(175);
  expect(nation.extent.value).toBeLessThan(235);
  expect(nation.hiddenShare.value).toBeGreaterThan(0.15);
  expect(nation.hiddenShare.value).toBeLessThan(0.35);
  expect(found.filter((r) => r.place !== UNITED_KINGDOM).every((r) => r.state === "no data by place")).toBe(true);
});

it("a yearly count gives no recorded count of a quarter", () => {
  const year = seen(++line, {
    measure: "police-recorded-offences",
    place: "E23000001",
    breakdown: "Vehicle crime",
    period: financial(2017),
    value: { value: 240 },
  });
  const others = ["Burglary", "Robbery"].map((breakdown) => ({ ...year, id: `obs:000000000000:${++line}`, breakdown }));
  const sources = fieldSources([year, ...others], SMALL_PLACES, neighbours, { range });
  const [field] = allFields(sources).filter((f) => f.threat === "acquisitive-crime");
  expect(field.counts.map((c) => [c.value, c.quarters])).toEqual([[720, [0, 1, 2, 3]]]);
});

it("a year of the nation comes from joint draws: the survey of 2018/19, raised by the residents it leaves out", () => {
  const sources = fieldSources([], SMALL_PLACES, neighbours, { range });
  const fields = allFields(sources).filter((f) => f.threat === "fraud");
  const fits = fields.map((f) => fitField(f.input, { seed: f.seed }));
  const year = nationalWindow({ fields, fits }, [4, 5, 6, 7], sources);
  // 3.8 million in England and Wales, where 60,100 of 90,100 residents live; sd of its logarithm 0.06, and the rest by rule outside-coverage.
  expect(year.value / ((3_800_000 * 90_100) / 60_100)).toBeGreaterThan(0.95);
  expect(year.value / ((3_800_000 * 90_100) / 60_100)).toBeLessThan(1.05);
  const quarter = nationalWindow({ fields, fits }, [5], sources);
  expect(year.high / year.low).toBeLessThan(quarter.high / quarter.low);
});

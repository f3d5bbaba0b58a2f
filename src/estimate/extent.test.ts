import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Figure,
  isMissing,
  isNotEstimable,
  type Observation,
  THREAT_IDS,
  UNITED_KINGDOM,
} from "../terms/index.ts";
import { readAnchors } from "./anchors.ts";
import { BASE_YEAR, type ExtentRow, estimateExtent, YEARS } from "./extent.ts";
import { calendar, financial, SMALL_PLACES, seen } from "./small-country.ts";
import { organisedShares, startingExtent } from "./starting.ts";

const book = readAnchors();
const forces = SMALL_PLACES.filter((p) => p.nation === "E" || p.nation === "W");

/** Every series that the anchors need, with counts that scale by `size`. */
function country(size = 1): Observation[] {
  let line = 1;
  const next = (o: Parameters<typeof seen>[1]) => seen(++line, o);
  const nrm = [2013, 2017, 2018, 2019, 2020, 2021, 2022, 2023].map((year) =>
    next({
      measure: "nrm-referrals",
      place: UNITED_KINGDOM,
      breakdown: "all",
      period: calendar(year),
      value: { value: size * 100 * (year - 2010) },
    }),
  );
  const methods = [
    "Small boat arrivals",
    "Inadequately documented air arrivals",
    "Recorded detections at UK ports",
    "Recorded detections in the UK",
  ];
  const arrivals = [2021, 2022, 2023].flatMap((year) =>
    methods.map((m) =>
      next({
        measure: "irregular-arrivals-detected",
        place: UNITED_KINGDOM,
        breakdown: `method=${m}`,
        period: calendar(year),
        value: { value: size * 500 },
      }),
    ),
  );
  const survey = [
    next({
      measure: "fraud-incidents-survey",
      place: "K04000001",
      breakdown: "CSEW/TCSEW adults",
      period: financial(2021),
      value: { value: size * 4000 },
    }),
    next({
      measure: "fraud-incidents-survey",
      place: "K04000001",
      breakdown: "CSEW",
      period: { start: "2022-10-01", end: "2023-09-30" },
      value: { value: size * 3000 },
    }),
    next({
      measure: "firearms-offences",
      place: "K04000001",
      breakdown: "",
      period: calendar(2023),
      value: { value: size * 60 },
    }),
    next({
      measure: "drug-misuse-deaths",
      place: "K04000001",
      breakdown: "all",
      period: calendar(2023),
      value: { value: 60 },
    }),
    next({
      measure: "drug-misuse-deaths",
      place: "S92000003",
      breakdown: "all",
      period: calendar(2023),
      value: { value: 60 },
    }),
  ];
  const acquisitive = forces.flatMap((p, i) =>
    ["Vehicle crime", "Burglary", "Robbery"].map((b) =>
      next({
        measure: "police-recorded-offences",
        place: p.code,
        breakdown: b,
        period: financial(2024),
        value: { value: size * 100 * (i + 1) },
      }),
    ),
  );
  const trafficking = forces.map((p, i) =>
    next({
      measure: "police-recorded-offences-selected",
      place: p.code,
      breakdown: "92A Trafficking in controlled drugs",
      period: financial(2017),
      value: { value: 10 * (i + 1) },
    }),
  );
  return [...nrm, ...arrivals, ...survey, ...acquisitive, ...trafficking];
}

const rows = estimateExtent(country(), book, SMALL_PLACES);
const row = (threat: string, place: string, year: number): ExtentRow =>
  rows.find((r) => r.threat === threat && r.place === place && r.year === year)!;
const figure = (x: ExtentRow["extent"]): Figure => {
  if (isNotEstimable(x)) throw new Error(x.notEstimable);
  return x;
};
const national = (threat: string, year: number) => figure(row(threat, UNITED_KINGDOM, year).extent);

describe("shape", () => {
  test("a row for every threat, year and place, the nation first", () => {
    expect(rows).toHaveLength(THREAT_IDS.length * YEARS.length * (SMALL_PLACES.length + 1));
    expect(rows[0].place).toBe(UNITED_KINGDOM);
  });

  test("every figure: level 0.9, ordered interval, an origin, and the unit of its threat or a share", () => {
    for (const { extent, hiddenShare } of rows)
      for (const x of [extent, hiddenShare]) {
        if (isNotEstimable(x)) expect(x.notEstimable).not.toBe("");
        else {
          expect(x.level).toBe(0.9);
          expect(x.low).toBeLessThanOrEqual(x.value);
          expect(x.value).toBeLessThanOrEqual(x.high);
          expect(x.from.length).toBeGreaterThan(0);
        }
        for (const id of x.from) expect(id).toMatch(/^(obs:[0-9a-f]{12}:\d+|anchor:[a-z0-9-]+|rule:[a-z0-9-]+)$/);
      }
  });

  test("every anchor and rule named as an origin stands in its table", () => {
    const anchors = new Set(book.anchors.map((a) => `anchor:${a.id}`));
    const rules = new Set([...book.rules.keys(), ...book.spread.map((s) => s.id)].map((id) => `rule:${id}`));
    const named = new Set(rows.flatMap((r) => [...r.extent.from, ...r.hiddenShare.from]));
    for (const id of named) if (!id.startsWith("obs:")) expect(anchors.has(id) || rules.has(id), id).toBe(true);
  });
});

describe("sums and shares", () => {
  test("middle values of the places sum to the nation's, wherever places are shown", () => {
    for (const threat of THREAT_IDS)
      for (const year of YEARS) {
        const shown = rows.filter(
          (r) => r.threat === threat && r.year === year && r.place !== UNITED_KINGDOM && !isNotEstimable(r.extent),
        );
        if (shown.length === 0) continue;
        const sum = shown.reduce((total, r) => total + figure(r.extent).value, 0);
        expect(sum / national(threat, year).value).toBeCloseTo(1, 10);
      }
  });

  test("a place is more doubtful than the nation", () => {
    const width = (f: Figure) => f.high / f.low;
    for (const threat of ["drug-supply", "fraud", "acquisitive-crime"])
      expect(width(figure(row(threat, "E23000002", 2024).extent))).toBeGreaterThan(width(national(threat, 2024)));
  });

  test("a hidden share lies between 0 and 1, whatever was recorded", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 5000, noNaN: true }), (size) => {
        for (const { hiddenShare: x } of estimateExtent(country(size), book, SMALL_PLACES))
          if (!isNotEstimable(x)) {
            expect(x.low).toBeGreaterThanOrEqual(0);
            expect(x.high).toBeLessThanOrEqual(1);
          }
      }),
      { numRuns: 15 },
    );
  });

  test("ten times the record is ten times the extent and the same hidden share", () => {
    const tenfold = estimateExtent(country(10), book, SMALL_PLACES);
    for (const threat of ["immigration-crime", "firearms", "acquisitive-crime"]) {
      const at = (list: ExtentRow[]) =>
        list.find((r) => r.threat === threat && r.place === UNITED_KINGDOM && r.year === 2024)!;
      expect(figure(at(tenfold).extent).value / figure(at(rows).extent).value).toBeCloseTo(10, 8);
      expect(figure(at(tenfold).hiddenShare).value).toBeCloseTo(figure(at(rows).hiddenShare).value, 8);
    }
  });

  test("the order of observations does not matter", () => {
    expect(estimateExtent(country().reverse(), book, SMALL_PLACES)).toEqual(rows);
  });
});

describe("by hand", () => {
  const value = (id: string) => book.anchors.find((a) => a.id === id)!.value!;

  test("firearms: 60 recorded in England and Wales, over the share recorded, over their share of residents", () => {
    const residents = 90_100;
    const expected = (60 / value("firearms-recording")) * (residents / 60_100);
    expect(national("firearms", 2023).value).toBeCloseTo(expected, 8);
    expect(figure(row("firearms", UNITED_KINGDOM, 2023).hiddenShare).value).toBeCloseTo(
      1 - value("firearms-recording"),
      8,
    );
  });

  test("arrivals: two parts, each over its own share detected", () => {
    const expected = 500 / value("arrivals-boats-detected") + 1500 / value("arrivals-other-detected");
    expect(national("immigration-crime", 2023).value).toBeCloseTo(expected, 8);
  });

  test("slavery: the anchor of 2013 times the root of the growth in referrals", () => {
    expect(national("modern-slavery", 2023).value).toBeCloseTo(value("slavery-mse-2013") * Math.sqrt(1300 / 300), 6);
  });

  test("drugs in Scotland: residents times the root of the relative death rate", () => {
    const ratio = 60 / 20_000 / (60 / 60_100);
    const scots = figure(row("drug-supply", "S92000003", 2018).extent).value;
    const welsh = national("drug-supply", 2018).value;
    const masses = { E: 50_100, W: 10_000, S: 20_000 * Math.sqrt(ratio), N: 10_000 };
    const total = Object.values(masses).reduce((a, b) => a + b, 0);
    expect(scots / welsh).toBeCloseTo(masses.S / total, 8);
    expect(welsh).toBeCloseTo((value("drugs-england-2018") * total) / masses.E, 4);
  });

  test("fraud: 1 less the share reported, not recorded over extent", () => {
    expect(figure(row("fraud", UNITED_KINGDOM, 2023).hiddenShare).value).toBeCloseTo(
      1 - value("fraud-reported-2023"),
      10,
    );
  });
});

describe("years", () => {
  test("between two anchors the level is on the log line; after the last it stays and the doubt grows", () => {
    const [a, b, c, d] = [2021, 2022, 2023, 2024].map((y) => national("fraud", y));
    expect(b.value).toBeCloseTo(Math.sqrt(a.value * c.value), 6);
    expect(d.value).toBeCloseTo(c.value, 6);
    expect(d.high / d.low).toBeGreaterThan(c.high / c.low);
    expect(d.from).toContain("rule:carry-forward");
    expect(b.from).toContain("rule:between-anchors");
  });

  test("nothing is carried back", () => {
    const before = row("drug-supply", UNITED_KINGDOM, 2017).extent;
    expect(isNotEstimable(before) && before.notEstimable).toContain("2018");
  });

  test("a restated year counts, the older publication does not", () => {
    const restated = seen(900, {
      measure: "firearms-offences",
      place: "K04000001",
      breakdown: "",
      period: calendar(2023),
      value: { value: 120 },
      published: "2025-01-01",
    });
    const [now] = estimateExtent([restated, ...country()], book, SMALL_PLACES).filter(
      (r) => r.threat === "firearms" && r.year === 2023,
    );
    expect(figure(now.extent).value / national("firearms", 2023).value).toBeCloseTo(2, 8);
  });

  test("a confidential value is not a zero: the sum over forces is then missing", () => {
    const hidden = country().map((o) =>
      o.breakdown === "Robbery" && o.place === "W15000001" ? { ...o, value: { missing: "confidential" as const } } : o,
    );
    const [now] = estimateExtent(hidden, book, SMALL_PLACES).filter(
      (r) => r.threat === "acquisitive-crime" && r.year === 2024,
    );
    expect(isMissing(now.recorded)).toBe(true);
    expect(isNotEstimable(now.extent)).toBe(true);
  });
});

describe("not estimable", () => {
  test("corruption, sanctions evasion and child abuse have no extent, and say why", () => {
    for (const threat of ["corruption", "sanctions-evasion", "child-abuse"]) {
      const { extent, hiddenShare } = row(threat, UNITED_KINGDOM, BASE_YEAR);
      expect(isNotEstimable(extent) && extent.notEstimable.length).toBeGreaterThan(20);
      expect(hiddenShare).toEqual(extent);
    }
  });

  test("arrivals have no force; a place without residents has no victims by residents", () => {
    expect(isNotEstimable(row("immigration-crime", "E23000001", BASE_YEAR).extent)).toBe(true);
    expect(isNotEstimable(row("fraud", "E23000034", BASE_YEAR).extent)).toBe(true);
    expect(isNotEstimable(row("acquisitive-crime", "E23000034", 2024).extent)).toBe(false);
  });
});

describe("what the simulated country starts from", () => {
  const start = startingExtent(country(), SMALL_PLACES, { years: rows });

  test("eleven threats in order, weights of all places sum to 1", () => {
    expect(start.map((s) => s.threat)).toEqual(THREAT_IDS);
    for (const { weights } of start) {
      expect(weights).toHaveLength(SMALL_PLACES.length);
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      for (const w of weights) expect(w).toBeGreaterThanOrEqual(0);
    }
  });

  test("agrees with the rows", () => {
    for (const { threat, national, weights } of start) {
      expect(national).toEqual(row(threat, UNITED_KINGDOM, BASE_YEAR).extent);
      if (isNotEstimable(national)) continue;
      SMALL_PLACES.forEach(({ code }, i) => {
        const { extent } = row(threat, code, BASE_YEAR);
        if (!isNotEstimable(extent)) expect(weights[i]).toBeCloseTo(extent.value / national.value, 9);
      });
    }
  });

  test("an organised share is a share, and says that it is assumed", () => {
    for (const f of Object.values(organisedShares())) {
      expect(f.low).toBeLessThanOrEqual(f.value);
      expect(f.high).toBeLessThanOrEqual(1);
      expect(f.kind).toBe("assumed");
    }
  });
});

describe("little to go on", () => {
  test("without observations: published anchors stand, the rest says what is missing, weights still sum to 1", () => {
    const bare = estimateExtent([], book, SMALL_PLACES).filter(
      (r) => r.place === UNITED_KINGDOM && r.year === BASE_YEAR,
    );
    const has = (threat: string) => !isNotEstimable(bare.find((r) => r.threat === threat)!.extent);
    expect(["drug-supply", "cyber-crime", "money-laundering"].filter(has)).toHaveLength(3);
    expect(["firearms", "acquisitive-crime", "immigration-crime"].filter(has)).toEqual([]);
    for (const { weights } of startingExtent([], SMALL_PLACES, {
      years: estimateExtent([], book, SMALL_PLACES),
    }))
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  test("a record of nothing gives no figure, never one that is not a number", () => {
    const none = country().map((o) => ({ ...o, value: { value: 0 } }));
    for (const { extent, hiddenShare } of estimateExtent(none, book, SMALL_PLACES))
      for (const x of [extent, hiddenShare])
        if (!isNotEstimable(x)) for (const n of [x.value, x.low, x.high]) expect(Number.isFinite(n)).toBe(true);
  });
});

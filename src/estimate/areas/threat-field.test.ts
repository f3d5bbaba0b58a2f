import { describe, expect, it } from "vitest";
import { readNeighbours, readPlaces } from "../../store/index.ts";
import { isMissing, type Observation } from "../../terms/index.ts";
import { anchoredLevels } from "../national.ts";
import { financial, SMALL_PLACES, seen } from "../small-country.ts";
import { indexObservations } from "../tally.ts";
import { allFields, fieldSources } from "./estimate-field.ts";
import { checkFieldInput } from "./field/input.ts";
import { countsOf } from "./process-counts.ts";
import { shippedFigures } from "./shipped-figures.ts";
import { deprivation, type ThreatField } from "./threat-field.ts";

const observations = shippedFigures();
const byId = new Map(observations.map((o) => [o.id, o]));
const sources = fieldSources(observations, readPlaces(), readNeighbours());
const fields = allFields(sources);
const fieldOf = (threat: string, component = ""): ThreatField =>
  fields.find((f) => f.threat === threat && f.row.component === component)!;

const numberOf = ({ value }: Observation): number => (isMissing(value) ? Number.NaN : value.value);
const total = (of: (o: Observation) => boolean): number =>
  observations.filter(of).reduce((sum, o) => sum + numberOf(o), 0);
const isForce = ({ place }: Observation): boolean => /^(E23|W15|S92|N92)/.test(place);
const isQuarter = ({ period }: Observation): boolean =>
  Date.parse(period.end) - Date.parse(period.start) < 93 * 86_400_000;
/** The whole series as last published: some of its quarters stand in other publications too. */
const isReferral = ({ measure, breakdown, locator }: Observation): boolean =>
  measure === "nrm-referrals" && breakdown === "all" && locator.includes("longitudinal");
const read = (field: ThreatField, indicator: string): number =>
  field.counts.filter((c) => c.indicator === indicator).reduce((sum, c) => sum + c.value, 0);

describe("fields of the figures that ship", () => {
  it("every input can be fitted, and there are nine: seven threats, one of them in two parts, and a declared range", () => {
    for (const { input } of fields) expect(() => checkFieldInput(input)).not.toThrow();
    expect(fields.map((f) => `${f.threat} ${f.row.component} ${f.input.areas}`)).toEqual([
      "drug-supply  45",
      "modern-slavery  45",
      "immigration-crime small boats 1",
      "immigration-crime other methods 1",
      "fraud  1",
      "cyber-crime  1",
      "firearms  45",
      "acquisitive-crime  45",
      "money-laundering  1",
    ]);
  });

  it("totals in are totals of the observations: offences by force", () => {
    const offences = (breakdowns: string[], measure: string) =>
      total((o) => o.measure === measure && isForce(o) && isQuarter(o) && breakdowns.includes(o.breakdown));
    const codes = "police-recorded-offences-selected";
    expect(read(fieldOf("drug-supply"), "drugs-trafficking")).toBe(
      offences(["92A Trafficking in controlled drugs"], codes),
    );
    expect(read(fieldOf("modern-slavery"), "slavery-offences")).toBe(offences(["106 Modern slavery"], codes));
    expect(read(fieldOf("firearms"), "firearms-possession")).toBe(
      offences(["10A Possession of firearms with intent", "10B Possession of firearms offences"], codes),
    );
    const quarters = total(
      (o) => o.measure === "police-recorded-offences" && isForce(o) && isQuarter(o) && o.threat === "acquisitive-crime",
    );
    const year = total(
      (o) =>
        o.measure === "police-recorded-offences" &&
        isForce(o) &&
        o.period.start === "2024-04-01" &&
        o.threat === "acquisitive-crime",
    );
    expect(read(fieldOf("acquisitive-crime"), "acquisitive-recorded")).toBe(quarters + year);
  });

  it("referrals: forces and all others together are the national series, and no referral is counted twice", () => {
    const field = fieldOf("modern-slavery");
    const all = total(
      (o) => isReferral(o) && isQuarter(o) && o.period.start >= "2017-04-01" && o.period.end <= "2023-12-31",
    );
    const police = total(
      (o) => o.measure === "nrm-referrals-by-first-responder" && o.breakdown === "exploitation=Total" && isForce(o),
    );
    expect(read(field, "nrm-police")).toBe(police);
    expect(read(field, "nrm-others")).toBe(all - police);
  });

  it("drug deaths: the United Kingdom less Scotland speaks of the other nations, Scotland of itself", () => {
    const { counts } = fieldOf("drug-supply");
    const rest = counts.filter((c) => c.indicator === "drug-deaths-rest");
    expect(rest.map((c) => [c.value, c.areas.length])).toEqual([
      [4517 - 1339, 44],
      [4564 - 1330, 44],
    ]);
    expect(counts.filter((c) => c.indicator === "drug-deaths-scotland").every((c) => c.areas.length === 1)).toBe(true);
  });

  it("arrivals by method and quarter, 2018 to 2023", () => {
    const arrivals = (isBoat: boolean) =>
      total(
        (o) =>
          o.measure === "irregular-arrivals-detected" &&
          isQuarter(o) &&
          (o.breakdown === "method=Small boat arrivals") === isBoat,
      );
    expect(read(fieldOf("immigration-crime", "small boats"), "arrivals-boats")).toBe(arrivals(true));
    expect(read(fieldOf("immigration-crime", "other methods"), "arrivals-others")).toBe(arrivals(false));
  });

  it("every count is the sum of the lines it names, less those it takes off, and no cell of an indicator is counted twice", () => {
    for (const field of fields) {
      const cells = new Set<string>();
      for (const count of field.counts) {
        const process = sources.book.processes.find((p) => p.indicator === count.indicator)!;
        const parts = count.from.map((id) => byId.get(id)!);
        expect(parts.every(Boolean)).toBe(true);
        const own = parts.filter(
          (o) => process.selector.alternatives.flat().includes(o.breakdown) && o.measure === process.selector.measure,
        );
        const isOff = (o: Observation) => process.less.length > 0 && !(own.includes(o) && o.place === process.area);
        expect(parts.reduce((sum, o) => sum + (isOff(o) ? -1 : 1) * numberOf(o), 0)).toBe(count.value);
        for (const i of count.areas)
          for (const q of count.quarters) {
            const cell = `${count.indicator} ${i} ${q}`;
            expect(cells.has(cell)).toBe(false);
            cells.add(cell);
          }
      }
    }
  });

  it("anchors speak of their own nations and quarters; that of 2013 is carried to the first whole year by its rule", () => {
    const drugs = fieldOf("drug-supply").input.anchors[0];
    expect([drugs.areas.length, drugs.quarters, drugs.statistic]).toEqual([39, [4, 5, 6, 7], "mean"]);
    const slavery = fieldOf("modern-slavery");
    expect(slavery.input.anchors[0].quarters).toEqual([3, 4, 5, 6]);
    expect(slavery.anchorOrigins[0]).toContain("rule:slavery-growth");
    expect(fieldOf("fraud").input.anchors.map((a) => [a.quarters[0], a.statistic])).toEqual([
      [4, "sum"],
      [16, "sum"],
      [22, "sum"],
    ]);
  });

  it("the rate of recorded acquisitive crime is what the anchors of its stages say of the mix of 2017/18", () => {
    const { book, index, places } = sources;
    const level = anchoredLevels(book.anchors, "acquisitive-crime", index, places).get(2017)!;
    const recorded = total(
      (o) => o.measure === "police-recorded-offences" && isForce(o) && isQuarter(o) && o.threat === "acquisitive-crime",
    );
    const rate = recorded / Math.exp(level.logMiddle);
    const process = book.processes.find((p) => p.indicator === "acquisitive-recorded")!;
    expect(process.rate).toBeCloseTo(rate, 2);
    // sd of the logit = sd of the logarithm / (1 - rate).
    expect(process.logitSd).toBeCloseTo(Math.sqrt(level.logVariance) / (1 - rate), 2);
  });

  it("the trend of awareness is half of the growth of referrals since 2013, its sd spans none to all of it (rule slavery-growth)", () => {
    const of = (year: string) => total((o) => isReferral(o) && isQuarter(o) && o.period.start.startsWith(year));
    const aYear = Math.log(of("2023") / of("2013")) / 10;
    const process = sources.book.processes.find((p) => p.indicator === "nrm-others")!;
    expect(process.trend.mean).toBeCloseTo(aYear / 2, 2);
    expect(process.trend.sd).toBeCloseTo(aYear / 3.92, 2);
  });

  it("deprivation is standardised over the areas with residents; the others are average", () => {
    const { values } = deprivation(readPlaces());
    const own = readPlaces().flatMap((p, i) => (p.hasResidentRates ? [values[i]] : []));
    expect(own.reduce((a, b) => a + b, 0) / own.length).toBeCloseTo(0, 12);
    expect(own.reduce((a, b) => a + b * b, 0) / own.length).toBeCloseTo(1, 12);
    expect(values[readPlaces().findIndex((p) => !p.hasResidentRates)]).toBe(0);
  });
});

describe("counts of one process, by hand", () => {
  const [template] = sources.book.processes;
  const process = {
    ...template,
    selector: { measure: "m", alternatives: [["a", "b"], ["c"]] },
    area: "forces",
    less: [],
    periods: ["quarter", "year"] as const,
  };
  const at = (line: number, place: string, breakdown: string, period: { start: string; end: string }, value: number) =>
    seen(line, { measure: "m", place, breakdown, period, value: { value } });
  const q1 = { start: "2017-04-01", end: "2017-06-30" };
  const read = (rows: Observation[], over = {}) =>
    countsOf({ ...process, ...over }, sources.book.processes, indexObservations(rows), SMALL_PLACES, sources.range).map(
      ({ areas, quarters, value }) => ({ areas, quarters, value }),
    );

  it("parts are added where all are there, an alternative stands in where not, and a year gives way to its quarters", () => {
    expect(
      read([
        at(2, "E23000001", "a", q1, 3),
        at(3, "E23000001", "b", q1, 4),
        at(4, "E23000001", "c", financial(2017), 50),
        at(5, "E23000002", "a", q1, 3),
        at(6, "E23000002", "c", financial(2017), 60),
        at(7, "W15000001", "c", { start: "2017-01-01", end: "2017-12-31" }, 9),
        at(8, "W15000001", "c", { start: "2017-04-15", end: "2017-06-30" }, 9),
      ]),
    ).toEqual([
      { areas: [0], quarters: [0], value: 7 },
      { areas: [1], quarters: [0, 1, 2, 3], value: 60 },
    ]);
  });

  it("more taken back than recorded is no count", () => {
    expect(read([at(2, "E23000001", "c", q1, -1)])).toEqual([]);
  });

  it("a nation's count covers its areas", () => {
    expect(read([at(2, "K04000001", "c", q1, 8)], { area: "K04000001" })).toEqual([
      { areas: [0, 1, 2, 3], quarters: [0], value: 8 },
    ]);
  });
});

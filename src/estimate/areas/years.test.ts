import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readNeighbours, readPlaces } from "../../store/index.ts";
import { type Figure, isNotEstimable, type ThreatId, UNITED_KINGDOM } from "../../terms/index.ts";
import { readAnchors } from "../anchors.ts";
import { type ExtentRow, estimateExtent } from "../extent.ts";
import { type FittedExtent, fittedExtent } from "../fitted-extent.ts";
import { startingExtent } from "../starting.ts";
import { nationalWindow } from "./field-national.ts";
import { shippedFigures } from "./shipped-figures.ts";

const places = readPlaces();
const observed = shippedFigures();
let fitted: FittedExtent;
let alone: ExtentRow[];
beforeAll(async () => {
  // Nothing is written: the fits of the shipped figures ship.
  fitted = await fittedExtent(observed, places, readNeighbours(), { home: join(tmpdir(), "soclab-none"), workers: 1 });
  alone = estimateExtent(observed, readAnchors(), places);
});

const yearOf = (threat: ThreatId, place: string, year: number) =>
  fitted.years.find((r) => r.threat === threat && r.place === place && r.year === year)!;
const quartersIn = (threat: ThreatId, place: string, names: string[]) =>
  fitted.quarters.filter((r) => r.threat === threat && r.place === place && names.includes(r.quarter));
const figure = (row: { extent: ExtentRow["extent"] }) => row.extent as Figure;
const CALENDAR = ["2023Q1", "2023Q2", "2023Q3", "2023Q4"];

describe("years of the field", () => {
  test("there is a row for each threat, place and year, as without the field", () => {
    const keys = (rows: readonly ExtentRow[]) => rows.map((r) => `${r.threat} ${r.place} ${r.year} ${r.basis}`);
    expect(keys(fitted.years)).toEqual(keys(alone));
  });

  test("the nation's year is the joint draws of its quarters: a flow summed, a stock averaged", () => {
    for (const threat of ["immigration-crime", "modern-slavery"] as const) {
      const { value, low, high } = figure(yearOf(threat, UNITED_KINGDOM, 2023));
      const at = quartersIn(threat, UNITED_KINGDOM, CALENDAR).map((r) =>
        fitted.quarters.filter((x) => x.threat === threat && x.place === UNITED_KINGDOM).indexOf(r),
      );
      expect({ value, low, high }).toEqual(nationalWindow(fitted.threats.get(threat)!, at, fitted.sources));
      const middles = quartersIn(threat, UNITED_KINGDOM, CALENDAR).map((r) => figure(r).value);
      const sum = middles.reduce((total, v) => total + v, 0);
      expect(value / (threat === "modern-slavery" ? sum / 4 : sum)).toBeCloseTo(1, 1);
    }
  });

  test.each(["modern-slavery", "drug-supply", "firearms", "acquisitive-crime", "fraud"] as const)(
    "%s: middles of the places add up to the nation, and every interval holds its middle",
    (threat) => {
      const local = places.map(({ code }) => yearOf(threat, code, 2023)).filter((r) => !isNotEstimable(r.extent));
      const sum = local.reduce((total, r) => total + figure(r).value, 0);
      expect(sum / figure(yearOf(threat, UNITED_KINGDOM, 2023)).value).toBeCloseTo(1, 9);
      for (const { low, value, high } of local.map(figure)) expect(low <= value && value <= high).toBe(true);
      for (const { from } of local.map(figure)) expect(from).toContain("rule:sum-to-nation");
    },
  );

  test("a hidden share of people is the year's count against the year's extent; of events the quarters', weighted", () => {
    const people = yearOf("modern-slavery", UNITED_KINGDOM, 2023);
    const recorded = "value" in people.recorded ? people.recorded.value : Number.NaN;
    expect((people.hiddenShare as Figure).value).toBeCloseTo(1 - recorded / figure(people).value, 9);
    const shares = quartersIn("firearms", UNITED_KINGDOM, CALENDAR).map((r) => (r.hiddenShare as Figure).value);
    const { value } = yearOf("firearms", UNITED_KINGDOM, 2023).hiddenShare as Figure;
    expect(value).toBeGreaterThanOrEqual(Math.min(...shares));
    expect(value).toBeLessThanOrEqual(Math.max(...shares));
  });

  test("a year that the quarters do not hold, and a threat without a field, stay as the anchors alone give them", () => {
    const early = (rows: readonly ExtentRow[]) =>
      rows.filter((r) => r.threat === "immigration-crime" && r.year === 2017);
    expect(early(fitted.years)).toEqual(early(alone));
    const none = (rows: readonly ExtentRow[]) => rows.filter((r) => r.threat === "corruption");
    expect(none(fitted.years)).toEqual(none(alone));
  });

  test("a year after the last count says that it is a nowcast", () => {
    expect(yearOf("modern-slavery", UNITED_KINGDOM, 2024).rule).toContain("nowcast");
    expect(yearOf("modern-slavery", UNITED_KINGDOM, 2023).rule).not.toContain("nowcast");
  });

  test("rates that follow from an anchor do not count it twice: slavery is no surer than its lists", () => {
    const threat = fitted.threats.get("modern-slavery")!;
    const [anchor] = threat.fields[0].input.anchors;
    const { low, high } = nationalWindow(threat, anchor.quarters, fitted.sources);
    expect((Math.log(high / low) / 3.29) ** 2).toBeGreaterThan(0.75 * anchor.logVariance);
  });

  test("the simulated country starts from these years", () => {
    for (const { threat, national } of startingExtent(observed, places, fitted))
      expect(national).toEqual(yearOf(threat, UNITED_KINGDOM, 2023).extent);
  });
});

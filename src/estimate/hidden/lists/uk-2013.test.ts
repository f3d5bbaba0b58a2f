import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { projectFile } from "../../../store/index.ts";
import { isNotEstimable } from "../../../terms/index.ts";
import { readAnchors } from "../../anchors.ts";
import { estimateByLists, type ListEstimate } from "./comparison.ts";
import { decomposableAverage, posteriorQuantile } from "./decomposable.ts";
import { envelopeOf, spreadOf } from "./envelope.ts";
import { type ListMethodId, readListMethods, sourceOfTable } from "./methods.ts";
import { finish } from "./progress.ts";
import { parseListTable, readListTable } from "./read.ts";
import { mergeLists } from "./table.ts";

const isLong = process.env.SOCLAB_LONG === "1";
const path = projectFile("data", "lists", "uk-2013.csv");
const uk = readListTable(path);
const five = mergeLists(uk, ["PF", "NCA"]);
const methods = readListMethods();
const anchor = (id: string) => readAnchors().anchors.find((a) => a.id === id)!;

const rounded = ({ total }: ListEstimate): number[] => {
  if (isNotEstimable(total)) throw new Error(total.notEstimable);
  return [total.value, total.low, total.high].map(Math.round);
};
const by = (estimates: readonly ListEstimate[]) =>
  Object.fromEntries(estimates.map((e) => [e.method.id, rounded(e)])) as { [id in ListMethodId]: number[] };

describe("the UK table of 2013", () => {
  it("has 2,744 people, a source and a licence; every table of data/lists has both", () => {
    expect(uk).toMatchObject({ observed: 2744, told: [], lists: ["LA", "NG", "PF", "GO", "GP", "NCA"] });
    expect(sourceOfTable(path)).toMatchObject({ licence: "OGL v3.0", publishedLow: 10_000, publishedHigh: 13_000 });
  });

  it("gives the published 10,000 to 13,000 by the rule of 2014, and the same by p-values and Wald", () => {
    const found = by(finish(estimateByLists(uk, methods, ["independent", "stepwise", "rule-2014"], 1)));
    expect(found["rule-2014"]).toEqual([11_409, 9_982, 13_182]);
    expect(found.stepwise).toEqual([11_418, 9_977, 13_146]);
    expect(found.independent).toEqual([12_214, 10_989, 13_621]);
    const published = anchor("slavery-mse-published");
    expect(found["rule-2014"].slice(1).map((n) => Math.round(n / 1000) * 1000)).toEqual([
      published.low,
      published.high,
    ]);
  });

  it("with PF and NCA as one is the five-list table (needs ../shared)", (context) => {
    const reference = projectFile("..", "shared", "reference", "mse", "data", "UKdat_5.csv");
    context.skip(!existsSync(reference), "the shared reference answers are not beside the project");
    const expected = parseListTable("UKdat_5", readFileSync(reference, "utf8"));
    expect(five.lists).toEqual(expected.lists);
    expect(five.counts).toEqual(expected.counts);
  });

  it("five lists: both ends of the anchor slavery-mse-2013 are computed, each on the grid that was published or used", () => {
    const { low, high } = anchor("slavery-mse-2013");
    const even = Float64Array.from({ length: 4001 }, (_, i) => 1 + 20 * i);
    const strong = finish(decomposableAverage(five, { delta: 1 / 2, ofTotal: "1/N" }, even));
    expect(posteriorQuantile(strong, 0.025)).toBe(low);
    // The package's own grid: 1,000 points up to 30 times the people observed.
    const published = Float64Array.from({ length: 1000 }, (_, i) => Math.round(1 + (i * (30 * 2744 - 1)) / 999));
    const weak = finish(decomposableAverage(five, { delta: 1 / 32, ofTotal: "1/N" }, published));
    expect(posteriorQuantile(weak, 0.975)).toBe(high);
  });

  if (isLong)
    it("five lists: every method together spans the anchor, to a step of the grid; the page's numbers (SOCLAB_LONG)", () => {
      const estimates = finish(
        estimateByLists(
          five,
          methods,
          methods.map((m) => m.id),
          1,
        ),
      );
      const { low, high } = anchor("slavery-mse-2013");
      const [spread, envelope] = [spreadOf(estimates)!, envelopeOf(estimates, five.observed)];
      expect(Math.abs(spread.low - low!)).toBeLessThanOrEqual(11);
      expect(Math.abs(spread.high - high!)).toBeLessThanOrEqual(11);
      expect(envelope.members).toEqual(["bic-average", "decomposable", "bootstrap"]);
      expect(envelope).toMatchObject({ without: [] });
      expect(rounded({ ...estimates[0], total: envelope.total })).toEqual([17_763, 9_412, 33_490]);
      expect(by(estimates)["best-bic"]).toEqual([22_991, 17_862, 29_862]);
    });

  if (isLong)
    it("six lists: the page's numbers (SOCLAB_LONG)", () => {
      const estimates = finish(
        estimateByLists(
          uk,
          methods,
          methods.map((m) => m.id),
          1,
        ),
      );
      expect(rounded({ ...estimates[0], total: envelopeOf(estimates, uk.observed).total })).toEqual([
        12_033, 9_283, 24_921,
      ]);
      expect(spreadOf(estimates)).toEqual({ low: 3_069, high: expect.closeTo(24_921, 0) });
    });
});

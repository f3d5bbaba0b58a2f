import { describe, expect, it } from "vitest";
import { LEVELS, MEDIAN } from "../scoring/levels.ts";
import { combine } from "./combination.ts";
import type { Panel, Said } from "./panel.ts";
import { bestWeights } from "./weights.ts";
import { widthOf } from "./width.ts";

const panel: Panel = { id: "steps", first: 8000, values: [Array.from({ length: 30 }, (_, t) => 100 + 10 * t)] };
const origins = Array.from({ length: 22 }, (_, k) => 8007 + k);
/** A member that says the truth times a factor, with a spread. */
const member = (factor: number, spread: number, of = panel): Said[] =>
  origins.map((origin) => ({
    origin,
    quantiles: [
      Array.from({ length: 8 }, (_, h) => {
        const truth = of.values[0][origin - of.first + h + 1] ?? 0;
        return LEVELS.map((p) => Math.max(0, truth * factor * (1 + spread * (p - 0.5))));
      }),
    ],
  }));

describe("weights", () => {
  it("go to the member that was right, and stay equal where nothing is known", () => {
    const right = { members: [LEVELS.map((p) => p), LEVELS.map((p) => 5 + p)], truth: 0.5 };
    const [good, bad] = bestWeights([right, right], LEVELS, 2);
    expect(good).toBeGreaterThan(0.98);
    expect(good + bad).toBeCloseTo(1, 12);
    expect(bestWeights([], LEVELS, 4)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
});

describe("width", () => {
  const at = (truth: number) => ({ quantiles: LEVELS.map((p) => 10 * (p - 0.5)), truth });
  it("stays 1 where past truths lay inside, and grows with the evidence where they did not, never past 3", () => {
    expect(widthOf([], 0)).toBe(1);
    expect(
      widthOf(
        Array.from({ length: 40 }, () => at(1)),
        40,
      ),
    ).toBe(1);
    const missed = Array.from({ length: 40 }, () => at(9)); // two half-widths of 4.5 away
    expect(widthOf(missed, 16)).toBeCloseTo(Math.SQRT2, 10);
    expect(widthOf(missed, 48)).toBeCloseTo(2 ** 0.75, 10);
    expect(
      widthOf(
        Array.from({ length: 40 }, () => at(900)),
        1e9,
      ),
    ).toBeCloseTo(3, 6);
  });
});

describe("combination", () => {
  const record = { panel, members: ["baseline", "good"], said: [member(2, 0.2), member(1, 0.2)] };
  const combined = combine(record);

  it("starts from equal weights and the baseline's floor, learns, and leaves the baseline at least a tenth", () => {
    expect(combined[0].weights[0]).toBeCloseTo(0.55, 12);
    expect(combined[0].learnedFrom).toBe(0);
    const last = combined[combined.length - 1];
    expect(last.learnedFrom).toBe(21);
    expect(last.weights[0]).toBeGreaterThanOrEqual(0.1);
    expect(last.weights[0]).toBeLessThan(0.3);
    for (const { weights, width } of combined) {
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      expect(width).toBeGreaterThanOrEqual(1);
    }
  });

  it("averages quantiles on the log scale: between the members at every level, in order", () => {
    const row = combined[5].quantiles[0][2];
    expect(row[MEDIAN]).toBeGreaterThan(record.said[1][5].quantiles[0][2][MEDIAN]);
    expect(row[MEDIAN]).toBeLessThan(record.said[0][5].quantiles[0][2][MEDIAN]);
    for (let k = 1; k < row.length; k++) expect(row[k]).toBeGreaterThanOrEqual(row[k - 1]);
  });

  it("is the same, bit for bit, whatever comes after the origin", () => {
    const cut = 18;
    const later = { ...panel, values: [panel.values[0].map((y, t) => (t > cut ? 10 * y : y))] };
    const known = combined.filter(({ origin }) => origin <= panel.first + cut);
    const again = combine({ ...record, panel: later }).slice(0, known.length);
    expect(again).toEqual(known);
    expect(combine({ ...record, panel: later }).slice(-1)).not.toEqual(combined.slice(-1));
  });
});

import { expect, test } from "vitest";
import { fitField } from "./fit.ts";
import { fitFields } from "./fit-fields.ts";
import { forecastField } from "./forecast.ts";
import type { FieldInput } from "./input.ts";
import { invent } from "./invented.ts";

const SMALL = {
  areas: 6,
  quarters: 8,
  rates: [-1.5, -0.5],
  rateSd: 0.3,
  sizes: [12, 8],
  isSecondYearly: true,
} as const;
const { input: made, extent } = invent({ ...SMALL, seed: 5, toldWrongBy: 0, anchorSd: 0.1 });
const input: FieldInput = {
  ...made,
  hyperparameters: { trendSd: { held: 0.05 }, slopeSd: { held: 0.02 }, "size:seen-1": { held: 8 } },
};
const stages: string[] = [];
const fit = fitField(input, { seed: 1, draws: 200, onProgress: (stage) => stages.push(stage) });

/** A national series: 40 quarters that grow by 3% with a season, as a round number. */
const series = (quarters: number): FieldInput => ({
  ...{ areas: 1, neighbours: [], quarters, exposure: Float64Array.of(1), anchors: [], indicators: [{ id: "seen" }] },
  counts: Array.from({ length: quarters }, (_, t) => {
    const season = [1.1, 1, 0.9, 1][t % 4];
    return { indicator: "seen", areas: [0], quarters: [t], value: Math.round(200 * 1.03 ** t * season) };
  }),
});

test("a fit tells extent, hidden share and evidence of every cell, within their bounds", () => {
  expect(stages).toEqual(["hyperparameters", "points", "draws", "checks"]);
  expect(fit.points.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  for (let c = 0; c < 48; c++) {
    expect(fit.extent.low[c]).toBeLessThan(fit.extent.middle[c]);
    expect(fit.extent.middle[c]).toBeLessThan(fit.extent.high[c]);
    expect(fit.hidden.low[c]).toBeGreaterThan(0);
    expect(fit.hidden.high[c]).toBeLessThan(1);
    expect(fit.evidence[c]).toBeGreaterThan(0);
    expect(fit.evidence[c]).toBeLessThan(1);
    expect(Math.abs(Math.log(fit.extent.middle[c] / extent[c]))).toBeLessThan(1);
  }
  const held = fit.hyperparameters.filter((one) => one.held !== undefined).map((one) => one.name);
  expect(held).toEqual(["trendSd", "slopeSd", "seasonSd", "size:seen-1", "methodSd"]);
});

test("reporting priors 0.6 logit higher mean less extent, lower ones more", () => {
  const [up, down] = fit.shifts;
  expect([up.byLogit, down.byLogit]).toEqual([0.6, -0.6]);
  for (let t = 0; t < 8; t++) {
    expect(up.national[t]).toBeLessThan(fit.national.extent.middle[t]);
    expect(down.national[t]).toBeGreaterThan(fit.national.extent.middle[t]);
  }
});

test("an anchor ten times too high is a conflict; the true one is not", () => {
  expect(fit.anchors[0].isConflict).toBe(false);
  const wrong = { ...input, anchors: input.anchors.map((one) => ({ ...one, logMean: one.logMean + Math.log(10) })) };
  const other = fitField(wrong, { seed: 1, draws: 2, start: fit, keepHyperparameters: true });
  expect(other.anchors[0].isConflict).toBe(true);
  expect(other.anchors[0].logModel).toBeCloseTo(fit.anchors[0].logModel, 1);
});

test("the same seed gives the same bits, another one the same answer within the error of drawing", () => {
  const again = fitField(input, { seed: 2, draws: 200, start: fit, keepHyperparameters: true });
  const other = fitField(input, { seed: 2, draws: 200, start: fit, keepHyperparameters: true });
  expect(again.national.draws).toEqual(other.national.draws);
  expect(other.national.draws).not.toEqual(fit.national.draws);
  for (let t = 0; t < 8; t++) expect(other.national.extent.middle[t] / fit.national.extent.middle[t]).toBeCloseTo(1, 1);
});

test("an area without counts says that its value is not evidence", () => {
  const without = { ...input, counts: input.counts.filter((count) => count.areas[0] !== 5) };
  const { evidence, extent: band } = fitField(without, { seed: 1, draws: 200, start: fit, keepHyperparameters: true });
  // Area 5 is an island: nothing is known of it but the common level and what the anchor leaves.
  for (let t = 0; t < 8; t++) expect(evidence[5 * 8 + t]).toBeLessThan(0.1);
  expect(band.high[47] / band.low[47]).toBeGreaterThan((1.2 * band.high[0]) / band.low[0]);
});

test("a national series alone: no place, no borders, a forecast that goes on growing", () => {
  const one = fitField(series(40), { seed: 3, isBrief: true });
  expect(one.hyperparameters.map(({ name }) => name)).toEqual(["trendSd", "slopeSd", "seasonSd", "size:seen"]);
  const { counts } = forecastField(one, 8, { indicator: "seen" });
  const middle = Array.from({ length: 8 }, (_, h) => counts!.together.slice(h * 500, (h + 1) * 500).sort()[250]);
  // 200 x 1.03^40 = 652 and 200 x 1.03^43 = 713, with the season 717 and 713.
  expect(middle[0]).toBeGreaterThan(640);
  expect(middle[0]).toBeLessThan(800);
  expect(middle[7]).toBeGreaterThan(middle[3]);
});

test("a forecast is the same as quarters of the fit that have no counts", () => {
  const hyperparameters = Object.fromEntries(fit.hyperparameters.map(({ name, value }) => [name, { held: value }]));
  const short = fitField({ ...input, hyperparameters }, { seed: 5, draws: 1000, isBrief: true });
  const long = fitField({ ...input, hyperparameters, quarters: 11 }, { seed: 6, draws: 1000, isBrief: true });
  const ahead = forecastField(short, 3);
  for (let h = 0; h < 3; h++) {
    const sorted = ahead.national.slice(h * 1000, (h + 1) * 1000).sort();
    expect(sorted[500] / long.national.extent.middle[8 + h]).toBeCloseTo(1, 1);
    expect(sorted[950] / sorted[50] / (long.national.extent.high[8 + h] / long.national.extent.low[8 + h])).toBeCloseTo(
      1,
      0,
    );
  }
});

test("forecast counts of areas sum to those together; an unknown indicator and no horizon are refused", () => {
  const { counts, extent: cells, national } = forecastField(fit, 2, { indicator: "seen-0" });
  for (let k = 0; k < 400; k += 37) {
    const sum = (of: Float64Array): number =>
      Array.from({ length: 6 }, (_, i) => of[i * 400 + k]).reduce((a, b) => a + b, 0);
    expect(sum(counts!.areas)).toBe(counts!.together[k]);
    expect(sum(cells)).toBeCloseTo(national[k], 8);
  }
  expect(() => forecastField(fit, 2, { indicator: "none" })).toThrow(/no indicator none/);
  expect(() => forecastField(fit, 0)).toThrow(/cannot be made/);
});

test("one quarter more begins from the fit before; a stopped fit stops", () => {
  const cold = fitField(series(25), { seed: 3, isBrief: true });
  const warm = fitField(series(25), {
    seed: 3,
    isBrief: true,
    start: fitField(series(40), { seed: 3, isBrief: true }),
  });
  expect(warm.work.evaluations).toBeLessThan(cold.work.evaluations);
  expect(warm.national.extent.middle[24] / cold.national.extent.middle[24]).toBeCloseTo(1, 1);
  expect(() => fitField(series(25), { seed: 3, signal: AbortSignal.abort(new Error("stopped")) })).toThrow("stopped");
  expect(() => fitField(series(25), { seed: 3, draws: 3 })).toThrow(/pairs/);
});

test("fits on worker threads are those of this thread, bit for bit", async () => {
  const jobs = [20, 21].map((quarters) => ({
    input: series(quarters),
    options: { seed: quarters, draws: 20, isBrief: true },
  }));
  const told: number[] = [];
  const fits = await fitFields(jobs, { workers: 2, onProgress: (done) => told.push(done) });
  expect(told).toEqual([1, 2]);
  expect(fits).toEqual(jobs.map(({ input: one, options }) => fitField(one, options)));
  const bad = [{ input: { ...series(20), quarters: 0 }, options: { seed: 1 } }];
  await expect(fitFields(bad, { workers: 1 })).rejects.toThrow(/quarters is 0/);
});

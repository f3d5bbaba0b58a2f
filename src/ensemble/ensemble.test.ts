import { describe, expect, it } from "vitest";
import { smallInput } from "../../test/twin/input.ts";
import type { Scenario } from "../terms/index.ts";
import { chunksOf, type EnsembleQuestion, jobOf } from "./ensemble.ts";
import { runEnsemble } from "./run-ensemble.ts";

const baseline: Scenario = { name: "baseline", title: "No change", levers: [] };
const question: EnsembleQuestion = {
  input: smallInput(),
  scenarios: [baseline],
  runs: 10,
  seed: 1,
  horizon: { from: "2022-04", until: "2023-03" },
};

describe("ensemble", () => {
  it("cuts runs into chunks by number, none missing and none twice", () => {
    for (const runs of [1, 4, 5, 10, 403]) {
      const covered = chunksOf(runs).flatMap(({ from, until }) =>
        Array.from({ length: until - from }, (_, i) => from + i),
      );
      expect(covered).toEqual(Array.from({ length: runs }, (_, i) => i));
    }
  });

  it("refuses a horizon that is not two months in order, in words", () => {
    expect(() => jobOf({ ...question, horizon: { from: "2030-04", until: "2029-03" } })).toThrow(
      "The horizon is 2030-04..2029-03",
    );
  });

  it("says how far it is, and gives every drawn number by run", async () => {
    const seen: number[] = [];
    const result = await runEnsemble({ ...question, workers: 2, onProgress: (done) => seen.push(done) });
    expect(seen.at(-1)).toBe(10);
    expect(result.scenarios[0]!.results).toHaveLength(10);
    expect(result.draws["param:groups.mapped"]).toEqual(new Float64Array(10).fill(400));
    expect(new Set(result.draws["param:case.months"]).size).toBe(10);
  });

  it("stops within a chunk when told to, with the reason given and no thread left", async () => {
    const controller = new AbortController();
    const running = runEnsemble({
      ...question,
      runs: 4000,
      workers: 2,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("enough")),
    });
    await expect(running).rejects.toThrow("enough");
    await expect(runEnsemble({ ...question, workers: 1, signal: controller.signal })).rejects.toThrow("enough");
  });
});

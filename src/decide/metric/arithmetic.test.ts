import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../store/index.ts";
import { bearDownIndex, capabilityIndex, harmTotals, logSdOfPressure, perRealPound, pressureIndex } from "./index.ts";

describe("by hand", () => {
  it("half of one of two equal threats gives 100 sqrt 2", () =>
    expect(
      pressureIndex(
        [0.5, 0.5],
        [
          [8, 10],
          [4, 10],
        ],
      )[1],
    ).toBeCloseTo(100 * Math.SQRT2, 12));
  it("the unit of a threat cancels", () => {
    const inPounds = pressureIndex(
      [0.3, 0.7],
      [
        [1e9, 5],
        [2e9, 4],
      ],
    );
    expect(
      pressureIndex(
        [0.3, 0.7],
        [
          [1, 5],
          [2, 4],
        ],
      )[1],
    ).toBeCloseTo(inPounds[1], 12);
  });
  it("twice the disrupted share of everything is a capability of 200, and B is its geometric middle with pressure", () => {
    const capability = capabilityIndex(
      [0.2, 0.8],
      [
        [0.01, 0.02],
        [0.02, 0.04],
      ],
    );
    expect(capability[1]).toBeCloseTo(200, 10);
    expect(bearDownIndex([100, 50], capability)[1]).toBeCloseTo(100, 10);
  });
  it("a tenth more money for the same B is a B per pound of 100/1.1", () =>
    expect(perRealPound([100, 100], [200, 220])[1]).toBeCloseTo(100 / 1.1, 12));
  it("a constant bias cancels: with errors wholly correlated the doubt is nil", () =>
    expect(logSdOfPressure([0.4, 0.6], [0.3, 0.1], [0.3, 0.1], 1)).toBeCloseTo(0, 12));
});

const folder = join(projectRoot, "..", "shared", "reference", "harm");
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, never>;

describe("against the reference example", () => {
  it("components, index, index per pound and log sds agree to 1e-9", (context) => {
    context.skip(!existsSync(folder), "reference/harm is not beside the project");
    const e = read("bear_down_example.json") as unknown as Record<string, number[]> & {
      harm_weighted_extent: number[][];
      disrupted_share: number[][];
    };
    const pressure = pressureIndex(e.weights, e.harm_weighted_extent);
    const capability = capabilityIndex(e.weights, e.disrupted_share);
    const index = bearDownIndex(pressure, capability);
    agree(pressure, e.extent_index_inverted);
    agree(capability, e.disruption_index);
    agree(index, e.bear_down_index);
    agree(perRealPound(index, e.real_spend), e.bear_down_per_real_pound);
    const sd = (r: number) => 0.5 * logSdOfPressure(e.weights, e.log_sd_extent, e.log_sd_extent, r);
    agree(
      [sd(0), sd(0.8)],
      [e.log_sd_of_index_if_errors_independent_over_time[1], e.log_sd_of_index_if_time_correlation_0_8[1]],
    );
  });
  it("harm totals agree to 1e-9", (context) => {
    context.skip(!existsSync(folder), "reference/harm is not beside the project");
    const e = read("index_arithmetic.json") as unknown as {
      counts: Record<string, number>;
      generic_weights: Record<string, number>;
      population: number;
      harm_total: number;
      per_1000: number;
      share: Record<string, number>;
    };
    const { total, shares, perThousand } = harmTotals(e.counts, e.generic_weights, e.population);
    agree([total, perThousand!], [e.harm_total, e.per_1000]);
    agree(
      Object.keys(e.share).map((k) => shares[k]),
      Object.values(e.share),
    );
  });
});

function agree(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of found.entries()) expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-9);
}

import { expect, test } from "vitest";
import { negativeBinomialLogPmf } from "../../../terms/index.ts";
import type { FieldInput } from "./input.ts";
import { readingsAt } from "./likelihood.ts";
import { findMode, searchOf } from "./mode.ts";
import { modelOf } from "./model.ts";
import { meanAway } from "./skewness.ts";

/** One cell, its level N(3, 0.5^2) and the logit of its rate N(-0.5, 0.8^2), one count: a posterior of two unknowns that can be summed on a grid. */
const VALUE = 4;
const input: FieldInput = {
  ...{ areas: 1, neighbours: [], quarters: 1, exposure: Float64Array.of(1), level: { mean: 3, sd: 0.5 }, anchors: [] },
  indicators: [{ id: "seen", reporting: { rate: { mean: -0.5, sd: 0.8 } } }],
  counts: [{ indicator: "seen", areas: [0], quarters: [0], value: VALUE }],
  parts: { trend: false, season: false },
};
const SIZE = 7;

/** Means of level and logit by summing over a fine grid. */
function meansOnGrid(): [number, number] {
  let [mass, level, logit] = [0, 0, 0];
  for (let a = 0; a <= 6; a += 0.02) {
    for (let l = -5; l <= 4; l += 0.02) {
      const mean = Math.exp(a) / (1 + Math.exp(-l));
      const log = negativeBinomialLogPmf(VALUE, mean, SIZE) - 0.5 * ((a - 3) / 0.5) ** 2 - 0.5 * ((l + 0.5) / 0.8) ** 2;
      const weight = Math.exp(log);
      [mass, level, logit] = [mass + weight, level + weight * a, logit + weight * l];
    }
  }
  return [level / mass, logit / mass];
}

test("the mode moved away is near the mean of a posterior that is summed on a grid; the mode is not", () => {
  const model = modelOf(input);
  const search = searchOf(model);
  const values = { "size:seen": SIZE };
  const mode = findMode(search, values, new Float64Array(2), 1e-14);
  const away = meanAway(model, readingsAt(model, values), mode.x, search.view, mode.factor);
  const means = meansOnGrid();
  for (let k = 0; k < 2; k++) {
    const [left, before] = [Math.abs(mode.x[k] + away[k] - means[k]), Math.abs(mode.x[k] - means[k])];
    expect(left).toBeLessThan(0.4 * before);
    expect(left).toBeLessThan(0.02);
  }
});

test("a normal posterior has its mean at the mode", () => {
  const model = modelOf({ ...input, counts: [] });
  const search = searchOf(model);
  const values = { "size:seen": SIZE };
  const mode = findMode(search, values, new Float64Array(2), 1e-14);
  expect([...meanAway(model, readingsAt(model, values), mode.x, search.view, mode.factor)].map(Math.abs)).toEqual([
    0, 0,
  ]);
  expect(mode.x[0]).toBeCloseTo(3, 6);
});

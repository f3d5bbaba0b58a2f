import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { projectFile } from "../../../store/index.ts";
import { wideVariances } from "../../matrix/wide-rows.ts";
import type { FieldInput } from "./input.ts";
import { findMode, searchOf } from "./mode.ts";
import { modelOf } from "./model.ts";

const REFERENCE = projectFile("..", "shared", "reference", "sae", "dynamic_spatial.json");

interface DynamicSpatial {
  n_areas: number;
  edges: [number, number][];
  n_times: number;
  rho: number;
  q: number;
  phi: number;
  size: number;
  mu: number[];
  reporting_rate: number[][];
  y: number[][];
  mode: number[][];
  sd: number[][];
  laplace_log_marginal: number;
}

/** The reference as a field: known rates, known levels as exposure, all parts off but the passing effect. */
function inputOf(of: DynamicSpatial): FieldInput {
  const [n, T] = [of.n_areas, of.n_times];
  const areas = Array.from({ length: n }, (_, i) => i);
  const cells = <R>(value: (i: number, t: number) => R): R[] =>
    areas.flatMap((i) => Array.from({ length: T }, (_, t) => value(i, t)));
  return {
    areas: n,
    neighbours: of.edges,
    quarters: T,
    exposure: Float64Array.from(of.mu, Math.exp),
    indicators: [
      {
        id: "seen",
        reporting: {
          rate: { mean: 0, sd: 0 },
          recordingSd: 0,
          offset: Float64Array.from(cells((i, t) => Math.log(of.reporting_rate[t][i] / (1 - of.reporting_rate[t][i])))),
        },
      },
    ],
    counts: cells((i, t) => ({ indicator: "seen", areas: [i], quarters: [t], value: of.y[t][i] })),
    anchors: [],
    parts: { level: false, place: false, trend: false, season: false },
    hyperparameters: {
      localSd: { held: of.q },
      localPersistence: { held: of.rho },
      spaceShare: { held: of.phi },
      "size:seen": { held: of.size },
    },
  };
}

test("the mode, its sd and the log-marginal of the dynamic spatial reference, to 1e-6", (context) => {
  context.skip(!existsSync(REFERENCE), "shared/reference is not here");
  const of = JSON.parse(readFileSync(REFERENCE, "utf8")) as DynamicSpatial;
  const model = modelOf(inputOf(of));
  const values = { localSd: of.q, localPersistence: of.rho, spaceShare: of.phi, "size:seen": of.size };
  const mode = findMode(searchOf(model), values, new Float64Array(model.unknowns.count), 1e-16);
  let [worstMode, worstSd] = [0, 0];
  for (let t = 0; t < of.n_times; t++) {
    for (let i = 0; i < of.n_areas; i++) {
      const row = new Float64Array(model.unknowns.count);
      row[t * of.n_areas + i] = 1;
      worstMode = Math.max(worstMode, Math.abs(mode.x[t * of.n_areas + i] + of.mu[i] - of.mode[t][i]));
      worstSd = Math.max(worstSd, Math.abs(Math.sqrt(wideVariances(mode.factor, row, 1, t)[0]) - of.sd[t][i]));
    }
  }
  expect(worstMode).toBeLessThan(1e-6);
  expect(worstSd).toBeLessThan(1e-6);
  expect(Math.abs(mode.logMarginal - of.laplace_log_marginal)).toBeLessThan(1e-6);
});

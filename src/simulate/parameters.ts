import type { Stream } from "../terms/index.ts";
import { exp, ln, normal } from "./sample.ts";

/**
 * One row of data/parameters/twin.csv. `low` and `high` bound 90% of a lognormal and all of a uniform; a fixed one has no range.
 * `kind`: "seen" has a source, "assumed" is a stated guess.
 */
export interface Parameter {
  id: string;
  title: string;
  unit: string;
  central: number;
  low: number;
  high: number;
  shape: "fixed" | "uniform" | "lognormal";
  kind: "seen" | "assumed";
  source: string;
  note: string;
}

/** The value of each parameter in one run. `get` objects to an unknown id: a fault of code, not of input. */
export class Parameters {
  readonly values: ReadonlyMap<string, number>;
  constructor(values: ReadonlyMap<string, number>) {
    this.values = values;
  }
  get(id: string): number {
    const value = this.values.get(id);
    if (value === undefined) throw new Error(`no parameter "${id}"`);
    return value;
  }
}

const Z90 = 1.6448536269514722;

/**
 * One draw of every parameter. The draw of a parameter depends on its id alone (and seed and run), so adding a row to the table
 * shifts no other. `fixed` overrides by id (a scenario's assumptions).
 */
export function drawParameters(
  table: readonly Parameter[],
  chance: Stream,
  fixed: Readonly<Record<string, number>> = {},
): Parameters {
  return new Parameters(new Map(table.map((p) => [p.id, fixed[p.id] ?? drawOne(p, chance.unit(textHash(p.id), 0))])));
}

/** The central value of every parameter: no luck in it. */
export const centralParameters = (table: readonly Parameter[]): Parameters =>
  new Parameters(new Map(table.map((p) => [p.id, p.central])));

/** The quantile `u` of a parameter's prior. A lognormal has its median at `central` and a spread on each side of its own. */
export function drawOne(p: Pick<Parameter, "central" | "low" | "high" | "shape">, u: number): number {
  switch (p.shape) {
    case "fixed":
      return p.central;
    case "uniform":
      return splitUniform(p.central, p.low, p.high, u);
    case "lognormal": {
      const z = normal(u);
      const bound = z < 0 ? p.low : p.high;
      return p.central * exp((z < 0 ? -z : z) * (ln(bound / p.central) / Z90));
    }
  }
}

/** Half of the weight below the central value and half above, so that the median is the stated one. */
const splitUniform = (central: number, low: number, high: number, u: number): number =>
  u < 0.5 ? low + (central - low) * 2 * u : central + (high - central) * (2 * u - 1);

/** 28-bit FNV-1a of a text: the entity number of a named draw. */
export function textHash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0) & 0xfffffff;
}
